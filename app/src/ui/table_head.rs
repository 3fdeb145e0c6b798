//! The head of a table: names, order, widths.

use leptos::{ev, prelude::*};

use super::icon::Icon;
use crate::i18n::common;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it is called in code and in stored preferences.
    pub id: &'static str,
    /// What it is called on the screen.
    pub label: String,
    /// Width in pixels; `None` shares what is left.
    pub width: Option<u16>,
    /// Figures: right aligned.
    pub numeric: bool,
    /// Whether a press sorts by it.
    pub sortable: bool,
}

impl Column {
    /// A column of words that shares the width that is left and can be sorted.
    pub fn new(id: &'static str, label: impl Into<String>) -> Self {
        Self { id, label: label.into(), width: None, numeric: false, sortable: true }
    }

    /// With a width in pixels.
    #[must_use]
    pub fn width(mut self, pixels: u16) -> Self {
        self.width = Some(pixels);
        self
    }

    /// With right-aligned figures.
    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// Without sorting.
    #[must_use]
    pub fn unsorted(mut self) -> Self {
        self.sortable = false;
        self
    }

    /// The `grid-template-columns` of a row of these columns.
    pub fn template(columns: &[Self]) -> String {
        let widths = columns
            .iter()
            .map(|column| column.width.map_or_else(|| "minmax(120px, 1fr)".to_owned(), |width| format!("{width}px")));
        widths.collect::<Vec<_>>().join(" ")
    }
}

/// By which column, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's id.
    pub by: &'static str,
    /// From high to low.
    pub descending: bool,
}

impl Sort {
    /// What a press on a column's head makes of this order: the other way round for the same column; for another one figures begin with the
    /// largest and words with the first.
    #[must_use]
    pub fn pressed(self, column: &Column) -> Self {
        if self.by == column.id {
            Self { descending: !self.descending, ..self }
        } else {
            Self { by: column.id, descending: column.numeric }
        }
    }
}

/// Narrowest and widest a column can be drawn, in pixels.
const WIDTHS: (u16, u16) = (48, 640);

/// The head row of a [`VirtualList`](super::VirtualList) in table form. Its cells and the rows' cells follow the same
/// `grid-template-columns`, which the owner sets from [`Column::template`].
#[component]
pub fn TableHead(
    /// The columns; dragging an edge changes a width.
    columns: RwSignal<Vec<Column>>,
    /// The order.
    sort: RwSignal<Sort>,
    /// What stands before the first column (a tick box for all).
    #[prop(optional)]
    lead: Option<Children>,
) -> impl IntoView {
    // The drag: column, where the pointer started, width then.
    let drag = RwSignal::new(None::<(&'static str, i32, u16)>);
    let resize = move |id: &'static str, width: i32| {
        let width = u16::try_from(width.clamp(WIDTHS.0.into(), WIDTHS.1.into())).unwrap_or(WIDTHS.1);
        columns.update(|columns| {
            if let Some(column) = columns.iter_mut().find(|column| column.id == id) {
                column.width = Some(width);
            }
        });
    };
    let cell = move |column: Column| {
        let id = column.id;
        let order =
            move || (sort.get().by == id).then(|| if sort.get().descending { "descending" } else { "ascending" });
        let arrow = move || {
            order().map(|order| if order == "descending" { Icon::ArrowDown.small() } else { Icon::ArrowUp.small() })
        };
        let grip_label = common::resize_column(&column.label);
        let width = column.width;
        let inside = if column.sortable {
            let pressed = column.clone();
            view! {
                <button type="button" class="th-sort" on:click=move |_| sort.update(|sort| *sort = sort.pressed(&pressed))>
                    <span class="cut">{column.label}</span>
                    {arrow}
                </button>
            }
            .into_any()
        } else {
            view! { <span class="cut">{column.label}</span> }.into_any()
        };
        let grip = width.map(|width| {
            view! {
                <span
                    class="th-grip"
                    role="separator"
                    aria-orientation="vertical"
                    aria-label=grip_label
                    aria-valuemin=WIDTHS.0.to_string()
                    aria-valuemax=WIDTHS.1.to_string()
                    aria-valuenow=width.to_string()
                    tabindex="0"
                    on:pointerdown=move |event: ev::PointerEvent| {
                        event.prevent_default();
                        drag.set(Some((id, event.client_x(), width)));
                    }
                    on:keydown=move |event: ev::KeyboardEvent| {
                        let by = match event.key().as_str() {
                            "ArrowLeft" => -8,
                            "ArrowRight" => 8,
                            _ => return,
                        };
                        event.prevent_default();
                        event.stop_propagation();
                        resize(id, i32::from(width) + by);
                    }
                ></span>
            }
        });
        view! {
            <span role="columnheader" class="th" class=("num", column.numeric) aria-sort=order>
                {inside}
                {grip}
            </span>
        }
    };
    if cfg!(target_arch = "wasm32") {
        let moved = window_event_listener(ev::pointermove, move |event| {
            if let Some((id, start, width)) = drag.get_untracked() {
                resize(id, i32::from(width) + event.client_x() - start);
            }
        });
        let released = window_event_listener(ev::pointerup, move |_| {
            if drag.get_untracked().is_some() {
                drag.set(None);
            }
        });
        on_cleanup(move || {
            moved.remove();
            released.remove();
        });
    }
    view! {
        <div class="table-head" role="row">
            {lead.map(|lead| view! { <span role="columnheader" class="th th-lead">{lead()}</span> })}
            {move || columns.get().into_iter().map(cell).collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_sorts_and_a_second_press_turns_round() {
        let name = Column::new("name", "Name");
        let spend = Column::new("spend", "Spend").numeric();
        let by_name = Sort { by: "name", descending: false };
        assert_eq!(by_name.pressed(&name), Sort { by: "name", descending: true });
        assert_eq!(by_name.pressed(&spend), Sort { by: "spend", descending: true });
        assert_eq!(by_name.pressed(&spend).pressed(&name), by_name);
    }

    #[test]
    fn columns_without_width_share_the_rest() {
        let columns = [Column::new("a", "A"), Column::new("b", "B").width(72)];
        assert_eq!(Column::template(&columns), "minmax(120px, 1fr) 72px");
    }
}
