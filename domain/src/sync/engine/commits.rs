//! Commits: in which order they are written, what they confirm, and what is true once they are on disk.

use super::{Commit, Effect, Engine};

impl Engine {
    pub(super) fn commit(&mut self, commit: Commit) {
        self.next_commits.push(commit);
    }

    pub(super) fn committed(&mut self) {
        let Some(commit) = self.committing.take() else { return };
        match &commit {
            Commit::Verdicts { settled, rejected } => {
                for (n, verdict) in settled {
                    self.outbox.settle(*n, verdict.clone());
                }
                self.outbox.remove(rejected);
            }
            Commit::Changes { confirmed, .. } => self.outbox.remove(confirmed),
            Commit::Swap { confirmed } => {
                self.outbox.remove(confirmed);
                if self.meta.changes_epoch() {
                    self.outbox.unsettle();
                }
                self.behind = true;
            }
            Commit::Begin(_) | Commit::Chunk { .. } | Commit::Renew { .. } => {}
        }
        self.meta.apply(&commit);
    }

    /// A commit that the state asks for without any news: the swap of a snapshot whose tier A has arrived whole, or
    /// the removal of operations whose verdict came later than their effect.
    pub(super) fn due(&self) -> Option<Commit> {
        if let Some(progress) = self.meta.snapshot.as_ref().filter(|p| !p.swapped) {
            return progress.tier_a_done().then_some(Commit::Swap { confirmed: Vec::new() });
        }
        let (epoch, to) = (self.meta.epoch, self.meta.cursor);
        let late = self.meta.ready && !self.outbox.confirmed(to).is_empty();
        late.then(|| Commit::Changes { epoch, to, txns: Vec::new(), confirmed: Vec::new() })
    }

    /// The commit with the operations that it confirms. They are known only now: a commit that was ahead of it in the
    /// queue may have brought their verdicts.
    pub(super) fn complete(&self, mut commit: Commit) -> Commit {
        match &mut commit {
            Commit::Changes { to, confirmed, .. } => *confirmed = self.outbox.confirmed(*to),
            // Verdicts of another epoch say nothing about this snapshot.
            Commit::Swap { confirmed } if !self.meta.changes_epoch() => {
                let seq = self.meta.snapshot.as_ref().map_or(0, |p| p.manifest.seq);
                *confirmed = self.outbox.confirmed(seq);
            }
            _ => {}
        }
        commit
    }

    /// The snapshot to which an arriving chunk may belong; none while another one is about to begin.
    pub(super) fn current_snapshot(&self) -> Option<&String> {
        let begins = self.committing.iter().chain(&self.next_commits).any(|c| matches!(c, Commit::Begin(_)));
        self.meta.snapshot.as_ref().filter(|_| !begins).map(|p| &p.manifest.id)
    }

    pub(super) fn begin_commit(&mut self, commit: Commit, effects: &mut Vec<Effect>) {
        let commit = self.complete(commit);
        self.committing = Some(commit.clone());
        effects.push(Effect::Commit(Box::new(commit)));
    }

    /// Whether a commit that waited still fits the state it will meet.
    pub(super) fn still_makes_sense(&self, commit: &Commit) -> bool {
        match commit {
            Commit::Chunk { index, .. } => self.meta.snapshot.as_ref().is_some_and(|p| p.done == *index),
            Commit::Changes { to, epoch, .. } => self.live() && *epoch == self.meta.epoch && *to >= self.meta.cursor,
            _ => true,
        }
    }
}
