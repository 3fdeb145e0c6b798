//! One customer on one screen: who they are, what they are worth and why, who is around them, what happened.

mod absorbed;
mod after;
mod contacts;
mod edge_sheet;
mod field_row;
mod figures;
mod head;
mod history;
mod next_step;
mod people;
mod picker;
mod portrait;
mod purchase_sheet;
mod tags;
mod timeline;
mod trash;
mod value;
mod why;
mod why_sheet;
pub(crate) mod words;

pub(crate) use people::count_ties;
pub use picker::CustomerPicker;

use crate::i18n::{customer as texts, customers as list_words};
use crate::page::ConflictSheet;
use crate::page::customers::ListState;
use crate::store::store;
use crate::ui::{ButtonKind, ButtonLink, Empty};
use domain::{Row, RowId};
use leptos::prelude::*;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    /// Who.
    pub id: RowId,
    /// The customer's row as the screen shows it.
    pub row: Memo<Option<Row>>,
    /// Which field's history is open.
    pub history: RwSignal<Option<history::HistoryOf>>,
    /// Whether the explanation of the tier is open.
    pub why: RwSignal<bool>,
    /// Whether the sheet of links to others is open.
    pub edges: RwSignal<bool>,
    /// The purchase whose lines are open.
    pub purchase: RwSignal<Option<Row>>,
    /// The conflict that is being settled.
    pub conflict: RwSignal<Option<RowId>>,
    /// The channel by which the customer was just contacted, until it is logged or waved off.
    pub contacted: RwSignal<Option<&'static str>>,
}

impl Page {
    fn new(id: RowId) -> Self {
        let row = Memo::new(move |_| {
            let store = store();
            store.track(id);
            store.customer(id)
        });
        Self {
            id,
            row,
            history: RwSignal::new(None),
            why: RwSignal::new(false),
            edges: RwSignal::new(false),
            purchase: RwSignal::new(None),
            conflict: RwSignal::new(None),
            contacted: RwSignal::new(None),
        }
    }

    /// The customer's name, for questions and toasts.
    pub fn name(self) -> String {
        use domain::schema::fields::customer::NAME;
        self.row.with_untracked(|row| row.as_ref().map(|r| r.text(NAME).to_owned()).unwrap_or_default())
    }
}

/// A customer, in the pane beside the list or as the whole page: the one that `id` is now, merges included.
#[component]
pub(crate) fn CustomerView(id: RowId, list: ListState) -> impl IntoView {
    let now = Memo::new(move |_| {
        let store = store();
        store.track(id);
        store.root(id)
    });
    move || view! { <Person id=now.get() list=list /> }
}

#[component]
fn Person(id: RowId, list: ListState) -> impl IntoView {
    let page = Page::new(id);
    let known = Memo::new(move |_| page.row.with(Option::is_some));
    view! {
        <Show when=move || known.get() fallback=move || view! { <Unknown list=list /> }>
            <article class="customer" aria-label=texts::page_label()>
                <head::Bar page=page list=list />
                <trash::InTrash page=page />
                <head::Head page=page />
                <head::Acts page=page />
                <absorbed::SamePerson page=page />
                <after::AfterContact page=page />
                <next_step::NextStep page=page />
                <portrait::Portrait page=page />
                <value::Value page=page />
                <people::People page=page />
                <absorbed::Absorbed page=page />
                <timeline::Timeline page=page />
            </article>
            <history::HistorySheet page=page />
            <why_sheet::WhySheet page=page />
            <edge_sheet::EdgeSheet page=page />
            <purchase_sheet::PurchaseSheet page=page />
            {move || {
                let close = Callback::new(move |()| page.conflict.set(None));
                page.conflict.get().map(|id| view! { <ConflictSheet conflict=id on_close=close /> })
            }}
        </Show>
    }
}

/// No such customer on this device.
#[component]
fn Unknown(list: ListState) -> impl IntoView {
    // While the customers are on their way nobody can say who is missing.
    let ready = Memo::new(|_| crate::sync::runner().is_some_and(|runner| runner.status().ready));
    move || {
        if !ready.get() {
            return view! { <Empty title=texts::on_their_way() detail=texts::on_their_way_detail() /> }.into_any();
        }
        view! {
            <Empty title=texts::unknown() detail=texts::unknown_detail()>
                <ButtonLink
                    href=Signal::derive(move || { list.view.track(); list.address(None) })
                    kind=ButtonKind::Secondary
                >
                    {list_words::title()}
                </ButtonLink>
            </Empty>
        }
        .into_any()
    }
}
