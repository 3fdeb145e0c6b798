//! Fields, values and operations in words.

mod fields;
mod values;

pub use fields::{field_words, kind_words};
pub use values::{code_words, value_words};

use crate::i18n::{merge as merging, sync as texts};
use crate::store::{Store, store};
use domain::judge::{REFERRER, owner_field};
use domain::op::{Body, Choice, Op};
use domain::row::{Row, RowRef};
use domain::schema::fields::{conflict, contact_point, purchase, referral};
use domain::{Field, Kind, RowId, Value};

/// The customer an operation is about, if it is about one.
pub fn customer_of(op: &Op) -> Option<RowId> {
    let row = store().row(op.row.kind, op.row.id);
    match (&op.body, op.row.kind) {
        (_, Kind::Customer) => Some(op.row.id),
        (Body::Link { to, .. }, _) => Some(*to),
        (_, Kind::Conflict) => row.as_ref().and_then(|r| r.reference(conflict::CUSTOMER)),
        (_, Kind::Referral | Kind::Relation) => row.as_ref().and_then(|r| r.reference(referral::TO)),
        (Body::Create { fields } | Body::Append { fields }, kind) => {
            let owner = owner_field(kind)?;
            fields.iter().find(|(field, _)| *field == owner).and_then(|(_, value)| value.as_id())
        }
        (_, kind) => owner_field(kind).and_then(|field| row.as_ref()?.reference(field)),
    }
}

/// The name of the customer an operation is about.
pub fn customer_words(op: &Op) -> String {
    let name = customer_of(op).and_then(|id| name_in(op, id).or_else(|| store().customer_name(id)));
    name.unwrap_or_else(|| texts::about_nobody().to_owned())
}

/// A customer's name may only be in the operation that makes them, as after a refusal.
fn name_in(op: &Op, id: RowId) -> Option<String> {
    let Body::Create { fields } = &op.body else { return None };
    let is_name = |field: &Field| *field == domain::schema::fields::customer::NAME;
    (op.row == RowRef::new(Kind::Customer, id)).then_some(())?;
    fields.iter().find(|(field, _)| is_name(field)).and_then(|(_, v)| v.as_text()).map(str::to_owned)
}

/// What an operation does, in words: field, from, to.
pub fn op_words(op: &Op) -> String {
    let store = store();
    let kind = op.row.kind;
    let row = store.row(kind, op.row.id);
    let context = row.as_ref();
    match &op.body {
        Body::Set { field, value, .. } => {
            let name = field_words(kind, *field, context);
            let to = shown_value(kind, *field, value, context);
            match before(context, *field, op) {
                Some(from) => texts::from_to(&name, &shown_value(kind, *field, &from, context), &to),
                None => texts::set_to(&name, &to),
            }
        }
        Body::Add { field, value } => {
            texts::op_add(&field_words(kind, *field, context), &value_words(kind, *field, value, context))
        }
        Body::Del { field, value, .. } => {
            texts::op_del(&field_words(kind, *field, context), &value_words(kind, *field, value, context))
        }
        Body::Create { fields } | Body::Append { fields } => created_words(op.row, fields),
        Body::Link { from, to, .. } => texts::op_link(kind_words(kind), &name_of(&store, *from), &name_of(&store, *to)),
        Body::Unlink { .. } => texts::op_unlink(kind_words(kind)),
        Body::Delete { .. } => texts::op_delete(kind_words(kind)),
        Body::Restore {} => texts::op_restore(kind_words(kind)),
        Body::Settle { choice, .. } => texts::op_settle(&choice_words(&store, context, choice)),
        Body::Merge { into, .. } => merging::op_merge(&name_on_record(&store, op.row.id), &name_of(&store, *into)),
        Body::Unmerge { .. } => merging::op_unmerge(&name_on_record(&store, op.row.id)),
        Body::Post { .. } => texts::op_other().to_owned(),
    }
}

fn shown_value(kind: Kind, field: Field, value: &Value, row: Option<&Row>) -> String {
    let words = value_words(kind, field, value, row);
    if words.is_empty() { texts::empty_value().to_owned() } else { words }
}

/// The value that an edit on the screen replaced.
fn before(row: Option<&Row>, field: Field, op: &Op) -> Option<Value> {
    let row = row?;
    let made_by = |h: &&domain::row::FieldChange| h.field == field && h.stamp.hlc == op.hlc;
    row.history.iter().rev().find(made_by).map(|h| h.from.clone())
}

/// The name in a record itself, also when it was merged into another.
fn name_on_record(store: &Store, id: RowId) -> String {
    let name = store.customer(id).map(|row| row.text(domain::schema::fields::customer::NAME).to_owned());
    name.unwrap_or_else(|| texts::kind_customer().to_owned())
}

fn name_of(store: &Store, id: RowId) -> String {
    store.customer_name(id).unwrap_or_else(|| texts::kind_customer().to_owned())
}

/// A new row in words: what it is and its most telling value.
fn created_words(address: RowRef, fields: &[(Field, Value)]) -> String {
    let row = Row::new(address.kind, address.id, domain::Stamp::default(), fields.iter().cloned());
    let telling: &[Field] = match address.kind {
        Kind::Customer => &[domain::schema::fields::customer::NAME],
        Kind::ContactPoint => &[contact_point::VALUE],
        Kind::Purchase => &[purchase::TOTAL, purchase::SUMMARY],
        Kind::Interaction => &[domain::schema::fields::interaction::TEXT],
        _ => &[],
    };
    let said: Vec<String> = telling
        .iter()
        .map(|field| value_words(address.kind, *field, row.get(*field), Some(&row)))
        .filter(|text| !text.is_empty())
        .collect();
    let what = texts::op_create(kind_words(address.kind));
    if said.is_empty() { what } else { texts::set_to(&what, &said.join(" · ")) }
}

/// How a conflict was settled, in words.
pub fn choice_words(store: &Store, conflict_row: Option<&Row>, choice: &Choice) -> String {
    match choice {
        Choice::Restore => texts::restore_with_edit().to_owned(),
        Choice::KeepDeleted => texts::keep_deleted().to_owned(),
        Choice::Value(value) => {
            let Some((target, field)) = conflict_row.and_then(subject) else { return String::new() };
            if field == REFERRER {
                return value.as_id().map(|id| texts::choose_referrer(&name_of(store, id))).unwrap_or_default();
            }
            let row = store.row(target.kind, target.id);
            shown_value(target.kind, field, value, row.as_ref())
        }
    }
}

/// What a conflict is about: the row and the field.
pub fn subject(conflict_row: &Row) -> Option<(RowRef, Field)> {
    let kind = Kind::try_from(u8::try_from(conflict_row.int(conflict::TARGET_KIND)?).ok()?).ok()?;
    let field = Field(u16::try_from(conflict_row.int(conflict::FIELD)?).ok()?);
    Some((RowRef::new(kind, conflict_row.reference(conflict::TARGET)?), field))
}
