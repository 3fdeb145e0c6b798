//! Sync's server side: operations come in through the one writer, changes go out through pulls and snapshots.
//!
//! [`Base`] is the handle to all of it. Nothing else writes rows: imports, scores and the staff directory go through the writer too,
//! so that the order of changes has one author and no write can be lost against another.

pub mod bulk;
mod changes;
mod directory;
mod error;
mod head;
mod judging;
mod overlay;
pub mod pull;
mod reading;
pub mod snapshot;
pub mod staff;
mod writer;

use std::sync::{Arc, OnceLock, RwLock};

use domain::{Author, Op, ReplicaId, RowId, Verdict};
use tokio::sync::{mpsc, oneshot, watch};

use crate::auth::secret;
use crate::db::connect::Db;
use crate::db::log;
use crate::http::metrics::Metrics;
use crate::state::{Shutdown, now_ms};

pub use bulk::{Merge, Written};
pub use directory::Directory;
pub use error::SyncError;
pub use head::Head;
pub use reading::Reader;

use crate::scoring::Fact;
use writer::{Command, Push, Writer};

/// How many commands may wait for the writer before those who send them wait too.
const QUEUE: usize = 1024;

/// The organisation's base. Cheap to clone.
#[derive(Clone)]
pub struct Base(Arc<Inner>);

struct Inner {
    db: Db,
    directory: Arc<RwLock<Directory>>,
    head: watch::Receiver<Head>,
    commands: mpsc::Sender<Command>,
    shutdown: Shutdown,
    snapshots: snapshot::Store,
    id: OnceLock<RowId>,
}

impl std::fmt::Debug for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Base")
    }
}

/// The answer to a push.
#[derive(Clone, Debug, PartialEq)]
pub struct Pushed {
    /// The server's epoch.
    pub epoch: u32,
    /// The last number judged for this device.
    pub last_n: u32,
    /// One verdict for each operation.
    pub verdicts: Vec<Verdict>,
}

impl Base {
    /// Starts the writer over a migrated database. Facts about purchases and interactions go to `facts` after each commit.
    /// Snapshots are kept below `data`. Must be called within a tokio runtime.
    pub fn start(
        db: Db,
        data: &std::path::Path,
        metrics: &Metrics,
        shutdown: &Shutdown,
        facts: mpsc::UnboundedSender<Vec<Fact>>,
    ) -> Self {
        let directory = Arc::new(RwLock::new(Directory::default()));
        let (head_sender, head) = watch::channel(Head::default());
        let (commands, queue) = mpsc::channel(QUEUE);
        let writer = Writer::new(db.clone(), Arc::clone(&directory), head_sender, facts, metrics);
        tokio::spawn(writer.run(queue));
        let snapshots = snapshot::Store::new(data);
        let base = Self(Arc::new(Inner {
            db,
            directory,
            head,
            commands,
            shutdown: shutdown.clone(),
            snapshots,
            id: OnceLock::new(),
        }));
        let flushed = base.clone();
        shutdown.on_flush("writer", move || async move { flushed.flush().await });
        base
    }

    /// Judges operations of one device and writes what they do. All of it has happened, and is on disk, when this answers; it
    /// happens whole even if the caller goes away.
    ///
    /// # Errors
    /// [`SyncError::OtherPerson`] when the device belongs to somebody else, [`SyncError::Stopped`] while the server ends, database
    /// errors. The same operations may be sent again after any error.
    pub async fn push(&self, author: Author, replica: ReplicaId, ops: Vec<Op>) -> Result<Pushed, SyncError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Push(Push { author, replica, ops, reply })).await?;
        answer.await.map_err(|_| SyncError::Stopped)?
    }

    /// Waits until everything sent so far is written.
    pub async fn flush(&self) {
        let (reply, answer) = oneshot::channel();
        if self.send(Command::Flush(reply)).await.is_ok() {
            // The writer may have ended: then there is nothing to wait for.
            let _ = answer.await;
        }
    }

    /// Where the order stands, once it has been read.
    ///
    /// # Errors
    /// [`SyncError::Stopped`] when the writer has ended.
    pub async fn head(&self) -> Result<Head, SyncError> {
        let mut head = self.0.head.clone();
        let found = head.wait_for(|head| head.loaded).await.map_err(|_| SyncError::Stopped)?;
        Ok(*found)
    }

    /// The base's random id, made when it is first asked for. A device's store of another base is another store.
    ///
    /// # Errors
    /// Database errors; [`SyncError::Malformed`] when the system has no random numbers.
    pub async fn id(&self) -> Result<RowId, SyncError> {
        if let Some(id) = self.0.id.get() {
            return Ok(*id);
        }
        let new = secret::new_id(now_ms()).map_err(|error| SyncError::Malformed(error.to_string()))?;
        let id = log::base_id(&self.0.db, RowId::from_bytes(new)).await?;
        Ok(*self.0.id.get_or_init(|| id))
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The orderly end of the process this base belongs to.
    pub fn ending(&self) -> Shutdown {
        self.0.shutdown.clone()
    }

    /// The snapshots made so far.
    pub fn snapshots(&self) -> &snapshot::Store {
        &self.0.snapshots
    }

    async fn send(&self, command: Command) -> Result<(), SyncError> {
        self.0.commands.send(command).await.map_err(|_| SyncError::Stopped)
    }

    /// The directory as it is now. Never held across an await.
    fn directory(&self) -> std::sync::RwLockReadGuard<'_, Directory> {
        self.0.directory.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
