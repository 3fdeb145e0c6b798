//! Snapshots: everything one person may have, cut into chunks that never change, for a device that starts afresh.
//!
//! A snapshot is *fuzzy*: its rows are at least as new as the place in the order it names. A device that then pulls from that place
//! applies some changes a second time, which does no harm, and is exact when it has reached the end.

mod build;
mod chunk;
mod glance;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::sync::wire::Manifest;
use domain::{Author, Role, Scope, StaffId};

use super::pull::FAR_ROWS;
use super::{Base, Head, Reader, SyncError};
use crate::db::scope;
use crate::state::now_ms;

/// With more changes of rows since, a new snapshot is made. Well below [`FAR_ROWS`]: whoever has just taken a snapshot must not be told
/// at once to take another.
const MAX_AGE_ROWS: u64 = FAR_ROWS / 2;
/// How long a replaced snapshot stays for those who are still fetching it.
const LINGER: Duration = Duration::from_hours(1);

/// Who may have a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Audience {
    /// Everybody who sees all customers.
    All,
    /// One person, under one state of their rights.
    One(StaffId, u32),
}

impl Audience {
    fn of(reader: &Reader) -> Self {
        if reader.sees_all() { Self::All } else { Self::One(reader.author.staff, reader.scopes_version) }
    }
}

/// A snapshot on disk.
#[derive(Debug)]
pub struct Snapshot {
    audience: Audience,
    manifest: Manifest,
    /// What [`Head::rows`] was.
    rows: u64,
    made: Instant,
    files: Vec<PathBuf>,
    dir: PathBuf,
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        // What stays behind is removed at the next start.
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// A chunk as it lies on disk.
#[derive(Clone, Debug)]
pub struct StoredChunk {
    /// The gzip file.
    pub path: PathBuf,
    /// First 16 bytes of the SHA-256 of the uncompressed bytes, hexadecimal: the entity tag.
    pub tag: String,
}

type Slot = Arc<tokio::sync::Mutex<Option<Arc<Snapshot>>>>;

/// The snapshots of this process.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    /// The present snapshot of each audience; locked while it is being made.
    slots: Mutex<HashMap<Audience, Slot>>,
    /// Everything that can be fetched, by id.
    all: Mutex<HashMap<String, Arc<Snapshot>>>,
}

impl Store {
    /// Snapshots below `data`. Those of an earlier process are removed: nobody knows how old they are.
    pub(super) fn new(data: &Path) -> Self {
        let dir = data.join("snapshots");
        if let Err(error) = std::fs::remove_dir_all(&dir)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "old snapshots could not be removed");
        }
        Self { dir, slots: Mutex::default(), all: Mutex::default() }
    }

    /// A chunk, if `reader` may have it.
    pub fn chunk(&self, reader: &Reader, id: &str, index: usize) -> Option<StoredChunk> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = all.get(id).filter(|s| s.audience == Audience::of(reader))?;
        let path = snapshot.files.get(index)?.clone();
        let tag = chunk::hex(&snapshot.manifest.chunks.get(index)?.hash);
        Some(StoredChunk { path, tag })
    }

    /// How many snapshots there are and how many bytes they take.
    pub fn size(&self) -> (usize, u64) {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes =
            all.values().flat_map(|s| &s.files).filter_map(|f| std::fs::metadata(f).ok()).map(|m| m.len()).sum();
        (all.len(), bytes)
    }

    fn slot(&self, audience: Audience) -> Slot {
        Arc::clone(self.slots.lock().unwrap_or_else(PoisonError::into_inner).entry(audience).or_default())
    }

    fn publish(&self, snapshot: &Arc<Snapshot>) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, s| s.made.elapsed() < LINGER || s.audience != snapshot.audience);
        all.insert(snapshot.manifest.id.clone(), Arc::clone(snapshot));
    }
}

impl Base {
    /// What the snapshot for `reader` consists of; makes one if there is none or it has aged too much.
    ///
    /// # Errors
    /// Database errors, [`SyncError::Disk`], [`SyncError::Stopped`] while the server ends.
    pub async fn snapshot(&self, reader: &Reader) -> Result<Manifest, SyncError> {
        let snapshot = self.fresh(*reader).await?;
        let t_server = u64::try_from(now_ms()).unwrap_or(0);
        Ok(Manifest { scopes_version: reader.scopes_version, t_server, ..snapshot.manifest.clone() })
    }

    /// Begins to make the snapshot of those who see everybody, so that the first device after an import need not wait for it.
    pub fn snapshot_ahead(&self) {
        let base = self.clone();
        tokio::spawn(async move {
            let author = Author { staff: StaffId::NIL, role: Role::Administrator, scope: Scope::All, team: None };
            if let Err(error) = base.fresh(Reader { author, scopes_version: 0 }).await {
                // Whoever asks for it makes it, or is told.
                tracing::warn!(%error, "no snapshot could be made ahead");
            }
        });
    }

    async fn fresh(&self, reader: Reader) -> Result<Arc<Snapshot>, SyncError> {
        let audience = Audience::of(&reader);
        let mut slot = self.0.snapshots.slot(audience).lock_owned().await;
        let head = self.head().await?;
        if let Some(present) = slot.as_ref()
            && self.still_good(present, &head).await?
        {
            return Ok(Arc::clone(present));
        }
        // In a task of its own: whoever asked may go away, the next one gets what was begun.
        let base = self.clone();
        let made = tokio::spawn(async move {
            let snapshot = Arc::new(build::build(&base, &reader, audience, head).await?);
            base.0.snapshots.publish(&snapshot);
            *slot = Some(Arc::clone(&snapshot));
            Ok(snapshot)
        });
        made.await.map_err(|_| SyncError::Stopped)?
    }

    async fn still_good(&self, snapshot: &Snapshot, head: &Head) -> Result<bool, SyncError> {
        let manifest = &snapshot.manifest;
        if manifest.epoch != head.epoch || manifest.seq < head.first {
            return Ok(false);
        }
        if head.rows.saturating_sub(snapshot.rows) >= MAX_AGE_ROWS {
            return Ok(false);
        }
        match snapshot.audience {
            Audience::All => Ok(true),
            Audience::One(staff, _) => Ok(scope::rescope_seq(self.db(), staff).await? <= manifest.seq),
        }
    }
}
