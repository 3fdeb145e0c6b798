//! A row of the table on the laptop: 40 px.

use super::narrow::{Marks, NameLink};
use super::row::{RowFacts, part, shown};
use super::state::ListState;
use crate::i18n::common;
use crate::page::customer::words::{lifecycle_tone, lifecycle_word};
use crate::ui::{Avatar, AvatarSize, Checkbox, Column, TierChip, Unsent};
use domain::RowId;
use leptos::prelude::*;

/// A customer's row.
#[component]
pub(super) fn WideRow(id: Signal<RowId>, state: ListState) -> impl IntoView {
    let shown = shown(id);
    let ids = Memo::new(move |_| state.columns.with(|c| c.iter().map(|c| (c.id, c.numeric)).collect::<Vec<_>>()));
    let checked = Signal::derive(move || state.selected.with(|s| s.contains(&id.get())));
    let name = part(shown, |f| f.name.clone());
    let label = Signal::derive(move || format!("{} {}", common::select(), name.get()));
    view! {
        <div class="cells">
            <span role="gridcell" class="cell cell-tick">
                <Checkbox bare=true label=label checked=checked on_change=move |_| state.toggle(id.get_untracked()) />
            </span>
            {move || ids.get().into_iter().map(|(column, numeric)| cell(column, numeric, id, shown, state)).collect_view()}
        </div>
    }
}

fn cell(
    column: &'static str,
    numeric: bool,
    id: Signal<RowId>,
    shown: Memo<Option<RowFacts>>,
    state: ListState,
) -> AnyView {
    let text = |of: fn(&RowFacts) -> String| {
        let text = part(shown, of);
        (move || text.get()).into_any()
    };
    let inside = match column {
        "name" => {
            let name = part(shown, |f| f.name.clone());
            return view! {
                <span role="gridcell" class="cell cell-name">
                    <Avatar name=name rank=part(shown, |f| f.rank) shape=part(shown, |f| f.shape) size=AvatarSize::Small />
                    <NameLink id=id shown=shown state=state />
                    <Marks shown=shown />
                    <Unsent when=part(shown, |f| f.unsent) />
                </span>
            }
            .into_any();
        }
        "tier" => {
            let tier = part(shown, |f| f.tier.clone());
            let scored = Memo::new(move |_| !tier.with(String::is_empty));
            view! {
                <Show when=move || scored.get() fallback=|| "—">
                    <TierChip rank=part(shown, |f| f.rank) label=tier />
                </Show>
            }
            .into_any()
        }
        "stage" => {
            let stage = part(shown, |f| f.lifecycle.clone());
            view! { <span class=move || stage.with(|s| lifecycle_tone(s))>{move || stage.with(|s| lifecycle_word(s))}</span> }
                .into_any()
        }
        "last_contact" => text(RowFacts::last_contact),
        "place" => text(|f| f.place.clone()),
        "spend" => text(|f| f.money.clone()),
        "owner" => {
            let owner = part(shown, |f| f.owner.clone());
            let nobody = move || owner.with(Option::is_none);
            view! { <span class:quiet=nobody>{move || owner.get().unwrap_or_else(|| common::unassigned().to_owned())}</span> }
                .into_any()
        }
        _ => ().into_any(),
    };
    view! {
        <span role="gridcell" class="cell" class=("cell-num", numeric) class=("num", numeric) class=("second", column != "spend")>
            {inside}
        </span>
    }
    .into_any()
}

/// The `grid-template-columns` of head and rows: the tick box, then the columns.
pub(super) fn template(columns: &[Column]) -> String {
    format!("56px {}", Column::template(columns))
}
