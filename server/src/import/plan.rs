//! What an import is going to write, batch by batch.

use super::draft::Draft;
use super::report::{Counts, FailedRow, Report};
use super::{Existing, Mapping};
use domain::change::{Change, Edit};
use domain::row::RowRef;
use domain::schema::fields::customer;
use domain::{Kind, Row, Stamp, Value};
use std::time::Instant;

/// The checked rows of a file, in the order in which they can be written: customers, contact points, purchases or edges.
pub struct Plan {
    /// The mapping that was used, to be remembered.
    pub mapping: Mapping,
    /// The names of the file's columns.
    pub header: Vec<String>,
    /// Rows that were left out, as far as about 32 MB of them could be kept.
    pub failed: Vec<FailedRow>,
    pub(super) report: Report,
    pub(super) drafts: Box<dyn Iterator<Item = Draft> + Send>,
    pub(super) existing: Existing,
    pub(super) since: Instant,
}

impl Plan {
    /// The next rows, at most `max`; empty at the end.
    pub fn next_batch(&mut self, max: usize) -> Vec<Draft> {
        self.drafts.by_ref().take(max).collect()
    }

    /// Compares a batch with the base and returns what has to be written, all of it under `stamp`. `lookup` gives the row that
    /// the base has at an address, also when it is in the trash. Rows in the trash stay there; an edge that a person has
    /// undone stays undone; nothing is ever emptied.
    pub fn settle<'r>(
        &mut self,
        batch: Vec<Draft>,
        stamp: Stamp,
        lookup: impl Fn(RowRef) -> Option<&'r Row>,
    ) -> Vec<Change> {
        let started = Instant::now();
        let mut changes = Vec::with_capacity(batch.len());
        for draft in batch {
            let existing = self.existing;
            let counts = self.counts(draft.kind);
            match lookup(draft.address()) {
                None => {
                    counts.new += 1;
                    changes.push(Change::Enter(draft.row(stamp)));
                }
                Some(row) if row.is_deleted() => counts.in_trash += 1,
                Some(row) => {
                    let edits = edits(&draft, row, existing, stamp);
                    if edits.is_empty() {
                        counts.unchanged += 1;
                    } else {
                        counts.updated += 1;
                        changes.push(Change::Patch { row: draft.address(), edits });
                    }
                }
            }
        }
        self.report.seconds.compare += started.elapsed().as_secs_f64();
        changes
    }

    /// The report as it stands: what was read, and what became of the batches settled so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The report, when everything has been written.
    pub fn finish(mut self) -> Report {
        self.report.seconds.rest = self.since.elapsed().as_secs_f64();
        self.report
    }

    fn counts(&mut self, kind: Kind) -> &mut Counts {
        match kind {
            Kind::ContactPoint => &mut self.report.contact_points,
            Kind::Purchase => &mut self.report.purchases,
            Kind::Referral => &mut self.report.referrals,
            Kind::Relation => &mut self.report.relations,
            _ => &mut self.report.customers,
        }
    }
}

fn edits(draft: &Draft, row: &Row, existing: Existing, stamp: Stamp) -> Vec<Edit> {
    if existing == Existing::Keep {
        return Vec::new();
    }
    let only_gaps = draft.implied || existing == Existing::FillGaps;
    let mut edits = Vec::new();
    for (field, value) in &draft.fields {
        // A cell that is there and null was emptied by a person: not a gap.
        let known = row.cells.binary_search_by_key(field, |c| c.field).is_ok();
        if row.get(*field) != value && !(known && only_gaps) {
            edits.push(Edit::Cell(*field, value.clone()));
        }
    }
    for tag in &draft.tags {
        let tag = Value::Text(tag.clone());
        if row.adds(customer::TAGS, &tag).is_empty() {
            edits.push(Edit::Adds(customer::TAGS, tag, vec![stamp]));
        }
    }
    edits
}
