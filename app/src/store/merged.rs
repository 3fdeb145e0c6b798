//! Customers that were merged, as the screen shows them: whatever belongs to a merged record belongs to the survivor.

use super::{Rows, Store};
use domain::judge::owner_field;
use domain::row::RowRef;
use domain::schema::fields::{customer, referral};
use domain::{Kind, Merged, Row, RowId};

/// A record that was merged into a customer.
#[derive(Clone, PartialEq, Debug)]
pub struct MergedRecord {
    /// The record, as it was and is.
    pub row: Row,
    /// How it was merged.
    pub merged: Merged,
}

impl Store {
    /// Who the customer is now.
    pub fn root(&self, customer: RowId) -> RowId {
        self.aliases.borrow().root(customer)
    }

    /// The records merged into a customer, directly or through others, the last merge first.
    pub fn merged_into(&self, root: RowId) -> Vec<MergedRecord> {
        let members = self.aliases.borrow().members(root);
        let records = members.into_iter().skip(1).filter_map(|id| self.customer(id));
        let mut all: Vec<MergedRecord> =
            records.filter_map(|row| Merged::of(&row).map(|merged| MergedRecord { row, merged })).collect();
        all.sort_by_key(|m| std::cmp::Reverse(m.row.stamp(customer::MERGED).hlc));
        all
    }

    /// The customer and the merged records whose belongings count.
    pub(super) fn counted(&self, root: RowId) -> Vec<RowId> {
        self.aliases.borrow().counted(root)
    }

    /// How many records were merged into others.
    pub(super) fn merged_away(&self) -> u32 {
        u32::try_from(self.aliases.borrow().len()).unwrap_or(u32::MAX)
    }

    /// Notes the merges among these customers' rows, and answers with everybody whose entries change by it.
    pub(super) fn note_merges(&self, customers: &[RowId]) -> Vec<RowId> {
        let mut also = Vec::new();
        for id in customers {
            let row = self.customer(*id);
            let mut aliases = self.aliases.borrow_mut();
            let before = aliases.root(*id);
            let changed = match &row {
                Some(row) => aliases.note(row),
                None => aliases.forget(*id),
            };
            let now = aliases.root(*id);
            if changed || now != *id {
                also.extend([*id, before, now]);
            }
        }
        also
    }

    /// Takes the merges over that rows in memory show; answers with the survivors and the merged.
    pub(super) fn note_merges_of(&self, merged: &[Row], rows: &Rows) -> Vec<RowId> {
        let mut also = Vec::new();
        for row in merged {
            // What waits on this device is shown over it.
            let shown = self.overlay.borrow().over(row.address(), Some(row.clone()), rows, self.me());
            self.aliases.borrow_mut().note(&shown.unwrap_or_else(|| row.clone()));
        }
        for row in merged {
            also.extend([row.id, self.root(row.id)]);
        }
        also
    }

    /// A row as it belongs now: its owner and the ends of an edge are the people they are now. `None` for an edge between two who are
    /// one by now.
    pub(super) fn belonging(&self, mut row: Row) -> Option<Row> {
        let aliases = self.aliases.borrow();
        if aliases.is_empty() {
            return Some(row);
        }
        let fields = [owner_field(row.kind), row.kind.is_edge().then_some(referral::FROM)];
        for cell in row.cells.iter_mut().filter(|c| fields.contains(&Some(c.field))) {
            if let Some(id) = cell.value.as_id() {
                cell.value = domain::Value::Id(aliases.root(id));
            }
        }
        let loops = row.kind.is_edge() && row.reference(referral::FROM) == row.reference(referral::TO);
        (!loops).then_some(row)
    }

    /// Whether a row is of a customer who was merged into another.
    pub(super) fn is_merged(&self, at: RowRef) -> bool {
        at.kind == Kind::Customer && self.aliases.borrow().is_alias(at.id)
    }
}
