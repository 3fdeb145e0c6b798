//! A row of the table on the laptop: 40 px.

use super::narrow::{Marks, NameLink};
use super::row::{RowFacts, facts};
use super::state::ListState;
use crate::i18n::common;
use crate::page::customer::words::lifecycle_tone;
use crate::store::store;
use crate::ui::{Avatar, AvatarSize, Checkbox, Column, TierChip, Unsent};
use domain::RowId;
use leptos::prelude::*;

/// A customer's row.
#[component]
pub(super) fn WideRow(id: RowId, state: ListState) -> impl IntoView {
    let shown = Memo::new(move |_| {
        store().track(id);
        facts(id)
    });
    let ids = Memo::new(move |_| state.columns.with(|c| c.iter().map(|c| (c.id, c.numeric)).collect::<Vec<_>>()));
    let checked = Signal::derive(move || state.selected.with(|s| s.contains(&id)));
    let label = Signal::derive(move || {
        let name = shown.with(|f| f.as_ref().map(|f| f.name.clone()).unwrap_or_default());
        format!("{} {name}", common::select())
    });
    view! {
        <div class="cells">
            <span role="gridcell" class="cell cell-tick">
                <Checkbox bare=true label=label checked=checked on_change=move |_| state.toggle(id) />
            </span>
            {move || {
                shown
                    .get()
                    .map(|facts| {
                        ids.get()
                            .into_iter()
                            .map(|(column, numeric)| cell(column, numeric, &facts, state))
                            .collect_view()
                    })
            }}
        </div>
    }
}

fn cell(column: &'static str, numeric: bool, facts: &RowFacts, state: ListState) -> AnyView {
    let inside = match column {
        "name" => {
            return view! {
                <span role="gridcell" class="cell cell-name">
                    <Avatar name=facts.name.clone() rank=facts.rank shape=facts.shape size=AvatarSize::Small />
                    <NameLink id=facts.id name=facts.name.clone() state=state />
                    <Marks conflict=facts.conflict overdue=facts.overdue />
                    <Unsent when=facts.unsent />
                </span>
            }
            .into_any();
        }
        "tier" if facts.tier.is_empty() => "—".into_any(),
        "tier" => view! { <TierChip rank=facts.rank label=facts.tier.clone() /> }.into_any(),
        "stage" => view! { <span class=lifecycle_tone(&facts.lifecycle)>{facts.stage()}</span> }.into_any(),
        "last_contact" => facts.last_contact().into_any(),
        "place" => facts.place.clone().into_any(),
        "spend" => facts.money.clone().into_any(),
        "owner" => match facts.owner.clone() {
            Some(name) => name.into_any(),
            None => view! { <span class="quiet">{common::unassigned()}</span> }.into_any(),
        },
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
