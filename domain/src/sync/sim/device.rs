//! The model device: what is on its disk and survives a kill, and what is in memory and does not.

use super::ledger::{Broken, Holds, broken};
use super::server::chunk_hash;
use crate::change::apply;
use crate::clock::{Hlc, Version};
use crate::codec;
use crate::id::OpId;
use crate::judge::Author;
use crate::op::{Body, Op, Verdict};
use crate::row::{Row, RowRef};
use crate::schema::SCHEMA_VERSION;
use crate::sync::engine::{Commit, Engine, Event, Meta};
use crate::sync::outbox::Pending;
use crate::sync::replay::{Me, replay};
use std::collections::BTreeMap;

/// What a kill leaves.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// About sync.
    pub meta: Meta,
    /// Confirmed rows.
    pub rows: BTreeMap<RowRef, Row>,
    /// Rows of a snapshot whose tier A has not arrived whole.
    pub staged: BTreeMap<RowRef, Row>,
    /// Operations on their way.
    pub outbox: BTreeMap<u32, Pending>,
    /// Operations that were not done, where a person finds them.
    pub rejected: BTreeMap<u32, Pending>,
    /// Operations that were not done, of the time before the device began anew: their numbers mean nothing any more.
    pub rejected_before: BTreeMap<OpId, Pending>,
    /// Operations that have left the queue, with their verdicts.
    pub archive: BTreeMap<u32, Pending>,
    /// When they did, virtual milliseconds.
    pub archived_at: BTreeMap<u32, u64>,
    /// The archive no longer has numbers up to this one.
    pub forgotten: u32,
    /// The last number given to an operation.
    pub last_n: u32,
    /// The last reading of the hybrid clock.
    pub hlc: Hlc,
}

/// What a kill destroys.
#[derive(Debug)]
pub struct Memory {
    /// The engine.
    pub engine: Engine,
    /// Requests that have no answer yet.
    pub waiting: BTreeMap<u64, Waiting>,
    /// The timer that counts; earlier ones were replaced.
    pub timer: u64,
    /// Whether a commit is on disk of which the engine has not been told.
    pub untold: bool,
}

/// Which answer is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waiting {
    /// To a push.
    Push,
    /// To a pull.
    Pull,
    /// To the question for a snapshot.
    Manifest,
    /// A chunk.
    Chunk(u32),
}

/// A device and the person who uses it.
#[derive(Debug)]
pub struct Device {
    /// The person.
    pub author: Author,
    /// What is on disk.
    pub disk: Disk,
    /// What is in memory; `None` while the app is not running.
    pub memory: Option<Memory>,
    /// Counts the starts; answers to an earlier life are not heard.
    pub life: u32,
    /// The device's clock minus the true time, milliseconds.
    pub clock_error_ms: i64,
    /// Whether messages to the server are lost.
    pub up_cut: bool,
    /// Whether messages from the server are lost.
    pub down_cut: bool,
    /// How often a person has typed: makes values distinct.
    pub typed: u64,
}

impl Device {
    /// The device's wall clock at a true time, Unix milliseconds.
    pub fn clock(&self, true_ms: u64) -> u64 {
        true_ms.saturating_add_signed(self.clock_error_ms)
    }

    /// Who replays.
    pub fn me(&self) -> Me {
        Me { staff: self.author.staff, replica: self.disk.meta.replica }
    }

    /// What the screen shows of a row: confirmed state and the operations that wait.
    pub fn view(&self, at: RowRef) -> Option<Row> {
        let confirmed = self.disk.rows.get(&at).cloned();
        let pending = self.disk.outbox.values().filter(|p| p.op.row == at);
        pending.fold(confirmed, |row, p| replay(row, &p.op, self.me()))
    }

    /// What the screen shows, all of it.
    pub fn screen(&self) -> BTreeMap<RowRef, Row> {
        let mut screen = self.disk.rows.clone();
        for p in self.disk.outbox.values() {
            let before = screen.remove(&p.op.row);
            if let Some(row) = replay(before, &p.op, self.me()) {
                screen.insert(p.op.row, row);
            }
        }
        screen
    }

    /// What the person has confirmed on the screen.
    pub fn seen(&self) -> Version {
        Version::new(self.disk.meta.epoch, self.disk.meta.cursor)
    }

    /// Writes an operation into the queue: its number, its clock and itself in one transaction.
    pub fn append(&mut self, row: RowRef, body: Body, id: OpId, now_ms: u64) -> Pending {
        self.disk.last_n += 1;
        self.disk.hlc = self.disk.hlc.tick(now_ms);
        let op = Op { n: self.disk.last_n, id, schema: SCHEMA_VERSION, txn: None, hlc: self.disk.hlc, row, body };
        let pending = Pending { op, at_ms: now_ms, verdict: None };
        self.disk.outbox.insert(pending.op.n, pending.clone());
        pending
    }
}

impl Disk {
    /// Performs a commit, whole, at virtual time `now`. Returns what the engine is told of the queue before it is told of the commit.
    ///
    /// # Errors
    /// The invariant that the commit breaks.
    pub fn perform(&mut self, commit: &Commit, now: u64) -> Result<Vec<Event>, Broken> {
        let before = (self.meta.epoch, self.meta.cursor);
        let another_order = self.meta.changes_epoch();
        let mut told = Vec::new();
        match commit {
            Commit::Verdicts { settled, rejected } => {
                for (n, verdict) in settled {
                    if let Some(p) = self.outbox.get_mut(n) {
                        p.verdict = Some(verdict.clone());
                    }
                }
                self.leave(rejected, now);
                self.rejected.extend(rejected.iter().map(|p| (p.op.n, p.clone())));
            }
            Commit::Changes { epoch, to, txns, confirmed } => {
                for txn in txns {
                    for change in &txn.changes {
                        let at = change.address();
                        if let Some(row) = apply(self.rows.remove(&at), change, txn.stamp(*epoch)) {
                            self.rows.insert(at, row);
                        }
                    }
                }
                if *to < self.meta.cursor || *epoch != self.meta.epoch {
                    broken("I5", format!("from {before:?} to {:?}", (epoch, to)))?;
                }
                self.leave(confirmed, now);
            }
            Commit::Begin(_) => self.staged.clear(),
            Commit::Chunk { index, bytes } => self.chunk(*index, bytes)?,
            Commit::Swap { confirmed } => {
                self.rows = std::mem::take(&mut self.staged);
                self.leave(confirmed, now);
                if another_order {
                    for p in self.outbox.values_mut() {
                        p.verdict = None;
                    }
                    let back: Vec<Pending> = self.take_archive().map(|p| Pending { verdict: None, ..p }).collect();
                    self.outbox.extend(back.iter().map(|p| (p.op.n, p.clone())));
                    told = back.into_iter().map(Event::Appended).collect();
                }
            }
            Commit::Renew { .. } => told = vec![Event::Requeued(self.renumber())],
        }
        self.meta.apply(commit);
        if before.0 == self.meta.epoch && self.meta.cursor < before.1 {
            broken("I5", format!("the cursor went back from {before:?} to {}", self.meta.cursor))?;
        }
        Ok(told)
    }

    fn take_archive(&mut self) -> impl Iterator<Item = Pending> + use<> {
        self.archived_at.clear();
        std::mem::take(&mut self.archive).into_values()
    }

    /// Everything that is still here goes back into the queue, under numbers from 1 on.
    fn renumber(&mut self) -> Vec<Pending> {
        let back: BTreeMap<u32, Pending> = self.take_archive().map(|p| (p.op.n, p)).collect();
        self.outbox.extend(back);
        let queue: Vec<Pending> = std::mem::take(&mut self.outbox)
            .into_values()
            .zip(1..)
            .map(|(p, n)| Pending { op: Op { n, ..p.op }, verdict: None, ..p })
            .collect();
        self.outbox = queue.iter().map(|p| (p.op.n, p.clone())).collect();
        self.last_n = queue.last().map_or(0, |p| p.op.n);
        self.forgotten = 0;
        let refused = std::mem::take(&mut self.rejected).into_values();
        self.rejected_before.extend(refused.map(|p| (p.op.id, p)));
        for p in &queue {
            self.rejected_before.remove(&p.op.id);
        }
        queue
    }

    /// Drops what has been in the archive for so long, from the lowest number on.
    pub fn forget(&mut self, now: u64, keep_ms: u64) {
        while let Some(at) = self.archived_at.get(&(self.forgotten + 1))
            && now.saturating_sub(*at) > keep_ms
        {
            self.forgotten += 1;
            self.archive.remove(&self.forgotten);
            self.archived_at.remove(&self.forgotten);
        }
    }

    /// Operations leave the queue.
    fn leave(&mut self, gone: &[Pending], now: u64) {
        for p in gone {
            self.outbox.remove(&p.op.n);
            if p.verdict.as_ref().and_then(Verdict::seq).is_some() {
                self.rejected.remove(&p.op.n);
            }
            self.archive.insert(p.op.n, p.clone());
            self.archived_at.insert(p.op.n, now);
        }
    }

    fn chunk(&mut self, index: u32, bytes: &[u8]) -> Holds {
        let Some(progress) = &self.meta.snapshot else { return broken("I5", "a chunk without a snapshot") };
        if progress.manifest.chunks.get(index as usize).map(|c| &c.hash) != Some(&chunk_hash(bytes)) {
            return broken("I5", format!("chunk {index} of another snapshot"));
        }
        let rows: Vec<Row> = match codec::decode(bytes, "chunk") {
            Ok(rows) => rows,
            Err(e) => return broken("I5", e.to_string()),
        };
        let swapped = progress.swapped;
        let into = if swapped { &mut self.rows } else { &mut self.staged };
        for row in rows {
            match into.get(&row.address()) {
                Some(there) if there.version >= row.version => {}
                _ => drop(into.insert(row.address(), row)),
            }
        }
        Ok(())
    }
}
