//! One row: where it stands, what it is to assistive technology, what a press does.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::window::Window;

/// What every row of a list needs to know about it.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub table: bool,
    pub cursor: RwSignal<Option<usize>>,
    pub shown: Memo<Window>,
    pub length: Memo<usize>,
    pub row_height: Signal<f64>,
    pub has_keyboard: StoredValue<bool>,
}

impl Place {
    /// A row of the list; it stands at different positions in the course of time, and at none while it is not needed.
    pub fn row(
        self,
        at: RwSignal<Option<usize>>,
        selected: Option<Signal<bool>>,
        open: impl Fn() + 'static,
        content: AnyView,
    ) -> impl IntoView {
        let Self { table, cursor, shown, length, row_height, has_keyboard } = self;
        let is_cursor = move || at.get().is_some_and(|at| cursor.get() == Some(at));
        let is_selected = move || selected.is_some_and(|selected| selected.get());
        // The row that Tab reaches: the cursor's, or the first one seen.
        let takes_tab = move || is_cursor() || (cursor.get().is_none() && at.get() == Some(shown.get().first));
        // The head of a table is its first row.
        let index = move || at.get().map(|at| if table { at + 2 } else { at + 1 }.to_string());
        let click = move |event: ev::MouseEvent| {
            if !is_control(&event) {
                cursor.set(at.get_untracked());
                open();
            }
        };
        let focus = move |_: ev::FocusEvent| {
            has_keyboard.set_value(true);
            if cursor.get_untracked() != at.get_untracked() {
                cursor.set(at.get_untracked());
            }
        };
        view! {
            <div
                class="vrow"
                class=("vrow-cursor", is_cursor)
                class=("vrow-selected", is_selected)
                role=if table { "row" } else { "listitem" }
                class=("vrow-unused", move || at.get().is_none())
                data-at=move || at.get().map(|at| at.to_string())
                aria-rowindex=move || index().filter(|_| table)
                aria-posinset=move || index().filter(|_| !table)
                aria-setsize=move || (!table).then(|| length.get().to_string())
                aria-selected=move || (table && selected.is_some()).then(|| if is_selected() { "true" } else { "false" })
                tabindex=move || if takes_tab() { "0" } else { "-1" }
                style:transform=move || format!("translateY({}px)", at.get().unwrap_or_default() as f64 * row_height.get())
                style:height=move || format!("{}px", row_height.get())
                on:click=click
                on:focus=focus
            >
                {content}
            </div>
        }
    }
}

/// Whether a click was meant for a control inside the row.
fn is_control(event: &ev::MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        target.closest("a, button, input, label, select, textarea").is_ok_and(|found| found.is_some())
    })
}
