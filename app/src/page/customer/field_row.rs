//! A field of the portrait: its name (a tap shows its history), its value edited in place, its marks.

use super::Page;
use super::history::HistoryOf;
use super::words::invalid_words;
use crate::command::{Around, field as command};
use crate::i18n::{common, customer as words};
use crate::store::{Store, store};
use crate::ui::{Choice, Editable, Icon, InputKind, Unsent, use_toasts};
use domain::row::RowRef;
use domain::schema::Holds;
use domain::{Field, Kind, RowId, Value};
use leptos::prelude::*;
use std::rc::Rc;

/// The dot of a field that is not synced yet.
#[component]
pub(super) fn UnsentMark(customer: RowId, row: RowRef, field: Field) -> impl IntoView {
    view! { <Unsent when=unsent(customer, row, field) /> }
}

pub(super) fn unsent(customer: RowId, row: RowRef, field: Field) -> Signal<bool> {
    Signal::derive(move || {
        let store = store();
        store.track(customer);
        store.mark(row, field).is_some()
    })
}

/// The field's name; a tap shows who changed it when.
#[component]
pub(super) fn FieldName(page: Page, row: RowRef, field: Field, label: &'static str) -> impl IntoView {
    view! {
        <dt>
            <button
                type="button"
                class="field-name"
                aria-label=words::field_history(label)
                title=words::field_history(label)
                on:click=move |_| page.history.set(Some(HistoryOf { row, field, label }))
            >
                {label}
            </button>
        </dt>
    }
}

/// Where two people wrote different values: the way to settling it.
#[component]
pub(super) fn ConflictMark(page: Page, field: Field) -> impl IntoView {
    move || {
        let open = page.row.with(|row| row.as_ref().and_then(|r| r.open_conflict(field)));
        open.map(|id| conflict_mark(page, id))
    }
}

/// What opens the sheet that settles a conflict.
pub(super) fn conflict_mark(page: Page, conflict: RowId) -> impl IntoView {
    view! {
        <button type="button" class="chip chip-late conflict-mark" on:click=move |_| page.conflict.set(Some(conflict))>
            {Icon::Fork.small()}
            {words::settle()}
        </button>
    }
}

/// A field of the customer's row, as text or a date.
#[component]
pub(super) fn FieldRow(
    page: Page,
    field: Field,
    label: &'static str,
    /// Several lines.
    #[prop(optional)]
    multiline: bool,
    /// What stands there while nothing is known.
    #[prop(optional)]
    placeholder: &'static str,
) -> impl IntoView {
    let row = RowRef::new(Kind::Customer, page.id);
    let is_day = Kind::Customer.field(field).is_some_and(|d| d.holds == Holds::Day);
    let value = Memo::new(move |_| {
        page.row.with(|row| {
            let value = row.as_ref().map_or(&Value::Null, |r| r.get(field));
            if is_day { command::written_day(value) } else { command::written(value) }
        })
    });
    let check = Callback::new(move |typed: String| command::read(row, field, &typed).err().map(invalid_words));
    let save = use_save(label);
    let on_save = move |typed: String| {
        if let Ok(value) = command::read(row, field, &typed) {
            save(row, field, value);
        }
    };
    let placeholder = if placeholder.is_empty() { common::not_set() } else { placeholder };
    view! {
        <FieldName page=page row=row field=field label=label />
        <dd>
            <Editable
                label=label
                value=value
                unsent=unsent(page.id, row, field)
                placeholder=placeholder
                kind=if is_day { InputKind::Date } else { InputKind::Text }
                multiline=multiline
                check=check
                on_save=on_save
            />
            <ConflictMark page=page field=field />
        </dd>
    }
}

/// A field that is one of a few, with the device's own picker.
#[component]
pub(super) fn ChoiceRow(
    page: Page,
    field: Field,
    label: &'static str,
    /// The choices: the stored code, and the words. The empty code is "none".
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
) -> impl IntoView {
    let row = RowRef::new(Kind::Customer, page.id);
    let is_reference = Kind::Customer.field(field).is_some_and(|d| matches!(d.holds, Holds::Ref(_)));
    let now = Memo::new(move |_| {
        page.row.with(|row| match row.as_ref().map_or(&Value::Null, |r| r.get(field)) {
            Value::Id(id) => id.to_string(),
            other => command::written(other),
        })
    });
    let save = use_save(label);
    let chosen = move |event: leptos::ev::Event| {
        let code = event_target_value(&event);
        let value = match RowId::parse(&code).filter(|_| is_reference) {
            Some(id) => Value::Id(id),
            None => Value::text(&code),
        };
        save(row, field, value);
    };
    let options = move || {
        let now = now.get();
        let mut all = choices.get();
        // A value of another program, or a colleague who has left: it stays what it is.
        if !all.iter().any(|c| c.value == now) {
            all.push(Choice::new(now.clone(), common::unknown()));
        }
        let option = |c: Choice| {
            let on = c.value == now;
            view! {
                <option value=c.value prop:selected=on selected=on>
                    {c.label}
                </option>
            }
        };
        all.into_iter().map(option).collect_view()
    };
    view! {
        <FieldName page=page row=row field=field label=label />
        <dd class="dd-select">
            <span class="select kv-select">
                <select aria-label=label on:change=chosen>
                    {options}
                </select>
                {Icon::ChevronDown.small()}
            </span>
            <UnsentMark customer=page.id row=row field=field />
            <ConflictMark page=page field=field />
        </dd>
    }
}

/// Saves a field and offers undo.
pub(super) fn use_save(label: &'static str) -> impl Fn(RowRef, Field, Value) + Clone + Send + Sync + 'static {
    let toasts = use_toasts();
    move |row, field, value| {
        let store: Rc<Store> = store();
        let undo = store.act(vec![command::set(row, field, value, &Around::now())]);
        toasts.undo(words::field_changed(label), move || {
            crate::store::store().act(undo.clone());
        });
    }
}
