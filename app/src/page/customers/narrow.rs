//! A row on the phone: 64 px, swiped aside for acts.

use super::row::{RowFacts, part, shown};
use super::state::ListState;
use crate::command::contact::dial;
use crate::i18n::{common, customer as customer_words};
use crate::page::new_customer::{LogFor, use_logging};
use crate::ui::{Avatar, Button, ButtonKind, ButtonLink, Icon, Overdue, SwipeRow, TierChip, Unsent};
use domain::RowId;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A customer's row.
#[component]
pub(super) fn NarrowRow(id: Signal<RowId>, state: ListState) -> impl IntoView {
    let shown = shown(id);
    let text = move |of: fn(&RowFacts) -> String| part(shown, of);
    let rank = part(shown, |f| f.rank);
    let phone = Memo::new(move |_| shown.with(|f| f.as_ref().and_then(|f| f.phone.clone())));
    let call = move || {
        let href = move || phone.get().map_or_else(String::new, |phone| dial("tel", &phone));
        view! {
            <ButtonLink href=Signal::derive(href) kind=ButtonKind::Primary icon=Icon::Phone>
                {customer_words::call()}
            </ButtonLink>
        }
    };
    let logging = use_logging();
    let acts = view! {
        <Show when=move || phone.with(Option::is_some)>{call()}</Show>
        <Button icon=Icon::Pencil on_click=move |_| logging.note(LogFor::customer(id.get_untracked()))>
            {customer_words::note()}
        </Button>
        <Button icon=Icon::Check on_click=move |_| state.toggle(id.get_untracked())>
            {common::select()}
        </Button>
    }
    .into_any();
    let second = text(RowFacts::second_line);
    let money = text(|f| f.money.clone());
    view! {
        <SwipeRow acts=acts>
            <div class="row customer-row">
                <Avatar name=text(|f| f.name.clone()) rank=rank shape=part(shown, |f| f.shape) />
                <div class="row-main">
                    <span class="row-name">
                        <NameLink id=id shown=shown state=state />
                        <Unsent when=part(shown, |f| f.unsent) />
                    </span>
                    <span class="row-what">
                        <Marks shown=shown />
                        <span class="cut">{move || second.get()}</span>
                    </span>
                </div>
                <div class="row-end">
                    <TierChip rank=rank label=text(|f| f.tier.clone()) />
                    <span class="customer-amount">{move || money.get()}</span>
                </div>
            </div>
        </SwipeRow>
    }
}

/// The name, as a link to the customer. While customers are being selected on the phone, a tap selects.
#[component]
pub(super) fn NameLink(id: Signal<RowId>, shown: Memo<Option<RowFacts>>, state: ListState) -> impl IntoView {
    let click = move |event: MouseEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if !plain {
            return;
        }
        event.prevent_default();
        let id = id.get_untracked();
        if !state.wide.get_untracked() && state.selected.with_untracked(|s| !s.is_empty()) {
            state.toggle(id);
        } else {
            state.open(id);
        }
    };
    let name = part(shown, |f| f.name.clone());
    view! {
        <a class="cut customer-link" href=move || format!("/customers/{}", id.get()) tabindex="-1" title=move || name.get() on:click=click>
            {move || name.get()}
        </a>
    }
}

/// Red for what a person should look at.
#[component]
pub(super) fn Marks(shown: Memo<Option<RowFacts>>) -> impl IntoView {
    let conflict = part(shown, |f| f.conflict);
    let overdue = part(shown, |f| f.overdue);
    view! {
        {move || conflict.get().then(|| view! { <Overdue label=customer_words::in_conflict() /> })}
        {move || overdue.get().then(|| view! { <Overdue label=customer_words::overdue() /> })}
    }
}
