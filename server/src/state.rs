//! What every handler can reach, and the orderly end of the process.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures::future::BoxFuture;
use tokio::sync::{mpsc, watch};

use crate::auth::Auth;
use crate::backup::Nightly;
use crate::config::Config;
use crate::db::connect::Db;
use crate::http::metrics::Metrics;
use crate::http::site::Site;
use crate::jobs::Jobs;
use crate::scoring::Scoring;
use crate::sync::Base;

/// Shared by every handler; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The checked configuration.
    pub config: Arc<Config>,
    /// The database, migrated.
    pub db: Db,
    /// Accounts, sessions and rate limits.
    pub auth: Auth,
    /// Counters for `/metrics`.
    pub metrics: Arc<Metrics>,
    /// The base: pushes, pulls, snapshots.
    pub base: Base,
    /// Scores and tiers.
    pub scoring: Scoring,
    /// Imports and other long work.
    pub jobs: Jobs,
    /// Where backups are, and when the next one is made.
    pub backups: Nightly,
    /// The built page, in memory.
    pub site: Arc<Site>,
    /// The orderly end.
    pub shutdown: Shutdown,
}

impl AppState {
    /// Puts the parts together and starts the writer and the scoring task: must be called within a tokio runtime.
    pub fn new(config: Config, db: Db, site: Site) -> Self {
        let metrics = Arc::new(Metrics::new());
        let shutdown = Shutdown::default();
        let (facts, heard) = mpsc::unbounded_channel();
        let base = Base::start(db.clone(), &config.data, &metrics, &shutdown, facts);
        let scoring = Scoring::start(base.clone(), heard);
        Self {
            auth: Auth::new(db.clone()),
            jobs: Jobs::new(base.clone(), scoring.clone(), &config.data),
            backups: Nightly::new(config.backups.clone(), config.backup_at),
            config: Arc::new(config),
            db,
            metrics,
            base,
            scoring,
            site: Arc::new(site),
            shutdown,
        }
    }
}

/// Now, in milliseconds since 1970, UTC. 0 on a clock before 1970.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

type Hook = Box<dyn FnOnce() -> BoxFuture<'static, ()> + Send>;

/// The orderly end: first [`Shutdown::begun`] wakes everybody who waits (long polls answer at once), then connections
/// drain, then the hooks run (the writer flushes), then the process ends with 0.
#[derive(Clone)]
pub struct Shutdown {
    signal: Arc<watch::Sender<bool>>,
    hooks: Arc<Mutex<Vec<(&'static str, Hook)>>>,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self { signal: Arc::new(watch::Sender::new(false)), hooks: Arc::default() }
    }
}

impl Shutdown {
    /// How long connections may take to finish what they are doing.
    pub const DRAIN: Duration = Duration::from_secs(10);
    /// How long one hook may take. Acknowledged writes are on disk already; this bounds a disk that hangs.
    pub const FLUSH: Duration = Duration::from_secs(30);

    /// Starts the end.
    pub fn begin(&self) {
        self.signal.send_replace(true);
    }

    /// Whether the end has begun.
    pub fn has_begun(&self) -> bool {
        *self.signal.borrow()
    }

    /// Waits until the end begins; answers at once when it has.
    pub async fn begun(&self) {
        let mut receiver = self.signal.subscribe();
        // The sender lives as long as `self`: an error is impossible, and would mean the end as well.
        let _ = receiver.wait_for(|begun| *begun).await;
    }

    /// Registers what has to happen after the last connection is gone. Hooks run in the order of registration.
    pub fn on_flush<F, Fut>(&self, name: &'static str, hook: F)
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let hook: Hook = Box::new(move || Box::pin(hook()));
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner).push((name, hook));
    }

    /// Runs the hooks, each with a time limit. Answers whether all of them finished.
    pub async fn flush(&self) -> bool {
        let hooks = std::mem::take(&mut *self.hooks.lock().unwrap_or_else(PoisonError::into_inner));
        let mut all = true;
        for (name, hook) in hooks {
            if tokio::time::timeout(Self::FLUSH, hook()).await.is_err() {
                tracing::error!(name, "did not finish before the process ended");
                all = false;
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn hooks_run_once_in_order_after_the_signal() {
        let shutdown = Shutdown::default();
        let seen = Arc::new(AtomicU32::new(0));
        for digit in [1, 2] {
            let seen = Arc::clone(&seen);
            shutdown.on_flush("test", move || async move {
                seen.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| Some(n * 10 + digit)).ok();
            });
        }
        let waiter = tokio::spawn({
            let shutdown = shutdown.clone();
            async move { shutdown.begun().await }
        });
        assert!(!shutdown.has_begun());
        shutdown.begin();
        assert!(waiter.await.is_ok());
        assert!(shutdown.flush().await && shutdown.flush().await);
        assert_eq!(seen.load(Ordering::SeqCst), 12);
    }
}
