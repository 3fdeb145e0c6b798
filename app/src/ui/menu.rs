//! A menu behind a button.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{act::Act, button::ButtonKind, icon::Icon, unique::unique_id};

/// An act in a [`Menu`].
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// What it does.
    pub label: String,
    /// Drawn before the words.
    pub icon: Option<Icon>,
    /// It takes something away.
    pub danger: bool,
    /// The act.
    pub run: Act,
}

impl MenuItem {
    /// An act.
    pub fn new(label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: label.into(), icon: None, danger: false, run: Act::new(run) }
    }

    /// With an icon.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// As an act that takes something away.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

/// Where an open menu stands, in pixels of the window.
#[derive(Clone, Copy, Default)]
struct Place {
    top: Option<f64>,
    bottom: Option<f64>,
    right: f64,
}

/// Room a menu needs below its button, in pixels; with less it opens upwards.
const ROOM: f64 = 280.0;

/// A button that opens a list of acts. Arrow keys, Home, End and Esc work as in every menu; a press elsewhere closes it.
#[component]
pub fn Menu(
    /// The button's name; also its words unless `icon_only`.
    #[prop(into)]
    label: String,
    /// The button's icon.
    #[prop(default = Icon::More)]
    icon: Icon,
    /// Shows only the icon.
    #[prop(default = true)]
    icon_only: bool,
    /// How much the button stands out.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
    /// The acts, in order.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> impl IntoView {
    let place = RwSignal::new(None::<Place>);
    let button = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    let id = unique_id("menu");
    let is_open = move || place.with(Option::is_some);

    let close = move |keep_keyboard: bool| {
        place.set(None);
        if keep_keyboard && let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let toggle = move |_: ev::MouseEvent| {
        if place.with_untracked(Option::is_some) {
            close(true);
        } else if let Some(button) = button.get_untracked() {
            place.set(Some(place_under(&button)));
        }
    };
    list.on_load(|list| request_animation_frame(move || step(&list, Step::First)));

    let keydown = move |event: ev::KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        match event.key().as_str() {
            "ArrowDown" => step(&list, Step::Next),
            "ArrowUp" => step(&list, Step::Previous),
            "Home" => step(&list, Step::First),
            "End" => step(&list, Step::Last),
            "Escape" => close(true),
            "Tab" => {
                close(true);
                return;
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    close_when_pressed_elsewhere(place, list, button);
    let item = move |item: MenuItem| {
        view! {
            <button
                type="button"
                role="menuitem"
                tabindex="-1"
                class="menu-item"
                class=("menu-item-danger", item.danger)
                on:click=move |_| {
                    close(true);
                    item.run.run();
                }
            >
                {item.icon.map(Icon::view)}
                {item.label}
            </button>
        }
    };
    let (name, words) = if icon_only { (Some(label), None) } else { (None, Some(label)) };
    let menu_id = id.clone();
    view! {
        <button
            node_ref=button
            type="button"
            class=format!("{}{}", kind.class(), if icon_only { " btn-icon" } else { "" })
            aria-haspopup="menu"
            aria-expanded=move || if is_open() { "true" } else { "false" }
            aria-controls=move || is_open().then(|| id.clone())
            aria-label=name.clone()
            title=name
            on:click=toggle
        >
            {if icon_only { icon.view() } else { icon.small() }}
            {words}
        </button>
        {move || {
            place
                .get()
                .map(|place| {
                    view! {
                        <div
                            node_ref=list
                            id=menu_id.clone()
                            class="menu"
                            role="menu"
                            style:top=place.top.map(|top| format!("{top}px"))
                            style:bottom=place.bottom.map(|bottom| format!("{bottom}px"))
                            style:right=format!("{}px", place.right)
                            on:keydown=keydown
                        >
                            {items.get_untracked().into_iter().map(item).collect_view()}
                        </div>
                    }
                })
        }}
    }
}

/// A press elsewhere or a change of the window closes the menu: it is placed in the window, not in the page.
fn close_when_pressed_elsewhere(
    place: RwSignal<Option<Place>>,
    list: NodeRef<html::Div>,
    button: NodeRef<html::Button>,
) {
    if !cfg!(target_arch = "wasm32") {
        return;
    }
    let is_open = move || place.with_untracked(Option::is_some);
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let in_list = list.get_untracked().is_some_and(|list| list.contains(target.as_ref()));
        let on_button = button.get_untracked().is_some_and(|button| button.contains(target.as_ref()));
        if is_open() && !in_list && !on_button {
            place.set(None);
        }
    });
    let resized = window_event_listener(ev::resize, move |_| {
        if is_open() {
            place.set(None);
        }
    });
    on_cleanup(move || {
        outside.remove();
        resized.remove();
    });
}

/// Below the button, or above it where there is no room; the right edges meet.
fn place_under(button: &web_sys::Element) -> Place {
    let rect = button.get_bounding_client_rect();
    let size =
        |length: Result<wasm_bindgen::JsValue, _>| length.ok().and_then(|length| length.as_f64()).unwrap_or_default();
    let (width, height) = (size(window().inner_width()), size(window().inner_height()));
    let right = (width - rect.right()).max(8.0);
    if height - rect.bottom() < ROOM && rect.top() > height - rect.bottom() {
        Place { top: None, bottom: Some(height - rect.top() + 4.0), right }
    } else {
        Place { top: Some(rect.bottom() + 4.0), bottom: None, right }
    }
}

enum Step {
    First,
    Last,
    Next,
    Previous,
}

/// Moves the keyboard among the items, round the ends.
fn step(list: &web_sys::HtmlDivElement, step: Step) {
    let Ok(items) = list.query_selector_all("[role=menuitem]") else { return };
    let count = items.length();
    if count == 0 {
        return;
    }
    let active = document().active_element();
    let current =
        (0..count).find(|at| items.get(*at).zip(active.as_ref()).is_some_and(|(item, active)| item == **active));
    let at = match (step, current) {
        (Step::First, _) | (Step::Next, None) => 0,
        (Step::Last, _) | (Step::Previous, None) => count - 1,
        (Step::Next, Some(at)) => (at + 1) % count,
        (Step::Previous, Some(at)) => (at + count - 1) % count,
    };
    if let Some(item) = items.get(at).and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = item.focus();
    }
}
