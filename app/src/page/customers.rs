//! The customers: the list, and beside it (from 1100 px) or instead of it the one that is open.

mod bulk;
mod columns;
mod facet;
mod filters;
mod list;
mod narrow;
mod pick;
mod row;
mod saved;
mod search;
mod sentence;
mod state;
mod wide;

pub(crate) use row::facts as row_facts;
pub use search::search_customers;

use crate::i18n::customers as words;
use crate::i18n::{common, format::integer, nav};
use crate::layout::PageHead;
use crate::page::customer::CustomerView;
use crate::page::new_customer::{LogSheets, provide_logging};
use crate::store::store;
use crate::ui::{ButtonKind, ButtonLink, Empty, Icon, IconButton, SearchBox};
use filters::{FilterSheet, QuickChips};
use leptos::prelude::*;
use list::List;
use saved::ViewsMenu;
use sentence::Sentence;
pub(crate) use state::ListState;

/// `/customers` and `/customers/:id`.
#[component]
pub fn CustomersPage() -> impl IntoView {
    provide_logging();
    let state = ListState::new();
    let filters_open = RwSignal::new(false);
    let detail = Memo::new(move |_| state.here.get());
    let any = Memo::new(move |_| state.total.get() > 0 || state.view.with(|v| v.filter.trash));
    view! {
        <div class="page customers">
            <div class="split" data-show=move || if detail.get().is_some() { "detail" } else { "list" }>
                <div class="split-list">
                    <Head state=state filters_open=filters_open />
                    <Show when=move || any.get() fallback=Nobody>
                        <Filters state=state />
                        <List state=state />
                    </Show>
                </div>
                <div class="split-detail">
                    {move || match detail.get() {
                        Some(id) => view! { <CustomerView id=id list=state /> }.into_any(),
                        None => view! { <p class="detail-empty">{words::choose_one()}</p> }.into_any(),
                    }}
                </div>
            </div>
            <FilterSheet state=state open=filters_open />
            <LogSheets />
        </div>
    }
}

/// Title, search, acts.
#[component]
fn Head(state: ListState, filters_open: RwSignal<bool>) -> impl IntoView {
    let query = state.query;
    let hint = if state.wide.get_untracked() { words::search_hint() } else { words::search_hint_short() };
    let count =
        move || Some(state.total.get()).filter(|n| *n > 0).map(|n| integer(i64::try_from(n).unwrap_or(i64::MAX)));
    let filtered = move || !state.view.with(|v| v.filter.is_empty());
    let actions = move || {
        view! {
            <span class="filter-button" class=("filter-on", filtered)>
                <IconButton icon=Icon::Filter label=common::filter() on_click=move |_| filters_open.set(true) />
            </span>
            <ViewsMenu state=state />
            <Show when=move || state.wide.get()>
                <columns::ColumnMenu columns=state.columns />
            </Show>
            <ButtonLink href="/customers/new" kind=ButtonKind::Primary icon=Icon::Plus class="page-new">
                {nav::new_customer()}
            </ButtonLink>
        }
    };
    view! {
        <PageHead title=words::title() actions=actions>
            <span class="page-count">{count}</span>
            <SearchBox value=query placeholder=hint slim=true on_down=move |()| state.focus_first() on_enter=move |_| state.open_first() />
        </PageHead>
    }
}

/// What is shown of them, in words or chips.
#[component]
fn Filters(state: ListState) -> impl IntoView {
    move || {
        if state.wide.get() {
            view! { <Sentence state=state /> }.into_any()
        } else {
            view! { <QuickChips state=state /> }.into_any()
        }
    }
}

/// There are no customers at all.
#[component]
fn Nobody() -> impl IntoView {
    let manager = store().account.is_manager();
    view! {
        <Empty title=words::empty() detail=words::empty_detail()>
            <ButtonLink href="/customers/new" kind=ButtonKind::Primary large=true>
                {words::empty_action()}
            </ButtonLink>
            {manager
                .then(|| {
                    view! {
                        <ButtonLink href="/import" kind=ButtonKind::Secondary>
                            {words::empty_import()}
                        </ButtonLink>
                        <ButtonLink href="/" kind=ButtonKind::Link>
                            {words::empty_demo()}
                        </ButtonLink>
                    }
                })}
        </Empty>
    }
}
