//! What a device has not yet seen come back from the server.

use crate::id::RowId;
use crate::op::{Op, Verdict};
use crate::row::RowRef;
use crate::sync::wire::{MAX_OPS, MAX_PUSH_BYTES};
use serde::{Deserialize, Serialize};

/// One operation on its way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Pending {
    /// The operation.
    #[serde(rename = "o")]
    pub op: Op,
    /// When the person did it: the device's wall clock, Unix milliseconds.
    #[serde(rename = "t")]
    pub at_ms: u64,
    /// The server's verdict, once there is one. The operation stays until its effect has come back by pull.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

/// The queue of operations, in order of their numbers.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    queue: Vec<Pending>,
}

impl Outbox {
    /// A queue as it was stored.
    pub fn new(stored: Vec<Pending>) -> Self {
        let mut outbox = Self { queue: Vec::with_capacity(stored.len()) };
        // They are stored in order, so each goes to the end.
        for pending in stored {
            outbox.append(pending);
        }
        outbox
    }

    /// Adds an operation. A number that is already there is not added again.
    pub fn append(&mut self, pending: Pending) {
        match self.queue.binary_search_by_key(&pending.op.n, |p| p.op.n) {
            Ok(_) => {}
            Err(i) => self.queue.insert(i, pending),
        }
    }

    /// Takes operations in under other numbers than they had.
    pub fn requeue(&mut self, renumbered: Vec<Pending>) {
        let known: std::collections::BTreeSet<_> = renumbered.iter().map(|p| p.op.id).collect();
        self.queue.retain(|p| !known.contains(&p.op.id));
        let rest = std::mem::take(&mut self.queue);
        *self = Self::new(renumbered);
        for p in rest {
            self.append(p);
        }
    }

    /// Whether an operation of this number is in the queue.
    pub fn holds(&self, n: u32) -> bool {
        self.queue.binary_search_by_key(&n, |p| p.op.n).is_ok()
    }

    /// Everything in the queue.
    pub fn all(&self) -> &[Pending] {
        &self.queue
    }

    /// Operations without a verdict.
    pub fn waiting(&self) -> usize {
        self.queue.iter().filter(|p| p.verdict.is_none()).count()
    }

    /// The operations about one row.
    pub fn about(&self, row: RowRef) -> impl Iterator<Item = &Pending> {
        self.queue.iter().filter(move |p| p.op.row == row)
    }

    /// Rows with operations in the queue.
    pub fn rows(&self) -> impl Iterator<Item = RowRef> {
        self.queue.iter().map(|p| p.op.row)
    }

    /// Whether anything in the queue is about the row.
    pub fn touches(&self, id: RowId) -> bool {
        self.queue.iter().any(|p| p.op.row.id == id)
    }

    /// The next batch to send: operations without a verdict, in order, at most `max_ops` of them and about 256 kB.
    pub fn batch(&self, max_ops: usize) -> Vec<Op> {
        let mut bytes = 0;
        let mut ops = Vec::new();
        for p in self.queue.iter().filter(|p| p.verdict.is_none()).take(max_ops.clamp(1, MAX_OPS)) {
            bytes += crate::codec::encode(&p.op).len();
            if bytes > MAX_PUSH_BYTES && !ops.is_empty() {
                break;
            }
            ops.push(p.op.clone());
        }
        ops
    }

    /// Notes the verdict on one operation.
    pub fn settle(&mut self, n: u32, verdict: Verdict) {
        if let Ok(i) = self.queue.binary_search_by_key(&n, |p| p.op.n) {
            self.queue[i].verdict = Some(verdict);
        }
    }

    /// Forgets all verdicts with a place in an order that is no more, so that everything is sent again.
    pub fn unsettle(&mut self) {
        for p in &mut self.queue {
            p.verdict = None;
        }
    }

    /// Forgets the verdict on one operation, so that it is sent again.
    pub fn unsettle_one(&mut self, n: u32) {
        if let Ok(i) = self.queue.binary_search_by_key(&n, |p| p.op.n) {
            self.queue[i].verdict = None;
        }
    }

    /// The operations whose effect is confirmed: accepted ones up to `cursor`.
    pub fn confirmed(&self, cursor: u64) -> Vec<Pending> {
        let done = |p: &&Pending| p.verdict.as_ref().and_then(Verdict::seq).is_some_and(|s| s <= cursor);
        self.queue.iter().filter(done).cloned().collect()
    }

    /// Removes operations, by their numbers.
    pub fn remove(&mut self, gone: &[Pending]) {
        self.queue.retain(|p| gone.iter().all(|g| g.op.n != p.op.n));
    }

    /// Takes out the operations whose effect is confirmed: accepted ones up to `cursor`.
    pub fn take_confirmed(&mut self, cursor: u64) -> Vec<Pending> {
        let gone = self.confirmed(cursor);
        self.remove(&gone);
        gone
    }

    /// Takes out the operations that were not done.
    pub fn take_rejected(&mut self) -> Vec<Pending> {
        let (gone, kept) = std::mem::take(&mut self.queue)
            .into_iter()
            .partition(|p| matches!(p.verdict, Some(Verdict::Rejected { .. })));
        self.queue = kept;
        gone
    }
}
