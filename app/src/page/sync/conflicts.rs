//! The conflicts that wait for a person, and those settled last.

use super::conflict::{moment_words, read};
use crate::i18n::sync as texts;
use crate::store::store;
use crate::ui::{Button, Icon};
use domain::schema::fields::conflict;
use domain::{Kind, RowId};
use leptos::prelude::*;

/// How many settled conflicts are shown, so that one can be settled otherwise.
const SETTLED: usize = 5;

/// How many conflicts wait for a person; redraws the reader.
pub fn conflict_count() -> usize {
    let store = store();
    store.track_conflicts();
    store.open_conflicts().len()
}

/// One conflict in a list.
#[derive(Clone, PartialEq)]
struct Line {
    id: RowId,
    title: String,
    values: String,
}

fn line(id: RowId) -> Option<Line> {
    let reading = read(&store(), id)?;
    let values: Vec<String> = reading.offers.iter().map(|offer| offer.marked.text()).collect();
    Some(Line { id, title: reading.title, values: values.join(" / ") })
}

/// The section. `open` is the conflict whose sheet is shown.
#[component]
pub(super) fn Conflicts(open: RwSignal<Option<RowId>>) -> impl IntoView {
    let waiting = Memo::new(move |_| {
        let store = store();
        store.track_conflicts();
        let open: Vec<RowId> = store.open_conflicts().into_iter().map(|(row, _)| row.id).collect();
        open.into_iter().filter_map(line).collect::<Vec<_>>()
    });
    let settled = Memo::new(move |_| {
        let store = store();
        store.track_conflicts();
        let mut rows = store.of_kind(Kind::Conflict);
        rows.retain(|row| row.text(conflict::STATE) == "settled");
        rows.sort_by_key(|row| std::cmp::Reverse(row.stamp(conflict::STATE).hlc));
        let last = rows.into_iter().take(SETTLED);
        last.filter_map(|row| {
            let when = moment_words(&store, row.stamp(conflict::STATE).hlc.millis());
            line(row.id).map(|line| (line, when))
        })
        .collect::<Vec<_>>()
    });
    let row = move |Line { id, title, values }: Line| {
        view! {
            <li>
                <button type="button" class="queue-item queue-button" on:click=move |_| open.set(Some(id))>
                    {Icon::Fork.view()}
                    <span class="grow">
                        <b class="wrap">{title}</b>
                        <span class="second queue-line wrap">{values}</span>
                    </span>
                    {Icon::ChevronRight.small()}
                </button>
            </li>
        }
    };
    let settled_row = move |(Line { id, title, .. }, when): (Line, String)| {
        view! {
            <li class="queue-item">
                {Icon::Check.view()}
                <span class="grow">
                    <span class="wrap">{title}</span>
                    <span class="label queue-line">{when}</span>
                </span>
                <Button on_click=move |_| open.set(Some(id))>{texts::choose_again()}</Button>
            </li>
        }
    };
    view! {
        <Show when=move || waiting.with(|all| !all.is_empty())>
            <section class="sync-section queue-alert">
                <h2>
                    {texts::conflicts()} <span class="n">{move || waiting.with(Vec::len)}</span>
                </h2>
                <ul>{move || waiting.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
        <Show when=move || settled.with(|all| !all.is_empty())>
            <details class="sync-section sync-fold">
                <summary>
                    <h2>{texts::recently_settled()}</h2>
                </summary>
                <ul>{move || settled.get().into_iter().map(settled_row).collect_view()}</ul>
            </details>
        </Show>
    }
}
