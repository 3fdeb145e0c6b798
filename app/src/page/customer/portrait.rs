//! The portrait: what is known about the customer, every field edited in place.

use super::Page;
use super::contacts::{AddContact, Contacts};
use super::field_row::{ChoiceRow, FieldRow};
use super::tags::Tags;
use super::words::{gender_word, sales_word};
use crate::i18n::{common, customer as words};
use crate::store::store;
use crate::ui::Choice;
use domain::schema::fields::{SALES_STAGES, customer};
use leptos::prelude::*;

/// What is asked most is open; the rest is folded.
#[component]
pub(super) fn Portrait(page: Page) -> impl IntoView {
    let company =
        Memo::new(move |_| page.row.with(|r| r.as_ref().is_some_and(|r| r.text(customer::TYPE) == "company")));
    view! {
        <section class="portrait">
            <h3>{words::portrait()}</h3>
            <dl class="kv">
                <Contacts page=page />
                <FieldRow page=page field=customer::REGION label=words::field_region() placeholder=words::region_hint() />
                <FieldRow page=page field=customer::PREFERENCES label=words::field_preferences() multiline=true />
                <FieldRow page=page field=customer::REMARK label=common::note() multiline=true />
                <Tags page=page />
                <ChoiceRow page=page field=customer::OWNER label=common::owner() choices=owners() />
                <ChoiceRow page=page field=customer::SALES_STAGE label=words::field_sales_stage() choices=stages() />
            </dl>
            <AddContact page=page />
            <details class="more-fields">
                <summary>{words::more_fields()}</summary>
                <dl class="kv">
                    <FieldRow page=page field=customer::NAME label=words::field_full_name() />
                    <ChoiceRow page=page field=customer::TYPE label=words::field_type() choices=types() />
                    <Show when=move || !company.get()>
                        <FieldRow page=page field=customer::COMPANY label=common::company() />
                        <FieldRow page=page field=customer::OCCUPATION label=words::field_occupation() />
                        <ChoiceRow page=page field=customer::GENDER label=words::field_gender() choices=genders() />
                    </Show>
                    <FieldRow
                        page=page
                        field=customer::BIRTHDAY
                        label=if company.get_untracked() { words::field_founded() } else { words::field_birthday() }
                    />
                    <FieldRow page=page field=customer::ADDRESS label=words::field_address() multiline=true />
                    <FieldRow page=page field=customer::POSTCODE label=words::field_postcode() />
                    <FieldRow page=page field=customer::COUNTRY label=words::field_country() />
                    <FieldRow page=page field=customer::SOURCE label=words::field_source() />
                    <Show when=move || company.get()>
                        <FieldRow page=page field=customer::BANK_ACCOUNT label=words::field_bank_account() />
                        <FieldRow page=page field=customer::TERMS label=words::field_terms() multiline=true />
                    </Show>
                    <FieldRow page=page field=customer::CODE label=words::field_code() />
                </dl>
            </details>
        </section>
    }
}

fn owners() -> Signal<Vec<Choice>> {
    Signal::derive(|| {
        let people = store().people();
        let none = Choice::new("", common::unassigned());
        std::iter::once(none).chain(people.into_iter().map(|p| Choice::new(p.id.to_string(), p.name))).collect()
    })
}

fn stages() -> Signal<Vec<Choice>> {
    Signal::derive(|| coded(SALES_STAGES, sales_word))
}

fn genders() -> Signal<Vec<Choice>> {
    Signal::derive(|| coded(&["female", "male", "other"], gender_word))
}

fn types() -> Signal<Vec<Choice>> {
    Signal::derive(|| vec![Choice::new("person", words::kind_person()), Choice::new("company", words::kind_company())])
}

/// "Not set" and the codes.
fn coded(codes: &[&str], word: fn(&str) -> &'static str) -> Vec<Choice> {
    let none = Choice::new("", common::not_set());
    std::iter::once(none).chain(codes.iter().map(|c| Choice::new(*c, word(c)))).collect()
}
