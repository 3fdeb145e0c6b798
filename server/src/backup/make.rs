//! Making a backup: the database as it is at one moment, into a file that is read back before it gets its name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::mpsc;

use super::file::{Part, Writer};
use super::{Header, Place, Stage, Summary, Tell, check, folder};
use crate::auth::secret;
use crate::config::create_private;
use crate::db::archive::{Frozen, Table};
use crate::db::connect::Db;
use crate::db::{log, setting};
use crate::error::{Exit, Failure};
use crate::state::now_ms;
use crate::sync::Base;

/// How many blocks may wait for the disk.
const AHEAD: usize = 4;

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub path: PathBuf,
    /// Its size, bytes.
    pub bytes: u64,
    /// What it is a backup of.
    pub header: Header,
    /// What is in it.
    pub summary: Summary,
}

/// Which backup to make.
#[derive(Clone, Debug)]
pub struct Order {
    /// Where backups are kept.
    pub place: Place,
    /// Into this file, by its absolute path; else into a new one in the folder.
    pub to: Option<PathBuf>,
    /// The migration before which it is made; 0 for any other reason.
    pub before: u32,
}

/// Makes a backup while everything else goes on, reads it back whole, and only then gives it its name. With a running server's
/// `base`, waits until what is in it is on the server's own disk too.
///
/// # Errors
/// [`Exit::Storage`] when the disk refuses, [`Exit::Refused`] when the file exists already or `tell` says to stop, database errors. No
/// file is left behind.
pub async fn make(db: &Db, base: Option<&Base>, order: Order, tell: Arc<Tell>) -> Result<Made, Failure> {
    let frozen = Frozen::open(db).await?;
    let made = from(&frozen, base, order, tell).await;
    // What was frozen is let go also when it failed; the session's end would do it later.
    let closed = frozen.close().await;
    let made = made?;
    closed?;
    Ok(made)
}

async fn from(frozen: &Frozen, base: Option<&Base>, order: Order, tell: Arc<Tell>) -> Result<Made, Failure> {
    if let Some(base) = base {
        // A commit can be seen a moment before it is on disk. The writer has answered when everything that is seen here is.
        base.flush().await;
    }
    let made_ms = now_ms();
    let (epoch, seq) = frozen.position().await?;
    let header = Header {
        made_ms,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: frozen.schema().await?,
        base: frozen.setting(log::BASE_ID).await?,
        organisation: frozen.setting(setting::ORGANISATION).await?,
        epoch,
        seq,
        database_bytes: order.place.database_bytes(),
        before: order.before,
    };
    let target = if let Some(file) = order.to {
        file
    } else {
        folder::prepare(&order.place.folder)?;
        folder::new_name(&order.place.folder, made_ms, order.before)
    };
    if target.exists() {
        let message = format!("{} exists already: name another file, or remove it first", target.display());
        return Err(Failure::new(Exit::Refused, message));
    }
    let partial = Partial::new(&target)?;
    let (sender, parts) = mpsc::channel(AHEAD);
    let (path, told) = (partial.0.clone(), header.clone());
    let writing = tokio::task::spawn_blocking(move || write(&path, &told, parts));
    let read = send(frozen, sender, tell.as_ref()).await;
    let written = writing.await.map_err(|_| unexpected())?;
    // A disk that is full makes the reader stop too: its reason is the better one.
    let summary = written?;
    let total = read?;
    let bytes = settled(partial, &target, &header, &summary, total, tell).await?;
    Ok(Made { path: target, bytes, header, summary })
}

fn unexpected() -> Failure {
    Failure::new(Exit::Failed, "the backup ended unexpectedly; the server's log says why")
}

/// A file under a name of its own, removed unless it is finished.
struct Partial(PathBuf);

impl Partial {
    fn new(target: &Path) -> Result<Self, Failure> {
        let token = secret::token().map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".{}.part", &token[..8]));
        Ok(Self(name.into()))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Renamed, or never written.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Parts of the file, on their way to the disk.
type Parts = (Table, Vec<Vec<u8>>);

/// Reads every table; answers how many records there are.
async fn send(frozen: &Frozen, parts: mpsc::Sender<Parts>, tell: &Tell) -> Result<u64, Failure> {
    let mut plan = Vec::new();
    for table in frozen.tables().await? {
        let blocks = frozen.blocks(&table).await?;
        plan.push((table, blocks));
    }
    let total: u64 = plan.iter().flat_map(|(_, blocks)| blocks).map(|block| block.records as u64).sum();
    let mut done = 0;
    for (table, blocks) in plan {
        let mut told = parts.send((table.clone(), Vec::new())).await;
        for block in blocks {
            let records = frozen.read(&block).await?;
            done += records.len() as u64;
            told = parts.send((table.clone(), records)).await;
            if !tell(Stage::Writing, done, total) {
                return Err(Failure::new(Exit::Refused, "stopped on request"));
            }
        }
        if told.is_err() {
            // The writer has given up and says why.
            return Err(unexpected());
        }
    }
    Ok(total)
}

/// Writes the parts as they come.
fn write(path: &Path, header: &Header, mut parts: mpsc::Receiver<Parts>) -> Result<Summary, Failure> {
    let refused = |error: &std::io::Error| Failure::storage(&format!("write {}", path.display()), error);
    let file = create_private(path).map_err(|error| refused(&error))?;
    let mut writer = Writer::begin(file, header).map_err(|error| refused(&error))?;
    let mut present = None;
    while let Some((table, records)) = parts.blocking_recv() {
        if present.as_ref() != Some(&table) {
            writer.table(&table).map_err(|error| refused(&error))?;
            present = Some(table);
        }
        for record in records {
            writer.record(&record).map_err(|error| refused(&error))?;
        }
    }
    writer.end().map_err(|error| refused(&error))
}

/// Reads back what was written, compares it with what was read from the database, and gives it its name. Answers its size.
async fn settled(
    partial: Partial,
    target: &Path,
    header: &Header,
    summary: &Summary,
    total: u64,
    tell: Arc<Tell>,
) -> Result<u64, Failure> {
    let path = partial.0.clone();
    let work = tokio::task::spawn_blocking(move || check(&path, |done| tell(Stage::Checking, done, total)));
    let (read, found) = work.await.map_err(|_| unexpected())??;
    if read != *header || found.tables.differs(&summary.tables).is_some() {
        let message = "what was written is not what was read: the disk or the memory of this machine is unreliable";
        return Err(Failure::new(Exit::Storage, message));
    }
    let refused = |error: &std::io::Error| Failure::storage(&format!("write {}", target.display()), error);
    let bytes = std::fs::metadata(&partial.0).map_err(|error| refused(&error))?.len();
    std::fs::rename(&partial.0, target).map_err(|error| refused(&error))?;
    sync_folder(target);
    Ok(bytes)
}

/// Waits until the disk knows a new name. Where a folder cannot be synced, the file system does it in its own time.
pub(super) fn sync_folder(path: &Path) {
    if let Some(Ok(folder)) = path.parent().map(std::fs::File::open) {
        let _ = folder.sync_all();
    }
}

/// Reads a backup in a thread of its own and hands out its records in blocks.
pub(super) fn parts(
    path: PathBuf,
    size: usize,
) -> (mpsc::Receiver<Parts>, tokio::task::JoinHandle<Result<(), Failure>>) {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let reading = tokio::task::spawn_blocking(move || {
        let (mut present, mut block) = (None::<Table>, Vec::new());
        let hand_out = |table: &Option<Table>, block: &mut Vec<Vec<u8>>| match table {
            Some(table) => sender.blocking_send((table.clone(), std::mem::take(block))).map_err(|_| unexpected()),
            None => Ok(()),
        };
        super::file::read(&path, |part| {
            match part {
                Part::Table(table) => {
                    hand_out(&present, &mut block)?;
                    present = Some(table);
                }
                Part::Record(packed) => {
                    block.push(packed);
                    if block.len() >= size {
                        hand_out(&present, &mut block)?;
                    }
                }
            }
            Ok(())
        })?;
        hand_out(&present, &mut block)
    });
    (receiver, reading)
}
