//! The frame of every page of the application.

use std::time::Duration;

use leptos::{ev, html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

use super::{
    nav_item::{NavItem, badge_view, is_current},
    palette::{Command, PaletteHit},
    status_line::{StatusLine, SyncStatus},
};
use crate::{
    i18n::nav,
    page::later,
    ui::{Icon, IconButton, Mark, Sheet, Toaster, device_preference, provide_shortcuts, use_shortcut},
};

/// Where the folded rail is remembered.
const FOLDED: &str = "jipan.rail-folded";
/// How many places the phone's bottom bar shows before "more".
const IN_BAR: usize = 4;
/// The round button comes back this long after the last scroll.
const SCROLL_REST: Duration = Duration::from_millis(600);

/// Whose page it is, at the head of the rail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FramePerson {
    /// The organisation's name.
    pub organisation: String,
    /// The person and role ("王小满 · 主管").
    pub person: String,
}

/// Phone: page, status line, bottom bar and the round "+". Laptop: a rail with the status line at its foot, and the page.
///
/// Provides [`Shortcuts`](crate::ui::Shortcuts) to the page and holds the one [`Toaster`]; call [`provide_toasts`](crate::ui::provide_toasts)
/// above it. Must be below the router.
#[component]
pub fn Frame(
    /// The places, in order; see [`standard_items`](super::standard_items).
    items: Vec<NavItem>,
    /// Whose page it is.
    #[prop(into)]
    person: Signal<FramePerson>,
    /// What the status line says.
    #[prop(into)]
    status: Signal<SyncStatus>,
    /// The acts of the command palette.
    #[prop(into)]
    commands: Signal<Vec<Command>>,
    /// Finds records for the command palette.
    #[prop(into)]
    on_search: Callback<String, Vec<PaletteHit>>,
    /// The round "+" and the key `n`.
    #[prop(into)]
    on_add: Callback<()>,
    children: Children,
) -> impl IntoView {
    let shortcuts = provide_shortcuts();
    let help = RwSignal::new(false);
    let palette = RwSignal::new(false);
    let more = RwSignal::new(false);
    use_shortcut("n", nav::shortcut_new(), move || on_add.run(()));
    use_shortcut("?", nav::shortcut_help(), move || help.set(true));
    listen_for_palette(palette);

    // Made when first asked for.
    let palette_asked = Memo::new(move |was| was.copied().unwrap_or(false) || palette.get());
    let more_asked = Memo::new(move |was| was.copied().unwrap_or(false) || more.get());
    let help_asked = Memo::new(move |was| was.copied().unwrap_or(false) || help.get());

    let path = use_location().pathname;
    // Leaving a page closes what lay over it.
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            more.set(false);
        }
        now
    });
    let folded = RwSignal::new(device_preference::read(FOLDED).as_deref() == Some("yes"));
    let fold = move |_: ev::MouseEvent| {
        folded.update(|folded| *folded = !*folded);
        device_preference::write(FOLDED, if folded.get_untracked() { "yes" } else { "no" });
    };
    let (scrolling, on_scroll) = scrolling();

    let link = move |item: NavItem| {
        let href = item.href;
        view! {
            {item.begins_group.then(|| view! { <hr /> })}
            <a href=href aria-current=move || path.with(|path| is_current(href, path)).then_some("page") title=move || folded.get().then_some(item.label)>
                {item.icon.view()}
                <span class="rail-word">{item.label}</span>
                {badge_view(item.badge)}
            </a>
        }
    };
    let bar_link = move |item: NavItem| {
        let href = item.href;
        view! {
            <a href=href aria-current=move || path.with(|path| is_current(href, path)).then_some("page")>
                {item.icon.view()}
                <span>{item.label}</span>
            </a>
        }
    };
    let in_bar: Vec<_> = items.iter().take(IN_BAR).cloned().map(bar_link).collect();
    let behind_more: Vec<_> = items.iter().skip(IN_BAR).cloned().collect();
    let more_current = {
        let places: Vec<_> = behind_more.iter().map(|item| item.href).collect();
        move || path.with(|path| places.iter().any(|href| is_current(href, path))).then_some("page")
    };
    let rail: Vec<_> = items.into_iter().map(link).collect();
    let main = NodeRef::<html::Main>::new();
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    };
    view! {
        <div class="frame" data-folded=move || folded.get().then_some("") data-scrolling=move || scrolling.get().then_some("")>
            <a class="skip" href="#main" on:click=skip>
                {nav::skip()}
            </a>
            <nav class="rail" aria-label=nav::main()>
                <Brand person=person />
                {rail}
                <button type="button" class="rail-item rail-fold" on:click=fold aria-label=move || if folded.get() { nav::unfold() } else { nav::fold() }>
                    {move || if folded.get() { Icon::PanelOpen.view() } else { Icon::PanelClose.view() }}
                    <span class="rail-word" aria-hidden="true">
                        {nav::fold()}
                    </span>
                </button>
            </nav>
            <main id="main" class="main" tabindex="-1" node_ref=main on:scroll:capture=on_scroll>
                {children()}
            </main>
            <StatusLine status=status />
            <nav class="bar" aria-label=nav::main()>
                {in_bar}
                <button
                    type="button"
                    aria-haspopup="dialog"
                    aria-expanded=move || if more.get() { "true" } else { "false" }
                    aria-current=more_current
                    on:click=move |_| more.set(true)
                >
                    {Icon::More.view()}
                    <span>{nav::more()}</span>
                </button>
            </nav>
            <button type="button" class="add" aria-label=nav::new_note() on:click=move |_| on_add.run(())>
                {Icon::Plus.view()}
            </button>
            {move || more_asked.get().then(|| later::more_sheet((more, behind_more.clone(), person, palette)))}
            {move || palette_asked.get().then(|| later::palette((palette, commands, on_search)))}
            {move || help_asked.get().then(|| later::shortcut_help((help, shortcuts)))}
            <Toaster />
        </div>
    }
}

/// The mark, the organisation and the person, at the head of the rail.
#[component]
fn Brand(person: Signal<FramePerson>) -> impl IntoView {
    view! {
        <div class="brand">
            <Mark />
            <span class="cut">
                <span class="cut">{move || person.with(|person| person.organisation.clone())}</span>
                <small class="cut">{move || person.with(|person| person.person.clone())}</small>
            </span>
        </div>
    }
}

/// What is behind "more" on the phone.
#[component]
pub fn MoreSheet(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The places.
    items: Vec<NavItem>,
    /// Whose page it is.
    person: Signal<FramePerson>,
    /// The palette's signal.
    palette: RwSignal<bool>,
) -> impl IntoView {
    let path = use_location().pathname;
    let title = Signal::derive(move || person.with(|person| person.organisation.clone()));
    let find = move |_: ev::MouseEvent| {
        open.set(false);
        palette.set(true);
    };
    view! {
        <Sheet open=open title=title>
            <p class="second">{move || person.with(|person| person.person.clone())}</p>
            <nav class="more-list" aria-label=nav::more()>
                <button type="button" on:click=find>
                    {Icon::Search.view()}
                    {nav::palette()}
                </button>
                {items
                    .clone()
                    .into_iter()
                    .map(|item| {
                        let href = item.href;
                        view! {
                            {item.begins_group.then(|| view! { <hr /> })}
                            <a
                                href=href
                                aria-current=move || path.with(|path| is_current(href, path)).then_some("page")
                                on:click=move |_| open.set(false)
                            >
                                {item.icon.view()}
                                {item.label}
                                {badge_view(item.badge)}
                            </a>
                        }
                    })
                    .collect_view()}
            </nav>
        </Sheet>
    }
}

/// A button for the head of a page that opens the palette, for pages without their own search.
#[component]
pub fn PaletteButton(
    /// The palette's signal.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! { <IconButton icon=Icon::Search label=nav::palette() on_click=move |_| open.set(true) /> }
}

/// Opens and closes the palette with Ctrl-K or Cmd-K, from everywhere, also while typing.
fn listen_for_palette(open: RwSignal<bool>) {
    if cfg!(target_arch = "wasm32") {
        let listener = window_event_listener(ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key())
                && !event.shift_key()
                && !event.alt_key()
                && event.key().eq_ignore_ascii_case("k")
            {
                event.prevent_default();
                open.update(|open| *open = !*open);
            }
        });
        on_cleanup(move || listener.remove());
    }
}

/// Whether the page is being scrolled down, which hides the round "+", and the listener that finds it out.
fn scrolling() -> (RwSignal<bool>, impl FnMut(ev::Event)) {
    let scrolling = RwSignal::new(false);
    let rest = StoredValue::new(None::<TimeoutHandle>);
    let mut last = 0;
    let on_scroll = move |event: ev::Event| {
        let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
            return;
        };
        let now = element.scroll_top();
        let down = now > last + 2;
        let up = now < last - 2;
        last = now;
        if down && !scrolling.get_untracked() {
            scrolling.set(true);
        } else if up && scrolling.get_untracked() {
            scrolling.set(false);
        }
        if let Some(timer) = rest.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        let quiet = move || {
            let _ = scrolling.try_set(false);
        };
        let _ = rest.try_set_value(set_timeout_with_handle(quiet, SCROLL_REST).ok());
    };
    (scrolling, on_scroll)
}
