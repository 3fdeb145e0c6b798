//! The way back: a backup into an empty data directory, compared with the file before it gets its place.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::make::{parts, sync_folder};
use super::{Digests, Header, Stage, Summary, Tell, check, epoch};
use crate::db::archive::{self, BLOCK, Frozen, Table};
use crate::db::connect::{Db, Endpoint, wait_until_closed};
use crate::db::migrate::{MIGRATIONS, migrate, migrate_with};
use crate::error::{Exit, Failure};
use crate::state::now_ms;

/// Where the database is built before it gets its place.
const BESIDE: &str = ".restoring";
/// How long the engine may take to close.
const CLOSING: Duration = Duration::from_mins(10);
/// How many records are written in one transaction.
const AT_ONCE: usize = BLOCK / 2;

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the backup was a backup of.
    pub header: Header,
    /// What is in the database.
    pub summary: Summary,
    /// The epoch that has begun.
    pub epoch: u32,
}

/// Restores a backup into a data directory that is empty or missing. The file is checked whole before anything is written, and the new
/// database is read back and compared with it before it gets its place: what fails leaves nothing behind.
///
/// # Errors
/// [`Exit::Input`] for a file that is no whole backup, [`Exit::Refused`] for a directory that is not empty, [`Exit::Storage`].
pub async fn restore(file: &Path, data: &Path, tell: &Tell) -> Result<Restored, Failure> {
    let path = file.to_owned();
    let (header, summary) =
        tokio::task::spawn_blocking(move || check(&path, |_| true)).await.map_err(|_| unexpected())??;
    let known = MIGRATIONS.last().map_or(0, |m| m.number);
    if header.schema > known {
        let message = format!(
            "the backup is of schema {}, this program knows up to {known}: restore it with jipan {} or newer",
            header.schema, header.program
        );
        return Err(Failure::new(Exit::Input, message));
    }
    vacant(data)?;
    let beside = Beside::new(data)?;
    let endpoint = Endpoint::Embedded(beside.0.join("db"));
    let epoch = fill(file, &endpoint, &header, &summary, tell).await;
    // The files may be renamed only when nobody writes them any more.
    let closed = closed(&endpoint).await;
    let epoch = epoch?;
    if !closed {
        return Err(Failure::new(Exit::Failed, "the new database could not be closed: try again"));
    }
    let place = data.join("db");
    std::fs::rename(beside.0.join("db"), &place)
        .map_err(|error| Failure::storage(&format!("write {}", place.display()), &error))?;
    sync_folder(&place);
    Ok(Restored { header, summary, epoch })
}

/// Waits until the engine has written what it still holds in memory: with a large base that takes longer than the end of a server.
async fn closed(endpoint: &Endpoint) -> bool {
    let started = std::time::Instant::now();
    while started.elapsed() < CLOSING {
        if wait_until_closed(endpoint).await {
            return true;
        }
    }
    false
}

fn unexpected() -> Failure {
    Failure::new(Exit::Failed, "the restore ended unexpectedly; nothing was changed")
}

/// Whether nothing is in the directory but what a restore that was killed has left.
fn vacant(data: &Path) -> Result<(), Failure> {
    let entries = match std::fs::read_dir(data) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::new(Exit::Input, format!("{} cannot be read: {error}", data.display()))),
    };
    if entries.flatten().all(|entry| entry.file_name() == BESIDE) {
        return Ok(());
    }
    let message = format!(
        "{} is not empty: restore into a new directory with --data, then move it where the old one was",
        data.display()
    );
    Err(Failure::new(Exit::Refused, message))
}

/// A folder that goes when it is no longer needed, with what is still in it.
struct Beside(PathBuf);

impl Beside {
    fn new(data: &Path) -> Result<Self, Failure> {
        crate::config::prepare_data(data)?;
        let beside = Self(data.join(BESIDE));
        let _ = std::fs::remove_dir_all(&beside.0);
        crate::config::prepare_data(&beside.0)?;
        Ok(beside)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Fills a new database, compares it with the summary and begins a new epoch.
async fn fill(
    file: &Path,
    endpoint: &Endpoint,
    header: &Header,
    summary: &Summary,
    tell: &Tell,
) -> Result<u32, Failure> {
    let db = Db::open(endpoint).await?;
    // The tables as they were; what has been added since is added as it would have been then.
    let then = MIGRATIONS.iter().filter(|m| m.number <= header.schema).copied().collect::<Vec<_>>();
    migrate_with(&db, &then).await?;
    let total = summary.tables.records();
    load(&db, file, total, tell).await?;
    compare(&db, summary, total, tell).await?;
    migrate(&db).await?;
    let random = getrandom::u32().unwrap_or(0).to_le_bytes();
    let epoch = epoch::after_restore(header.epoch, now_ms(), u16::from_le_bytes([random[0], random[1]]));
    archive::begin_epoch(&db, epoch).await?;
    Ok(epoch)
}

async fn load(db: &Db, file: &Path, total: u64, tell: &Tell) -> Result<(), Failure> {
    let (mut blocks, reading) = parts(file.to_owned(), AT_ONCE);
    let (mut present, mut done) = (None::<Table>, 0);
    while let Some((table, records)) = blocks.recv().await {
        if present.as_ref() != Some(&table) {
            archive::clear(db, &table).await?;
            present = Some(table.clone());
        }
        archive::fill(db, &table, &records).await?;
        done += records.len() as u64;
        if !tell(Stage::Writing, done, total) {
            return Err(Failure::new(Exit::Refused, "stopped on request"));
        }
    }
    reading.await.map_err(|_| unexpected())?
}

/// Reads the new database and compares it with what the file says.
async fn compare(db: &Db, summary: &Summary, total: u64, tell: &Tell) -> Result<(), Failure> {
    let frozen = Frozen::open(db).await?;
    let found = digests(&frozen, |done| tell(Stage::Checking, done, total)).await;
    frozen.close().await?;
    match found?.differs(&summary.tables) {
        None => Ok(()),
        Some(table) => {
            let message = format!("the restored table {table} is not what the backup holds: nothing was kept");
            Err(Failure::new(Exit::Failed, message))
        }
    }
}

/// The digests of a database.
///
/// # Errors
/// Database errors; [`Exit::Refused`] when `on`, which hears the number of records read so far, says to stop.
pub async fn digests(frozen: &Frozen, on: impl Fn(u64) -> bool) -> Result<Digests, Failure> {
    let mut digests = Digests::default();
    for table in frozen.tables().await? {
        digests.table(&table.name);
        for block in frozen.blocks(&table).await? {
            for record in frozen.read(&block).await? {
                digests.add(&table.name, &record);
            }
            if !on(digests.records()) {
                return Err(Failure::new(Exit::Refused, "stopped on request"));
            }
        }
    }
    Ok(digests)
}
