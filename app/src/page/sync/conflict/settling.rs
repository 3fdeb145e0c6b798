//! The ways to settle a conflict and the operations each consists of.

use super::{Offer, Reading, Why, short};
use crate::i18n::sync as texts;
use crate::store::{Draft, Store, clock};
use domain::op::{Body, Choice};
use domain::row::Row;
use domain::schema::fields::contact_point;
use domain::{Kind, RowId, Value};

/// What a person chose.
#[derive(Clone, PartialEq, Debug)]
pub enum Pick {
    /// One of the values.
    Offer(Value),
    /// Another value, as typed.
    Typed(String),
    /// Both, as two contact points.
    Both,
    /// A deleted row comes back with the change.
    Restore,
    /// A deleted row stays deleted.
    KeepDeleted,
}

/// The operations that settle a conflict as chosen; `None` while the choice does not fit (nothing typed, too long, an offer that is gone).
pub fn drafts(store: &Store, reading: &Reading, pick: &Pick) -> Option<Vec<Draft>> {
    let base = store.base();
    let settle = |choice| Draft::new(Kind::Conflict, reading.id, Body::Settle { choice, base });
    match (pick, reading.why) {
        (Pick::Offer(value), Why::Field | Why::Referrer) => {
            reading.offers.iter().any(|offer| offer.value == *value).then(|| vec![settle(Choice::Value(value.clone()))])
        }
        (Pick::Typed(text), Why::Field) if reading.can_type => {
            let value = Value::text(text);
            let fits = reading.target.kind.field(reading.field).is_some_and(|def| def.check(&value).is_ok());
            (fits && !value.is_null()).then(|| vec![settle(Choice::Value(value))])
        }
        (Pick::Both, Why::Field) if reading.can_keep_both => {
            let row = store.row(reading.target.kind, reading.target.id)?;
            let [first, others @ ..] = reading.offers.as_slice() else { return None };
            let mut all = vec![settle(Choice::Value(first.value.clone()))];
            if !row.get(contact_point::PREFERRED).is_true() {
                let body = Body::Set { field: contact_point::PREFERRED, value: Value::Bool(true), base };
                all.push(Draft { row: reading.target, body });
            }
            all.extend(others.iter().filter(|o| !o.value.is_null()).map(|o| another(&row, o, clock::new_row_id())));
            Some(all)
        }
        (Pick::Restore, Why::Deleted) => Some(vec![settle(Choice::Restore)]),
        (Pick::KeepDeleted, Why::Deleted) => Some(vec![settle(Choice::KeepDeleted)]),
        _ => None,
    }
}

/// A second contact point beside the one in conflict.
fn another(row: &Row, offer: &Offer, id: RowId) -> Draft {
    let kept = [contact_point::CUSTOMER, contact_point::CHANNEL, contact_point::LABEL];
    let mut fields: Vec<_> = kept.into_iter().map(|field| (field, row.get(field).clone())).collect();
    fields.retain(|(_, value)| !value.is_null());
    fields.push((contact_point::VALUE, offer.value.clone()));
    Draft::new(Kind::ContactPoint, id, Body::Create { fields })
}

/// What a choice is called on the button that makes it.
pub fn pick_words(reading: &Reading, pick: &Pick) -> String {
    match pick {
        Pick::Offer(value) => {
            let offer = reading.offers.iter().find(|offer| offer.value == *value);
            let name = offer.map(|offer| short(&offer.marked)).unwrap_or_default();
            if reading.why == Why::Referrer { texts::choose_referrer(&name) } else { texts::keep(&name) }
        }
        Pick::Typed(text) => texts::keep_typed(&short(&super::Marked::plain(text.trim().to_owned()))),
        Pick::Both => texts::keep_both().to_owned(),
        Pick::Restore => texts::restore_with_edit().to_owned(),
        Pick::KeepDeleted => texts::keep_deleted().to_owned(),
    }
}
