//! What the writer reads before it judges.

use std::collections::{HashMap, HashSet};
use std::sync::PoisonError;

use domain::row::RowRef;
use domain::{ReplicaId, Row};

use super::super::SyncError;
use super::super::judging::Answered;
use super::super::overlay::{named_by, named_by_row};
use super::{Push, Writer};
use crate::db::{receipt, rows};

impl Writer {
    /// Devices, receipts and operation ids that these pushes may meet again.
    pub(super) async fn answered(&self, pushes: &[Push]) -> Result<Answered, SyncError> {
        let ids: HashSet<ReplicaId> = pushes.iter().map(|p| p.replica).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let replicas = receipt::replicas(&self.db, &ids).await?;
        let mut receipts = HashMap::new();
        let mut fresh = Vec::new();
        for push in pushes {
            let last_n = replicas.get(&push.replica).map_or(0, |r| r.last_n);
            let replayed = || push.ops.iter().map(|op| op.n).filter(|n| *n <= last_n);
            if let (Some(first), Some(last)) = (replayed().min(), replayed().max()) {
                let found = receipt::receipts(&self.db, push.replica, first, last).await?;
                receipts.extend(found.into_iter().map(|(n, r)| ((push.replica, n), r)));
            }
            fresh.extend(push.ops.iter().filter(|op| op.n > last_n).map(|op| op.id));
        }
        let operations = receipt::operations(&self.db, &fresh).await?;
        for (replica, n) in operations.values() {
            if !receipts.contains_key(&(*replica, *n)) {
                let found = receipt::receipts(&self.db, *replica, *n, *n).await?;
                receipts.extend(found.into_iter().map(|(n, r)| ((*replica, n), r)));
            }
        }
        Ok(Answered { replicas, receipts, operations })
    }

    /// Every row that judging these pushes may look at.
    pub(super) async fn read_for(&mut self, pushes: &[Push]) -> Result<HashMap<RowRef, Option<Row>>, SyncError> {
        let mut wanted = HashSet::new();
        {
            let directory = self.directory.read().unwrap_or_else(PoisonError::into_inner);
            pushes.iter().flat_map(|p| &p.ops).for_each(|op| named_by(op, &directory, &mut wanted));
        }
        let mut rows: HashMap<RowRef, Option<Row>> = HashMap::new();
        // What rows name is read too (a conflict names its row, that its customer, that its conflicts) until nothing new is named.
        while !wanted.is_empty() {
            let found = self.read(std::mem::take(&mut wanted)).await?;
            let directory = self.directory.read().unwrap_or_else(PoisonError::into_inner);
            found.values().flatten().for_each(|row| named_by_row(row, &directory, &mut wanted));
            rows.extend(found);
            wanted.retain(|at| !rows.contains_key(at));
        }
        Ok(rows)
    }

    /// These rows as they are; `None` for those that do not exist.
    pub(super) async fn read(&mut self, wanted: HashSet<RowRef>) -> Result<HashMap<RowRef, Option<Row>>, SyncError> {
        let (known, unknown): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|at| self.cache.contains_key(at));
        let mut found: HashMap<_, _> = known.into_iter().map(|at| (at, self.cache.get(&at).cloned())).collect();
        let read = rows::read(&self.db, &unknown).await?;
        found.extend(unknown.into_iter().map(|at| (at, None)));
        found.extend(read.into_iter().map(|row| (row.address(), Some(row))));
        Ok(found)
    }
}
