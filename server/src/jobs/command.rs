//! Import, demo, export and doctor for the command line: the same through the admin socket and with the database opened directly.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::StaffId;
use domain::row::RowRef;

pub use super::backup::backup;
use super::demo::occupied;
use super::progress::Progress as Job;
use super::{DemoOrder, ImportJob, JobFailure, Jobs, Phase, export};
use crate::admin_socket::{AdminContext, Output, Progress};
use crate::db::{check, log, migrate, rows};
use crate::demo;
use crate::error::{Exit, Failure};
use crate::http::metrics::Metrics;
use crate::import::{FileError, Language, Options, Target};
use crate::scoring::Scoring;
use crate::state::{Shutdown, now_ms};
use crate::sync::staff::organisation;
use crate::sync::{Base, SyncError};

/// How often a terminal is told how far the work is.
const TELL: Duration = Duration::from_secs(2);
/// How many rows are checked between two looks at the clock.
const BLOCK: usize = 1_000;

/// What `jipan import` was told.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ImportRequest {
    /// The file, by its absolute path.
    pub file: PathBuf,
    /// What its rows are.
    pub target: Target,
    /// `--map`: column and field.
    pub map: Vec<(String, String)>,
    /// The currency of amounts; the organisation's when it is not said.
    pub currency: Option<String>,
    /// Whether only to check.
    pub dry_run: bool,
    /// The language of the report; that of the organisation's currency when it is not said.
    #[serde(default)]
    pub language: Option<Language>,
}

/// Imports a file.
///
/// # Errors
/// A sentence and an exit code.
pub async fn import(context: &AdminContext, request: ImportRequest, progress: &Progress) -> Result<Output, Failure> {
    let organisation = organisation(&context.db).await?;
    let currency = request.currency.unwrap_or(organisation.currency);
    // Generated names stay in the base: they follow the organisation, not whoever sits at the terminal.
    let language = if currency == "CNY" { Language::Zh } else { Language::En };
    let told_in = request.language.unwrap_or(language);
    let mut options = Options { language, ..Options::new(request.target, currency, organisation.zone_minutes.into()) };
    options.overrides = request.map;
    let order = ImportJob { file: request.file, options, dry_run: request.dry_run, by: StaffId::NIL };
    let work = |jobs: Jobs, job| async move { jobs.run_import(order, &job).await };
    let (report, written) = Work::on(context).done(progress, work).await?;
    let mut lines: Vec<String> = report.told(told_in).to_string().lines().map(str::to_owned).collect();
    if request.dry_run {
        lines.push("Nothing was written (--dry-run).".to_owned());
    } else if written.refused > 0 {
        lines.push(format!("{} referrals were left out: a second referrer, or a circle.", written.refused));
    }
    Ok(Output { lines, qr: None })
}

/// Loads the demo base.
///
/// # Errors
/// As [`import`].
pub async fn demo(context: &AdminContext, customers: u32, seed: u64, progress: &Progress) -> Result<Output, Failure> {
    let order = DemoOrder { customers: customers.min(demo::MAX_CUSTOMERS), seed };
    if let Some(why) = occupied(&context.db, order).await? {
        return Err(Failure::new(Exit::Refused, why));
    }
    let work = |jobs: Jobs, job| async move { jobs.run_demo(order, &job).await };
    let written = Work::on(context).done(progress, work).await?;
    let lines = vec![format!("The demo base is loaded: {} rows.", written.created + written.changed + written.same)];
    Ok(Output { lines, qr: None })
}

/// Removes the demo base.
///
/// # Errors
/// As [`import`].
pub async fn remove_demo(context: &AdminContext, progress: &Progress) -> Result<Output, Failure> {
    let work = |jobs: Jobs, job| async move { jobs.run_remove_demo(&job).await };
    let written = Work::on(context).done(progress, work).await?;
    let lines = vec![format!("The demo base is removed: {} rows.", written.erased)];
    Ok(Output { lines, qr: None })
}

/// Writes every row as JSON lines and the customers as CSV into a folder.
///
/// # Errors
/// As [`import`].
pub async fn export(context: &AdminContext, folder: &Path) -> Result<Output, Failure> {
    let (written, customers) = export::write(&context.db, folder).await?;
    let lines = vec![
        format!("{written} rows in {}", folder.join(export::ROWS).display()),
        format!("{customers} customers in {}", folder.join(export::CUSTOMERS).display()),
    ];
    Ok(Output { lines, qr: None })
}

/// Looks whether everything is as it should be.
///
/// # Errors
/// As [`import`]; [`Exit::Failed`] when rows are damaged.
pub async fn doctor(context: &AdminContext, progress: &Progress) -> Result<Output, Failure> {
    let position = log::position(&context.db).await?;
    let schema = migrate::MIGRATIONS.last().map_or(0, |m| m.number);
    let mut lines = vec![
        format!("jipan {}, schema {schema}", env!("CARGO_PKG_VERSION")),
        format!("order of changes: epoch {}, place {}, log since {}", position.epoch, position.seq, position.first),
    ];
    if let Some(server) = &context.server {
        let (count, bytes) = server.base.snapshots().size();
        lines.push(format!("snapshots: {count}, {bytes} bytes"));
    }
    let zone = organisation(&context.db).await?.zone_minutes;
    lines.extend(super::health::lines(&context.backups, &context.data, now_ms(), zone));
    let mut damaged = Vec::new();
    for (kind, count) in check::counts(&context.db).await? {
        lines.push(format!("{}: {count}", kind.name()));
        let ids = rows::ids(&context.db, kind).await?;
        for (at, block) in ids.chunks(BLOCK).enumerate() {
            let block: Vec<RowRef> = block.iter().map(|(id, _)| RowRef::new(kind, *id)).collect();
            damaged.extend(check::mismatches(&context.db, &block).await?);
            progress.line(format!("{}: {} of {count} checked", kind.name(), at * BLOCK + block.len()));
        }
    }
    if damaged.is_empty() {
        lines.push("every row's columns agree with its packed form".to_owned());
        return Ok(Output { lines, qr: None });
    }
    let first: Vec<String> = damaged.iter().take(5).map(|at| format!("{}:{}", at.kind.name(), at.id)).collect();
    let message = format!(
        "{} rows have columns that differ from their packed form, for example {}: restore a backup, or report this as a defect",
        damaged.len(),
        first.join(", ")
    );
    Err(Failure::new(Exit::Failed, message))
}

/// The running server's jobs, or those of a base that was opened for this command alone.
struct Work {
    jobs: Jobs,
    own: Option<Shutdown>,
}

impl Work {
    fn on(context: &AdminContext) -> Self {
        if let Some(server) = &context.server {
            return Self { jobs: server.jobs.clone(), own: None };
        }
        let shutdown = Shutdown::default();
        let (facts, heard) = tokio::sync::mpsc::unbounded_channel();
        let base = Base::start(context.db.clone(), &context.data, &Metrics::new(), &shutdown, facts);
        let scoring = Scoring::start(base.clone(), heard);
        Self { jobs: Jobs::new(base, scoring, &context.data), own: Some(shutdown) }
    }

    /// Does one job, tells the terminal how far it is, and ends what was opened for it.
    async fn done<T, F>(self, progress: &Progress, work: impl FnOnce(Jobs, Arc<Job>) -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, JobFailure>>,
    {
        let job = self.jobs.begin().map_err(|error| Failure::new(Exit::Refused, error.to_string()))?;
        let done = watched(&job, progress, work(self.jobs.clone(), Arc::clone(&job))).await;
        match &done {
            Ok(_) => job.end(Phase::Done, None, None),
            Err(error) => job.end(Phase::Failed, None, Some(error.to_string())),
        }
        if let Some(shutdown) = self.own {
            shutdown.begin();
            shutdown.flush().await;
        } else if done.is_ok() {
            self.jobs.0.base.snapshot_ahead();
        }
        Ok(done?)
    }
}

/// Does the work and tells the terminal now and then how far it is.
async fn watched<T>(job: &Arc<Job>, progress: &Progress, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    let mut last = String::new();
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(TELL) => {
                let told = job.told();
                let line = far(&told);
                if line != last {
                    progress.line(line.clone());
                    last = line;
                }
            }
        }
    }
}

/// `reading: 38 %`, `writing: 12500 rows`, `scoring`.
fn far(told: &app::api::base::Job) -> String {
    match (told.done, told.total) {
        (0, 0) => told.phase.clone(),
        (done, 0) => format!("{}: {done} rows", told.phase),
        (done, total) => format!("{}: {} %", told.phase, done.min(total).saturating_mul(100) / total),
    }
}

impl From<JobFailure> for Failure {
    fn from(error: JobFailure) -> Self {
        match error {
            JobFailure::Cancelled => Self::new(Exit::Refused, "stopped on request; what was written stays"),
            JobFailure::File(error @ FileError::Cancelled) => Self::new(Exit::Refused, error.to_string()),
            JobFailure::Backup(failure) => failure,
            JobFailure::File(error) => Self::new(Exit::Input, error.to_string()),
            JobFailure::Base(SyncError::Database(error)) => error.into(),
            JobFailure::Base(SyncError::Disk(error)) => Self::storage("write", &error),
            JobFailure::Base(error) => Self::new(Exit::Failed, error.to_string()),
        }
    }
}
