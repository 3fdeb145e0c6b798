//! Icons: 24 grid, stroke 1.75, round ends, no fill. Drawn for this product, so no icon licence applies.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident => $shape:literal;)*) => {
        /// The product's icons. An icon is never the only name of a control.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Icon {
            $($(#[$doc])* $name),*
        }

        impl Icon {
            /// Every icon.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The shapes inside the `svg`.
            pub fn shape(self) -> &'static str {
                match self {
                    $(Self::$name => $shape),*
                }
            }
        }
    };
}

icons! {
    /// Problem that a person should look at.
    Alert => r#"<path d="M12 4l9 16H3zM12 10v5M12 17.5v.1"/>"#;
    ArrowDown => r#"<path d="M12 5v14M6 13l6 6 6-6"/>"#;
    ArrowUp => r#"<path d="M12 19V5M6 11l6-6 6 6"/>"#;
    Bag => r#"<path d="M5 8h14l1 12H4zM8.5 8V7a3.5 3.5 0 0 1 7 0v1"/>"#;
    Bell => r#"<path d="M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0"/>"#;
    Building => r#"<path d="M5 21V4h9v17M14 10h5v11M3 21h18M8 8h3M8 12h3M8 16h3"/>"#;
    Cake => r#"<path d="M4 20h16v-7a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2zM4 16c2.700 1.600 5.300 1.600 8 0s5.300-1.600 8 0M12 11V7.500M12 4.800v-.6"/>"#;
    Camera => r#"<path d="M4 8h3.500L9 5.500h6L16.500 8H20v11H4z"/><circle cx="12" cy="13" r="3.500"/>"#;
    Chart => r#"<path d="M3 20.500h18M6 17v-5M11 17V6M16 17v-8M20.500 17v-3"/>"#;
    Check => r#"<path d="M5 12.500l4.500 4.500L19 7"/>"#;
    ChevronDown => r#"<path d="M6 9l6 6 6-6"/>"#;
    ChevronLeft => r#"<path d="M15 5l-7 7 7 7"/>"#;
    ChevronRight => r#"<path d="M9 5l7 7-7 7"/>"#;
    ChevronUp => r#"<path d="M6 15l6-6 6 6"/>"#;
    Clock => r#"<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5l3.500 2"/>"#;
    /// Everything has reached the server.
    CloudCheck => r#"<path d="M7 18.500a4.500 4.500 0 0 1-.5-9 6 6 0 0 1 11.500 1.500 3.800 3.800 0 0 1-.5 7.500z"/><path d="M9 14l2.200 2.200L15 12.500"/>"#;
    CloudOff => r#"<path d="M9 5.800a6 6 0 0 1 9 5.200 3.800 3.800 0 0 1 2 6M17 18.500H7a4.500 4.500 0 0 1-.5-9M3.500 3.500l17 17"/>"#;
    /// Something waits to be sent.
    CloudUp => r#"<path d="M7 18.500a4.500 4.500 0 0 1-.5-9 6 6 0 0 1 11.500 1.500 3.800 3.800 0 0 1-.5 7.500z"/><path d="M12 17v-5M10 13.500l2-2 2 2"/>"#;
    CloudDown => r#"<path d="M7 18.500a4.500 4.500 0 0 1-.5-9 6 6 0 0 1 11.500 1.500 3.800 3.800 0 0 1-.5 7.500z"/><path d="M12 11.500v5M10 15l2 2 2-2"/>"#;
    Columns => r#"<path d="M4 5h16v14H4zM4 9.500h16M10 9.500V19M15 9.500V19"/>"#;
    Copy => r#"<path d="M9 9h11v11H9zM15 9V4H4v11h5"/>"#;
    Cross => r#"<path d="M6 6l12 12M18 6L6 18"/>"#;
    Download => r#"<path d="M12 4v11M7 10.500l5 5 5-5M4 20h16"/>"#;
    Expand => r#"<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>"#;
    Eye => r#"<path d="M2.500 12C5 7.500 8.200 5.500 12 5.500s7 2 9.500 6.500c-2.500 4.500-5.700 6.500-9.500 6.500S5 16.500 2.500 12z"/><circle cx="12" cy="12" r="3"/>"#;
    EyeOff => r#"<path d="M9.500 5.900A9 9 0 0 1 12 5.500c3.800 0 7 2 9.500 6.500a16 16 0 0 1-2.600 3.400M15 18a9 9 0 0 1-3 .5c-3.800 0-7-2-9.500-6.500a16 16 0 0 1 3.600-4.200M3.500 3.500l17 17"/>"#;
    File => r#"<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>"#;
    Filter => r#"<path d="M4 6h16M7 12h10M10 18h4"/>"#;
    Flag => r#"<path d="M5 21V4M5 5c5-3 8 3 14 0v9c-6 3-9-3-14 0"/>"#;
    /// Two people changed the same thing.
    Fork => r#"<path d="M12 21v-8M12 13c0-4-5-3-5-8M12 13c0-4 5-3 5-8M4.500 7L7 4.500 9.500 7M14.500 7L17 4.500 19.500 7"/>"#;
    Gear => r#"<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M18.400 5.600l-2.200 2.200M7.800 16.200l-2.200 2.200"/>"#;
    Gift => r#"<path d="M4 11h16v9H4zM3 7.500h18V11H3zM12 7.500V20M12 7.500C9 7.500 7.500 6 7.500 4.800S9 3 10 3.800s2 3.700 2 3.700 1-2.900 2-3.700 2.500-.2 2.500 1-1.500 2.700-4.500 2.700z"/>"#;
    Globe => r#"<circle cx="12" cy="12" r="8.500"/><path d="M3.500 12h17M12 3.500c2.500 2.400 3.700 5.200 3.700 8.500s-1.200 6.100-3.700 8.500c-2.500-2.400-3.700-5.200-3.700-8.500S9.500 5.900 12 3.500z"/>"#;
    Graph => r#"<circle cx="6" cy="6" r="2.500"/><circle cx="18" cy="8" r="2.500"/><circle cx="9" cy="18" r="2.500"/><path d="M8.500 6.500l7 1M7 8.400l1.500 7.200M16.500 10l-5.800 6.200"/>"#;
    Grip => r#"<path d="M9 6v.1M9 12v.1M9 18v.1M15 6v.1M15 12v.1M15 18v.1"/>"#;
    History => r#"<path d="M4 12a8 8 0 1 0 2.500-5.800L3.500 9M3.500 4v5h5M12 8v4.500l3 1.800"/>"#;
    Info => r#"<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5M12 8v.1"/>"#;
    Key => r#"<circle cx="8" cy="15.500" r="4"/><path d="M11 12.500L20 3.500M16 7.500l3 3"/>"#;
    Keyboard => r#"<path d="M3 6h18v12H3zM7 10v.1M10.500 10v.1M14 10v.1M17.500 10v.1M7 14h10"/>"#;
    Laptop => r#"<path d="M5 5h14v10H5zM2.500 19h19"/>"#;
    Lasso => r#"<path d="M8 16c-3-.8-5-2.700-5-5 0-3.500 4-6 9-6s9 2.500 9 6-4 6-9 6c-1 0-1.500 0-2.500-.2M8 16a2 2 0 1 0-1 2.500c0 1 0 2-1 3"/>"#;
    Layers => r#"<path d="M12 3.500l9 4.500-9 4.500L3 8zM3 12.500l9 4.500 9-4.500M3 17l9 4.500 9-4.500"/>"#;
    Link => r#"<path d="M10 14a4 4 0 0 0 5.700 0l3.300-3.300a4 4 0 0 0-5.700-5.700L12 6.300M14 10a4 4 0 0 0-5.700 0L5 13.300A4 4 0 0 0 10.700 19L12 17.700"/>"#;
    Lock => r#"<path d="M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3"/>"#;
    Mail => r#"<path d="M3.500 6h17v12h-17zM4 6.500l8 6.500 8-6.500"/>"#;
    Map => r#"<rect x="3" y="4" width="6" height="5" rx="1"/><rect x="15" y="4" width="6" height="5" rx="1"/><rect x="9" y="15" width="6" height="5" rx="1"/><path d="M9 6.500h6M6 9v3h12V9M12 12v3"/>"#;
    Merge => r#"<path d="M6 4v4c0 4 6 4 6 9v4M18 4v4c0 4-6 4-6 9M9 18l3 3 3-3"/>"#;
    Message => r#"<path d="M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-4.500 3.500V17H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z"/>"#;
    Mic => r#"<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11.500a7 7 0 0 0 14 0M12 18.500V21"/>"#;
    Minus => r#"<path d="M5 12h14"/>"#;
    Moon => r#"<path d="M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z"/>"#;
    More => r#"<circle cx="5" cy="12" r="1"/><circle cx="12" cy="12" r="1"/><circle cx="19" cy="12" r="1"/>"#;
    PanelClose => r#"<path d="M4 5h16v14H4zM9 5v14M16 9.500L13.500 12l2.500 2.500"/>"#;
    PanelOpen => r#"<path d="M4 5h16v14H4zM9 5v14M13.500 9.500L16 12l-2.500 2.500"/>"#;
    Path => r#"<circle cx="5" cy="18" r="2"/><circle cx="19" cy="6" r="2"/><path d="M7 18h6a3 3 0 0 0 0-6h-2a3 3 0 0 1 0-6h6"/>"#;
    Pencil => r#"<path d="M4 20h4L19.500 8.500a2 2 0 0 0 0-2.800l-1.200-1.200a2 2 0 0 0-2.800 0L4 16v4zM13.500 6.500l4 4"/>"#;
    People => r#"<circle cx="9" cy="8" r="3.500"/><path d="M2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.800a3.500 3.500 0 0 1 0 6.400M18 14.500c2 .8 3.200 2.600 3.500 5.500"/>"#;
    Person => r#"<circle cx="12" cy="8" r="4"/><path d="M4.500 21c.6-5 3.300-7 7.500-7s6.900 2 7.500 7"/>"#;
    Phone => r#"<path d="M5 4h4l1.500 4.500L8 10.500a12 12 0 0 0 5.500 5.500l2-2.500L20 15v4a1.500 1.500 0 0 1-1.700 1.500C10.500 19.700 4.300 13.500 3.500 5.700A1.500 1.500 0 0 1 5 4z"/>"#;
    Pin => r#"<path d="M12 21c-4-5-6.500-8.200-6.500-11a6.500 6.500 0 0 1 13 0c0 2.800-2.500 6-6.500 11z"/><circle cx="12" cy="10" r="2.500"/>"#;
    Play => r#"<path d="M8 5l11 7-11 7z"/>"#;
    Plus => r#"<path d="M12 5v14M5 12h14"/>"#;
    Printer => r#"<path d="M7 9V4h10v5M7 17H4v-7a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v7h-3M7 14h10v6H7z"/>"#;
    Qr => r#"<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500M20 14v3M14 17.500V20h2.500M20 20v.1"/>"#;
    Service => r#"<path d="M4 14v-2a8 8 0 0 1 16 0v2"/><rect x="3" y="13.500" width="4" height="6" rx="1.500"/><rect x="17" y="13.500" width="4" height="6" rx="1.500"/>"#;
    Search => r#"<circle cx="11" cy="11" r="6.500"/><path d="M16 16l4.500 4.500"/>"#;
    Shield => r#"<path d="M12 3.500l7.500 2.500v6c0 4-3 7-7.500 8.500-4.500-1.500-7.500-4.500-7.500-8.500V6z"/>"#;
    SignOut => r#"<path d="M14 4H5v16h9M10 12h10.500M17 8l4 4-4 4"/>"#;
    Smartphone => r#"<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 18h2"/>"#;
    Sort => r#"<path d="M7 4v16M3.500 16.500L7 20l3.500-3.500M13 6h8M13 12h6M13 18h4"/>"#;
    Star => r#"<path d="M12 4l2.500 5.200 5.500.8-4 4 1 5.600-5-2.700-5 2.700 1-5.600-4-4 5.500-.8z"/>"#;
    Sun => r#"<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400"/>"#;
    Sync => r#"<path d="M20 11a8 8 0 0 0-14.500-3.500L3.500 10M4 13a8 8 0 0 0 14.500 3.500l2-2.500M3.500 5v5h5M20.500 19v-5h-5"/>"#;
    Table => r#"<path d="M4 5h16v14H4zM4 10h16M4 14.500h16M10 10v9"/>"#;
    Tag => r#"<path d="M4 4h7.500l8.500 8.500-7.500 7.500L4 11.500zM8 8v.1"/>"#;
    Team => r#"<circle cx="12" cy="7" r="3"/><path d="M6.500 20c.4-4.500 2.300-6.500 5.500-6.500s5.100 2 5.500 6.500"/><circle cx="4.500" cy="10" r="2"/><circle cx="19.500" cy="10" r="2"/>"#;
    Today => r#"<path d="M5 5h14a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM8 3v4M16 3v4M8.500 13.500l2.500 2.500 4.500-5"/>"#;
    Trash => r#"<path d="M4.500 7h15M9.500 7V4h5v3M6.500 7l1 13h9l1-13M10.500 11v5.500M13.500 11v5.500"/>"#;
    Tree => r#"<circle cx="12" cy="5" r="2.500"/><circle cx="5.500" cy="18.500" r="2.500"/><circle cx="18.500" cy="18.500" r="2.500"/><path d="M12 7.500V12M5.500 16v-2a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v2"/>"#;
    Undo => r#"<path d="M8 5L4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11H9"/>"#;
    Upload => r#"<path d="M12 16V5M7 9.500l5-5 5 5M4 20h16"/>"#;
    WeChat => r#"<path d="M9.500 4C5.400 4 2.500 6.600 2.500 9.700c0 1.800 1 3.300 2.500 4.400L4.500 16.500l2.800-1.300c.7.200 1.500.2 2.200.2"/><path d="M15.500 9c3.400 0 6 2.200 6 5 0 1.500-.8 2.900-2.100 3.800l.4 2.200-2.400-1.200c-.6.100-1.200.2-1.900.2-3.400 0-6-2.200-6-5s2.600-5 6-5z"/>"#;
}

/// Draws an [`Icon`] at the size of the style sheet (20 px, smaller inside chips and dense buttons). Hidden from screen readers: the control
/// that holds it has the name.
#[component]
pub fn IconView(
    /// What to draw.
    icon: Icon,
    /// More classes, such as `i-s` (16 px).
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    view! { <svg class=class + " i" viewBox="0 0 24 24" aria-hidden="true" inner_html=icon.shape()></svg> }
}

impl Icon {
    /// The icon at its usual size.
    pub fn view(self) -> AnyView {
        view! { <IconView icon=self /> }.into_any()
    }

    /// The icon at 16 px.
    pub fn small(self) -> AnyView {
        view! { <IconView icon=self class="i-s" /> }.into_any()
    }
}

/// The product's mark: three layers of ground and what stands on them.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8" fill="currentColor"></rect>
            <path class="mark-line" d="M8 23h16M11 18.500h10M14 14h4M16 14V9" fill="none" stroke-width="2.400" stroke-linecap="round"></path>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_has_shapes_and_no_colour_of_its_own() {
        for icon in Icon::ALL {
            let shape = icon.shape();
            assert!(shape.starts_with('<') && shape.ends_with("/>"), "{icon:?}");
            assert!(!shape.contains("fill") && !shape.contains("stroke") && !shape.contains("style"), "{icon:?}");
        }
    }
}
