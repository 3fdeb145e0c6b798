//! Loading and removing the demo base.

use std::sync::Arc;

use app::api::base::{ImportReport, Job};
use domain::row::RowRef;
use domain::{Hlc, Kind, Row, Stamp};

use super::progress::{Phase, Progress};
use super::{JobError, JobFailure, Jobs};
use crate::db::connect::{Db, DbError};
use crate::db::{rows, setting};
use crate::demo;
use crate::state::now_ms;
use crate::sync::bulk::BATCH;
use crate::sync::staff::{DEMO, organisation};
use crate::sync::{Merge, Written};

/// The setting that says which demo base is loaded.
const ORDER: &str = "demo_order";

/// Which demo base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoOrder {
    /// How many customers; at most [`demo::MAX_CUSTOMERS`].
    pub customers: u32,
    /// The same seed makes the same people.
    pub seed: u64,
}

impl Default for DemoOrder {
    fn default() -> Self {
        Self { customers: demo::CUSTOMERS, seed: demo::SEED }
    }
}

/// What the setting [`ORDER`] holds.
fn order_text(order: DemoOrder) -> String {
    format!("{}:{}", order.customers, order.seed)
}

/// Why this demo base cannot be loaded, if it cannot; loading the same one again only completes it.
///
/// # Errors
/// Database errors.
pub(super) async fn occupied(db: &Db, order: DemoOrder) -> Result<Option<&'static str>, DbError> {
    if rows::has_own_customers(db).await? {
        return Ok(Some("there are customers already: the demo base is for an empty one"));
    }
    let loaded = setting::get(db, DEMO).await?.is_some_and(|text| text == "true");
    let other = loaded && setting::get(db, ORDER).await?.is_some_and(|text| text != order_text(order));
    Ok(other.then_some("another demo base is loaded: remove it first (jipan demo --remove)"))
}

impl Jobs {
    /// Starts loading the demo base.
    ///
    /// # Errors
    /// [`JobError::NotEmpty`] when the organisation has customers of its own, [`JobError::Busy`] while another job is under way.
    pub async fn load_demo(&self, order: DemoOrder) -> Result<Job, JobError> {
        if occupied(self.0.base.db(), order).await?.is_some() {
            return Err(JobError::NotEmpty);
        }
        self.spawn(true, move |jobs, progress| async move {
            let written = jobs.run_demo(order, &progress).await?;
            Ok(Some(ImportReport { rows_read: written.created + written.same, ..ImportReport::default() }))
        })
    }

    /// Starts removing everything of the demo base.
    ///
    /// # Errors
    /// [`JobError::Busy`] while another job is under way.
    pub fn remove_demo(&self) -> Result<Job, JobError> {
        self.spawn(true, |jobs, progress| async move {
            jobs.run_remove_demo(&progress).await?;
            Ok(None)
        })
    }

    /// Loads the demo base and waits for the end.
    ///
    /// # Errors
    /// [`JobFailure`]; what was written before a failure stays.
    pub async fn run_demo(&self, order: DemoOrder, progress: &Arc<Progress>) -> Result<Written, JobFailure> {
        let base = &self.0.base;
        let now = now_ms();
        let today = organisation(base.db()).await?.day(now);
        setting::put(base.db(), DEMO, "true").await?;
        setting::put(base.db(), ORDER, &order_text(order)).await?;
        base.refresh_staff().await?;
        let stamp = Stamp { hlc: Hlc::new(u64::try_from(now).unwrap_or(0), 0), ..Stamp::default() };
        let invented = tokio::task::spawn_blocking(move || {
            let invented = demo::generate(order.customers, order.seed, today);
            // Rows are made as they are written and not kept; counting them makes each once more, which is quick beside the writing.
            let total = invented.rows(stamp).count();
            (invented, total)
        });
        let (invented, total) = invented.await.map_err(|_| JobFailure::Cancelled)?;
        progress.enter(Phase::Writing, total as u64);
        let mut all = invented.rows(stamp);
        let mut written = Written::default();
        loop {
            let batch: Vec<Row> = all.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            if progress.is_cancelled() {
                return Err(JobFailure::Cancelled);
            }
            written.add(base.write_rows(batch, Merge::Fields).await?);
            progress.done(written.created + written.changed + written.same);
        }
        progress.enter(Phase::Scoring, 0);
        self.0.scoring.score_all().await?;
        Ok(written)
    }

    /// Removes the demo base, with everything people have added to its customers, and waits for the end.
    ///
    /// # Errors
    /// [`JobFailure`]; what was removed before a failure stays removed.
    pub async fn run_remove_demo(&self, progress: &Arc<Progress>) -> Result<Written, JobFailure> {
        let base = &self.0.base;
        let mut doomed: Vec<RowRef> = Vec::new();
        // Edges before the customers they connect: the database would remove them unseen.
        let belonging =
            [Kind::Referral, Kind::Relation, Kind::Conflict, Kind::Interaction, Kind::Purchase, Kind::ContactPoint];
        for kind in belonging {
            doomed.extend(rows::of_demo(base.db(), kind).await?);
        }
        let customers = rows::demo_customers(base.db()).await?;
        for kind in [Kind::Customer, Kind::Score] {
            doomed.extend(customers.iter().map(|id| RowRef::new(kind, *id)));
        }
        doomed.extend(demo::staff_ids().into_iter().map(|id| RowRef::new(Kind::Staff, id)));
        doomed.extend(demo::team_ids().into_iter().map(|id| RowRef::new(Kind::Team, id)));
        progress.enter(Phase::Writing, doomed.len() as u64);
        let mut written = Written::default();
        for batch in doomed.chunks(BATCH) {
            if progress.is_cancelled() {
                return Err(JobFailure::Cancelled);
            }
            written.add(base.erase_rows(batch.iter().copied()).await?);
            progress.done(written.erased);
        }
        setting::put(base.db(), DEMO, "false").await?;
        base.refresh_staff().await?;
        progress.enter(Phase::Scoring, 0);
        self.0.scoring.score_all().await?;
        Ok(written)
    }
}
