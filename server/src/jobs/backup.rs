//! A backup as a job: seen from the page, one at a time with imports, and going on when whoever asked for it has gone away.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::api::base::Job;

use super::{JobError, JobFailure, Jobs, Phase, Progress};
use crate::admin_socket::{AdminContext, Output};
use crate::backup::{Made, Nightly, Order, Stage, make, tidy};
use crate::error::Failure;
use crate::state::now_ms;

impl Jobs {
    /// Begins a backup into the folder where they are kept, and afterwards removes those that are no longer needed.
    ///
    /// # Errors
    /// [`JobError::Busy`] while something else is under way.
    pub fn backup(&self, nightly: &Nightly) -> Result<Job, JobError> {
        let nightly = nightly.clone();
        self.spawn(false, move |jobs, job| async move {
            let base = jobs.0.base.clone();
            let order = Order { place: nightly.place().clone(), to: None, before: 0 };
            let told = Arc::clone(&job);
            let tell = move |stage, done, total| {
                told.stands(if stage == Stage::Writing { Phase::Saving } else { Phase::Checking }, done, total);
                !told.is_cancelled()
            };
            let made = make(base.db(), Some(&base), order, Arc::new(tell)).await;
            nightly.ended(&made);
            match made {
                Ok(_) => {
                    tidy(base.db(), nightly.place()).await;
                    Ok(None)
                }
                Err(_) if job.is_cancelled() => Err(JobFailure::Cancelled),
                Err(error) => Err(JobFailure::Backup(error)),
            }
        })
    }
}

/// `jipan backup`: makes one, into a file of the caller's choice or where they are kept.
///
/// # Errors
/// A sentence and an exit code.
pub async fn backup(
    context: &AdminContext,
    to: Option<PathBuf>,
    progress: &crate::admin_socket::Progress,
) -> Result<Output, Failure> {
    let kept = to.is_none();
    let order = Order { place: context.backups.clone(), to, before: 0 };
    let (lines, last) = (progress.clone(), AtomicU64::new(0));
    let tell = move |stage, done: u64, total: u64| {
        let now = u64::try_from(now_ms()).unwrap_or(0);
        // A line every two seconds is enough for a terminal.
        if now.saturating_sub(last.load(Ordering::Relaxed)) >= 2_000 {
            last.store(now, Ordering::Relaxed);
            let what = if stage == Stage::Writing { "writing" } else { "checking" };
            lines.line(format!("{what}: {} %", done.saturating_mul(100) / total.max(1)));
        }
        true
    };
    let base = context.server.as_ref().map(|server| &server.base);
    let made = make(&context.db, base, order, Arc::new(tell)).await;
    if let Some(server) = context.server.as_ref().filter(|_| kept) {
        server.backups.ended(&made);
    }
    let made = made?;
    if kept {
        tidy(&context.db, &context.backups).await;
    }
    Ok(Output { lines: told(&made), qr: None })
}

fn told(made: &Made) -> Vec<String> {
    let tables = &made.summary.tables;
    vec![
        format!("{}", made.path.display()),
        format!(
            "{} records ({} customers, {} purchases), {} bytes; epoch {}, place {}; digest {}",
            tables.records(),
            tables.of("customer"),
            tables.of("purchase"),
            made.bytes,
            made.header.epoch,
            made.header.seq,
            tables.short(),
        ),
        "Read back whole: what is in the file is what is in the base.".to_owned(),
    ]
}

impl Progress {
    /// Enters a phase, or says how many of its steps are done.
    fn stands(&self, phase: Phase, done: u64, total: u64) {
        if self.phase() != phase {
            self.enter(phase, total);
        }
        self.done(done);
    }
}
