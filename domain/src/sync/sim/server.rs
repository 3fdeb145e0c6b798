//! The model server: the order of things, receipts, pulls and snapshots exactly as `docs/SYNC.md` says, in memory.

use super::base::Base;
use super::ledger::{Broken, Holds, Judgement, Ledger, broken};
use crate::change::{Change, Txn};
use crate::clock::Version;
use crate::codec;
use crate::id::{OpId, ReplicaId};
use crate::judge::{Author, World, judge};
use crate::op::{Op, Verdict};
use crate::row::{Row, RowRef, Stamp};
use crate::sync::engine::Failure;
use crate::sync::wire::{Manifest, PushAnswer, PushRequest};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The order of one epoch: transactions with the epoch in which each was committed (after a restore the log begins with
/// transactions of earlier epochs).
pub type Log = Vec<(u32, Txn)>;

/// What the server remembers of a judged operation.
#[derive(Clone, Debug)]
struct Receipt {
    digest: [u8; 32],
    verdict: Verdict,
}

/// A snapshot that is being served.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    pub(super) manifest: Manifest,
    pub(super) chunks: Vec<Vec<u8>>,
}

/// How this server behaves.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Operations in a push beyond which it says 413.
    pub max_ops: usize,
    /// Bytes of transactions in one pull.
    pub pull_bytes: usize,
    /// Rows in a chunk of a snapshot.
    pub chunk_rows: usize,
    /// Transactions behind the end from which on a device is told to take a snapshot.
    pub far: u64,
}

/// How much of what the server did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Operations judged for the first time.
    pub judged: u64,
    /// Of these, conflicts.
    pub conflicts: u64,
    /// Of these, rejections.
    pub rejected: u64,
    /// Of these, without effect.
    pub noops: u64,
    /// Operations answered from their receipts.
    pub repeated: u64,
    /// Numbers out of order.
    pub gaps: u64,
    /// Numbers used twice for different things.
    pub forks: u64,
    /// Devices told to take a snapshot.
    pub bootstraps: u64,
}

/// The model server.
#[derive(Clone, Debug)]
pub struct Server {
    /// The present rows.
    pub base: Base,
    /// The present order.
    pub log: Log,
    /// The epoch.
    pub epoch: u32,
    /// The first place from which pulls can continue.
    pub horizon: u64,
    /// What it has counted.
    pub counts: Counts,
    pub(super) limits: Limits,
    receipts: BTreeMap<ReplicaId, Vec<Receipt>>,
    by_id: BTreeMap<OpId, (Verdict, ReplicaId, u32)>,
    logged: BTreeSet<(ReplicaId, u32)>,
    pub(super) snapshots: BTreeMap<String, Snapshot>,
    ledger: Ledger,
}

impl Server {
    /// A server with these rows and an empty log.
    pub fn new(rows: impl IntoIterator<Item = Row>, limits: Limits) -> Self {
        Self {
            base: Base::new(rows),
            log: Vec::new(),
            epoch: 1,
            horizon: 0,
            counts: Counts::default(),
            limits,
            receipts: BTreeMap::new(),
            by_id: BTreeMap::new(),
            logged: BTreeSet::new(),
            snapshots: BTreeMap::new(),
            ledger: Ledger::default(),
        }
    }

    /// The end of the order.
    pub fn head(&self) -> u64 {
        self.log.len() as u64
    }

    /// The last number judged for a device.
    pub fn last_n(&self, replica: ReplicaId) -> u32 {
        self.receipts.get(&replica).map_or(0, |r| u32::try_from(r.len()).unwrap_or(u32::MAX))
    }

    /// The verdict an operation got in this order.
    pub fn receipt(&self, replica: ReplicaId, n: u32) -> Option<&Verdict> {
        self.receipts.get(&replica)?.get(n.checked_sub(1)? as usize).map(|r| &r.verdict)
    }

    /// Whether the log holds the operation, under the number and the device that it had when it was judged; it never holds one twice.
    pub fn has_logged(&self, op: OpId) -> bool {
        self.by_id.get(&op).is_some_and(|(_, replica, n)| self.logged.contains(&(*replica, *n)))
    }

    /// Replaces everything by a backup: a new epoch, whose log cannot be pulled from before the backup.
    pub fn restore(&mut self, backup: &Server, epoch: u32) {
        let counts = self.counts;
        *self = backup.clone();
        self.epoch = epoch;
        self.counts = counts;
        self.horizon = self.head();
        self.snapshots.clear();
    }

    /// Forgets the log before `seq`.
    pub fn compact(&mut self, seq: u64) {
        self.horizon = self.horizon.max(seq.min(self.head()));
    }

    /// Forgets all snapshots: their chunks are gone.
    pub fn drop_snapshots(&mut self) {
        self.snapshots.clear();
    }

    /// Answers a push at server time `now_ms`, Unix milliseconds.
    ///
    /// # Errors
    /// A broken invariant. The inner error is one that the device sees.
    pub fn push(
        &mut self,
        request: PushRequest,
        author: &Author,
        now_ms: u64,
    ) -> Result<Result<PushAnswer, Failure>, Broken> {
        if request.ops.len() > self.limits.max_ops {
            return Ok(Err(Failure::TooLarge));
        }
        let replica = request.replica;
        let Ok(ops) = request.unpack() else { return Ok(Err(Failure::Server)) };
        let mut results = Vec::with_capacity(ops.len());
        for op in &ops {
            results.push(self.answer(replica, op, author, now_ms)?);
        }
        let last_n = self.last_n(replica);
        Ok(Ok(PushAnswer::Judged { epoch: self.epoch, t_server: now_ms, last_n, results }))
    }

    fn answer(&mut self, replica: ReplicaId, op: &Op, author: &Author, now_ms: u64) -> Result<Verdict, Broken> {
        let digest: [u8; 32] = Sha256::digest(codec::encode(op)).into();
        let expect = self.last_n(replica) + 1;
        if op.n > expect {
            self.counts.gaps += 1;
            return Ok(Verdict::Gap { expect });
        }
        if op.n < expect {
            let receipt = self.receipts.get(&replica).and_then(|r| r.get(op.n.checked_sub(1)? as usize));
            let Some(receipt) = receipt.filter(|r| r.digest == digest) else {
                self.counts.forks += 1;
                return Ok(Verdict::Fork);
            };
            self.counts.repeated += 1;
            return Ok(receipt.verdict.clone());
        }
        let verdict = match self.by_id.get(&op.id) {
            Some((known, _, _)) => known.clone(),
            None => self.judge(replica, op, author, now_ms)?,
        };
        self.by_id.entry(op.id).or_insert_with(|| (verdict.clone(), replica, op.n));
        self.receipts.entry(replica).or_default().push(Receipt { digest, verdict: verdict.clone() });
        Ok(verdict)
    }

    fn judge(&mut self, replica: ReplicaId, op: &Op, author: &Author, now_ms: u64) -> Result<Verdict, Broken> {
        let at = Stamp {
            version: Version::new(self.epoch, self.head() + 1),
            hlc: op.hlc.clamp_to(now_ms),
            replica,
            n: op.n,
            by: author.staff,
        };
        let judged = judge(&self.base, op, author, at);
        self.counts.judged += 1;
        match judged.verdict {
            Verdict::Conflict { .. } => self.counts.conflicts += 1,
            Verdict::Rejected { .. } => self.counts.rejected += 1,
            Verdict::Noop { .. } => self.counts.noops += 1,
            _ => {}
        }
        let before = self.touched(op, &judged.changes);
        if matches!(judged.verdict, Verdict::Applied { .. } | Verdict::Conflict { .. }) {
            let txn = Txn { seq: at.version.seq, actor: at.by, replica, n: op.n, hlc: at.hlc, changes: judged.changes };
            self.commit(txn)?;
        } else if !judged.changes.is_empty() {
            broken("I1", format!("{:?} with changes {:?}", judged.verdict, judged.changes))?;
        }
        let judgement = Judgement { before: &before, after: &self.base, op, at, verdict: &judged.verdict };
        self.ledger.note(&judgement)?;
        self.conflict_is_open(&judged.verdict)?;
        Ok(judged.verdict)
    }

    /// The rows that an operation is about or changes, as they are now.
    fn touched(&self, op: &Op, changes: &[Change]) -> Base {
        let rows = self.base.rows();
        let subject = rows.get(&op.row).and_then(super::ledger::subject).map(|(at, _)| at);
        // Who was merged counts as the survivor.
        let now = RowRef::new(op.row.kind, self.base.aliases().root(op.row.id));
        let about = [op.row, now].into_iter().chain(subject).chain(changes.iter().map(Change::address));
        Base::new(about.filter_map(|at| rows.get(&at).cloned()))
    }

    fn commit(&mut self, txn: Txn) -> Holds {
        let mut rows: Vec<_> = txn.changes.iter().map(Change::address).collect();
        rows.sort_unstable();
        rows.dedup();
        if rows.len() != txn.changes.len() {
            return broken("I6", format!("two changes of one row in {txn:?}"));
        }
        if txn.seq != self.head() + 1 {
            return broken("I4", format!("{} after {}", txn.seq, self.head()));
        }
        let later = self.logged.range((txn.replica, txn.n)..=(txn.replica, u32::MAX)).next().copied();
        if later.is_some() || !self.logged.insert((txn.replica, txn.n)) {
            return broken("I3", format!("{} of {} after {later:?}", txn.n, txn.replica));
        }
        self.base.apply(&txn, self.epoch);
        self.log.push((self.epoch, txn));
        Ok(())
    }

    /// The verdict "conflict" names a record that is open and marked on the row it is about.
    fn conflict_is_open(&self, verdict: &Verdict) -> Holds {
        let Verdict::Conflict { conflict: id, .. } = verdict else { return Ok(()) };
        let address = crate::row::RowRef::new(crate::schema::Kind::Conflict, *id);
        let record = self.base.rows().get(&address);
        let subject = record.and_then(super::ledger::subject);
        let marked = subject.and_then(|(at, field)| self.base.rows().get(&at)?.open_conflict(field));
        let open = record.is_some_and(|r| r.text(crate::schema::fields::conflict::STATE) == "open");
        if open && marked == Some(*id) {
            Ok(())
        } else {
            broken("I9", format!("conflict {id} is not open: {record:?}"))
        }
    }
}

/// The hash by which a chunk is checked: the first 16 bytes of its SHA-256.
pub fn chunk_hash(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes)[..16].to_vec()
}
