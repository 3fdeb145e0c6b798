//! The change log and its counter.

use domain::row::RowRef;
use domain::{RowId, Txn, codec};
use serde::{Deserialize, Serialize};
use surrealdb::types::{SurrealValue, Value as DbValue};

use super::connect::{Db, DbError, Vars, take};
use super::value::into_bytes;

/// Where the order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Position {
    /// Counts restores from a backup.
    pub epoch: u32,
    /// The last place given; 0 on a new base.
    pub seq: u64,
    /// The log holds everything after this place.
    pub first: u64,
    /// How many changes of rows the log has told of since it was first counted. Only differences mean anything.
    pub rows: u64,
}

/// What one database transaction changed: the body of a record of the log.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Logged {
    /// What operations did, in order.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub txns: Vec<Txn>,
    /// A bulk write, all at the record's one place: which rows it wrote. Whoever reads the log takes the rows as they are now.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowRef>,
    /// A bulk write: which rows it erased.
    #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<RowRef>,
}

impl Logged {
    /// How many changes of rows it tells devices of: what a pull of it costs.
    pub fn rows_changed(&self) -> u64 {
        (self.rows.len() + self.gone.len() + self.txns.iter().map(|txn| txn.changes.len()).sum::<usize>()) as u64
    }
}

/// A record of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The last place in it.
    pub to: u64,
    /// What changed.
    pub logged: Logged,
    /// How large it is, stored.
    pub bytes: usize,
}

#[derive(SurrealValue)]
struct CounterRow {
    epoch: i64,
    seq: i64,
    first: i64,
    rows: i64,
}

#[derive(SurrealValue)]
struct ChangeRow {
    to: i64,
    body: DbValue,
}

/// Where the order stands.
///
/// # Errors
/// Database errors; [`DbError::Data`] when the counter is missing.
pub async fn position(db: &Db) -> Result<Position, DbError> {
    let row: Option<CounterRow> = db.first("SELECT epoch, seq, first, rows FROM counter:sync", Vars::new()).await?;
    let row = row.ok_or_else(|| DbError::Data("the counter of changes is missing".into()))?;
    let bad = |_| DbError::Data("the counter of changes is out of range".into());
    Ok(Position {
        epoch: u32::try_from(row.epoch).map_err(bad)?,
        seq: u64::try_from(row.seq).map_err(bad)?,
        first: u64::try_from(row.first).map_err(bad)?,
        rows: u64::try_from(row.rows).map_err(bad)?,
    })
}

/// What [`Position::rows`] was at a place in the order that ends a record; `None` where the log no longer says, or never did.
///
/// # Errors
/// Database errors.
pub async fn rows_at(db: &Db, seq: u64) -> Result<Option<u64>, DbError> {
    if seq == 0 {
        return Ok(Some(0));
    }
    // A whole number cannot inject anything.
    let rows: Option<Option<i64>> = db.first(&format!("SELECT VALUE rows FROM change:{seq}"), Vars::new()).await?;
    Ok(rows.flatten().and_then(|rows| u64::try_from(rows).ok()))
}

/// The records whose last place is in `after + 1 ..= up_to`, in order.
///
/// # Errors
/// Database errors; [`DbError::Data`] for a record that cannot be decoded.
pub async fn read(db: &Db, after: u64, up_to: u64) -> Result<Vec<Entry>, DbError> {
    // Whole numbers cannot inject anything; a bounded range is read by key (an open one would ignore a limit).
    let surql = format!("SELECT record::id(id) AS to, body FROM change:{}..={up_to}", after.saturating_add(1));
    let rows: Vec<ChangeRow> = db.values(&surql, Vars::new()).await?;
    rows.into_iter()
        .map(|row| {
            let body = into_bytes(row.body)?;
            let logged = codec::decode(&body, "change record").map_err(|e| DbError::Data(e.to_string()))?;
            Ok(Entry { to: u64::try_from(row.to).unwrap_or(0), logged, bytes: body.len() })
        })
        .collect()
}

/// The setting that holds the base's random id.
pub const BASE_ID: &str = "base_id";

/// The base's random id; `new` becomes it when there is none yet.
///
/// # Errors
/// Database errors; [`DbError::Data`] when the stored id is no UUID.
pub async fn base_id(db: &Db, new: RowId) -> Result<RowId, DbError> {
    let surql = "BEGIN;
        INSERT IGNORE INTO setting { id: 'base_id', value: $new } RETURN NONE;
        SELECT VALUE value FROM setting:base_id;
        COMMIT;";
    let mut results = db.transaction(surql, Vars::new().set("new", new.to_string())).await?;
    let stored: Vec<String> = take(&mut results, 2)?;
    let bad = || DbError::Data("the base's id is not a UUID".into());
    stored.first().and_then(|text| RowId::parse(text)).ok_or_else(bad)
}
