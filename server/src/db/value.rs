//! Between the domain's values and the database's.

use domain::schema::{FieldDef, Holds};
use domain::{Kind, RowId, Value};
use surrealdb::types::{Bytes, Object, RecordId, RecordIdKey, SurrealValue, Uuid, Value as DbValue};

use super::connect::DbError;

/// The record that holds a row.
pub fn record_id(kind: Kind, id: RowId) -> RecordId {
    RecordId::new(kind.name(), id.to_string())
}

/// Bytes as a value of the database.
pub fn bytes(bytes: Vec<u8>) -> DbValue {
    DbValue::Bytes(Bytes::from(bytes))
}

/// A list of records as a value of the database.
pub fn list(rows: Vec<Object>) -> DbValue {
    DbValue::Array(rows.into())
}

/// A UUID as a key of the database's own type, half the size of its text.
pub fn uuid_key(id: uuid::Uuid) -> RecordIdKey {
    RecordIdKey::Uuid(Uuid::from(id))
}

/// The column of one field; `None` where the field has none (lists) or nothing is set.
///
/// A value that does not fit its field (a row written by a newer program) has no column either: `packed` still holds it.
pub fn column(def: &FieldDef, value: &Value) -> Option<DbValue> {
    match (def.holds, value) {
        (Holds::Bool, Value::Bool(b)) => Some(b.into_value()),
        (Holds::Int(..) | Holds::Money | Holds::Day | Holds::Time, Value::Int(i)) => Some(i.into_value()),
        (Holds::Text(_) | Holds::Code(_) | Holds::Currency, Value::Text(t)) => Some(t.clone().into_value()),
        (Holds::Ref(kind), Value::Id(id)) => Some(DbValue::RecordId(record_id(kind, *id))),
        _ => None,
    }
}

/// Bytes as the database answered them.
///
/// # Errors
/// [`DbError::Data`] when it is something else.
pub fn into_bytes(value: DbValue) -> Result<bytes::Bytes, DbError> {
    match value {
        DbValue::Bytes(bytes) => Ok(bytes.into_inner()),
        other => Err(DbError::Data(format!("bytes were expected, not {}", other.kind()))),
    }
}
