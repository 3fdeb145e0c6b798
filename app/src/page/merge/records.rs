//! The records side by side, and who of them stays.

use super::Merging;
use crate::i18n::{format, merge as words};
use crate::page::customers::row_facts;
use crate::ui::{Avatar, Icon, IconButton};
use domain::{Row, RowId};
use leptos::prelude::*;

/// One line for each record; the one that stays is marked.
#[component]
pub(super) fn Records(state: Merging) -> impl IntoView {
    let ids = Memo::new(move |_| state.rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<RowId>>()));
    view! {
        <section>
            <h2 id="merge-who">{words::who_stays()}</h2>
            <div role="radiogroup" aria-labelledby="merge-who" class="merge-options">
                <For each=move || ids.get() key=|id| *id let:id>
                    <Record state=state id=id />
                </For>
            </div>
        </section>
    }
}

/// The day on which a record was made, in the organisation's zone.
fn entered(ms: i64) -> Option<String> {
    let zone = i64::from(crate::store::store().account.me.zone_minutes) * 60_000;
    let day = ms.checked_add(zone)?.div_euclid(86_400_000);
    i32::try_from(day).ok().map(|day| words::entered(&format::date(day)))
}

#[component]
fn Record(state: Merging, id: RowId) -> impl IntoView {
    let facts = Memo::new(move |_| {
        crate::store::store().track(id);
        row_facts(id)
    });
    let stays = move || state.survivor.get() == Some(id);
    let created = move || {
        let created = |row: &Row| row.created.hlc.millis();
        state.rows.with(|rows| rows.iter().find(|row| row.id == id).map(created))
    };
    let line = move || {
        let facts = facts.get()?;
        let since = created().and_then(|ms| i64::try_from(ms).ok()).and_then(entered);
        let parts = [facts.phone.unwrap_or_default(), facts.place, facts.money, since.unwrap_or_default()];
        Some(parts.into_iter().filter(|p| !p.is_empty() && p != "—").collect::<Vec<_>>().join(" · "))
    };
    let name = Signal::derive(move || facts.with(|f| f.as_ref().map(|f| f.name.clone()).unwrap_or_default()));
    let rank = Signal::derive(move || facts.with(|f| f.as_ref().map(|f| f.rank).unwrap_or_default()));
    let shape = Signal::derive(move || facts.with(|f| f.as_ref().map(|f| f.shape).unwrap_or_default()));
    let leave = move |_| state.ids.update(|ids| ids.retain(|other| crate::store::store().root(*other) != id));
    view! {
        <div class="merge-record">
            <label class="option grow">
                <input type="radio" name="survivor" prop:checked=stays on:change=move |_| state.said.set(Some(id)) />
                <span class="tick" aria-hidden="true">
                    {Icon::Check.small()}
                </span>
                <Avatar name=name rank=rank shape=shape />
                <span class="grow">
                    <b class="wrap">{move || name.get()}</b>
                    <span class="label merge-line">{line}</span>
                </span>
            </label>
            <IconButton icon=Icon::Cross label=words::leave_out(&name.get_untracked()) on_click=leave />
        </div>
    }
}
