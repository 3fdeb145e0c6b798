//! `/merge?ids=…`: two or more records become one customer. Nothing is deleted; every merge can be undone.

mod fields;
mod records;

use crate::command::{Around, contact, merge};
use crate::i18n::{common, merge as words};
use crate::layout::PageHead;
use crate::page::customer::CustomerPicker;
use crate::page::customers::row_facts;
use crate::store::store;
use crate::ui::{Button, ButtonKind, Empty, use_toasts};
use domain::schema::fields::customer;
use domain::{Field, Row, RowId, Value};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::collections::BTreeMap;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Merging {
    /// The records, as the screen shows them, in the order in which they were named.
    rows: Memo<Vec<Row>>,
    /// Who was named.
    ids: RwSignal<Vec<RowId>>,
    /// Who was said to stay, if anybody was.
    said: RwSignal<Option<RowId>>,
    /// Who stays.
    survivor: Memo<Option<RowId>>,
    /// What was chosen where they differ.
    chosen: RwSignal<BTreeMap<Field, Value>>,
}

impl Merging {
    fn new(named: Vec<RowId>) -> Self {
        let ids = RwSignal::new(named);
        let rows = Memo::new(move |_| {
            let store = store();
            let mut rows: Vec<Row> = Vec::new();
            for id in ids.get().into_iter().map(|id| store.root(id)) {
                store.track(id);
                let known = rows.iter().any(|row| row.id == id);
                rows.extend(store.customer(id).filter(|row| !known && !row.is_deleted()));
            }
            rows
        });
        let said = RwSignal::new(None);
        let survivor = Memo::new(move |_| {
            let said = said.get();
            rows.with(|rows| {
                let there = said.filter(|id| rows.iter().any(|row| row.id == *id));
                there.or_else(|| merge::survivor(rows, |id| store().entry(id).map_or(0, |e| e.net_year)))
            })
        });
        Self { rows, ids, said, survivor, chosen: RwSignal::new(BTreeMap::new()) }
    }

    /// Why they cannot be merged.
    fn why_not(self) -> Option<String> {
        match self.rows.with(Vec::len) {
            0 | 1 => Some(words::need_two().to_owned()),
            n if n > merge::MOST => Some(words::too_many(merge::MOST)),
            _ => None,
        }
    }
}

/// The page.
#[component]
pub fn MergePage() -> impl IntoView {
    let named = use_query_map().with_untracked(|q| q.get("ids").unwrap_or_default());
    let state = Merging::new(named.split(',').filter_map(RowId::parse).collect());
    let title = Signal::derive(move || match state.rows.with(Vec::len) {
        0 | 1 => words::title_one().to_owned(),
        n => words::title(n),
    });
    let another = RwSignal::new(None::<RowId>);
    Effect::new(move |_| {
        if let Some(id) = another.get() {
            another.set(None);
            state.ids.update(|ids| {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            });
        }
    });
    let back = move |_| {
        // Where there is no way back, this is the first page of the tab and stays.
        let _ = window().history().and_then(|h| h.back());
    };
    view! {
        <div class="page">
            <PageHead
                title=title
                actions=move || {
                    view! {
                        <Button kind=ButtonKind::Quiet on_click=back>
                            {common::cancel()}
                        </Button>
                    }
                }
            />
            <div class="scroll">
                <div class="page-body page-narrow merge">
                    <p class="second">{words::promise()}</p>
                    <Show
                        when=move || state.rows.with(|rows| !rows.is_empty())
                        fallback=|| view! { <Empty title=words::not_here() /> }
                    >
                        <records::Records state=state />
                    </Show>
                    <CustomerPicker label=words::add_record() value=another />
                    <Show when=move || state.rows.with(|rows| rows.len() > 1)>
                        <fields::Fields state=state />
                        <After state=state />
                    </Show>
                    <Act state=state />
                </div>
            </div>
        </div>
    }
}

/// What the survivor will have.
#[component]
fn After(state: Merging) -> impl IntoView {
    let sums = move || {
        let store = store();
        let (mut orders, mut contacts, mut people, mut year, mut currency) = (0, 0, 0, 0_i64, String::new());
        state.rows.with(|rows| {
            let points: Vec<Row> =
                rows.iter().flat_map(|row| store.of_customer(row.id, domain::Kind::ContactPoint)).collect();
            contacts = contact::each_once(points.iter().collect()).len();
            for row in rows {
                people += crate::page::customer::count_ties(&store, row.id);
                if let Some(entry) = store.entry(row.id) {
                    orders += usize::try_from(entry.orders).unwrap_or(0);
                    year = year.saturating_add(entry.net_year);
                    currency = store.with_index(|i| i.terms.currencies.text(entry.currency).to_owned());
                }
            }
        });
        let mixed = state.rows.with(|rows| {
            let types: std::collections::BTreeSet<&str> =
                rows.iter().map(|r| r.text(customer::TYPE)).filter(|t| !t.is_empty()).collect();
            types.len() > 1
        });
        let facts: Vec<String> = [
            (orders > 0).then(|| words::orders(orders)),
            (contacts > 0).then(|| words::contacts(contacts)),
            (people > 0).then(|| words::people(people)),
            (year != 0).then(|| words::year(&crate::i18n::format::money(year, &currency))),
        ]
        .into_iter()
        .flatten()
        .collect();
        view! {
            <p>{facts.join(" · ")}</p>
            {mixed.then(|| view! { <p class="note note-warn">{words::mixed()}</p> })}
        }
    };
    view! {
        <section class="merge-after">
            <h2>{words::after()}</h2>
            {sums}
        </section>
    }
}

/// Does it, says so, and offers to take it back.
#[component]
fn Act(state: Merging) -> impl IntoView {
    let toasts = use_toasts();
    let go = StoredValue::new_local(use_navigate());
    let act = move |_| {
        let Some(into) = state.survivor.get_untracked() else { return };
        let chosen: Vec<(Field, Value)> = state.chosen.get_untracked().into_iter().collect();
        let rows = state.rows.get_untracked();
        let typed = chosen.iter().find(|(field, _)| *field == customer::NAME).and_then(|(_, name)| name.as_text());
        let name = typed.map(str::to_owned).or_else(|| row_facts(into).map(|f| f.name)).unwrap_or_default();
        let undo = store().act(merge::drafts(&rows, into, &chosen, &Around::now()));
        toasts.undo(words::done(&name), move || {
            store().act(undo.clone());
        });
        let _ = go.try_with_value(|go| {
            go(&format!("/customers/{into}"), NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
    };
    let why = Signal::derive(move || state.why_not());
    view! {
        <div class="actions merge-act">
            <Button kind=ButtonKind::Primary large=true why_disabled=why on_click=act>
                {move || words::act(state.rows.with(Vec::len))}
            </Button>
        </div>
    }
}
