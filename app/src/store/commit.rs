//! What the sync engine asks to be written: first worked out, then written to the disk in one transaction, then painted.

use super::disk::{Note, Written};
use super::history::{Chunks, history_key, page_key};
use super::overlay::Mark;
use super::rows::customers_of;
use super::{Store, edit::op_key};
use crate::local::{LocalError, Table, Write};
use domain::change::{Change, apply};
use domain::row::RowRef;
use domain::sync::engine::{Commit, Meta};
use domain::sync::outbox::Pending;
use domain::{Row, RowId, Txn, Version, codec};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The key of sync's own facts in [`Table::Meta`].
pub(super) const META: &str = "sync";
/// The key of the list of chunks in [`Table::Meta`].
pub(super) const CHUNKS: &str = "chunks";

/// Rows after a pull, not yet written.
#[derive(Debug, Default)]
pub struct Staged {
    after: FxHashMap<RowRef, Option<Row>>,
    customers: Vec<RowId>,
}

/// What a commit did, for the engine's owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Done {
    /// It is on the disk.
    Written,
    /// It is not; nothing has changed.
    Failed,
}

impl Store {
    /// Performs a commit whole or not at all. `meta` is the engine's state before it.
    pub async fn perform(self: &Rc<Self>, commit: Commit, meta: &Meta) -> Done {
        let mut next = meta.clone();
        next.apply(&commit);
        let done = match commit {
            Commit::Verdicts { settled, rejected } => self.verdicts(&settled, &rejected).await,
            Commit::Changes { txns, confirmed, .. } => self.changes(&next, &txns, &confirmed).await,
            Commit::Begin(_) => self.write_meta(&next).await,
            Commit::Chunk { index, bytes } => self.chunk(meta, &next, index, bytes).await,
            Commit::Swap { confirmed } => self.swap(meta, &next, &confirmed).await,
            Commit::Renew { .. } => self.renew(&next).await,
        };
        match done {
            Ok(()) => Done::Written,
            Err(error) => {
                leptos::logging::warn!("not written: {error}");
                self.note(Note::Failed(error));
                Done::Failed
            }
        }
    }

    async fn write_meta(&self, meta: &Meta) -> Result<(), LocalError> {
        let mut write = Write::default();
        write.put(Table::Meta, META, codec::encode(meta));
        self.commit(write).await
    }

    /// Writes as the tab that leads.
    pub(super) async fn commit(&self, write: Write) -> Result<(), LocalError> {
        let write = Write { term: self.term.get(), ..write };
        match self.db.write(write.clone()).await {
            Err(LocalError::Full) if self.free_history().await => self.db.write(write).await,
            done => done,
        }
    }

    /// The disk is full: gives up the old history, which the server has as well; never the queue. Answers whether there was any.
    pub(super) async fn free_history(&self) -> bool {
        let mut chunks = self.chunks.borrow().clone();
        let first = chunks.all.iter().take_while(|c| c.tier_a).count();
        let Ok(first) = u32::try_from(first) else { return false };
        if chunks.freed || chunks.done <= first {
            return false;
        }
        let mut write = Write::default();
        for index in first..chunks.done {
            write.delete(Table::Pages, page_key(&chunks.id, index));
        }
        chunks.done = first;
        chunks.freed = true;
        write.put(Table::Meta, CHUNKS, codec::encode(&chunks));
        let freed = self.db.write(write).await.is_ok();
        if freed {
            *self.chunks.borrow_mut() = chunks;
            self.note(Note::Freed);
        }
        freed
    }

    async fn verdicts(
        self: &Rc<Self>,
        settled: &[(u32, domain::Verdict)],
        rejected: &[Pending],
    ) -> Result<(), LocalError> {
        let mut write = Write { strict: true, ..Write::default() };
        let verdicts: FxHashMap<u32, &domain::Verdict> = settled.iter().map(|(n, verdict)| (*n, verdict)).collect();
        for shown in self.waiting() {
            let Some(verdict) = verdicts.get(&shown.op.n) else { continue };
            let n = shown.op.n;
            let pending = Pending { op: shown.op, at_ms: shown.at_ms, verdict: Some((*verdict).clone()) };
            write.put(Table::Outbox, op_key(n), codec::encode(&pending));
        }
        for p in rejected {
            write.put(Table::Quarantine, op_key(p.op.n), codec::encode(p));
        }
        self.archive(&mut write, rejected);
        self.commit(write).await?;
        let rows = self.rows.borrow();
        let touched = self.overlay.borrow_mut().update(&rows, |s| {
            if verdicts.contains_key(&s.op.n) {
                s.mark = Mark::Sent;
            }
            !rejected.iter().any(|p| p.op.n == s.op.n)
        });
        drop(rows);
        self.touched(&touched);
        self.renew_tier_b(&touched);
        self.outbox_changed();
        let ops = settled.iter().map(|(n, _)| *n).chain(rejected.iter().map(|p| p.op.n)).collect();
        self.note(Note::Written(Written::rows(self.base(), self.base(), Vec::new(), ops)));
        Ok(())
    }

    pub(super) fn renew_tier_b(self: &Rc<Self>, touched: &[RowRef]) {
        if touched.iter().any(|r| !r.kind.in_memory()) {
            self.renew_all_histories();
        }
    }

    async fn changes(self: &Rc<Self>, next: &Meta, txns: &[Txn], confirmed: &[Pending]) -> Result<(), LocalError> {
        let staged = self.stage(next.epoch, txns);
        let mut write = Write::default();
        let mut packed: Vec<(RowRef, Option<(Row, Vec<u8>)>)> = Vec::new();
        for (address, row) in &staged.after {
            if let Some(row) = row {
                let bytes = codec::encode(row);
                if address.kind.in_memory() {
                    write.put(Table::Delta, delta_key(*address), bytes.clone());
                } else {
                    for customer in customers_of(row) {
                        write.put(Table::History, history_key(customer, *address), bytes.clone());
                    }
                }
                packed.push((*address, Some((row.clone(), bytes))));
            } else {
                // A row that is gone stays marked as gone, so that its page does not bring it back.
                write.put(Table::Delta, delta_key(*address), codec::encode(&(address.kind, address.id)));
                packed.push((*address, None));
            }
        }
        self.confirm(&mut write, confirmed);
        write.strict = !confirmed.is_empty();
        write.put(Table::Meta, META, codec::encode(next));
        self.commit(write).await?;
        if !confirmed.is_empty() {
            self.prune_now_and_then();
        }

        let from = self.base();
        let mut touched = self.take_rows(packed);
        let rows = touched.clone();
        self.confirmed.set(Version::new(next.epoch, next.cursor));
        touched.extend(self.drop_confirmed(confirmed));
        touched.sort_unstable();
        touched.dedup();
        self.touched(&touched);
        for customer in staged.customers {
            self.renew_history(customer);
        }
        self.outbox_changed();
        let ops = confirmed.iter().map(|p| p.op.n).collect();
        self.note(Note::Written(Written::rows(from, self.base(), rows, ops)));
        Ok(())
    }

    /// The rows after these transactions.
    fn stage(&self, epoch: u32, txns: &[Txn]) -> Staged {
        let rows = self.rows.borrow();
        let mut staged = Staged::default();
        for txn in txns {
            let stamp = txn.stamp(epoch);
            for change in &txn.changes {
                let address = change.address();
                let before = match staged.after.get(&address) {
                    Some(row) => row.clone(),
                    None => rows.get(address),
                };
                if before.is_none() && matches!(change, Change::Patch { .. } | Change::Leave(_)) {
                    continue;
                }
                let after = apply(before, change, stamp);
                if !address.kind.in_memory()
                    && let Some(row) = &after
                {
                    staged.customers.extend(customers_of(row));
                }
                staged.after.insert(address, after);
            }
        }
        staged.customers.sort_unstable();
        staged.customers.dedup();
        staged
    }

    /// Operations leave the queue because their effect is here.
    fn confirm(&self, write: &mut Write, confirmed: &[Pending]) {
        for p in confirmed {
            // A restored server may accept what was refused before.
            write.delete(Table::Quarantine, op_key(p.op.n));
        }
        self.archive(write, confirmed);
    }

    fn drop_confirmed(&self, confirmed: &[Pending]) -> Vec<RowRef> {
        if confirmed.is_empty() {
            return Vec::new();
        }
        let rows = self.rows.borrow();
        self.overlay.borrow_mut().update(&rows, |s| !confirmed.iter().any(|p| p.op.n == s.op.n))
    }

    async fn chunk(self: &Rc<Self>, meta: &Meta, next: &Meta, index: u32, bytes: Vec<u8>) -> Result<(), LocalError> {
        let Some(progress) = &meta.snapshot else { return Ok(()) };
        let manifest = &progress.manifest;
        // History that had to go stays away until there is another snapshot.
        let freed = progress.swapped && self.chunks.borrow().freed;
        let done = if freed { self.chunks.borrow().done } else { index + 1 };
        let chunks = Chunks { id: manifest.id.clone(), all: manifest.chunks.clone(), done, freed };
        let tier_a = chunks.all.get(index as usize).is_some_and(|c| c.tier_a);
        let mut write = Write::default();
        if !freed {
            write.put(Table::Pages, page_key(&chunks.id, index), bytes.clone());
        }
        write.put(Table::Meta, META, codec::encode(next));
        if progress.swapped {
            write.put(Table::Meta, CHUNKS, codec::encode(&chunks));
        }
        self.commit(write).await?;
        if progress.swapped {
            *self.chunks.borrow_mut() = chunks;
            self.renew_all_histories();
            self.note(Note::Written(Written::chunks(self.base())));
        } else if tier_a && !meta.ready && !self.anew.get() {
            // The first replica: usable from the first chunk on.
            self.show_page(bytes);
        }
        Ok(())
    }

    async fn swap(self: &Rc<Self>, meta: &Meta, next: &Meta, confirmed: &[Pending]) -> Result<(), LocalError> {
        let Some(progress) = &meta.snapshot else { return Ok(()) };
        let manifest = &progress.manifest;
        let prefix = format!("{}/", manifest.id);
        let (id, all) = (manifest.id.clone(), manifest.chunks.clone());
        let chunks = Chunks { id, all, done: progress.done, freed: false };
        let mut write = Write {
            clear: vec![Table::Delta, Table::History],
            keep_prefix: vec![(Table::Pages, prefix.clone())],
            strict: !confirmed.is_empty(),
            ..Write::default()
        };
        self.confirm(&mut write, confirmed);
        // Another epoch: the server was restored from a backup, and gets again what it has acknowledged since.
        let back = if meta.changes_epoch() { Some(self.unarchive(&mut write).await?) } else { None };
        write.put(Table::Meta, META, codec::encode(next));
        write.put(Table::Meta, CHUNKS, codec::encode(&chunks));
        self.commit(write).await?;
        if let Some(back) = &back {
            self.note(Note::Appended(back.clone()));
        }
        *self.chunks.borrow_mut() = chunks;
        self.confirmed.set(manifest.version());
        self.drop_confirmed(confirmed);
        if meta.ready || self.anew.take() {
            self.reload().await?;
        }
        if let Some(back) = back {
            let stayed = self.waiting().into_iter().filter(|s| s.op.n != u32::MAX);
            let stayed = stayed.map(|s| Pending { op: s.op, at_ms: s.at_ms, verdict: None });
            let queue: Vec<Pending> = stayed.chain(back).collect();
            self.show_queued(&queue);
        }
        self.renew_all_histories();
        self.outbox_changed();
        self.note(Note::Written(Written::everything()));
        Ok(())
    }
}

/// The key of a row of tier A in [`Table::Delta`].
pub(super) fn delta_key(row: RowRef) -> String {
    format!("{:03}/{}", u8::from(row.kind), row.id.0.simple())
}
