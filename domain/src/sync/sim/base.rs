//! A base in memory: rows, and what the judge looks up in them. The model server has one; so has the oracle that says what a
//! device at some cursor must hold.

use crate::alias::Aliases;
use crate::change::{Change, Txn, apply};
use crate::id::{RowId, StaffId};
use crate::judge::{World, is_live};
use crate::row::{Row, RowRef};
use crate::schema::Kind;
use crate::schema::fields::{conflict, referral};
use std::collections::BTreeMap;

/// Rows by their addresses, with the indexes the judge and the checks need.
#[derive(Clone, Debug, Default)]
pub struct Base {
    rows: BTreeMap<RowRef, Row>,
    /// By customer: the standing referral and who referred.
    referrers: BTreeMap<RowId, (RowId, RowId)>,
    aliases: Aliases,
    /// By the row they are about: all conflicts there ever were.
    conflicts: BTreeMap<RowId, Vec<RowId>>,
}

impl Base {
    /// A base with these rows.
    pub fn new(rows: impl IntoIterator<Item = Row>) -> Self {
        let mut base = Self::default();
        for row in rows {
            base.put(row.address(), Some(row));
        }
        base
    }

    /// All rows.
    pub fn rows(&self) -> &BTreeMap<RowRef, Row> {
        &self.rows
    }

    /// The conflicts about a row, open and settled.
    pub fn conflicts_about(&self, row: RowId) -> impl Iterator<Item = &Row> {
        let ids = self.conflicts.get(&row).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.rows.get(&RowRef::new(Kind::Conflict, *id)))
    }

    /// Applies a transaction of the log, given in the epoch in which it was committed.
    pub fn apply(&mut self, txn: &Txn, epoch: u32) {
        for change in &txn.changes {
            self.change(change, txn, epoch);
        }
    }

    fn change(&mut self, change: &Change, txn: &Txn, epoch: u32) {
        let at = change.address();
        let after = apply(self.rows.remove(&at), change, txn.stamp(epoch));
        self.put(at, after);
    }

    fn put(&mut self, at: RowRef, row: Option<Row>) {
        if let Some(row) = &row {
            self.index(row);
        }
        if let Some(row) = row {
            self.rows.insert(at, row);
        } else {
            self.aliases.forget(at.id);
            self.rows.remove(&at);
        }
    }

    fn index(&mut self, row: &Row) {
        self.aliases.note(row);
        if row.kind == Kind::Referral
            && let (Some(from), Some(to)) = (row.reference(referral::FROM), row.reference(referral::TO))
        {
            if is_live(row) {
                self.referrers.insert(to, (row.id, from));
            } else if self.referrers.get(&to).is_some_and(|(edge, _)| *edge == row.id) {
                self.referrers.remove(&to);
            }
        }
        if row.kind == Kind::Conflict
            && let Some(target) = row.reference(conflict::TARGET)
        {
            let known = self.conflicts.entry(target).or_default();
            if !known.contains(&row.id) {
                known.push(row.id);
            }
        }
    }
}

impl World for Base {
    fn row(&self, at: RowRef) -> Option<&Row> {
        self.rows.get(&at)
    }

    fn referrer(&self, customer: RowId) -> Option<(RowId, RowId)> {
        self.referrers.get(&customer).copied()
    }

    fn aliases(&self) -> &Aliases {
        &self.aliases
    }

    fn team_of(&self, _staff: StaffId) -> Option<RowId> {
        None
    }
}
