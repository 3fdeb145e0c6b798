//! From the records of the log to what one person's device is told.

use std::collections::{HashMap, HashSet};

use domain::row::RowRef;
use domain::{Change, Hlc, Kind, ReplicaId, Row, StaffId, Stamp, Txn};

use super::{Base, Reader, SyncError};
use crate::db::log::Entry;
use crate::db::rows;

impl Base {
    /// The transactions of these records as `reader` may see them.
    pub(super) async fn told(&self, entries: Vec<Entry>, reader: &Reader) -> Result<Vec<Txn>, SyncError> {
        let mut wanted = HashSet::new();
        for entry in &entries {
            wanted.extend(&entry.logged.rows);
            let changes = entry.logged.txns.iter().flat_map(|txn| &txn.changes);
            wanted.extend(changes.filter(|c| needs_row(c, reader)).map(Change::address));
        }
        let wanted: Vec<RowRef> = wanted.into_iter().collect();
        // Read after the log: at least as new as what the log says, and devices never go back.
        let present: HashMap<RowRef, Row> =
            rows::read(self.db(), &wanted).await?.into_iter().map(|row| (row.address(), row)).collect();
        let directory = self.directory();
        let mut txns = Vec::new();
        for entry in entries {
            for txn in entry.logged.txns {
                let changes: Vec<Change> = txn
                    .changes
                    .into_iter()
                    .filter_map(|c| visible(c, &present, |row| reader.may_have(&directory, row)))
                    .collect();
                if !changes.is_empty() {
                    txns.push(Txn { changes, ..txn });
                }
            }
            let enter = entry.logged.rows.iter().filter_map(|at| present.get(at));
            let enter = enter.filter(|row| reader.may_have(&directory, row)).cloned().map(Change::Enter);
            let changes: Vec<Change> = enter.chain(entry.logged.gone.into_iter().map(Change::Gone)).collect();
            if !changes.is_empty() {
                let (actor, replica) = (StaffId::NIL, ReplicaId::NIL);
                txns.push(Txn { seq: entry.to, actor, replica, n: 0, hlc: Hlc::default(), changes });
            }
        }
        Ok(txns)
    }
}

/// Whether the row must be read to know who may see the change, or because the row is sent whole.
fn needs_row(change: &Change, reader: &Reader) -> bool {
    match change {
        Change::Enter(_) | Change::Leave(_) | Change::Gone(_) => false,
        Change::Patch { row, .. } => {
            !row.kind.in_memory() || (!reader.sees_all() && !matches!(row.kind, Kind::Customer | Kind::Score))
        }
    }
}

/// The change as a device gets it; `None` when it may not see the row.
fn visible(change: Change, present: &HashMap<RowRef, Row>, may_have: impl Fn(&Row) -> bool) -> Option<Change> {
    match change {
        Change::Enter(row) => may_have(&row).then_some(Change::Enter(row)),
        Change::Patch { row: at, edits } => match present.get(&at) {
            Some(row) if !may_have(row) => None,
            // Rows that a device keeps packed are replaced whole: it could not patch one it has not opened.
            Some(row) if !at.kind.in_memory() => Some(Change::Enter(row.clone())),
            // Erased meanwhile; the device is told so later.
            None if !at.kind.in_memory() => None,
            None if matches!(at.kind, Kind::Customer | Kind::Score) => {
                // Whose these are is told by their id; they need not be read.
                may_have(&Row::new(at.kind, at.id, Stamp::default(), [])).then_some(Change::Patch { row: at, edits })
            }
            _ => Some(Change::Patch { row: at, edits }),
        },
        Change::Leave(at) => Some(Change::Leave(at)),
        Change::Gone(at) => Some(Change::Gone(at)),
    }
}
