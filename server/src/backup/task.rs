//! The backup that the running server makes every night, and the one before the schema changes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::rotate::Keep;
use super::schedule::At;
use super::{Made, Order, Place, folder, make};
use crate::db::connect::Db;
use crate::db::migrate::{self, migrate};
use crate::error::{Exit, Failure};
use crate::jobs::{JobError, Jobs};
use crate::state::{Shutdown, now_ms};
use crate::sync::staff::organisation;

/// How often the clock is looked at: a machine that slept, or whose clock was set, is noticed as soon.
const LOOK: Duration = Duration::from_secs(30);
/// How long a failed backup is left alone, milliseconds.
const AGAIN_MS: i64 = 3_600_000;

/// Brings the database to this program's schema. When that changes anything, a backup is made first, into the folder of `place`.
///
/// # Errors
/// As [`make()`] and [`migrate()`]; without the backup nothing is changed.
pub async fn prepare(db: &Db, place: &Place) -> Result<(), Failure> {
    if let Some(first) = migrate::pending(db).await? {
        let order = Order { place: place.clone(), to: None, before: first };
        let made = make(db, None, order, Arc::new(|_, _, _| true)).await.map_err(|error| {
            let message = format!("the backup before the change of the schema failed, so nothing was changed: {error}");
            Failure::new(error.exit, message)
        })?;
        tracing::info!(file = %made.path.display(), bytes = made.bytes, "backup made before the schema changes");
        tidy(db, place).await;
    }
    migrate(db).await?;
    Ok(())
}

/// Removes the backups that are no longer needed.
pub async fn tidy(db: &Db, place: &Place) {
    let zone = match organisation(db).await {
        Ok(organisation) => organisation.zone_minutes,
        Err(error) => return tracing::warn!(%error, "old backups stay: the zone cannot be read"),
    };
    let folder = place.folder.clone();
    let gone = tokio::task::spawn_blocking(move || folder::rotate(&folder, Keep::default(), now_ms(), zone)).await;
    if let Ok(gone @ 1..) = gone {
        tracing::info!(gone, "old backups removed");
    }
}

/// What the server knows of its backups besides what is in the folder. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Nightly(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    place: Place,
    at: Option<At>,
    started_ms: i64,
    /// When the last try failed, and why.
    failed: Mutex<Option<(i64, String)>>,
}

impl Nightly {
    /// Backups into `place`, every night at `at`, or only when somebody asks.
    pub fn new(place: Place, at: Option<At>) -> Self {
        Self(Arc::new(Inner { place, at, started_ms: now_ms(), failed: Mutex::default() }))
    }

    /// Where they are.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// Whether the server has been up for as long as a backup may be old.
    pub fn has_settled(&self) -> bool {
        now_ms() - self.0.started_ms > super::schedule::OLD_MS
    }

    /// When the last try failed (Unix milliseconds) and why; `None` when it went well or there was none.
    pub fn failed(&self) -> Option<(i64, String)> {
        self.0.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// When the next one is due by the clock (Unix milliseconds); `None` when only people make them.
    pub fn next(&self, zone_minutes: i32) -> Option<i64> {
        self.0.at.map(|at| at.next(now_ms(), zone_minutes))
    }

    /// Notes how a backup ended.
    pub fn ended(&self, result: &Result<Made, Failure>) {
        let failed = result.as_ref().err().filter(|error| error.exit != Exit::Refused);
        match (result, failed) {
            (Ok(made), _) => tracing::info!(file = %made.path.display(), bytes = made.bytes, "backup made and checked"),
            (_, Some(error)) => tracing::error!(%error, "no backup could be made"),
            _ => {}
        }
        if result.is_ok() || failed.is_some() {
            let failed = failed.map(|error| (now_ms(), error.to_string()));
            *self.0.failed.lock().unwrap_or_else(PoisonError::into_inner) = failed;
        }
    }

    /// Makes a backup whenever one is due, until the end begins.
    pub async fn run(self, db: Db, jobs: Jobs, shutdown: Shutdown) {
        let Some(at) = self.0.at else { return };
        loop {
            tokio::select! {
                () = shutdown.begun() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            if self.is_due(&db, at).await {
                match jobs.backup(&self) {
                    // Something else is under way: the next look finds it still due.
                    Ok(_) | Err(JobError::Busy) => {}
                    Err(error) => tracing::error!(%error, "the nightly backup could not begin"),
                }
            }
        }
    }

    async fn is_due(&self, db: &Db, at: At) -> bool {
        let now = now_ms();
        if self.failed().is_some_and(|(when, _)| (0..AGAIN_MS).contains(&(now - when))) {
            return false;
        }
        let Ok(organisation) = organisation(db).await else { return false };
        // Before set-up there is nothing to keep.
        if organisation.name.is_empty() {
            return false;
        }
        let folder = self.0.place.folder.clone();
        let Ok(found) = tokio::task::spawn_blocking(move || folder::list(&folder)).await else { return false };
        let past = found.iter().map(|found| found.header.made_ms).filter(|made| *made <= now);
        at.is_due(now, organisation.zone_minutes, past.max(), self.0.started_ms)
    }
}
