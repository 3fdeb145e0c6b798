//! A list of any length of which only the visible rows exist.
//!
//! Rows have one fixed height, so the window is arithmetic and 100,000 rows scroll like 100. Their elements are made once and used again for
//! other rows. The row under the keyboard cursor always exists, so it never loses the focus by scrolling.

mod focus;
mod measure;
mod order;
mod row;
mod slots;
mod window;

use std::sync::Arc;

use leptos::{ev, html, prelude::*};

use super::shortcut::use_shortcut;
use crate::i18n::nav;
use focus::{focus_row, is_on_row, keep_focus};
use measure::measure;
use order::keep_order;
use row::Place;
use slots::{Slot, Slots};
use window::{positions, rows_per_page, step, visible};

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
    /// What a row shows. Called once per element, which shows one row after the other: read the key in what is drawn.
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
    K: Clone + PartialEq + Send + Sync + 'static,
    R: Fn(Signal<K>) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let cursor = cursor.unwrap_or_else(|| RwSignal::new(None));
    let scroller = NodeRef::<html::Div>::new();
    let top = RwSignal::new(0.0);
    let height = RwSignal::new(0.0);
    measure(scroller, top, height);

    let length = Memo::new(move |_| keys.with(|keys| keys.len()));
    let shown = Memo::new(move |_| visible(length.get(), row_height.get(), top.get(), height.get()));
    let slots = StoredValue::new(Slots::default());
    let existing = move || {
        let wanted: Vec<usize> = positions(shown.get(), cursor.get(), length.get()).collect();
        keys.with(|keys| slots.try_update_value(|slots| slots.show(&wanted, keys))).unwrap_or_default()
    };
    let rows = NodeRef::<html::Div>::new();
    keep_order(rows, shown, cursor);
    let has_keyboard = StoredValue::new(false);
    keep_focus(scroller, cursor, shown, has_keyboard);

    let move_to = move |at: usize| {
        cursor.set(Some(at));
        // The row exists in the next frame.
        request_animation_frame(move || focus_row(scroller, at));
    };
    let page = move || rows_per_page(height.get_untracked(), row_height.get_untracked());
    let at_cursor = move || cursor.get_untracked().and_then(|at| keys.with_untracked(|keys| keys.get(at).cloned()));
    let press = move |key: &str| -> bool {
        match key {
            "Enter" => match (at_cursor(), on_open) {
                (Some(key), Some(on_open)) => on_open.run(key),
                _ => return false,
            },
            "x" => match (at_cursor(), on_select) {
                (Some(key), Some(on_select)) => on_select.run(key),
                _ => return false,
            },
            _ => match step(key, cursor.get_untracked(), length.get_untracked(), page()) {
                Some(at) => move_to(at),
                None => return false,
            },
        }
        true
    };
    let keydown = move |event: ev::KeyboardEvent| {
        let plain = !(event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || event.is_composing()
            || event.default_prevented());
        if plain && is_on_row(&event, scroller) && press(&event.key()) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let keys_of_page = [
        ("j", nav::shortcut_down(), true),
        ("k", nav::shortcut_up(), true),
        ("Enter", nav::shortcut_open(), on_open.is_some()),
        ("x", nav::shortcut_select(), on_select.is_some()),
    ];
    for (key, label, _) in keys_of_page.into_iter().filter(|(_, _, used)| *used) {
        use_shortcut(key, label, move || {
            press(key);
        });
    }

    let table = kind == ListKind::Table;
    let place = Place { table, cursor, shown, length, row_height, has_keyboard };
    let row_view = move |slot: Slot<K>| {
        let (at, key) = (RwSignal::from(slot.at), RwSignal::from(slot.key));
        let content = row(key.into()).into_any();
        let selected = is_selected.map(|is_selected| Signal::derive(move || is_selected.run(key.get())));
        let open = move || {
            if let Some(on_open) = on_open {
                on_open.run(key.get_untracked());
            }
        };
        place.row(at, selected, open, content)
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
            on:focusout=move |event| {
                // Without a next element the focus was lost, not taken.
                if event.related_target().is_some() {
                    has_keyboard.set_value(false);
                }
            }
            on:pointerdown=move |_| has_keyboard.set_value(false)
        >
            {head.map(ViewFnOnce::run)}
            <div
                node_ref=rows
                class="vlist-rows"
                role=if table { "rowgroup" } else { "presentation" }
                style:height=move || format!("{}px", length.get() as f64 * row_height.get())
            >
                <For each=existing key=|slot| slot.id children=row_view />
            </div>
        </div>
    }
}
