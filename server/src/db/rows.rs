//! Rows of every kind: one function writes both their columns and `packed`, and everything is read back from `packed`.

use domain::row::RowRef;
use domain::schema::fields::{conflict, customer, referral};
use domain::schema::{FieldDef, Holds};
use domain::{Kind, Merged, Row, RowId, Value, codec, judge};
use surrealdb::types::{Object, SurrealValue, Value as DbValue};

use super::connect::{Db, DbError, Vars};
use super::value::{bytes, column, into_bytes, record_id};

/// The columns every table of rows has.
pub(super) const COMMON: [&str; 4] = ["packed", "v_epoch", "v_seq", "deleted"];

/// The record of a row: its key, its columns and its packed form. `packed` must be `codec::encode(row)`.
pub(super) fn record(row: &Row, packed: Vec<u8>) -> Object {
    let mut record = columns(row);
    record.insert("id", DbValue::RecordId(record_id(row.kind, row.id)));
    record.insert("packed", bytes(packed));
    record.insert("v_epoch", i64::from(row.version.epoch));
    record.insert("v_seq", i64::try_from(row.version.seq).unwrap_or(i64::MAX));
    record.insert("deleted", row.is_deleted());
    record
}

/// The typed columns of a row, by the schema's names. An edge has `in` and `out` instead of its ends, and `live`.
pub fn columns(row: &Row) -> Object {
    let mut columns = Object::new();
    for def in row.kind.fields() {
        if row.kind.is_edge() && matches!(def.field, referral::FROM | referral::TO | referral::LIVE) {
            continue;
        }
        if let Holds::Set(_) = def.holds {
            let texts: Vec<String> = row.set(def.field).filter_map(Value::as_text).map(str::to_owned).collect();
            columns.insert(def.name, texts);
        } else if row.kind == Kind::Conflict && def.field == conflict::TARGET {
            let kind =
                row.int(conflict::TARGET_KIND).and_then(|n| u8::try_from(n).ok()).and_then(|n| Kind::try_from(n).ok());
            if let (Some(kind), Some(id)) = (kind, row.reference(def.field)) {
                columns.insert(def.name, DbValue::RecordId(record_id(kind, id)));
            }
        } else if is_merged(row.kind, def) {
            if let Some(merged) = Merged::of(row) {
                columns.insert(def.name, DbValue::RecordId(record_id(Kind::Customer, merged.into)));
            }
        } else if let Some(value) = column(def, row.get(def.field)) {
            columns.insert(def.name, value);
        }
    }
    if row.kind.is_edge() {
        columns.insert("live", judge::is_live(row));
        for (name, end) in [("in", referral::FROM), ("out", referral::TO)] {
            if let Some(id) = row.reference(end) {
                columns.insert(name, DbValue::RecordId(record_id(Kind::Customer, id)));
            }
        }
    }
    columns
}

/// Of a customer's merge, the survivor alone has a column.
fn is_merged(kind: Kind, def: &FieldDef) -> bool {
    kind == Kind::Customer && def.field == customer::MERGED
}

/// `packed = $input.packed, name = $input.name, …`: everything an update of a row of this kind replaces.
pub(super) fn update_list(kind: Kind) -> String {
    let has_column = |def: &&FieldDef| is_merged(kind, def) || !matches!(def.holds, Holds::List(_));
    let own = kind.fields().iter().filter(has_column).map(|def| def.name);
    let all = COMMON.into_iter().chain(own);
    all.map(|name| format!("{name} = $input.{name}")).collect::<Vec<_>>().join(", ")
}

/// A row from its packed form.
///
/// # Errors
/// [`DbError::Data`] when it cannot be decoded.
pub fn unpack(packed: &[u8]) -> Result<Row, DbError> {
    codec::decode(packed, "row").map_err(|error| DbError::Data(error.to_string()))
}

/// Those of the rows that exist, in no particular order.
///
/// # Errors
/// Database errors, and [`DbError::Data`] for a row that cannot be decoded.
pub async fn read(db: &Db, at: &[RowRef]) -> Result<Vec<Row>, DbError> {
    if at.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<DbValue> = at.iter().map(|r| DbValue::RecordId(record_id(r.kind, r.id))).collect();
    packed(db, "SELECT VALUE packed FROM $ids", Vars::new().set("ids", DbValue::Array(ids.into())))
        .await?
        .iter()
        .map(|packed| unpack(packed))
        .collect()
}

/// The packed form of every row of a kind. Holds all of them in memory: for kinds that devices hold in memory too.
///
/// # Errors
/// Database errors.
pub async fn all_packed(db: &Db, kind: Kind) -> Result<Vec<bytes::Bytes>, DbError> {
    packed(db, &format!("SELECT VALUE packed FROM {}", kind.name()), Vars::new()).await
}

/// The packed rows of a kind that belong to these customers, by the index on `customer`.
///
/// # Errors
/// Database errors.
pub async fn packed_of_customers(db: &Db, kind: Kind, customers: &[RowId]) -> Result<Vec<bytes::Bytes>, DbError> {
    let ids: Vec<DbValue> = customers.iter().map(|id| DbValue::RecordId(record_id(Kind::Customer, *id))).collect();
    let surql = format!("SELECT VALUE packed FROM {} WHERE customer IN $customers", kind.name());
    packed(db, &surql, Vars::new().set("customers", DbValue::Array(ids.into()))).await
}

/// How many rows of a kind there are, the deleted ones included.
///
/// # Errors
/// Database errors.
pub async fn count(db: &Db, kind: Kind) -> Result<u64, DbError> {
    let surql = format!("SELECT VALUE count FROM (SELECT count() FROM {} GROUP ALL)", kind.name());
    let count: Option<i64> = db.first(&surql, Vars::new()).await?;
    Ok(count.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
}

/// Whether there is no customer yet.
///
/// # Errors
/// Database errors.
pub async fn is_empty(db: &Db) -> Result<bool, DbError> {
    Ok(db.first::<i64>("SELECT VALUE 1 FROM customer LIMIT 1", Vars::new()).await?.is_none())
}

async fn packed(db: &Db, surql: &str, vars: Vars) -> Result<Vec<bytes::Bytes>, DbError> {
    let found: Vec<DbValue> = db.values(surql, vars).await?;
    found.into_iter().filter(|value| !value.is_none()).map(into_bytes).collect()
}

/// The key of every row of a kind, and whether it is in the trash, in order of keys.
///
/// # Errors
/// Database errors; [`DbError::Data`] for a key that is no UUID.
pub async fn ids(db: &Db, kind: Kind) -> Result<Vec<(RowId, bool)>, DbError> {
    let surql = format!("SELECT record::id(id) AS key, deleted FROM {}", kind.name());
    let found: Vec<KeyRow> = db.values(&surql, Vars::new()).await?;
    let bad = || DbError::Data("a key is not a UUID".into());
    let ids: Result<Vec<_>, _> =
        found.iter().map(|row| Ok((RowId::parse(&row.key).ok_or_else(bad)?, row.deleted))).collect();
    ids.map(|mut ids| {
        ids.sort_unstable();
        ids
    })
}

#[derive(SurrealValue)]
struct KeyRow {
    key: String,
    deleted: bool,
}

/// The demo base's customers.
///
/// # Errors
/// Database errors.
pub async fn demo_customers(db: &Db) -> Result<Vec<RowId>, DbError> {
    keys(db, "SELECT VALUE record::id(id) FROM customer WHERE demo = true").await
}

/// Whether there is a customer that is not of the demo base.
///
/// # Errors
/// Database errors.
pub async fn has_own_customers(db: &Db) -> Result<bool, DbError> {
    let surql = "SELECT VALUE 1 FROM customer WHERE demo != true LIMIT 1";
    Ok(db.first::<i64>(surql, Vars::new()).await?.is_some())
}

/// The rows of a kind that belong to customers of the demo base: edges with an end there, and whatever names one as its customer.
///
/// # Errors
/// Database errors.
pub async fn of_demo(db: &Db, kind: Kind) -> Result<Vec<RowRef>, DbError> {
    let belongs = if kind.is_edge() { "in.demo = true OR out.demo = true" } else { "customer.demo = true" };
    let surql = format!("SELECT VALUE record::id(id) FROM {} WHERE {belongs}", kind.name());
    Ok(keys(db, &surql).await?.into_iter().map(|id| RowRef::new(kind, id)).collect())
}

async fn keys(db: &Db, surql: &str) -> Result<Vec<RowId>, DbError> {
    let found: Vec<String> = db.values(surql, Vars::new()).await?;
    let bad = || DbError::Data("a key is not a UUID".into());
    found.iter().map(|key| RowId::parse(key).ok_or_else(bad)).collect()
}
