//! What the server has acknowledged, kept for a while: a server that was restored from a backup gets it again.

use super::commit::META;
use super::edit::op_key;
use super::overlay::{Mark, Shown};
use super::{Note, Store, Written, clock};
use crate::local::{COUNTER, LocalError, Table, Write};
use domain::op::Op;
use domain::sync::engine::Meta;
use domain::sync::outbox::Pending;
use domain::{OpId, codec};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

/// How long acknowledged operations are kept, milliseconds: 14 days.
pub(super) const KEEP_MS: u64 = 14 * 86_400_000;
/// How often the archive is looked through while the page is open, milliseconds.
const LOOK_MS: u64 = 6 * 3_600_000;
/// Begins the keys in [`Table::Quarantine`] of operations whose numbers mean nothing any more.
const BEFORE: &str = "before/";

/// An operation as it lies in [`Table::Archive`]: when it came there (Unix milliseconds) and itself.
type Kept = (u64, Pending);

/// Reads either form of an entry: earlier pages kept the operation alone.
fn kept(bytes: &[u8]) -> Result<Kept, LocalError> {
    let alone = |_| codec::decode::<Pending>(bytes, "operation").map(|p| (p.at_ms, p));
    codec::decode::<Kept>(bytes, "operation").or_else(alone).map_err(|e| LocalError::Damaged(e.to_string()))
}

impl Store {
    /// Operations leave the queue for the archive.
    #[allow(clippy::unused_self)]
    pub(super) fn archive(&self, write: &mut Write, gone: &[Pending]) {
        for p in gone {
            write.delete(Table::Outbox, op_key(p.op.n));
            write.put(Table::Archive, op_key(p.op.n), codec::encode(&(clock::now_ms(), p)));
        }
    }

    async fn kept(&self) -> Result<Vec<Kept>, LocalError> {
        self.db.all(Table::Archive, "").await?.iter().map(|bytes| kept(bytes)).collect()
    }

    async fn queued(&self) -> Result<Vec<Pending>, LocalError> {
        let all = self.db.all(Table::Outbox, "").await?;
        all.iter().map(|b| codec::decode(b, "operation").map_err(|e| LocalError::Damaged(e.to_string()))).collect()
    }

    /// Adds to `write` what another epoch asks for: no operation of the queue has a verdict any more, and the whole archive is in the
    /// queue again. Answers with the operations that came back.
    pub(super) async fn unarchive(&self, write: &mut Write) -> Result<Vec<Pending>, LocalError> {
        for p in self.queued().await?.into_iter().filter(|p| p.verdict.is_some()) {
            write.put(Table::Outbox, op_key(p.op.n), codec::encode(&Pending { verdict: None, ..p }));
        }
        let back: Vec<Pending> = self.kept().await?.into_iter().map(|(_, p)| Pending { verdict: None, ..p }).collect();
        for p in &back {
            write.put(Table::Outbox, op_key(p.op.n), codec::encode(p));
        }
        write.clear.push(Table::Archive);
        write.strict = true;
        Ok(back)
    }

    /// Goes on as another device: see [`domain::sync::engine::Commit::Renew`].
    pub(super) async fn renew(self: &Rc<Self>, next: &Meta) -> Result<(), LocalError> {
        // Nothing may take a number of the old device while the numbers change.
        if self.saver.is_busy() {
            return Err(LocalError::Failed("edits are being written".into()));
        }
        self.saver.hold();
        let done = self.renumber(next).await;
        self.saver.release();
        self.save();
        let queue = done?;
        self.account.replica.set(next.replica);
        self.show_queued(&queue);
        self.note(Note::Requeued(queue));
        self.note(Note::Written(Written::everything()));
        Ok(())
    }

    async fn renumber(&self, next: &Meta) -> Result<Vec<Pending>, LocalError> {
        let mut write = Write { strict: true, clear: vec![Table::Archive], ..Write::default() };
        let mut all: BTreeMap<u32, Pending> = self.kept().await?.into_iter().map(|(_, p)| (p.op.n, p)).collect();
        for p in self.queued().await? {
            write.delete(Table::Outbox, op_key(p.op.n));
            all.insert(p.op.n, p);
        }
        let numbered = all.into_values().zip(1..);
        let queue: Vec<Pending> = numbered.map(|(p, n)| Pending { op: Op { n, ..p.op }, verdict: None, ..p }).collect();
        for p in &queue {
            write.put(Table::Outbox, op_key(p.op.n), codec::encode(p));
        }
        let last = queue.last().map_or(0, |p| p.op.n);
        write.put(Table::Meta, COUNTER, last.to_le_bytes().to_vec());
        write.put(Table::Meta, META, codec::encode(next));
        // What was refused waits again; what is older than the archive keeps its place under a key that no number has.
        let again: HashSet<OpId> = queue.iter().map(|p| p.op.id).collect();
        for bytes in self.db.all(Table::Quarantine, "").await? {
            let Ok(p) = codec::decode::<Pending>(&bytes, "operation") else { continue };
            write.delete(Table::Quarantine, op_key(p.op.n));
            if !again.contains(&p.op.id) {
                write.put(Table::Quarantine, former_key(&p.op), bytes);
            }
        }
        self.commit(write).await?;
        Ok(queue)
    }

    /// Shows that operations wait (again), in the order of their numbers; those that are not on the disk yet stay last.
    pub(super) fn show_queued(self: &Rc<Self>, queue: &[Pending]) {
        let mut known: HashMap<OpId, Shown> = self.waiting().into_iter().map(|s| (s.op.id, s)).collect();
        let mut shown: Vec<Shown> = queue
            .iter()
            .map(|p| {
                let ticket = known.remove(&p.op.id).map_or_else(|| self.next_ticket(), |s| s.ticket);
                let mark = if p.verdict.is_some() { Mark::Sent } else { Mark::Waiting };
                Shown { ticket, op: p.op.clone(), mark, at_ms: p.at_ms }
            })
            .collect();
        shown.extend(known.into_values());
        shown.sort_by_key(|s| (s.op.n, s.ticket));
        let touched: Vec<_> = shown.iter().map(|s| s.op.row).collect();
        self.overlay.borrow_mut().replace(shown, &self.rows.borrow());
        self.touched(&touched);
        self.renew_tier_b(&touched);
        self.outbox_changed();
    }

    /// Drops what has been in the archive for longer than it is kept, from the lowest number on: what is kept has no holes.
    ///
    /// # Errors
    /// [`LocalError`]; then nothing is dropped.
    pub async fn prune_archive(&self, now_ms: u64) -> Result<usize, LocalError> {
        let old = |(at, _): &Kept| now_ms.saturating_sub(*at) > KEEP_MS;
        let mut write = Write::default();
        for (_, p) in self.kept().await?.into_iter().take_while(old) {
            write.delete(Table::Archive, op_key(p.op.n));
        }
        let dropped = write.delete.len();
        if dropped > 0 {
            self.commit(write).await?;
        }
        Ok(dropped)
    }

    /// Looks through the archive now and then.
    pub(crate) fn prune_now_and_then(self: &Rc<Self>) {
        let now = clock::now_ms();
        if now.saturating_sub(self.pruned_at.get()) < LOOK_MS {
            return;
        }
        self.pruned_at.set(now);
        let store = Rc::clone(self);
        leptos::task::spawn_local(async move {
            if let Err(error) = store.prune_archive(now).await {
                leptos::logging::warn!("the archive could not be looked through: {error}");
            }
        });
    }

    /// Takes an operation that was refused out of the list of those for good; answers whether it is gone.
    pub async fn discard_refused(&self, op: &Op) -> bool {
        let Ok(key) = self.refused_key(op).await else { return false };
        let mut write = Write { strict: true, ..Write::default() };
        write.delete(Table::Quarantine, key);
        self.db.write(write).await.is_ok()
    }

    /// Puts it back; answers whether it is there.
    pub async fn keep_refused(&self, pending: &Pending) -> bool {
        let Ok(key) = self.refused_key(&pending.op).await else { return false };
        let mut write = Write { strict: true, ..Write::default() };
        write.put(Table::Quarantine, key, codec::encode(pending));
        self.db.write(write).await.is_ok()
    }

    /// Where a refused operation lies, or may lie: under its number, unless another one has that now.
    async fn refused_key(&self, op: &Op) -> Result<String, LocalError> {
        let there = self.db.get(Table::Quarantine, &op_key(op.n)).await?;
        let there = there.and_then(|bytes| codec::decode::<Pending>(&bytes, "operation").ok());
        let former = self.db.get(Table::Quarantine, &former_key(op)).await?;
        let own = former.is_none() && there.is_none_or(|p| p.op.id == op.id);
        Ok(if own { op_key(op.n) } else { former_key(op) })
    }
}

fn former_key(op: &Op) -> String {
    format!("{BEFORE}{}", op.id)
}

#[cfg(test)]
mod tests;
