//! Judging a batch of pushes: numbers, receipts, transactions, verdicts. Pure.

use std::collections::HashMap;

use domain::judge::judge;
use domain::op::RejectCode;
use domain::schema::SCHEMA_VERSION;
use domain::{Author, Hlc, Op, OpId, ReplicaId, Row, Stamp, Txn, Verdict, Version};

use super::overlay::Overlay;
use crate::db::receipt::{Receipt, Replica, digest};

/// What was answered before, as far as this batch needs it.
#[derive(Debug, Default)]
pub struct Answered {
    /// Devices, as they stand.
    pub replicas: HashMap<ReplicaId, Replica>,
    /// By device and number.
    pub receipts: HashMap<(ReplicaId, u32), Receipt>,
    /// By operation: the device and number under which it was judged.
    pub operations: HashMap<OpId, (ReplicaId, u32)>,
}

/// A batch while it is being judged.
pub struct Judging<'a> {
    overlay: Overlay<'a>,
    answered: Answered,
    epoch: u32,
    seq: u64,
    now_ms: u64,
    txns: Vec<Txn>,
    receipts: Vec<(ReplicaId, Vec<Receipt>)>,
    operations: Vec<(OpId, ReplicaId, u32)>,
}

/// What a batch did.
pub struct Outcome {
    /// The last place in the order.
    pub seq: u64,
    /// What operations did, in order.
    pub txns: Vec<Txn>,
    /// New receipts.
    pub receipts: Vec<(ReplicaId, Vec<Receipt>)>,
    /// Operations judged for the first time.
    pub operations: Vec<(OpId, ReplicaId, u32)>,
    /// The devices of the batch, as they stand afterwards.
    pub replicas: Vec<(ReplicaId, Replica)>,
    /// The rows that changed, before and after.
    pub changed: Vec<(Option<Row>, Row)>,
}

impl<'a> Judging<'a> {
    /// A batch that begins after `seq`, at wall-clock time `now_ms` (Unix milliseconds).
    pub fn new(overlay: Overlay<'a>, answered: Answered, epoch: u32, seq: u64, now_ms: u64) -> Self {
        Self { overlay, answered, epoch, seq, now_ms, txns: vec![], receipts: vec![], operations: vec![] }
    }

    /// Judges the operations of one push. `None` when the device belongs to another person.
    pub fn push(&mut self, author: &Author, replica: ReplicaId, ops: &[Op]) -> Option<(u32, Vec<Verdict>)> {
        let known = *self.answered.replicas.entry(replica).or_insert(Replica { staff: author.staff, last_n: 0 });
        if known.staff != author.staff {
            return None;
        }
        let mut last_n = known.last_n;
        let mut verdicts = Vec::with_capacity(ops.len());
        let mut fresh = Vec::new();
        let mut forked = false;
        let mut at = 0;
        while at < ops.len() {
            let op = &ops[at];
            if forked {
                verdicts.push(Verdict::Fork);
                at += 1;
                continue;
            }
            if op.n <= last_n {
                let verdict = self.replayed(replica, op);
                forked = verdict == Verdict::Fork;
                verdicts.push(verdict);
                at += 1;
                continue;
            }
            if op.n != last_n + 1 {
                verdicts.push(Verdict::Gap { expect: last_n + 1 });
                at += 1;
                continue;
            }
            let group = group(&ops[at..]);
            for (op, verdict) in group.iter().zip(self.together(author, replica, group)) {
                let receipt = Receipt { n: op.n, digest: digest(op), verdict: verdict.clone() };
                self.answered.receipts.insert((replica, op.n), receipt.clone());
                fresh.push(receipt);
                verdicts.push(verdict);
            }
            last_n += u32::try_from(group.len()).unwrap_or(0);
            at += group.len();
        }
        if let Some(state) = self.answered.replicas.get_mut(&replica) {
            state.last_n = last_n;
        }
        if !fresh.is_empty() {
            self.receipts.push((replica, fresh));
        }
        Some((last_n, verdicts))
    }

    /// The verdict on a number that was judged before.
    fn replayed(&self, replica: ReplicaId, op: &Op) -> Verdict {
        match self.answered.receipts.get(&(replica, op.n)) {
            Some(receipt) if receipt.digest == digest(op) => receipt.verdict.clone(),
            // Another operation under this number, or one whose receipt has expired: this store is a copy of another one.
            _ => Verdict::Fork,
        }
    }

    /// Judges operations that stand or fall together: usually one.
    fn together(&mut self, author: &Author, replica: ReplicaId, group: &[Op]) -> Vec<Verdict> {
        let (seq, txns, operations) = (self.seq, self.txns.len(), self.operations.len());
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(group.len());
        for op in group {
            let verdict = self.one(author, replica, op);
            let failed = matches!(verdict, Verdict::Rejected { .. });
            if failed && group.len() > 1 {
                self.overlay.take_back();
                self.seq = seq;
                self.txns.truncate(txns);
                self.operations.truncate(operations);
                self.operations.extend(group.iter().map(|op| (op.id, replica, op.n)));
                return vec![verdict; group.len()];
            }
            verdicts.push(verdict);
        }
        self.overlay.keep();
        verdicts
    }

    fn one(&mut self, author: &Author, replica: ReplicaId, op: &Op) -> Verdict {
        // A copied profile that has taken a new device id sends the same operations again.
        if let Some((other, n)) = self.answered.operations.get(&op.id).copied() {
            let before = self.answered.receipts.get(&(other, n)).map(|receipt| receipt.verdict.clone());
            return before.unwrap_or(Verdict::Noop { seq: self.seq });
        }
        self.answered.operations.insert(op.id, (replica, op.n));
        self.operations.push((op.id, replica, op.n));
        if op.schema == 0 || op.schema > SCHEMA_VERSION {
            return Verdict::Rejected { code: RejectCode::Unsupported, hold: true, detail: "schema".into() };
        }
        let hlc: Hlc = op.hlc.clamp_to(self.now_ms);
        let version = Version::new(self.epoch, self.seq + 1);
        let at = Stamp { version, hlc, replica, n: op.n, by: author.staff };
        let judged = judge(&self.overlay, op, author, at);
        if !judged.changes.is_empty() {
            self.overlay.apply(&judged.changes, at);
            self.seq += 1;
            let changes = judged.changes;
            self.txns.push(Txn { seq: self.seq, actor: author.staff, replica, n: op.n, hlc, changes });
        }
        judged.verdict
    }

    /// What the batch did.
    pub fn finish(self) -> Outcome {
        let mut replicas: Vec<_> = self.receipts.iter().map(|(id, _)| *id).collect();
        replicas.sort_unstable();
        replicas.dedup();
        let replicas = replicas.into_iter().filter_map(|id| Some((id, *self.answered.replicas.get(&id)?))).collect();
        Outcome {
            seq: self.seq,
            txns: self.txns,
            receipts: self.receipts,
            operations: self.operations,
            replicas,
            changed: self.overlay.into_changed(),
        }
    }
}

/// The operations at the beginning of `ops` that stand or fall together.
fn group(ops: &[Op]) -> &[Op] {
    let Some(first) = ops.first() else { return ops };
    let Some(txn) = first.txn else { return &ops[..1] };
    let mut len = 1;
    while len < ops.len() && ops[len].txn == Some(txn) && ops[len].n == ops[len - 1].n.wrapping_add(1) {
        len += 1;
    }
    &ops[..len]
}
