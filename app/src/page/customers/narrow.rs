//! A row on the phone: 64 px, swiped aside for acts.

use super::row::{RowFacts, facts};
use super::state::ListState;
use crate::command::contact::dial;
use crate::i18n::{common, customer as customer_words};
use crate::page::new_customer::{LogFor, use_logging};
use crate::store::store;
use crate::ui::{Avatar, Button, ButtonKind, ButtonLink, Icon, Overdue, SwipeRow, TierChip, Unsent};
use domain::RowId;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A customer's row.
#[component]
pub(super) fn NarrowRow(id: RowId, state: ListState) -> impl IntoView {
    let shown = Memo::new(move |_| {
        store().track(id);
        facts(id)
    });
    move || shown.get().map(|facts| row_view(facts, state))
}

fn row_view(facts: RowFacts, state: ListState) -> impl IntoView {
    let id = facts.id;
    let second = facts.second_line();
    let call = facts.phone.as_ref().map(|phone| {
        let href = dial("tel", phone);
        view! {
            <ButtonLink href=href kind=ButtonKind::Primary icon=Icon::Phone>
                {customer_words::call()}
            </ButtonLink>
        }
    });
    let logging = use_logging();
    let acts = view! {
        {call}
        <Button icon=Icon::Pencil on_click=move |_| logging.note(LogFor::customer(id))>
            {customer_words::note()}
        </Button>
        <Button icon=Icon::Check on_click=move |_| state.toggle(id)>
            {common::select()}
        </Button>
    }
    .into_any();
    view! {
        <SwipeRow acts=acts>
            <div class="row customer-row">
                <Avatar name=facts.name.clone() rank=facts.rank shape=facts.shape />
                <div class="row-main">
                    <span class="row-name">
                        <NameLink id=id name=facts.name state=state />
                        <Unsent when=facts.unsent />
                    </span>
                    <span class="row-what">
                        <Marks conflict=facts.conflict overdue=facts.overdue />
                        <span class="cut">{second}</span>
                    </span>
                </div>
                <div class="row-end">
                    <TierChip rank=facts.rank label=facts.tier />
                    <span class="customer-amount">{facts.money}</span>
                </div>
            </div>
        </SwipeRow>
    }
}

/// The name, as a link to the customer. While customers are being selected on the phone, a tap selects.
#[component]
pub(super) fn NameLink(id: RowId, name: String, state: ListState) -> impl IntoView {
    let click = move |event: MouseEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if !plain {
            return;
        }
        event.prevent_default();
        if !state.wide.get_untracked() && state.selected.with_untracked(|s| !s.is_empty()) {
            state.toggle(id);
        } else {
            state.open(id);
        }
    };
    view! {
        <a class="cut customer-link" href=move || { state.view.track(); state.address(Some(id)) } tabindex="-1" title=name.clone() on:click=click>
            {name.clone()}
        </a>
    }
}

/// Red for what a person should look at.
#[component]
pub(super) fn Marks(conflict: bool, overdue: bool) -> impl IntoView {
    view! {
        {conflict.then(|| view! { <Overdue label=customer_words::in_conflict() /> })}
        {overdue.then(|| view! { <Overdue label=customer_words::overdue() /> })}
    }
}
