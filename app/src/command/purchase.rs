//! Purchases and refunds entered by hand.

use super::{Around, Invalid, day};
use crate::i18n::format::parse_money;
use crate::store::{Draft, clock};
use domain::op::Body;
use domain::schema::Misfit;
use domain::schema::fields::purchase;
use domain::{Kind, RowId, Value};

/// A purchase, as typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewPurchase {
    /// The amount in the major unit ("1,280.50").
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// The day as `YYYY-MM-DD`; nothing is today.
    pub day: String,
    /// What was bought, in short.
    pub what: String,
    /// It is a refund: the amount counts negative.
    pub refund: bool,
}

/// Writes down a purchase.
///
/// # Errors
/// [`Invalid`] when the amount or the day cannot be read, the amount is nothing, or a value does not fit its field.
pub fn create(customer: RowId, new: &NewPurchase, around: &Around) -> Result<Draft, Invalid> {
    let amount = parse_money(&new.amount, &new.currency).filter(|minor| *minor != 0).ok_or(Invalid::Amount)?;
    let total = if new.refund { -amount.abs() } else { amount };
    let day = match new.day.trim() {
        "" => around.today,
        typed => day::parse(typed).ok_or(Invalid::Day)?,
    };
    if day > around.today.saturating_add(1) {
        return Err(Invalid::Day);
    }
    let staff = if around.me.is_nil() { Value::Null } else { Value::Id(around.me.row()) };
    let at = if day == around.today { Value::Int(around.now_ms) } else { Value::Null };
    let fields: Vec<_> = [
        (purchase::CUSTOMER, Value::Id(customer)),
        (purchase::DAY, Value::Int(day.into())),
        (purchase::AT, at),
        (purchase::TOTAL, Value::Int(total)),
        (purchase::CURRENCY, Value::text(&new.currency)),
        (purchase::SUMMARY, Value::text(&new.what)),
        (purchase::STAFF, staff),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_null())
    .collect();
    for (field, value) in &fields {
        Kind::Purchase.field(*field).ok_or(Misfit::Choice)?.check(value)?;
    }
    Ok(Draft::new(Kind::Purchase, clock::new_row_id(), Body::Create { fields }))
}

#[cfg(test)]
mod tests {
    use super::super::tests::around;
    use super::*;

    fn total(new: &NewPurchase) -> Result<i64, Invalid> {
        let draft = create(RowId::from_bytes([1; 16]), new, &around())?;
        let Body::Create { fields } = draft.body else { panic!("create") };
        Ok(fields.iter().find(|(f, _)| *f == purchase::TOTAL).and_then(|(_, v)| v.as_int()).expect("a total"))
    }

    #[test]
    fn amounts_are_minor_units_and_refunds_negative() {
        let new = NewPurchase { amount: "1,280.50".into(), currency: "CNY".into(), ..NewPurchase::default() };
        assert_eq!(total(&new), Ok(128_050));
        assert_eq!(total(&NewPurchase { refund: true, ..new.clone() }), Ok(-128_050));
        assert_eq!(total(&NewPurchase { currency: "JPY".into(), amount: "1280".into(), ..new.clone() }), Ok(1_280));
        for amount in ["", "0", "abc", "1.234"] {
            assert_eq!(total(&NewPurchase { amount: amount.into(), ..new.clone() }), Err(Invalid::Amount), "{amount}");
        }
        let much = NewPurchase { amount: "99999999999999".into(), ..new.clone() };
        assert!(matches!(total(&much), Err(Invalid::Misfit(Misfit::Range))));
        assert_eq!(total(&NewPurchase { day: "2024-13-01".into(), ..new.clone() }), Err(Invalid::Day));
        assert_eq!(total(&NewPurchase { day: "2199-01-01".into(), ..new.clone() }), Err(Invalid::Day), "not yet");
        assert!(matches!(
            total(&NewPurchase { currency: "yuan".into(), ..new }),
            Err(Invalid::Misfit(_) | Invalid::Amount)
        ));
    }
}
