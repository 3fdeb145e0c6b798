//! Filling the ledger from the database, once, at the start.

use domain::{Kind, RowId};

use super::fact::Fact;
use super::ledger::Ledger;
use crate::db::connect::{Db, DbError};
use crate::db::rows;

/// How many customers' events are read at once.
const BLOCK: usize = 1_000;

/// Every customer's events as they are in the database.
///
/// # Errors
/// Database errors.
pub async fn load(db: &Db) -> Result<Ledger, DbError> {
    let mut ledger = Ledger::default();
    let customers = rows::ids(db, Kind::Customer).await?;
    for (id, deleted) in &customers {
        ledger.note(Fact::Customer { id: *id, deleted: *deleted });
    }
    for block in customers.chunks(BLOCK) {
        let ids: Vec<RowId> = block.iter().map(|(id, _)| *id).collect();
        for kind in [Kind::Purchase, Kind::Interaction] {
            for packed in rows::packed_of_customers(db, kind, &ids).await? {
                if let Some(fact) = Fact::of(&rows::unpack(&packed)?) {
                    ledger.note(fact);
                }
            }
        }
        // A block of a thousand customers is decoded without a pause otherwise.
        tokio::task::yield_now().await;
    }
    Ok(ledger)
}
