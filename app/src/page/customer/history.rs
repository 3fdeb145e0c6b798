//! Who changed a field when, from what to what; any of it can be put back.

use super::Page;
use super::field_row::use_save;
use crate::i18n::{common, customer as words, format};
use crate::store::{clock, store};
use crate::ui::{Button, Sheet};
use domain::row::{FieldChange, RowRef};
use domain::schema::Holds;
use domain::{Field, Kind, Row, Stamp, Value};
use leptos::prelude::*;

/// Which field's history.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct HistoryOf {
    /// The row.
    pub row: RowRef,
    /// The field.
    pub field: Field,
    /// What the field is called.
    pub label: &'static str,
}

/// The changes of a field, newest first.
pub(super) fn changes(row: &Row, field: Field) -> Vec<FieldChange> {
    row.history.iter().rev().filter(|c| c.field == field).cloned().collect()
}

/// A value in words.
pub(super) fn value_words(row: RowRef, field: Field, value: &Value) -> String {
    let holds = row.kind.field(field).map(|d| d.holds);
    match value {
        Value::Null => common::not_set().to_owned(),
        Value::Int(day) if holds == Some(Holds::Day) => i32::try_from(*day).map(format::date).unwrap_or_default(),
        Value::Int(number) => format::integer(*number),
        Value::Id(id) => {
            let store = store();
            let staff = store.staff_name(domain::StaffId(id.0));
            staff.or_else(|| store.customer_name(*id)).unwrap_or_else(|| common::unknown().to_owned())
        }
        Value::Text(code) => code_words(row.kind, field, code),
        Value::Bool(yes) => if *yes { common::yes() } else { common::no() }.to_owned(),
        Value::List(_) => String::new(),
    }
}

fn code_words(kind: Kind, field: Field, code: &str) -> String {
    use super::words::{gender_word, sales_word};
    use domain::schema::fields::customer as fields;
    if kind != Kind::Customer {
        return code.to_owned();
    }
    let word = match field {
        fields::SALES_STAGE => sales_word(code),
        fields::GENDER => gender_word(code),
        fields::TYPE if code == "company" => words::kind_company(),
        fields::TYPE => words::kind_person(),
        _ => "",
    };
    if word.is_empty() { code.to_owned() } else { word.to_owned() }
}

/// "王小满，3 小时前".
pub(super) fn who_when(stamp: Stamp) -> String {
    let store = store();
    let name = if stamp.by.is_nil() { None } else { store.staff_name(stamp.by) };
    let name = name.unwrap_or_else(|| words::by_system().to_owned());
    let now = i64::try_from(clock::now_ms()).unwrap_or(i64::MAX);
    let at = i64::try_from(stamp.hlc.millis()).unwrap_or(0);
    if at == 0 { name } else { words::changed_by(&name, &format::since(at, now)) }
}

/// The sheet of one field's history.
#[component]
pub(super) fn HistorySheet(page: Page) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(page.history.with(Option::is_some)));
    let of = Memo::new(move |last: Option<&Option<HistoryOf>>| page.history.get().or_else(|| last.cloned().flatten()));
    let title =
        Signal::derive(move || of.with(|of| of.as_ref().map(|of| words::field_history(of.label)).unwrap_or_default()));
    let body = move || {
        of.get().map(|of| {
            let store = store();
            store.track(page.id);
            let row = store.row(of.row.kind, of.row.id);
            row.map(|row| view! { <Changes page=page of=of row=row /> })
        })
    };
    view! {
        <Sheet open=open title=title on_close=Callback::new(move |()| page.history.set(None))>
            {body}
        </Sheet>
    }
}

#[component]
fn Changes(page: Page, of: HistoryOf, row: Row) -> impl IntoView {
    let all = changes(&row, of.field);
    let present = row.get(of.field).clone();
    let save = use_save(of.label);
    let (address, field) = (of.row, of.field);
    let item = move |change: FieldChange| {
        let save = save.clone();
        let back = change.from.clone();
        let required = address.kind.field(field).is_some_and(|d| d.required);
        let can = back != present && !(required && back.is_null());
        let put_back = move |_| {
            save(address, field, back.clone());
            page.history.set(None);
        };
        view! {
            <li class="change">
                <div>
                    <span class="change-from wrap">{move || value_words(address, field, &change.from)}</span>
                    " → "
                    <b class="wrap">{move || value_words(address, field, &change.to)}</b>
                    <div class="label">{move || who_when(change.stamp)}</div>
                </div>
                {can.then(|| view! { <Button on_click=put_back>{words::put_back()}</Button> })}
            </li>
        }
    };
    let created = row.created;
    let first = move || words::entered_by(&who_when(created));
    view! {
        <ol class="changes">{all.into_iter().map(item).collect_view()}</ol>
        <p class="label">{first}</p>
    }
}
