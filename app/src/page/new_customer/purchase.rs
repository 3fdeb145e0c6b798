//! A purchase or a refund.

use crate::command::purchase::{NewPurchase, create};
use crate::command::{Around, Invalid, day};
use crate::i18n::{common, customer as words, format};
use crate::page::customer::words::invalid_words;
use crate::store::store;
use crate::ui::{Button, ButtonKind, Checkbox, Choice, InputKind, Select, TextField, use_toasts};
use domain::RowId;
use domain::schema::fields::customer;
use leptos::prelude::*;

/// The currencies offered besides the base's and the customer's own.
const CURRENCIES: [&str; 6] = ["CNY", "USD", "EUR", "GBP", "HKD", "JPY"];

/// How much, when, what.
#[component]
pub(super) fn PurchaseForm(
    /// Who bought.
    id: RowId,
    /// Called after it was written.
    on_saved: Callback<RowId>,
) -> impl IntoView {
    let base = store().account.me.currency.clone();
    let own = store().customer(id).map(|row| row.text(customer::CURRENCY).to_owned()).filter(|c| !c.is_empty());
    let currency = RwSignal::new(own.clone().unwrap_or_else(|| base.clone()));
    let amount = RwSignal::new(String::new());
    let when = RwSignal::new(day::iso(store().today()));
    let what = RwSignal::new(String::new());
    let refund = RwSignal::new(false);
    let amount_problem = RwSignal::new(None::<String>);
    let day_problem = RwSignal::new(None::<String>);
    let toasts = use_toasts();
    let save = move || {
        let new = NewPurchase {
            amount: amount.get_untracked(),
            currency: currency.get_untracked(),
            day: when.get_untracked(),
            what: what.get_untracked(),
            refund: refund.get_untracked(),
        };
        amount_problem.set(None);
        day_problem.set(None);
        match create(id, &new, &Around::now()) {
            Ok(draft) => {
                let store = store();
                let name = store.customer_name(id).unwrap_or_default();
                let said = format::parse_money(&new.amount, &new.currency)
                    .map(|minor| format::money(minor.abs(), &new.currency));
                let undo = store.act(vec![draft]);
                toasts.undo(words::bought_for(&name, &said.unwrap_or_default()), move || {
                    crate::store::store().act(undo.clone());
                });
                on_saved.run(id);
            }
            Err(why @ Invalid::Day) => day_problem.set(Some(invalid_words(why))),
            Err(why) => amount_problem.set(Some(invalid_words(why))),
        }
    };
    let choices = Signal::derive(move || {
        let mut codes: Vec<String> = vec![base.clone()];
        codes.extend(own.clone());
        codes.extend(CURRENCIES.map(str::to_owned));
        let mut seen = Vec::new();
        codes.retain(|code| {
            !seen.contains(code) && {
                seen.push(code.clone());
                true
            }
        });
        codes.into_iter().map(|code| Choice::new(code.clone(), code)).collect::<Vec<_>>()
    });
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <div class="amount-line">
                <TextField label=words::amount() value=amount kind=InputKind::Decimal autofocus=true error=amount_problem />
                <Select label=words::currency() choices=choices value=currency />
            </div>
            <TextField label=words::what_bought() value=what placeholder=words::what_bought_hint() />
            <TextField label=words::on_day() value=when kind=InputKind::Date error=day_problem />
            <Checkbox label=words::is_refund().to_owned() checked=refund on_change=move |on| refund.set(on) />
            <div class="actions">
                <Button kind=ButtonKind::Primary submit=true large=true class="btn-block">
                    {common::save()}
                </Button>
            </div>
        </form>
    }
}
