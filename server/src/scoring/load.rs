//! Filling the ledger from the database, once, at the start.

use std::collections::HashMap;

use domain::{Kind, RowId};

use super::fact::Fact;
use super::ledger::Ledger;
use crate::db::connect::{Db, DbError};
use crate::db::{rows, scope};

/// How many rows are decoded before other tasks have their turn.
const BLOCK: usize = 1_000;

/// Every customer's events as they are in the database.
///
/// # Errors
/// Database errors.
pub async fn load(db: &Db) -> Result<Ledger, DbError> {
    let mut ledger = Ledger::default();
    let merged: HashMap<RowId, RowId> = scope::aliases(db).await?.iter().collect();
    for (id, deleted) in rows::ids(db, Kind::Customer).await? {
        ledger.note(Fact::Customer { id, deleted, into: merged.get(&id).copied() });
    }
    for kind in [Kind::Purchase, Kind::Interaction] {
        // In the order of the table: the way by the index on customers looks for every row by itself, which took minutes
        // with a million purchases.
        let all = rows::all_packed(db, kind).await?;
        for block in all.chunks(BLOCK) {
            for packed in block {
                if let Some(fact) = Fact::of(&rows::unpack(packed)?) {
                    ledger.note(fact);
                }
            }
            // A block of rows is decoded without a pause otherwise.
            tokio::task::yield_now().await;
        }
    }
    Ok(ledger)
}
