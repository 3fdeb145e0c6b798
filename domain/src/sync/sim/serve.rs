//! What the model server sends down: changes and snapshots.

use super::server::{Server, Snapshot, chunk_hash};
use crate::codec;
use crate::row::Row;
use crate::sync::engine::Failure;
use crate::sync::wire::{BootstrapReason, ChunkInfo, Manifest, PullAnswer, PullRequest};

impl Server {
    /// Answers a pull, or `None` when there is nothing new and the device wants to wait.
    pub fn pull(&mut self, request: &PullRequest, now_ms: u64, may_wait: bool) -> Option<PullAnswer> {
        let head = self.head();
        let reason = if request.epoch != self.epoch || request.cursor > head {
            Some(BootstrapReason::Epoch)
        } else {
            let far = head - request.cursor >= self.limits.far;
            (far || request.cursor < self.horizon).then_some(BootstrapReason::Horizon)
        };
        if let Some(reason) = reason {
            self.counts.bootstraps += 1;
            return Some(PullAnswer::MustBootstrap { reason });
        }
        if may_wait && request.wait_ms > 0 && request.cursor == head {
            return None;
        }
        let mut txns = Vec::new();
        let mut bytes = 0;
        let limit = self.limits.pull_bytes.min(request.max_bytes as usize);
        for (_, txn) in self.log.iter().skip(usize::try_from(request.cursor).unwrap_or(usize::MAX)) {
            bytes += codec::encode(txn).len();
            if bytes > limit && !txns.is_empty() {
                break;
            }
            txns.push(txn.clone());
        }
        let to = request.cursor + txns.len() as u64;
        let (from, more) = (request.cursor, to < head);
        let (epoch, t_server) = (self.epoch, now_ms);
        Some(PullAnswer::Changes { epoch, from, to, head, more, t_server, scopes: Vec::new(), txns, digest: None })
    }

    /// A snapshot of the present state: tier A in chunks, then tier B.
    pub fn manifest(&mut self, now_ms: u64) -> Manifest {
        let id = format!("{}-{}", self.epoch, self.head());
        if let Some(snapshot) = self.snapshots.get(&id) {
            return Manifest { t_server: now_ms, ..snapshot.manifest.clone() };
        }
        let mut infos = Vec::new();
        let mut chunks = Vec::new();
        for tier_a in [true, false] {
            let rows: Vec<&Row> = self.base.rows().values().filter(|r| r.kind.in_memory() == tier_a).collect();
            for part in rows.chunks(self.limits.chunk_rows.max(1)) {
                let bytes = codec::encode(&part);
                let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                infos.push(ChunkInfo {
                    tier_a,
                    rows: count(part.len()),
                    bytes: count(bytes.len()),
                    hash: chunk_hash(&bytes),
                    customers: None,
                    since_day: None,
                });
                chunks.push(bytes);
            }
        }
        let (epoch, seq) = (self.epoch, self.head());
        let manifest = Manifest { id: id.clone(), epoch, seq, scopes_version: 1, t_server: now_ms, chunks: infos };
        self.snapshots.insert(id, Snapshot { manifest: manifest.clone(), chunks });
        manifest
    }

    /// The bytes of one chunk.
    ///
    /// # Errors
    /// [`Failure::Gone`] when the snapshot is no longer served.
    pub fn chunk(&self, id: &str, index: u32) -> Result<Vec<u8>, Failure> {
        self.snapshots.get(id).and_then(|s| s.chunks.get(index as usize)).cloned().ok_or(Failure::Gone)
    }
}
