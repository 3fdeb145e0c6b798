//! What a store keeps about sync, beside the rows and the queue, and how each commit changes it.

use super::Commit;
use crate::id::ReplicaId;
use crate::sync::wire::Manifest;
use serde::{Deserialize, Serialize};

/// What a store keeps about sync, beside the rows and the queue.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Default)]
pub struct Meta {
    /// This device.
    pub replica: ReplicaId,
    /// The epoch of the cursor; 0 before the first snapshot.
    pub epoch: u32,
    /// Up to where everything is confirmed here.
    pub cursor: u64,
    /// The scope the store was filled for.
    pub scopes_version: u32,
    /// The snapshot whose chunks are being fetched, and which have arrived.
    pub snapshot: Option<Progress>,
    /// Whether tier A of a snapshot has arrived whole: the store is a replica.
    pub ready: bool,
}

impl Meta {
    /// What the store has to keep about sync once `commit` is on disk. A store writes this in the same transaction; the
    /// engine does the same with its copy when it is told [`Event::Committed`].
    pub fn apply(&mut self, commit: &Commit) {
        match commit {
            Commit::Verdicts { .. } => {}
            Commit::Renew { replica } => self.replica = *replica,
            Commit::Changes { epoch, to, .. } => {
                self.epoch = *epoch;
                self.cursor = *to;
            }
            Commit::Begin(manifest) => {
                self.snapshot = Some(Progress { manifest: manifest.clone(), done: 0, swapped: false });
            }
            Commit::Chunk { index, .. } => {
                if let Some(progress) = self.snapshot.as_mut().filter(|p| p.done == *index) {
                    progress.done += 1;
                }
                self.finish_snapshot();
            }
            Commit::Swap { .. } => {
                if let Some(progress) = &mut self.snapshot {
                    progress.swapped = true;
                    self.epoch = progress.manifest.epoch;
                    self.cursor = progress.manifest.seq;
                    self.scopes_version = progress.manifest.scopes_version;
                    self.ready = true;
                }
                self.finish_snapshot();
            }
        }
    }

    /// Whether the snapshot that is being fetched belongs to another order than the rows here: with its
    /// [`Commit::Swap`] the verdicts of the present order become void.
    pub fn changes_epoch(&self) -> bool {
        self.epoch != 0 && self.snapshot.as_ref().is_some_and(|p| !p.swapped && p.manifest.epoch != self.epoch)
    }

    fn finish_snapshot(&mut self) {
        if self.snapshot.as_ref().is_some_and(|p| p.swapped && p.next().is_none()) {
            self.snapshot = None;
        }
    }
}

/// How far a snapshot has arrived.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Default)]
pub struct Progress {
    /// What it consists of.
    pub manifest: Manifest,
    /// How many chunks have arrived, in order.
    pub done: u32,
    /// Whether the snapshot's rows have taken the place of all others.
    #[serde(default)]
    pub swapped: bool,
}

impl Progress {
    /// Rows arrived and rows in all.
    pub fn rows(&self) -> (u64, u64) {
        let sum = |chunks: &[crate::sync::wire::ChunkInfo]| chunks.iter().map(|c| u64::from(c.rows)).sum();
        (sum(&self.manifest.chunks[..self.arrived()]), sum(&self.manifest.chunks))
    }

    fn arrived(&self) -> usize {
        (self.done as usize).min(self.manifest.chunks.len())
    }

    /// Whether every chunk of tier A has arrived.
    pub fn tier_a_done(&self) -> bool {
        !self.manifest.chunks[self.arrived()..].iter().any(|c| c.tier_a)
    }

    pub(super) fn next(&self) -> Option<u32> {
        (self.arrived() < self.manifest.chunks.len()).then_some(self.done)
    }
}
