//! Receipts: what was answered to every operation, so that the same operation sent again gets the same answer.

use std::collections::HashMap;

use domain::{Op, OpId, ReplicaId, StaffId, Verdict, codec};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use surrealdb::types::{Array, Object, RecordId, RecordIdKey, SurrealValue, Uuid, Value as DbValue};

use super::connect::{Db, DbError, Vars};
use super::value::{bytes, into_bytes, uuid_key};

/// What was answered to one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The operation's number on its device.
    #[serde(rename = "n")]
    pub n: u32,
    /// First 16 bytes of the SHA-256 of the operation.
    #[serde(rename = "d", with = "serde_bytes")]
    pub digest: [u8; 16],
    /// The answer.
    #[serde(rename = "v")]
    pub verdict: Verdict,
}

/// A device, as the server knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replica {
    /// Whose it is.
    pub staff: StaffId,
    /// The number of the last operation that was judged.
    pub last_n: u32,
}

/// The most operations in one receipt record.
pub const PER_RECORD: u32 = 1024;

/// The digest by which an operation is recognised.
pub fn digest(op: &Op) -> [u8; 16] {
    let full = Sha256::digest(codec::encode(op));
    let mut short = [0; 16];
    short.copy_from_slice(&full[..16]);
    short
}

#[derive(SurrealValue)]
struct ReplicaRow {
    key: String,
    staff: String,
    last_n: i64,
}

#[derive(SurrealValue)]
struct OperationRow {
    op: Uuid,
    replica: Uuid,
    n: i64,
}

/// Those of the devices that are known.
///
/// # Errors
/// Database errors.
pub async fn replicas(db: &Db, ids: &[ReplicaId]) -> Result<HashMap<ReplicaId, Replica>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<DbValue> = ids.iter().map(|id| DbValue::RecordId(replica_record(*id))).collect();
    let vars = Vars::new().set("ids", DbValue::Array(keys.into()));
    let rows: Vec<ReplicaRow> = db.values("SELECT record::id(id) AS key, staff, last_n FROM $ids", vars).await?;
    let bad = || DbError::Data("a device's record cannot be read".into());
    rows.into_iter()
        .map(|row| {
            let id = ReplicaId::parse(&row.key).ok_or_else(bad)?;
            let staff = StaffId::parse(&row.staff).ok_or_else(bad)?;
            let last_n = u32::try_from(row.last_n).map_err(|_| bad())?;
            Ok((id, Replica { staff, last_n }))
        })
        .collect()
}

/// The receipts of one device with numbers `first ..= last` (and some beside them), by number.
///
/// # Errors
/// Database errors; [`DbError::Data`] for a record that cannot be decoded.
pub async fn receipts(db: &Db, replica: ReplicaId, first: u32, last: u32) -> Result<HashMap<u32, Receipt>, DbError> {
    // A record's key is the last number in it, and it holds at most PER_RECORD numbers.
    let up_to = last.saturating_add(PER_RECORD);
    let surql = format!("SELECT VALUE body FROM receipt:[u'{0}', {first}]..=[u'{0}', {up_to}]", replica.0);
    let bodies: Vec<DbValue> = db.values(&surql, Vars::new()).await?;
    let mut found = HashMap::new();
    for body in bodies {
        let packed: Vec<Receipt> =
            codec::decode(&into_bytes(body)?, "receipts").map_err(|e| DbError::Data(e.to_string()))?;
        found.extend(packed.into_iter().map(|r| (r.n, r)));
    }
    Ok(found)
}

/// Under which device and number operations were judged already, by their ids.
///
/// # Errors
/// Database errors.
pub async fn operations(db: &Db, ids: &[OpId]) -> Result<HashMap<OpId, (ReplicaId, u32)>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<DbValue> = ids.iter().map(|id| DbValue::RecordId(operation_record(*id))).collect();
    let vars = Vars::new().set("ids", DbValue::Array(keys.into()));
    let rows: Vec<OperationRow> = db.values("SELECT record::id(id) AS op, replica, n FROM $ids", vars).await?;
    Ok(rows
        .into_iter()
        .map(|row| (OpId(row.op.into()), (ReplicaId(row.replica.into()), u32::try_from(row.n).unwrap_or(0))))
        .collect())
}

pub(super) fn replica_record(id: ReplicaId) -> RecordId {
    RecordId::new("replica", id.to_string())
}

fn operation_record(id: OpId) -> RecordId {
    RecordId::new("operation", uuid_key(id.0))
}

fn receipt_array(replica: ReplicaId, n: u32) -> Array {
    vec![DbValue::Uuid(Uuid::from(replica.0)), i64::from(n).into_value()].into()
}

/// The record of a batch's receipts; `None` for none.
pub(super) fn receipt_record(replica: ReplicaId, receipts: &[Receipt], now_ms: i64) -> Option<Object> {
    let last = receipts.last()?.n;
    let mut record = Object::new();
    let key = RecordIdKey::Array(receipt_array(replica, last));
    record.insert("id", DbValue::RecordId(RecordId::new("receipt", key)));
    record.insert("body", bytes(codec::encode(&receipts)));
    record.insert("at", now_ms);
    Some(record)
}

/// The record by which an operation is found by its id.
pub(super) fn operation(op: OpId, replica: ReplicaId, n: u32) -> Object {
    let mut record = Object::new();
    record.insert("id", DbValue::RecordId(operation_record(op)));
    record.insert("replica", DbValue::Uuid(Uuid::from(replica.0)));
    record.insert("n", i64::from(n));
    record
}
