//! Importing a file.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use app::api::base::Job;
use domain::row::RowRef;
use domain::{Hlc, Kind, Row, StaffId, Stamp};

use super::progress::{Phase, Progress};
use super::{JobError, JobFailure, Jobs, report};
use crate::db::rows;
use crate::import::{self, Directory, Draft, FileError, Input, Options, Plan, Report};
use crate::state::now_ms;
use crate::sync::bulk::BATCH;
use crate::sync::{Base, Written};

/// A file to import.
#[derive(Clone, Debug)]
pub struct ImportJob {
    /// The file, plain or gzip.
    pub file: PathBuf,
    /// How to read it.
    pub options: Options,
    /// Whether only to check.
    pub dry_run: bool,
    /// On whose behalf; nil for the command line.
    pub by: StaffId,
}

impl Jobs {
    /// Starts an import.
    ///
    /// # Errors
    /// [`JobError::Busy`] while another job is under way.
    pub fn import(&self, order: ImportJob) -> Result<Job, JobError> {
        self.spawn(true, |jobs, progress| async move {
            let dry_run = order.dry_run;
            let (found, written) = jobs.run_import(order, &progress).await?;
            Ok(Some(report::told(&found, written, dry_run)))
        })
    }

    /// Imports a file and waits for the end.
    ///
    /// # Errors
    /// [`JobFailure`]; what was written before a failure stays.
    pub async fn run_import(
        &self,
        order: ImportJob,
        progress: &Arc<Progress>,
    ) -> Result<(Report, Written), JobFailure> {
        let directory = directory(&self.0.base).await?;
        let mut plan = read(&order, directory, Arc::clone(progress)).await?;
        let stamp = Stamp { hlc: Hlc::new(u64::try_from(now_ms()).unwrap_or(0), 0), by: order.by, ..Stamp::default() };
        progress.enter(Phase::Writing, 0);
        let (mut written, mut done) = (Written::default(), 0);
        loop {
            let batch = plan.next_batch(BATCH);
            if batch.is_empty() {
                break;
            }
            if progress.is_cancelled() {
                return Err(JobFailure::Cancelled);
            }
            done += batch.len() as u64;
            let addresses: Vec<RowRef> = batch.iter().map(Draft::address).collect();
            let present: HashMap<RowRef, Row> =
                rows::read(self.0.base.db(), &addresses).await?.into_iter().map(|row| (row.address(), row)).collect();
            let changes = plan.settle(batch, stamp, |at| present.get(&at));
            if !order.dry_run && !changes.is_empty() {
                written.add(self.0.base.write_changes(changes, order.by).await?);
            }
            progress.done(done);
        }
        if !order.dry_run {
            progress.enter(Phase::Scoring, 0);
            self.0.scoring.score_all().await?;
        }
        Ok((plan.finish(), written))
    }
}

/// Reads and checks the whole file, away from the tasks that answer people.
async fn read(order: &ImportJob, directory: Directory, progress: Arc<Progress>) -> Result<Plan, JobFailure> {
    let (file, options) = (order.file.clone(), order.options.clone());
    let work = tokio::task::spawn_blocking(move || {
        let mut watch = |at: import::Progress| {
            progress.enter(Phase::Reading, at.bytes_total);
            progress.done(at.bytes);
            if progress.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        import::read(&Input::File(file), &options, &directory, &mut watch)
    });
    let read = work.await.map_err(|_| FileError::Unreadable("reading ended unexpectedly".into()))?;
    Ok(read?)
}

/// Who is who in the base.
async fn directory(base: &Base) -> Result<Directory, JobFailure> {
    let mut directory = Directory::default();
    for kind in [Kind::Customer, Kind::ContactPoint, Kind::Staff, Kind::Referral] {
        for packed in rows::all_packed(base.db(), kind).await? {
            directory.add(&rows::unpack(&packed)?);
        }
        tokio::task::yield_now().await;
    }
    Ok(directory)
}
