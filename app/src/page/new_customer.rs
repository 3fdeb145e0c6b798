//! Entering: a new customer, a note, a purchase; from the page, the round "+", a row, a customer.

mod form;
mod log;
mod maybe;
mod note;
mod purchase;

pub use log::{LogFor, LogSheets, Logging, provide_logging, use_logging};

use crate::i18n::{common, customer as words, nav};
use crate::layout::PageHead;
use crate::page::customer::CustomerPicker;
use crate::ui::{ButtonKind, ButtonLink, Segmented, Sheet};
use domain::RowId;
use form::NewCustomerForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use note::NoteForm;
use purchase::PurchaseForm;

/// `/customers/new`: everything a new customer may come with.
#[component]
pub fn NewCustomerPage() -> impl IntoView {
    let go = StoredValue::new_local(use_navigate());
    let saved = Callback::new(move |id: RowId| {
        let _ = go.try_with_value(|go| {
            go(&format!("/customers/{id}"), NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
    });
    view! {
        <div class="page">
            <PageHead
                title=nav::new_customer()
                actions=|| {
                    view! {
                        <ButtonLink href="/customers" kind=ButtonKind::Quiet>
                            {common::cancel()}
                        </ButtonLink>
                    }
                }
            />
            <div class="scroll">
                <div class="page-body page-narrow new-customer">
                    <NewCustomerForm on_saved=saved whole=true />
                </div>
            </div>
        </div>
    }
}

/// What the sheet behind the round "+" writes down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Adding {
    NewCustomer,
    Note,
    Purchase,
}

/// The sheet behind the round "+" and the key `n`: a new customer, or a note or purchase of one who is here already.
#[component]
pub fn AddSheet(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let adding = RwSignal::new(Adding::NewCustomer);
    let body = move || {
        let close = Callback::new(move |_: RowId| open.set(false));
        match adding.get() {
            Adding::NewCustomer => {
                view! { <NewCustomerForm on_saved=close on_leave=Callback::new(move |()| open.set(false)) /> }
                    .into_any()
            }
            Adding::Note => view! { <ForSomebody note=true on_saved=close /> }.into_any(),
            Adding::Purchase => view! { <ForSomebody note=false on_saved=close /> }.into_any(),
        }
    };
    let options = move || {
        vec![
            (Adding::NewCustomer, nav::new_customer().to_owned()),
            (Adding::Note, words::adding_note().to_owned()),
            (Adding::Purchase, words::log_purchase().to_owned()),
        ]
    };
    view! {
        <Sheet open=open title=nav::new_note().to_owned()>
            <Segmented label=words::what_to_add() options=options() value=adding />
            {body}
        </Sheet>
    }
}

/// A note or a purchase, after choosing whose.
#[component]
fn ForSomebody(note: bool, on_saved: Callback<RowId>) -> impl IntoView {
    let who = RwSignal::new(None::<RowId>);
    let form = move || {
        who.get().map(|id| {
            if note {
                view! { <NoteForm id=id channel="note" on_saved=on_saved /> }.into_any()
            } else {
                view! { <PurchaseForm id=id on_saved=on_saved /> }.into_any()
            }
        })
    };
    view! {
        <CustomerPicker label=words::with_whom() value=who autofocus=true />
        {form}
    }
}
