//! One field of a row, as text and back.

use super::{Around, Invalid, day};
use crate::store::Draft;
use domain::op::Body;
use domain::row::RowRef;
use domain::schema::{Holds, Misfit};
use domain::{Field, Value};

/// What was typed as the field's value; nothing typed is no value.
///
/// # Errors
/// [`Invalid`] when it does not fit the field.
pub fn read(row: RowRef, field: Field, typed: &str) -> Result<Value, Invalid> {
    let def = row.kind.field(field).ok_or(Misfit::Choice)?;
    let typed = typed.trim();
    let value = match def.holds {
        _ if typed.is_empty() => Value::Null,
        Holds::Day => Value::Int(day::parse(typed).ok_or(Invalid::Day)?.into()),
        Holds::Int(..) => Value::Int(typed.parse().map_err(|_| Misfit::Type)?),
        _ => Value::text(typed),
    };
    def.check(&value)?;
    Ok(value)
}

/// The field's value as it is typed.
pub fn written(value: &Value) -> String {
    match value {
        Value::Int(i) => i.to_string(),
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// A day field's value as it is typed.
pub fn written_day(value: &Value) -> String {
    value.as_int().and_then(|d| i32::try_from(d).ok()).map(day::iso).unwrap_or_default()
}

/// Sets a field.
pub fn set(row: RowRef, field: Field, value: Value, around: &Around) -> Draft {
    Draft { row, body: Body::Set { field, value, base: around.base } }
}

#[cfg(test)]
mod tests {
    use super::super::tests::around;
    use super::*;
    use domain::schema::fields::customer;
    use domain::{Kind, RowId};

    #[test]
    fn what_is_typed_becomes_a_value_of_the_field() {
        let row = RowRef::new(Kind::Customer, RowId::NIL);
        assert_eq!(read(row, customer::NAME, "  沈佩琳 "), Ok(Value::Text("沈佩琳".into())));
        assert_eq!(read(row, customer::NAME, "  "), Err(Invalid::Misfit(Misfit::Required)));
        assert_eq!(read(row, customer::NAME, &"长".repeat(121)), Err(Invalid::Misfit(Misfit::TooLong)));
        assert_eq!(read(row, customer::REGION, ""), Ok(Value::Null));
        assert_eq!(read(row, customer::BIRTHDAY, "1988-02-30"), Err(Invalid::Day));
        let day = read(row, customer::BIRTHDAY, "1988-05-03").expect("a day");
        assert_eq!(written_day(&day), "1988-05-03");
        assert_eq!(read(row, customer::SALES_STAGE, "nowhere"), Err(Invalid::Misfit(Misfit::Choice)));
        let draft = set(row, customer::BIRTHDAY, day, &around());
        assert!(matches!(draft.body, Body::Set { base, .. } if base == around().base));
    }
}
