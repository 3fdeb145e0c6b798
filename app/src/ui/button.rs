//! Buttons. A button says what it does ("发起回访"), and why it cannot when it cannot.

use leptos::{ev::MouseEvent, prelude::*};

use super::icon::Icon;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main action of a view.
    Primary,
    /// An action beside it.
    #[default]
    Secondary,
    /// An action that should not draw the eye.
    Quiet,
    /// An action that reads as a link.
    Link,
    /// An action that takes something away.
    Danger,
}

impl ButtonKind {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn-primary",
            Self::Secondary => "btn",
            Self::Quiet => "btn btn-quiet",
            Self::Link => "btn btn-link",
            Self::Danger => "btn btn-danger",
        }
    }
}

/// A button with words.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Full size for a thumb (48 px) on every screen.
    #[prop(optional)]
    large: bool,
    /// Submits the form it is in; `on_click` may then be left out.
    #[prop(optional)]
    submit: bool,
    /// Whether it can be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Why it cannot be pressed. The button stays in the keyboard order, so that everybody can learn the reason.
    #[prop(optional, into)]
    why_disabled: MaybeProp<String>,
    /// More classes.
    #[prop(optional, into)]
    class: String,
    /// What it does.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let blocked = move || why_disabled.get().is_some();
    let size = if large { " btn-large" } else { "" };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=class + " " + kind.class() + size
            disabled=move || disabled.get()
            aria-disabled=move || blocked().then_some("true")
            title=move || why_disabled.get()
            on:click=move |event| {
                if blocked() {
                    event.prevent_default();
                } else if let Some(on_click) = on_click {
                    on_click.run(event);
                }
            }
        >
            {icon.map(Icon::small)}
            {children()}
        </button>
    }
}

/// A button that shows only an icon; its name is spoken and shown on hover.
#[component]
pub fn IconButton(
    /// What is drawn.
    icon: Icon,
    /// The name, for screen readers and as a tip.
    #[prop(into)]
    label: Signal<String>,
    /// How much it stands out.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
    /// Whether it can be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For a button that stays pressed: whether it is.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// More classes.
    #[prop(optional, into)]
    class: String,
    /// What it does.
    #[prop(into)]
    on_click: Callback<MouseEvent>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=class + " btn-icon " + kind.class()
            disabled=move || disabled.get()
            aria-label=move || label.get()
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            title=move || label.get()
            on:click=move |event| on_click.run(event)
        >
            {icon.view()}
        </button>
    }
}

/// A link that looks like a button. The router takes same-site addresses; `tel:`, `sms:` and `mailto:` go to the device.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Full size for a thumb (48 px) on every screen.
    #[prop(optional)]
    large: bool,
    /// Shows only the icon; then this is its name.
    #[prop(optional, into)]
    icon_only: Option<String>,
    /// More classes.
    #[prop(optional, into)]
    class: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let size = if large { " btn-large" } else { "" };
    let shape = if icon_only.is_some() { " btn-icon" } else { "" };
    let drawn = if icon_only.is_some() { icon.map(Icon::view) } else { icon.map(Icon::small) };
    view! {
        <a class=class + " " + kind.class() + size + shape href=move || href.get() aria-label=icon_only.clone() title=icon_only>
            {drawn}
            {children.map(|children| children())}
        </a>
    }
}
