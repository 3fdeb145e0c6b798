//! A list of any length of which only the visible rows exist.
//!
//! Rows have one fixed height, so the window is arithmetic and 100,000 rows scroll like 100. The row under the keyboard cursor always exists,
//! so it never loses the focus by scrolling.

mod window;

use std::{hash::Hash, sync::Arc};

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

use super::shortcut::use_shortcut;
use crate::i18n::nav;
use window::{Window, step, visible};

/// How assistive technology should read the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListKind {
    /// Rows of mixed content.
    #[default]
    List,
    /// Rows of cells under a head; the row view then consists of elements with `role="gridcell"`.
    Table,
}

/// A window over the rows of `keys`.
///
/// The cursor moves with arrows, `j`/`k`, Page Up/Down, Home and End; Enter opens and `x` selects. The keys work from everywhere on the page
/// while nobody types.
#[component]
pub fn VirtualList<K, R, V>(
    /// The rows, in order. A key identifies its row; equal keys are the same row.
    #[prop(into)]
    keys: Signal<Arc<[K]>>,
    /// Height of every row in pixels.
    #[prop(into)]
    row_height: Signal<f64>,
    /// What a row shows. Called once per row and key; read signals inside for what changes.
    row: R,
    /// The list's name.
    #[prop(into)]
    label: Signal<String>,
    /// List or table.
    #[prop(optional)]
    kind: ListKind,
    /// The keyboard cursor: a position in `keys`.
    #[prop(optional)]
    cursor: Option<RwSignal<Option<usize>>>,
    /// Whether a row is selected.
    #[prop(optional, into)]
    is_selected: Option<Callback<K, bool>>,
    /// Called for a tap, a click or Enter on a row.
    #[prop(optional, into)]
    on_open: Option<Callback<K>>,
    /// Called for `x` on a row.
    #[prop(optional, into)]
    on_select: Option<Callback<K>>,
    /// A head that stays on top (a [`TableHead`](super::TableHead)).
    #[prop(optional, into)]
    head: Option<ViewFnOnce>,
    /// The `grid-template-columns` of a table.
    #[prop(optional, into)]
    columns: MaybeProp<String>,
) -> impl IntoView
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    R: Fn(K) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let cursor = cursor.unwrap_or_else(|| RwSignal::new(None));
    let scroller = NodeRef::<html::Div>::new();
    let top = RwSignal::new(0.0);
    let height = RwSignal::new(0.0);
    measure(scroller, top, height);

    let length = Memo::new(move |_| keys.with(|keys| keys.len()));
    let shown = Memo::new(move |_| visible(length.get(), row_height.get(), top.get(), height.get()));
    // The rows that exist: the window, and the cursor's row wherever it is.
    let existing = move || {
        let Window { first, end } = shown.get();
        let apart = cursor.get().filter(|at| *at < length.get() && !(first..end).contains(at));
        keys.with(|keys| (first..end).chain(apart).filter_map(|at| keys.get(at).map(|key| (at, key.clone()))).collect::<Vec<_>>())
    };

    let move_to = move |at: usize| {
        cursor.set(Some(at));
        // The row exists in the next frame.
        request_animation_frame(move || focus_row(scroller, at));
    };
    let page = move || {
        let rows = height.get_untracked() / row_height.get_untracked().max(1.0);
        window::whole(rows).saturating_sub(1).max(1)
    };
    let at_cursor = move || cursor.get_untracked().and_then(|at| keys.with_untracked(|keys| keys.get(at).cloned()));
    let press = move |key: &str| -> bool {
        let (act, name) = (key, length.get_untracked());
        match act {
            "Enter" => match (at_cursor(), on_open) {
                (Some(key), Some(on_open)) => on_open.run(key),
                _ => return false,
            },
            "x" => match (at_cursor(), on_select) {
                (Some(key), Some(on_select)) => on_select.run(key),
                _ => return false,
            },
            _ => match step(act, cursor.get_untracked(), name, page()) {
                Some(at) => move_to(at),
                None => return false,
            },
        }
        true
    };
    let keydown = move |event: ev::KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() || event.default_prevented());
        // Keys on a button inside a row belong to that button.
        let on_row = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|target| {
            target.has_attribute("data-at") || scroller.get_untracked().is_some_and(|scroller| target == **scroller)
        });
        if plain && on_row && press(&event.key()) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    for (key, label) in [("j", nav::shortcut_down()), ("k", nav::shortcut_up())] {
        use_shortcut(key, label, move || {
            press(key);
        });
    }
    if on_open.is_some() {
        use_shortcut("Enter", nav::shortcut_open(), move || {
            press("Enter");
        });
    }
    if on_select.is_some() {
        use_shortcut("x", nav::shortcut_select(), move || {
            press("x");
        });
    }

    let table = kind == ListKind::Table;
    let row_view = move |(at, key): (usize, K)| {
        let open_key = key.clone();
        let selected_key = key.clone();
        let selected = move || is_selected.map(|is_selected| is_selected.run(selected_key.clone()));
        let marked = selected.clone();
        let click = move |event: ev::MouseEvent| {
            if !is_control(&event) {
                cursor.set(Some(at));
                if let Some(on_open) = on_open {
                    on_open.run(open_key.clone());
                }
            }
        };
        // The head of a table is its first row.
        let index = if table { at + 2 } else { at + 1 };
        view! {
            <div
                class="vrow"
                class=("vrow-cursor", move || cursor.get() == Some(at))
                class=("vrow-selected", move || marked().unwrap_or(false))
                role=if table { "row" } else { "listitem" }
                data-at=at.to_string()
                aria-rowindex=table.then(|| index.to_string())
                aria-posinset=(!table).then(|| index.to_string())
                aria-setsize=move || (!table).then(|| length.get().to_string())
                aria-selected=move || if table { selected().map(|selected| if selected { "true" } else { "false" }) } else { None }
                tabindex=move || if cursor.get() == Some(at) || (cursor.get().is_none() && at == shown.get().first) { "0" } else { "-1" }
                style:transform=move || format!("translateY({}px)", at as f64 * row_height.get())
                style:height=move || format!("{}px", row_height.get())
                on:click=click
                on:focus=move |_| {
                    if cursor.get_untracked() != Some(at) {
                        cursor.set(Some(at));
                    }
                }
            >
                {row(key)}
            </div>
        }
    };
    view! {
        <div
            node_ref=scroller
            class="vlist"
            class=("vlist-table", table)
            role=if table { "grid" } else { "list" }
            aria-label=move || label.get()
            aria-rowcount=move || table.then(|| (length.get() + 1).to_string())
            style=("--columns", move || columns.get().unwrap_or_default())
            on:keydown=keydown
        >
            {head.map(|head| head.run())}
            <div
                class="vlist-rows"
                role=if table { "rowgroup" } else { "presentation" }
                style:height=move || format!("{}px", length.get() as f64 * row_height.get())
            >
                <For each=existing key=|(at, key)| (*at, key.clone()) children=row_view />
            </div>
        </div>
    }
}

/// Keeps `top` and `height` at what the scroller shows, at most once per frame.
fn measure(scroller: NodeRef<html::Div>, top: RwSignal<f64>, height: RwSignal<f64>) {
    Effect::new(move |_| {
        let Some(element) = scroller.get() else { return };
        let read = {
            let element = element.clone();
            move || {
                // The list may have left the page between the event and the frame.
                let _ = top.try_set(f64::from(element.scroll_top()));
                let _ = height.try_set(f64::from(element.client_height()));
            }
        };
        read();
        let pending = StoredValue::new(false);
        let on_frame = move || {
            if pending.try_get_value() == Some(false) {
                pending.set_value(true);
                let read = read.clone();
                request_animation_frame(move || {
                    if pending.try_set_value(false).is_none() {
                        read();
                    }
                });
            }
        };
        let on_scroll = Closure::<dyn FnMut()>::new(on_frame.clone());
        let on_resize = Closure::<dyn FnMut()>::new(on_frame);
        let observer = web_sys::ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(&element);
        }
        let added = element.add_event_listener_with_callback("scroll", on_scroll.as_ref().unchecked_ref());
        let held = StoredValue::new_local((element, observer, on_scroll, on_resize));
        on_cleanup(move || {
            held.try_update_value(|(element, observer, on_scroll, _)| {
                if added.is_ok() {
                    let _ = element.remove_event_listener_with_callback("scroll", on_scroll.as_ref().unchecked_ref());
                }
                if let Some(observer) = observer {
                    observer.disconnect();
                }
            });
        });
    });
}

/// Gives the keyboard to a row and brings it into view by the shortest way. The style sheet keeps it clear of the head (`scroll-padding`).
fn focus_row(scroller: NodeRef<html::Div>, at: usize) {
    let found = scroller.get_untracked().and_then(|scroller| scroller.query_selector(&format!("[data-at='{at}']")).ok().flatten());
    if let Some(row) = found.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = row.focus();
    }
}

/// Whether a click was meant for a control inside the row.
fn is_control(event: &ev::MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("a, button, input, label, select, textarea").is_ok_and(|found| found.is_some()))
}
