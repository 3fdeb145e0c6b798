//! What decides who sees which customer, and who referred whom: read once at the start and then kept in memory.

use domain::{Aliases, RowId, StaffId};
use surrealdb::types::{RecordId, SurrealValue, Value as DbValue};

use super::connect::{Db, DbError, Vars};

/// The customers that have an owner, and whose they are.
///
/// # Errors
/// Database errors; [`DbError::Data`] for a key that is no UUID.
pub async fn owners(db: &Db) -> Result<Vec<(RowId, StaffId)>, DbError> {
    let surql = "SELECT VALUE [record::id(id), record::id(owner)] FROM customer WHERE owner != NONE";
    let pairs: Vec<Vec<String>> = db.values(surql, Vars::new()).await?;
    pairs.iter().map(|pair| Ok((id(pair, 0)?, StaffId(id(pair, 1)?.0)))).collect()
}

/// Who was merged into whom.
///
/// # Errors
/// As [`owners`].
pub async fn aliases(db: &Db) -> Result<Aliases, DbError> {
    let surql = "SELECT record::id(id) AS key, record::id(merged) AS into, deleted FROM customer WHERE merged != NONE";
    let found: Vec<MergedRow> = db.values(surql, Vars::new()).await?;
    let parse = |text: &str| RowId::parse(text).ok_or_else(|| DbError::Data("a key is not a UUID".into()));
    let mut aliases = Aliases::default();
    for row in &found {
        aliases.put(parse(&row.key)?, Some(parse(&row.into)?), row.deleted);
    }
    Ok(aliases)
}

#[derive(SurrealValue)]
struct MergedRow {
    key: String,
    into: String,
    deleted: bool,
}

/// The teams of the people in the synced directory.
///
/// # Errors
/// As [`owners`].
pub async fn teams(db: &Db) -> Result<Vec<(StaffId, RowId)>, DbError> {
    let surql = "SELECT VALUE [record::id(id), record::id(team)] FROM staff_card WHERE team != NONE";
    let pairs: Vec<Vec<String>> = db.values(surql, Vars::new()).await?;
    pairs.iter().map(|pair| Ok((StaffId(id(pair, 0)?.0), id(pair, 1)?))).collect()
}

/// The referrals that stand: the edge, who referred, and who was referred.
///
/// # Errors
/// As [`owners`].
pub async fn referrals(db: &Db) -> Result<Vec<(RowId, RowId, RowId)>, DbError> {
    let surql = "SELECT VALUE [record::id(id), record::id(in), record::id(out)] FROM referred WHERE live";
    let triples: Vec<Vec<String>> = db.values(surql, Vars::new()).await?;
    triples.iter().map(|t| Ok((id(t, 0)?, id(t, 1)?, id(t, 2)?))).collect()
}

/// The place in the order at which the set of customers that a person sees last changed.
///
/// # Errors
/// Database errors.
pub async fn rescope_seq(db: &Db, staff: StaffId) -> Result<u64, DbError> {
    let vars = Vars::new().set("id", DbValue::RecordId(RecordId::new("staff", staff.to_string())));
    let seq: Option<i64> = db.first("SELECT VALUE rescope_seq FROM $id", vars).await?;
    Ok(seq.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
}

fn id(parts: &[String], at: usize) -> Result<RowId, DbError> {
    parts.get(at).and_then(|text| RowId::parse(text)).ok_or_else(|| DbError::Data("a key is not a UUID".into()))
}
