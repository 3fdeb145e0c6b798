//! What another tab has changed on the disk comes into memory, painted by the same differences as this tab's own commits.
//!
//! The disk is the truth; a hint only says where to look. What a hint names is read again, and whoever missed a hint reads all that
//! has changed since ([`Store::catch_up`]).

use super::commit::{CHUNKS, META, delta_key};
use super::edit::op_key;
use super::history::Chunks;
use super::overlay::{Mark, Shown};
use super::startup::{decode, decode_all};
use super::{Rows, Store};
use crate::local::{Ask, LocalError, Table};
use domain::row::RowRef;
use domain::sync::engine::Meta;
use domain::sync::outbox::Pending;
use domain::{Kind, OpId, Row, RowId, Version, codec};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// More rows than this are not named one by one.
const NAMED: usize = 400;
/// How often a store that is being replaced while it is read is read again.
const TRIES: u32 = 5;

/// What happened on the disk, for sync.
#[derive(Clone, PartialEq, Debug)]
pub enum Note {
    /// What a person did here is in the queue on the disk.
    Appended(Vec<Pending>),
    /// The whole queue has other numbers, under another replica.
    Requeued(Vec<Pending>),
    /// A commit of the tab that leads.
    Written(Written),
    /// Something could not be written.
    Failed(LocalError),
    /// The disk was full: the old history was given up.
    Freed,
}

/// What a write has changed on the disk: where the other tabs must look.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Written {
    /// What was confirmed before.
    pub from: Version,
    /// What is confirmed now.
    pub to: Version,
    /// Confirmed rows that changed, or are gone.
    pub rows: Vec<RowRef>,
    /// Operations that came into the queue, have a verdict now, or have left it.
    pub ops: Vec<u32>,
    /// More of the history has arrived.
    pub chunks: bool,
    /// Too much to name.
    pub everything: bool,
}

impl Written {
    /// Rows and operations by name.
    pub fn rows(from: Version, to: Version, rows: Vec<RowRef>, ops: Vec<u32>) -> Self {
        let everything = rows.len() + ops.len() > NAMED;
        let named = if everything { Self::default() } else { Self { rows, ops, ..Self::default() } };
        Self { from, to, everything, ..named }
    }

    /// Operations only.
    pub fn ops(at: Version, ops: Vec<u32>) -> Self {
        Self::rows(at, at, Vec::new(), ops)
    }

    /// More of the history.
    pub fn chunks(at: Version) -> Self {
        Self { from: at, to: at, chunks: true, ..Self::default() }
    }

    /// A snapshot has taken the place of all rows.
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }
}

/// A row as it is on the disk now; `None` when it is gone.
pub(super) type Found = (RowRef, Option<(Row, Vec<u8>)>);

fn found(bytes: Vec<u8>) -> Option<Found> {
    match codec::decode::<Row>(&bytes, "row") {
        Ok(row) => Some((row.address(), Some((row, bytes)))),
        Err(_) => codec::decode::<(Kind, RowId)>(&bytes, "mark").ok().map(|(kind, id)| (RowRef::new(kind, id), None)),
    }
}

impl Store {
    /// Takes confirmed rows into memory; answers with what was touched. Rows of tier B stay on the disk.
    pub(super) fn take_rows(&self, found: Vec<Found>) -> Vec<RowRef> {
        let mut rows = self.rows.borrow_mut();
        let take = |(address, row): Found| {
            match row {
                Some((row, bytes)) if address.kind.in_memory() => rows.put(&row, bytes),
                Some(_) => {}
                None => rows.remove(address),
            }
            address
        };
        found.into_iter().map(take).collect()
    }

    /// Takes operations as they stand in the queue on the disk into memory, lets go of those with the numbers `gone`, and answers
    /// with those that were not known here.
    pub(super) fn take_ops(self: &Rc<Self>, found: &[Pending], gone: &[u32]) -> Vec<Pending> {
        let mut fresh = Vec::new();
        // What is on the disk, and whether it is known here.
        let mut on_disk: FxHashMap<OpId, (&Pending, bool)> = found.iter().map(|p| (p.op.id, (p, false))).collect();
        let mut touched = {
            let rows = self.rows.borrow();
            let mut overlay = self.overlay.borrow_mut();
            let mut touched = overlay.update(&rows, |s| {
                if let Some((p, known)) = on_disk.get_mut(&s.op.id) {
                    *known = true;
                    s.op.n = p.op.n;
                    s.mark = mark_of(p);
                }
                !gone.contains(&s.op.n)
            });
            for p in found.iter().filter(|p| on_disk.get(&p.op.id).is_some_and(|(_, known)| !known)) {
                let ticket = self.tickets.get() + 1;
                self.tickets.set(ticket);
                self.clock.set(self.clock.get().max(p.op.hlc));
                touched.push(p.op.row);
                overlay.insert(Shown { ticket, op: p.op.clone(), mark: mark_of(p), at_ms: p.at_ms });
                fresh.push(p.clone());
            }
            if !fresh.is_empty() {
                overlay.update(&rows, |_| true);
            }
            touched
        };
        touched.sort_unstable();
        touched.dedup();
        if !touched.is_empty() {
            self.after_edit(&touched);
            self.renew_tier_b(&touched);
        }
        fresh
    }

    /// Reads what a write has named again, and answers with the operations that were not known here; with `None` when the disk has
    /// moved on too far for that. Operations that have left the queue leave the screen.
    ///
    /// # Errors
    /// [`LocalError`] when the disk cannot be read; memory is as before.
    pub(crate) async fn reread(self: &Rc<Self>, written: &Written) -> Result<Option<Vec<Pending>>, LocalError> {
        let in_memory = written.rows.iter().filter(|r| r.kind.in_memory());
        let mut asks: Vec<Ask> = in_memory.map(|r| Ask::one(Table::Delta, delta_key(*r))).collect();
        let rows = asks.len();
        asks.extend(written.ops.iter().map(|n| Ask::one(Table::Outbox, op_key(*n))));
        let mut answers = self.db.view(&asks).await?;
        let queue = decode_all(&answers.split_off(rows).concat())?;
        if answers.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        let touched = self.take_rows(answers.concat().into_iter().filter_map(found).collect());
        self.confirmed.set(self.base().max(written.to));
        let gone: Vec<u32> = written.ops.iter().copied().filter(|n| !queue.iter().any(|p| p.op.n == *n)).collect();
        let fresh = self.take_ops(&queue, &gone);
        self.touched(&touched);
        self.renew_tier_b(&written.rows);
        if written.chunks {
            self.reread_chunks().await?;
        }
        self.outbox_changed();
        Ok(Some(fresh))
    }

    async fn reread_chunks(self: &Rc<Self>) -> Result<(), LocalError> {
        if let Some(bytes) = self.db.get(Table::Meta, CHUNKS).await? {
            *self.chunks.borrow_mut() = decode(&bytes, "chunks")?;
            self.renew_all_histories();
        }
        Ok(())
    }

    /// Brings memory to where the disk is, however far that is. Answers with the operations that were not known here.
    ///
    /// # Errors
    /// As [`Self::reread`].
    pub(crate) async fn catch_up(self: &Rc<Self>) -> Result<Vec<Pending>, LocalError> {
        let mut fresh = Vec::new();
        for _ in 0..TRIES {
            // What is written while the disk is being read must not be taken for gone.
            let known: Vec<u32> =
                self.overlay.borrow().all().iter().filter(|s| s.mark >= Mark::Waiting).map(|s| s.op.n).collect();
            let (meta, chunks, queue) = self.look().await?;
            // The tab that leads may have had to go on as another replica.
            self.account.replica.set(meta.replica);
            let gone: Vec<u32> = known.into_iter().filter(|n| !queue.iter().any(|p| p.op.n == *n)).collect();
            let done = self.catch_up_rows(&meta, chunks).await?;
            fresh.extend(self.take_ops(&queue, &gone));
            self.outbox_changed();
            if done {
                break;
            }
        }
        Ok(fresh)
    }

    /// Sync's own facts, the list of chunks and the queue, as they stand on the disk at one moment.
    pub(super) async fn look(&self) -> Result<(Meta, Chunks, Vec<Pending>), LocalError> {
        let asks = [Ask::one(Table::Meta, META), Ask::one(Table::Meta, CHUNKS), Ask::all(Table::Outbox)];
        let mut answers = self.db.view(&asks).await?.into_iter();
        let (meta, chunks) = (first(answers.next()), first(answers.next()));
        let queue = decode_all(&answers.next().unwrap_or_default())?;
        let meta = meta.ok_or(LocalError::Gone)?;
        let chunks = chunks.map(|bytes| decode(&bytes, "chunks")).transpose()?;
        Ok((decode(&meta, "meta")?, chunks.unwrap_or_default(), queue))
    }

    /// Answers with false when the snapshot on the disk was replaced meanwhile.
    async fn catch_up_rows(self: &Rc<Self>, meta: &Meta, chunks: Chunks) -> Result<bool, LocalError> {
        let at = Version::new(meta.epoch, meta.cursor);
        let (here, done) = {
            let chunks = self.chunks.borrow();
            (chunks.id.clone(), chunks.done)
        };
        if !meta.ready {
            return Ok(true);
        }
        if chunks.id != here {
            let id = chunks.id.clone();
            *self.chunks.borrow_mut() = chunks;
            self.reload_from(meta).await?;
            self.renew_all_histories();
            self.confirmed.set(at);
            return Ok(self.look().await?.1.id == id);
        }
        if at != self.base() {
            // Rows as of `at` or later, unless a snapshot has emptied the table meanwhile.
            let delta = self.db.all(Table::Delta, "").await?;
            if self.look().await?.1.id != here {
                return Ok(false);
            }
            let newer = {
                let rows = self.rows.borrow();
                delta.into_iter().filter_map(found).filter(|found| is_newer(found, &rows)).collect()
            };
            let touched = self.take_rows(newer);
            self.confirmed.set(at);
            self.touched(&touched);
            self.renew_all_histories();
        }
        if chunks.done != done {
            *self.chunks.borrow_mut() = chunks;
            self.renew_all_histories();
        }
        Ok(true)
    }

    /// Begins to lead: whoever led before can write no more, memory is where the disk is, and this is where the engine begins.
    ///
    /// # Errors
    /// As [`Self::reread`].
    pub(crate) async fn begin_to_lead(self: &Rc<Self>) -> Result<(Meta, Vec<Pending>), LocalError> {
        let term = self.db.begin_term().await?;
        self.catch_up().await?;
        let (meta, _, queue) = self.look().await?;
        self.take_ops(&queue, &[]);
        self.term.set(Some(term));
        Ok((meta, queue))
    }
}

fn first(answer: Option<Vec<Vec<u8>>>) -> Option<Vec<u8>> {
    answer.and_then(|mut found| found.pop())
}

fn mark_of(p: &Pending) -> Mark {
    if p.verdict.is_some() { Mark::Sent } else { Mark::Waiting }
}

/// Whether the disk has a newer row than memory, or memory a row that is gone from the disk.
fn is_newer((address, row): &Found, rows: &Rows) -> bool {
    match (row, rows.get(*address)) {
        (Some((row, _)), Some(here)) => row.version > here.version,
        (Some(_), None) => true,
        (None, here) => here.is_some(),
    }
}
