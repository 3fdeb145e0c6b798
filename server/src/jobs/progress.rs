//! How a job stands.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use app::api::base::{ImportReport, Job};

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading and checking the file, or making the demo base.
    Reading,
    /// Writing rows.
    Writing,
    /// Scoring everybody.
    Scoring,
    /// Writing a backup.
    Saving,
    /// Reading a backup back.
    Checking,
    /// Over, well.
    Done,
    /// Over, badly.
    Failed,
    /// Stopped on request.
    Cancelled,
}

impl Phase {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Writing => "writing",
            Self::Scoring => "scoring",
            Self::Saving => "saving",
            Self::Checking => "checking",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A job's state, shared between the one who does it and those who look.
#[derive(Debug)]
pub struct Progress {
    id: String,
    started: Instant,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    ended_ms: Option<u64>,
    report: Option<ImportReport>,
    error: Option<String>,
}

impl Progress {
    /// A job that begins now.
    pub fn new(id: String) -> Self {
        Self {
            id,
            started: Instant::now(),
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            cancelled: AtomicBool::new(false),
            state: Mutex::new(State { phase: Phase::Reading, ended_ms: None, report: None, error: None }),
        }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Begins a phase of `total` steps (0 when not known).
    pub fn enter(&self, phase: Phase, total: u64) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).phase = phase;
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// What it is doing.
    pub fn phase(&self) -> Phase {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).phase
    }

    /// Says how many steps of the phase are done.
    pub fn done(&self, steps: u64) {
        self.done.store(steps, Ordering::Relaxed);
    }

    /// Asks it to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Whether it goes on.
    pub fn is_running(&self) -> bool {
        !self.state.lock().unwrap_or_else(PoisonError::into_inner).phase.is_over()
    }

    /// Ends it.
    pub fn end(&self, phase: Phase, report: Option<ImportReport>, error: Option<String>) {
        let ended_ms = Some(self.elapsed_ms());
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State { phase, ended_ms, report, error };
    }

    /// The job as the page is told of it.
    pub fn told(&self) -> Job {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        Job {
            id: self.id.clone(),
            phase: state.phase.code().to_owned(),
            done: self.done.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
            elapsed_ms: state.ended_ms.unwrap_or_else(|| self.elapsed_ms()),
            report: state.report.clone(),
            error: state.error.clone(),
        }
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
