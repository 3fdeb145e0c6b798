//! Long work: imports and the demo base. One at a time; it goes on when whoever asked for it has gone away.

mod backup;
pub mod command;
mod demo;
mod export;
mod extract;
mod health;
mod import;
mod progress;
mod report;
pub mod upload;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use app::api::base::{ImportReport, Job};

use crate::auth::secret;
use crate::db::connect::DbError;
use crate::error::Failure;
use crate::import::FileError;
use crate::scoring::Scoring;
use crate::sync::{Base, SyncError};

pub use command::ImportRequest;
pub use demo::DemoOrder;
pub use extract::{Analysis, Bought, Extract, extract};
pub use import::ImportJob;
pub use progress::{Phase, Progress};

/// How many jobs are remembered.
const REMEMBERED: usize = 20;

/// The jobs of this process. Cheap to clone.
#[derive(Clone)]
pub struct Jobs(Arc<Inner>);

struct Inner {
    base: Base,
    scoring: Scoring,
    data: PathBuf,
    all: Mutex<Vec<Arc<Progress>>>,
}

/// Why a job did not begin.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Another one is under way.
    #[error("another import, demo or backup is under way")]
    Busy,
    /// There is no such job.
    #[error("there is no such job")]
    Unknown,
    /// There are customers of the organisation's own in the base: the demo is for an empty one.
    #[error("the base is not empty")]
    NotEmpty,
    /// The system has no random numbers.
    #[error("{0}")]
    Internal(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Why a job ended badly.
#[derive(Debug, thiserror::Error)]
pub enum JobFailure {
    /// It was stopped on request.
    #[error("stopped")]
    Cancelled,
    /// The file cannot be imported.
    #[error(transparent)]
    File(#[from] FileError),
    /// The base could not be written or read.
    #[error(transparent)]
    Base(#[from] SyncError),
    /// No backup could be made.
    #[error(transparent)]
    Backup(Failure),
}

impl From<DbError> for JobFailure {
    fn from(error: DbError) -> Self {
        Self::Base(error.into())
    }
}

impl Jobs {
    /// No jobs yet. Uploaded files are kept below `data`.
    pub fn new(base: Base, scoring: Scoring, data: &Path) -> Self {
        Self(Arc::new(Inner { base, scoring, data: data.to_owned(), all: Mutex::default() }))
    }

    /// How a job stands.
    ///
    /// # Errors
    /// [`JobError::Unknown`].
    pub fn job(&self, id: &str) -> Result<Job, JobError> {
        Ok(self.find(id)?.told())
    }

    /// Asks a job to stop; what it has written stays.
    ///
    /// # Errors
    /// [`JobError::Unknown`].
    pub fn cancel(&self, id: &str) -> Result<(), JobError> {
        self.find(id)?.cancel();
        Ok(())
    }

    fn find(&self, id: &str) -> Result<Arc<Progress>, JobError> {
        let all = self.0.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|job| job.id() == id).cloned().ok_or(JobError::Unknown)
    }

    /// Where uploaded files are kept.
    pub fn uploads(&self) -> upload::Uploads {
        upload::Uploads::new(&self.0.data)
    }

    /// Begins a job and does it in a task of its own, so that it goes on when whoever asked for it has gone away. After one that
    /// `writes` rows, a snapshot is made ahead.
    fn spawn<F>(&self, writes: bool, work: impl FnOnce(Self, Arc<Progress>) -> F) -> Result<Job, JobError>
    where
        F: Future<Output = Result<Option<ImportReport>, JobFailure>> + Send + 'static,
    {
        let job = self.begin()?;
        let work = work(self.clone(), Arc::clone(&job));
        let told = job.told();
        let jobs = self.clone();
        tokio::spawn(async move {
            // A panic in the work must not leave a job that is for ever under way.
            match tokio::spawn(work).await {
                Ok(Ok(report)) => {
                    job.end(Phase::Done, report, None);
                    if writes {
                        jobs.0.base.snapshot_ahead();
                    }
                }
                Ok(Err(JobFailure::Cancelled | JobFailure::File(FileError::Cancelled))) => {
                    job.end(Phase::Cancelled, None, None);
                }
                Ok(Err(error)) => {
                    tracing::error!(%error, "a job failed");
                    job.end(Phase::Failed, None, Some(error.to_string()));
                }
                Err(error) => {
                    tracing::error!(%error, "a job ended unexpectedly");
                    job.end(Phase::Failed, None, Some("it ended unexpectedly; the server's log says why".into()));
                }
            }
        });
        Ok(told)
    }

    /// A new job, if none is under way.
    fn begin(&self) -> Result<Arc<Progress>, JobError> {
        let id = secret::token().map_err(|error| JobError::Internal(error.to_string()))?;
        let mut all = self.0.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.iter().any(|job| job.is_running()) {
            return Err(JobError::Busy);
        }
        let job = Arc::new(Progress::new(id));
        if all.len() >= REMEMBERED {
            all.remove(0);
        }
        all.push(Arc::clone(&job));
        Ok(job)
    }
}
