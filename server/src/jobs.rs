//! Long work: imports and the demo base. One at a time; it goes on when whoever asked for it has gone away.

mod progress;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use app::api::base::Job;

use crate::auth::secret;
use crate::scoring::Scoring;
use crate::state::now_ms;
use crate::sync::{Base, SyncError};

pub use progress::{Phase, Progress};

/// How many finished jobs are remembered.
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
    #[error("another import or demo is under way")]
    Busy,
    /// There is no such job.
    #[error("there is no such job")]
    Unknown,
    /// The system has no random numbers.
    #[error("{0}")]
    Internal(String),
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
