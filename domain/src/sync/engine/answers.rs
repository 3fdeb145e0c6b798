//! What the answers of the server mean.

use super::{BootstrapReason, Commit, Engine, Failure, Pause, Pending};
use crate::id::{ReplicaId, RowId};
use crate::op::Verdict;
use crate::sync::wire::{MAX_OPS, PullAnswer, PushAnswer};

/// After how many answers that ask for the same missing number it is believed to be gone.
const GIVE_UP: u8 = 3;

impl Engine {
    pub(super) fn contact(&mut self, t_server: u64, now_ms: u64) {
        self.fails = 0;
        self.offline = false;
        self.last_contact_ms = now_ms;
        self.clock_offset_ms = i64::try_from(t_server).unwrap_or(0) - i64::try_from(now_ms).unwrap_or(0);
    }

    /// What a push was answered that went out in epoch `asked` with these numbers.
    pub(super) fn pushed(&mut self, answer: PushAnswer, asked: u32, numbers: &[u32], now_ms: u64) {
        let (epoch, t_server, last_n, results) = match answer {
            PushAnswer::Upgrade { .. } => return self.pause = Some(Pause::Outdated),
            PushAnswer::Judged { epoch, t_server, last_n, results } => (epoch, t_server, last_n, results),
        };
        self.contact(t_server, now_ms);
        if epoch != self.meta.epoch {
            // Places in another order mean nothing here. The operations are sent again after the snapshot and get the same
            // verdicts from their receipts. Where a snapshot has taken over since the question, the answer is only late.
            if asked == self.meta.epoch {
                self.asking = Some(BootstrapReason::Epoch);
            }
            return;
        }
        self.batch = MAX_OPS.min(self.batch * 2);
        if !numbers.is_empty() && results.len() != numbers.len() {
            return self.failed(Failure::Server);
        }
        let mut settled = Vec::new();
        let mut rejected = Vec::new();
        let mut gap = None;
        for (&n, verdict) in numbers.iter().zip(results) {
            match verdict {
                Verdict::Gap { expect } => {
                    gap = Some(expect);
                    break;
                }
                Verdict::Fork => {
                    self.pause = Some(Pause::Forked);
                    break;
                }
                // The server cannot have judged it: an answer to another question.
                _ if n > last_n => return self.failed(Failure::Server),
                Verdict::Rejected { .. } => {
                    if let Some(p) = self.outbox.all().iter().find(|p| p.op.n == n) {
                        rejected.push(Pending { verdict: Some(verdict), ..p.clone() });
                    }
                }
                verdict => settled.push((n, verdict)),
            }
        }
        if !settled.is_empty() || !rejected.is_empty() {
            self.commit(Commit::Verdicts { settled, rejected });
        }
        match gap {
            Some(expect) => self.gap(expect),
            None => self.missing = 0,
        }
    }

    /// The server lacks earlier operations: their verdicts are forgotten, so that they are sent again, after a rest, because
    /// another tab may just be adding the missing one. When it stays missing, it is older than the archive (the server was restored
    /// from an old backup), and nothing would ever be accepted under the present numbers.
    fn gap(&mut self, expect: u32) {
        let again: Vec<u32> = self.outbox.all().iter().map(|p| p.op.n).filter(|n| *n >= expect).collect();
        for n in again {
            self.outbox.unsettle_one(n);
        }
        self.missing = if self.outbox.holds(expect) { 0 } else { self.missing + 1 };
        if self.missing >= GIVE_UP {
            self.missing = 0;
            let replica = self.another_replica();
            return self.commit(Commit::Renew { replica });
        }
        self.failed(Failure::Server);
    }

    /// An id that no other device has, not even a copy of this one.
    fn another_replica(&mut self) -> ReplicaId {
        let random = self.random().to_be_bytes();
        let id = RowId::derived("replica", &[&self.meta.replica.bytes(), &random, &self.seed.to_be_bytes()]);
        ReplicaId::from_bytes(id.bytes())
    }

    pub(super) fn pulled(&mut self, answer: PullAnswer, asked: Option<(u32, u64)>, now_ms: u64) {
        let here = (self.meta.epoch, self.meta.cursor);
        match answer {
            PullAnswer::Upgrade { .. } => self.pause = Some(Pause::Outdated),
            PullAnswer::MustBootstrap { reason } => {
                self.fails = 0;
                self.offline = false;
                // Unless the question is out of date: a snapshot has taken over meanwhile.
                if asked.is_none_or(|asked| asked == here) {
                    self.asking = Some(reason);
                }
            }
            PullAnswer::Changes { epoch, from, to, head, more, t_server, txns, .. } => {
                self.contact(t_server, now_ms);
                if (epoch, from) != here || to < from {
                    // An answer to an older question.
                    return;
                }
                self.behind = more || to < head;
                if to > from {
                    self.commit(Commit::Changes { epoch, to, txns, confirmed: Vec::new() });
                }
            }
        }
    }

    pub(super) fn failed(&mut self, failure: Failure) {
        match failure {
            Failure::NeedsAuth => self.pause = Some(Pause::NeedsAuth),
            Failure::Outdated => self.pause = Some(Pause::Outdated),
            // A single operation that is too large cannot be sent in smaller parts, and what is gone is asked for anew: not at once.
            Failure::Network | Failure::Server | Failure::TooLarge | Failure::Gone => {
                self.offline = failure == Failure::Network;
                self.fails = self.fails.saturating_add(1);
                self.resting = true;
            }
        }
    }
}
