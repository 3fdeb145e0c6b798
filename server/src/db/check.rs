//! Whether the columns of rows say the same as their packed forms.

use domain::Kind;
use domain::row::RowRef;
use surrealdb::types::{Object, Value as DbValue};

use super::connect::{Db, DbError, Vars};
use super::rows::{COMMON, columns, unpack};
use super::value::record_id;

/// Those of the rows whose columns, key or version differ from what their packed form says, or whose packed form cannot be read.
///
/// # Errors
/// Database errors.
pub async fn mismatches(db: &Db, at: &[RowRef]) -> Result<Vec<RowRef>, DbError> {
    let mut wrong = Vec::new();
    for row in at {
        let vars = Vars::new().set("id", DbValue::RecordId(record_id(row.kind, row.id)));
        let stored: Option<Object> = db.first("SELECT * FROM $id", vars).await?;
        if !stored.is_some_and(|stored| agrees(*row, stored)) {
            wrong.push(*row);
        }
    }
    Ok(wrong)
}

fn agrees(at: RowRef, stored: Object) -> bool {
    let mut stored = stored.into_inner();
    let Some(DbValue::Bytes(packed)) = stored.remove("packed") else { return false };
    let Ok(row) = unpack(&packed) else { return false };
    let number = |value: Option<DbValue>| value.and_then(|v| v.into_int().ok());
    let version = (number(stored.remove("v_epoch")), number(stored.remove("v_seq")));
    let expected = (Some(i64::from(row.version.epoch)), i64::try_from(row.version.seq).ok());
    let deleted = stored.remove("deleted") == Some(DbValue::Bool(row.is_deleted()));
    for name in ["id"].into_iter().chain(COMMON) {
        stored.remove(name);
    }
    row.address() == at && version == expected && deleted && stored == columns(&row).into_inner()
}

/// How many of every kind's rows there are, in the order of kinds.
///
/// # Errors
/// Database errors.
pub async fn counts(db: &Db) -> Result<Vec<(Kind, u64)>, DbError> {
    let mut counts = Vec::new();
    for kind in Kind::ALL {
        counts.push((kind, super::rows::count(db, kind).await?));
    }
    Ok(counts)
}
