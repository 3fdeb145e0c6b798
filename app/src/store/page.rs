//! A chunk of tier A comes into memory: each row is read once, and the list's entries are made from what was read.

use super::rows::customers_of;
use super::{Changed, Rows, Store};
use domain::row::RowRef;
use domain::{Kind, Merged, Row, RowId};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A customer and the rows that make the list's entry.
#[derive(Default)]
struct Group {
    customer: Option<Row>,
    points: Vec<Row>,
    score: Option<Row>,
}

/// What a chunk held.
#[derive(Default)]
pub(super) struct Seen {
    groups: FxHashMap<RowId, Group>,
    edges: Vec<RowId>,
    changed: Changed,
}

impl Seen {
    /// Takes a row in.
    pub fn add(&mut self, row: Row) {
        self.changed.note(row.kind);
        match row.kind {
            Kind::Customer => {
                let id = row.id;
                self.groups.entry(id).or_default().customer = Some(row);
            }
            Kind::Score => {
                let id = row.id;
                self.groups.entry(id).or_default().score = Some(row);
            }
            Kind::ContactPoint => {
                let whose = customers_of(&row).next();
                if let Some(whose) = whose {
                    self.groups.entry(whose).or_default().points.push(row);
                }
            }
            kind if kind.is_edge() => self.edges.extend(customers_of(&row)),
            _ => {}
        }
    }
}

impl Store {
    /// Takes a chunk of tier A into memory and shows it.
    pub(super) fn show_page(self: &Rc<Self>, bytes: Vec<u8>) {
        let mut seen = Seen::default();
        self.rows.borrow_mut().add_page(bytes.into(), |row| seen.add(row));
        let changed = Changed { list: !seen.groups.is_empty(), ..seen.changed };
        let mut shown: Vec<RowId> = seen.groups.keys().copied().chain(seen.edges.iter().copied()).collect();
        let rest = self.index_seen(seen, &self.rows.borrow());
        for id in rest {
            self.reindex(id);
        }
        shown.sort_unstable();
        shown.dedup();
        self.tell(&shown, changed);
    }

    /// Makes the entries of the customers whose rows are all in what was seen, and answers with the others.
    pub(super) fn index_seen(&self, seen: Seen, rows: &Rows) -> Vec<RowId> {
        let merged: Vec<Row> = seen
            .groups
            .values()
            .filter_map(|g| g.customer.as_ref())
            .filter(|row| Merged::of(row).is_some())
            .cloned()
            .collect();
        let mut rest = self.note_merges_of(&merged, rows);
        let quiet = self.overlay.borrow().all().is_empty();
        for (id, group) in seen.groups {
            let Some(customer) = group.customer.filter(|_| quiet) else {
                rest.push(id);
                continue;
            };
            let points = rows.of_customer(id).iter().filter(|row| row.kind == Kind::ContactPoint).count();
            let changed = [Kind::Customer, Kind::Score].iter().any(|kind| rows.is_fresh(RowRef::new(*kind, id)));
            let with_others = self.is_merged(customer.address()) || self.counted(id).len() > 1;
            if changed || with_others || points != group.points.len() {
                rest.push(id);
                continue;
            }
            let points: Vec<&Row> = group.points.iter().filter(|point| !point.is_deleted()).collect();
            self.put_entry(&customer, &points, group.score.as_ref(), false);
        }
        rest
    }
}
