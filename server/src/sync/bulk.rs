//! Bulk writes: rows made by the server itself (imports, the demo base, scores, the staff directory), many at a time.
//!
//! Each batch takes one place in the order; the log says only which rows it wrote, and whoever reads the log takes them as they are then.

mod tree;

use std::collections::{HashMap, HashSet};

use domain::change::{Edit, apply_edits};
use domain::row::RowRef;
use domain::{Change, Hlc, Kind, Row, StaffId, Stamp, Value, Version};
use tokio::sync::oneshot;

use super::directory::Directory;
use super::writer::{Command, rescoped};
use super::{Base, SyncError};
use crate::db::commit::Commit;
use crate::db::log::{Logged, Position};
use tree::Tree;

/// How many rows one transaction writes.
pub const BATCH: usize = 500;

/// What happens to a row that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Merge {
    /// Fields that the new row has and no person has written since are replaced; the others stay. For imports: importing the same file
    /// again changes nothing, and never undoes what somebody typed.
    Fields,
    /// The row becomes the new one. For what the server derives.
    #[default]
    Whole,
}

/// Rows to write together.
#[derive(Default)]
pub(super) struct Bulk {
    pub rows: Vec<Row>,
    /// Edits of rows that are there; those that are not are left out.
    pub edits: Vec<(RowRef, Vec<Edit>)>,
    pub erase: Vec<RowRef>,
    pub merge: Merge,
    /// Staff who see other customers from now on, for another reason than a change of owner.
    pub rescope: Vec<StaffId>,
    /// On whose behalf rows are edited; nil for the server itself.
    pub by: StaffId,
}

/// What a bulk write did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The last place in the order.
    pub seq: u64,
    /// Rows that were not there.
    pub created: u64,
    /// Rows that are different now.
    pub changed: u64,
    /// Rows that were there already, the same.
    pub same: u64,
    /// Rows that were erased.
    pub erased: u64,
    /// Referrals left out: they would have given a customer a second referrer, or closed a circle.
    pub refused: u64,
}

impl Written {
    /// Adds another batch's counts.
    pub fn add(&mut self, other: Self) {
        self.seq = self.seq.max(other.seq);
        self.created += other.created;
        self.changed += other.changed;
        self.same += other.same;
        self.erased += other.erased;
        self.refused += other.refused;
    }
}

impl Base {
    /// Writes rows, in batches of [`BATCH`]. Their versions are given by the writer. Edges must come after the customers they connect.
    /// Every batch is whole or not at all; those before a failure stay.
    ///
    /// # Errors
    /// [`SyncError::Stopped`] while the server ends; database errors.
    pub async fn write_rows(&self, rows: impl IntoIterator<Item = Row>, merge: Merge) -> Result<Written, SyncError> {
        let mut written = Written::default();
        let mut rows = rows.into_iter();
        loop {
            let batch: Vec<Row> = rows.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(written);
            }
            written.add(self.bulk(Bulk { rows: batch, merge, ..Bulk::default() }).await?);
        }
    }

    /// Writes what an import has found out by comparing its rows with the base: new rows, and edits of rows that are there. At most
    /// about [`BATCH`] of them; one transaction, one place in the order. Stamps within the edits get the version of that place.
    ///
    /// # Errors
    /// As [`Base::write_rows`].
    pub async fn write_changes(&self, changes: Vec<Change>, by: StaffId) -> Result<Written, SyncError> {
        let mut bulk = Bulk { merge: Merge::Fields, by, ..Bulk::default() };
        for change in changes {
            match change {
                Change::Enter(row) => bulk.rows.push(row),
                Change::Patch { row, edits } => bulk.edits.push((row, edits)),
                Change::Gone(at) => bulk.erase.push(at),
                Change::Leave(_) => {}
            }
        }
        self.bulk(bulk).await
    }

    /// Erases rows, in batches of [`BATCH`]; devices are told to drop them. Edges before the customers they connect.
    ///
    /// # Errors
    /// As [`Base::write_rows`].
    pub async fn erase_rows(&self, rows: impl IntoIterator<Item = RowRef>) -> Result<Written, SyncError> {
        let mut written = Written::default();
        let mut rows = rows.into_iter();
        loop {
            let erase: Vec<RowRef> = rows.by_ref().take(BATCH).collect();
            if erase.is_empty() {
                return Ok(written);
            }
            written.add(self.bulk(Bulk { erase, ..Bulk::default() }).await?);
        }
    }

    pub(super) async fn bulk(&self, bulk: Bulk) -> Result<Written, SyncError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Bulk(bulk, reply)).await?;
        answer.await.map_err(|_| SyncError::Stopped)?
    }
}

impl Bulk {
    /// The transaction that writes this after `position`, over the rows as they are; `None` when nothing changes.
    pub(super) fn prepare(
        &self,
        position: Position,
        mut present: HashMap<RowRef, Option<Row>>,
        directory: &Directory,
        now_ms: i64,
    ) -> (Option<Commit>, Written) {
        let seq = position.seq + 1;
        let version = Version::new(position.epoch, seq);
        let hlc = Hlc::new(u64::try_from(now_ms).unwrap_or(0), 0);
        let mut written = Written::default();
        let mut tree = Tree::new(directory);
        let mut changed: Vec<(Option<Row>, Row)> = Vec::new();
        let mut seen = HashSet::new();
        for row in &self.rows {
            if !seen.insert(row.address()) {
                written.same += 1;
                continue;
            }
            let old = present.remove(&row.address()).flatten();
            // Scores are computed beside the writer: the customer may have been erased meanwhile.
            if row.kind == Kind::Score && directory.is_erased(row.id) {
                continue;
            }
            if !tree.admits(row) {
                written.refused += 1;
                continue;
            }
            let at = Stamp { version, hlc: row.created.hlc.max(hlc), by: row.created.by, ..Stamp::default() };
            let new = match (&old, self.merge) {
                (None, _) => restamped(row, at),
                (Some(old), Merge::Fields) => merged(old, row, at),
                (Some(old), Merge::Whole) => replaced(old, row, at),
            };
            match &old {
                None => written.created += 1,
                Some(old) if *old == new => {
                    written.same += 1;
                    continue;
                }
                Some(_) => written.changed += 1,
            }
            changed.push((old, new));
        }
        let at = Stamp { version, hlc, by: self.by, ..Stamp::default() };
        for (address, edits) in &self.edits {
            let Some(old) = present.remove(address).flatten().filter(|_| seen.insert(*address)) else {
                written.same += 1;
                continue;
            };
            let mut new = old.clone();
            apply_edits(&mut new, &placed(edits, at), at);
            written.changed += 1;
            changed.push((Some(old), new));
        }
        written.erased = self.erase.len() as u64;
        if changed.is_empty() && self.erase.is_empty() {
            return (None, written);
        }
        let mut rescoped = rescoped(directory, &changed);
        rescoped.extend(&self.rescope);
        let refs = changed.iter().map(|(_, new)| new.address()).collect();
        let (old, new): (Vec<_>, Vec<_>) = changed.into_iter().partition(|(old, _)| old.is_some());
        let rows = |pairs: Vec<(Option<Row>, Row)>| pairs.into_iter().map(|(_, row)| row).collect();
        let commit = Commit {
            epoch: position.epoch,
            from: position.seq,
            to: seq,
            rows_before: position.rows,
            created: rows(new),
            changed: rows(old),
            erased: self.erase.clone(),
            logged: Logged { rows: refs, gone: self.erase.clone(), ..Logged::default() },
            rescoped,
            now_ms,
            ..Commit::default()
        };
        (Some(commit), written)
    }
}

/// Edits whose stamps have the version of the place at which they are written.
fn placed(edits: &[Edit], at: Stamp) -> Vec<Edit> {
    let mut edits = edits.to_vec();
    for edit in &mut edits {
        if let Edit::Adds(_, _, adds) = edit {
            adds.iter_mut().filter(|add| add.version == Version::default()).for_each(|add| add.version = at.version);
        }
    }
    edits
}

/// A new row, with the version it gets.
fn restamped(row: &Row, at: Stamp) -> Row {
    let mut row = row.clone();
    row.created = Stamp { version: at.version, replica: at.replica, n: 0, ..row.created };
    row.version = at.version;
    let stamps = row.elements.iter_mut().flat_map(|e| &mut e.adds).chain(&mut row.deleted);
    for stamp in stamps.chain(row.cells.iter_mut().filter_map(|c| c.stamp.as_mut())) {
        stamp.version = at.version;
    }
    row
}

/// The present row with what the new one says, where no person has written.
fn merged(old: &Row, new: &Row, at: Stamp) -> Row {
    let mut row = old.clone();
    for cell in &new.cells {
        let by_a_person = old.stamp(cell.field).replica != at.replica;
        if !by_a_person && *old.get(cell.field) != cell.value {
            row.put(cell.field, cell.value.clone(), at);
        }
    }
    // Elements are only ever added, and only when they were never there or were put there by an import: a tag that somebody took off
    // stays off as long as the row itself was changed by people.
    for element in &new.elements {
        let untouched = row.history.is_empty() && old.version == old.created.version;
        if old.adds(element.field, &element.value).is_empty() && untouched {
            row.put_adds(element.field, element.value.clone(), vec![at], at.version);
        }
    }
    row
}

/// The new row in the place of the present one; the present one when nothing differs.
fn replaced(old: &Row, new: &Row, at: Stamp) -> Row {
    let same = |a: &Row, b: &Row| {
        let cells = |row: &Row| -> Vec<(domain::Field, Value)> {
            row.cells.iter().filter(|c| !c.value.is_null()).map(|c| (c.field, c.value.clone())).collect()
        };
        cells(a) == cells(b) && a.is_deleted() == b.is_deleted()
    };
    if same(old, new) {
        return old.clone();
    }
    let mut row = restamped(new, at);
    row.created = old.created;
    row
}
