//! The list itself: count and sum, order, rows, what is selected.

use super::bulk::BulkBar;
use super::narrow::NarrowRow;
use super::sentence::{SortMenu, sums};
use super::state::{ListState, effective};
use super::wide::{WideRow, template};
use crate::i18n::{common, customers as words};
use crate::ui::{Button, Checkbox, Empty, ListKind, Sort as HeadSort, TableHead, VirtualList};
use domain::RowId;
use domain::query::{Sort, SortKey, View};
use leptos::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// The rows that are found, or what to do when there are none.
#[component]
pub(super) fn List(state: ListState) -> impl IntoView {
    let none = Memo::new(move |_| state.found.with(|f| f.ids.is_empty()));
    move || {
        if none.get() {
            view! { <NothingFound state=state /> }.into_any()
        } else if state.wide.get() {
            view! {
                <Table state=state />
                <BulkBar state=state />
            }
            .into_any()
        } else {
            view! {
                <Rows state=state />
                <BulkBar state=state />
            }
            .into_any()
        }
    }
}

fn keys(state: ListState) -> Signal<Arc<[RowId]>> {
    Signal::derive(move || state.found.with(|f| Arc::clone(&f.ids)))
}

fn label(state: ListState) -> Signal<String> {
    Signal::derive(move || words::list_label(state.found.with(|f| f.ids.len())))
}

fn is_selected(state: ListState) -> Callback<RowId, bool> {
    Callback::new(move |id| {
        state.selected.with(|s| s.contains(&id)) || state.here.get() == Some(id) && state.wide.get()
    })
}

/// The phone's list.
#[component]
fn Rows(state: ListState) -> impl IntoView {
    let open = move |id: RowId| {
        if state.selected.with_untracked(HashSet::is_empty) {
            state.open(id);
        } else {
            state.toggle(id);
        }
    };
    let selected = Callback::new(move |id| state.selected.with(|s| s.contains(&id)));
    view! {
        <div class="list-sort">
            <SortMenu state=state />
            <span class="to-end">{move || found_words(state)}</span>
        </div>
        <VirtualList
            keys=keys(state)
            row_height=64.0
            row=move |id| view! { <NarrowRow id=id state=state /> }
            label=label(state)
            cursor=state.cursor
            is_selected=selected
            on_open=Callback::new(open)
            on_select=Callback::new(move |id| state.toggle(id))
        />
    }
}

/// "46 位 · ¥1,108,600", under a condition; what the figures are, without one.
fn found_words(state: ListState) -> String {
    let conditions = state.view.with(|v| !v.filter.is_empty() || !v.query.trim().is_empty());
    if !conditions {
        return words::last_12_months().to_owned();
    }
    let count = common::people(state.found.with(|f| f.ids.len()));
    let sum = sums(&state.summary.get());
    if sum.is_empty() { count } else { format!("{count} · {sum}") }
}

/// The laptop's table.
#[component]
fn Table(state: ListState) -> impl IntoView {
    let sort = head_sort(state);
    let columns = state.columns;
    let every = Signal::derive(move || {
        let count = state.found.with(|f| f.ids.len());
        count > 0 && state.selected.with(HashSet::len) >= count
    });
    let mixed = Signal::derive(move || !every.get() && state.selected.with(|s| !s.is_empty()));
    let select_all = move |on: bool| {
        let ids = state.found.with_untracked(|f| Arc::clone(&f.ids));
        state.selected.set(if on { ids.iter().copied().collect() } else { HashSet::new() });
    };
    let head = move || {
        view! {
            <TableHead
                columns=columns
                sort=sort
                lead=Box::new(move || {
                    view! { <Checkbox bare=true label=common::select_all().to_owned() checked=every mixed=mixed on_change=select_all /> }.into_any()
                })
            />
        }
    };
    let grid = Signal::derive(move || columns.with(|c| template(c)));
    view! {
        <VirtualList
            keys=keys(state)
            row_height=40.0
            row=move |id| view! { <WideRow id=id state=state /> }
            label=label(state)
            kind=ListKind::Table
            cursor=state.cursor
            is_selected=is_selected(state)
            on_open=Callback::new(move |id| state.open(id))
            on_select=Callback::new(move |id| state.toggle(id))
            head=head
            columns=grid
        />
    }
}

/// The order of the table's head, which is that of the list.
fn head_sort(state: ListState) -> RwSignal<HeadSort> {
    let of_view = |view: &View| {
        let sort = effective(view).sort;
        let by = match sort.key {
            SortKey::Relevance => "",
            SortKey::Name => "name",
            SortKey::LastContact => "last_contact",
            SortKey::NetYear => "spend",
            SortKey::LastPurchase => "last_purchase",
            SortKey::Created => "created",
        };
        HeadSort { by, descending: sort.descending }
    };
    let head = RwSignal::new(state.view.with_untracked(of_view));
    Effect::new(move |_| {
        let now = state.view.with(of_view);
        if head.get_untracked() != now {
            head.set(now);
        }
    });
    Effect::new(move |_| {
        let pressed = head.get();
        if state.view.with_untracked(of_view) == pressed {
            return;
        }
        let key = match pressed.by {
            "name" => SortKey::Name,
            "last_contact" => SortKey::LastContact,
            "spend" => SortKey::NetYear,
            _ => return,
        };
        state.change(|view| view.sort = Sort::new(key, pressed.descending));
    });
    head
}

/// Nobody matches.
#[component]
fn NothingFound(state: ListState) -> impl IntoView {
    let conditions = move || state.view.with(|v| !v.filter.is_empty());
    let all = move || words::show_all(state.total.get());
    view! {
        <Empty title=words::no_match() detail=words::no_match_detail()>
            <Button on_click=move |_| state.change(|v| *v = View { sort: v.sort, ..View::default() })>
                {move || if conditions() { words::clear_conditions().to_owned() } else { all() }}
            </Button>
        </Empty>
    }
}
