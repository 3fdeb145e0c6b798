//! Reading of a packed row no more than a snapshot needs: whose it is and of which day. A purchase's lines are passed over.

use std::fmt;

use domain::schema::Field;
use domain::{RowId, codec};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};

use crate::db::connect::DbError;

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "f", default)]
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    #[serde(rename = "f")]
    field: Field,
    #[serde(rename = "v")]
    value: Glance,
}

enum Glance {
    Int(i64),
    Id(RowId),
    Other,
}

struct GlanceVisitor;

impl<'de> Visitor<'de> for GlanceVisitor {
    type Value = Glance;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Glance, E> {
        Ok(Glance::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Glance, E> {
        Ok(Glance::Other)
    }

    fn visit_i64<E>(self, v: i64) -> Result<Glance, E> {
        Ok(Glance::Int(v))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Glance, E> {
        Ok(i64::try_from(v).map_or(Glance::Other, Glance::Int))
    }

    fn visit_str<E>(self, _: &str) -> Result<Glance, E> {
        Ok(Glance::Other)
    }

    fn visit_bytes<E>(self, v: &[u8]) -> Result<Glance, E> {
        Ok(v.try_into().map_or(Glance::Other, |bytes| Glance::Id(RowId::from_bytes(bytes))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Glance, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Glance::Other)
    }
}

impl<'de> Deserialize<'de> for Glance {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(GlanceVisitor)
    }
}

/// Whose a packed row is and of which day, by the numbers of these fields.
///
/// # Errors
/// [`DbError::Data`] when it cannot be decoded.
pub(super) fn customer_and_day(packed: &[u8], customer: Field, day: Field) -> Result<Option<(RowId, i64)>, DbError> {
    let row: Row = codec::decode(packed, "row").map_err(|e| DbError::Data(e.to_string()))?;
    let mut found = (None, None);
    for cell in row.cells {
        match cell.value {
            Glance::Id(id) if cell.field == customer => found.0 = Some(id),
            Glance::Int(n) if cell.field == day => found.1 = Some(n),
            _ => {}
        }
    }
    Ok(found.0.zip(found.1))
}

#[cfg(test)]
mod tests {
    use domain::schema::fields::purchase;
    use domain::{Kind, Row, Stamp, Value};

    use super::*;

    #[test]
    fn the_customer_and_the_day_are_found_among_all_kinds_of_values() {
        let customer = RowId::from_bytes([7; 16]);
        let line = Value::List(vec![Value::Text("A1".into()), Value::Null, Value::Int(-3), Value::List(vec![])]);
        let fields = [
            (purchase::CUSTOMER, Value::Id(customer)),
            (purchase::DAY, Value::Int(-4)),
            (purchase::TOTAL, Value::Int(i64::MIN)),
            (purchase::CURRENCY, Value::Text("CNY".into())),
            (purchase::ITEMS, Value::List(vec![line])),
        ];
        let row = Row::new(Kind::Purchase, RowId::NIL, Stamp::default(), fields);
        let packed = codec::encode(&row);
        let found = customer_and_day(&packed, purchase::CUSTOMER, purchase::DAY).ok();
        assert_eq!(found, Some(Some((customer, -4))));
        assert!(customer_and_day(&packed[..20], purchase::CUSTOMER, purchase::DAY).is_err());
    }
}
