//! The task that keeps scores up to date.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::{Duration, Instant};

use analytics::purchase::{Period, Window};
use analytics::rfm::ScoringBasis;
use analytics::rfm::basis::OwnCuts;
use analytics::tier::Scheme;
use domain::{Row, RowId};
use tokio::sync::{mpsc, oneshot};

use super::book::{Figures, figures};
use super::card::{basis_row, score_row};
use super::fact::Fact;
use super::ledger::Ledger;
use super::load;
use crate::state::now_ms;
use crate::sync::staff::{Organisation, organisation};
use crate::sync::{Base, Merge, SyncError};

/// How long after a change the touched customers are scored: several changes of one push are one write.
const SOON: Duration = Duration::from_millis(100);
/// How long after the last purchase everybody is scored anew: cut points depend on the whole base.
const SETTLED: Duration = Duration::from_secs(2);
/// With more touched customers than this, only the full run is worth its while.
const FEW: usize = 500;
/// Up to this many customers everybody is scored at once: it takes milliseconds, and in a small base every purchase moves the cuts.
const SMALL: usize = 2_000;
/// How often the task looks whether the organisation's day has ended.
const LOOK: Duration = Duration::from_mins(1);
/// After a failure.
const PAUSE: Duration = Duration::from_secs(10);

/// A handle to the task.
#[derive(Clone, Debug)]
pub struct Scoring {
    orders: mpsc::Sender<oneshot::Sender<Result<(), SyncError>>>,
}

impl Scoring {
    /// Starts the task; `facts` are what the writer tells. Ends when the server does.
    pub fn start(base: Base, facts: mpsc::UnboundedReceiver<Vec<Fact>>) -> Self {
        let (orders, queue) = mpsc::channel(8);
        tokio::spawn(run(base, facts, queue));
        Self { orders }
    }

    /// Scores everybody now and waits until it is published. After bulk writes.
    ///
    /// # Errors
    /// [`SyncError::Stopped`] while the server ends; database errors.
    pub async fn score_all(&self) -> Result<(), SyncError> {
        let (reply, answer) = oneshot::channel();
        self.orders.send(reply).await.map_err(|_| SyncError::Stopped)?;
        answer.await.map_err(|_| SyncError::Stopped)?
    }
}

async fn run(
    base: Base,
    mut facts: mpsc::UnboundedReceiver<Vec<Fact>>,
    mut orders: mpsc::Receiver<oneshot::Sender<Result<(), SyncError>>>,
) {
    let ending = base.ending();
    let ledger = loop {
        match load::load(base.db()).await {
            Ok(ledger) => break ledger,
            Err(error) => tracing::warn!(%error, "purchases could not be read for scoring"),
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = ending.begun() => return,
        }
    };
    let mut scorer = Scorer::new(base, ledger);
    // What the base held when the server stopped may be of another day, or have missed its last scores.
    scorer.full_at = Some(Instant::now());
    loop {
        tokio::select! {
            // Scores that are missed now are made at the next start.
            () = ending.begun() => return,
            told = facts.recv() => match told {
                Some(told) => scorer.note(told),
                None => return,
            },
            order = orders.recv() => {
                let Some(reply) = order else { return };
                // Everything written before the order was given has been told by now.
                while let Ok(told) = facts.try_recv() {
                    scorer.note(told);
                }
                // Somebody who no longer waits for the answer is no reason to stop.
                drop(reply.send(scorer.full().await));
            }
            () = tokio::time::sleep(scorer.until_next()) => scorer.due().await,
        }
    }
}

struct Scorer {
    base: Base,
    ledger: Ledger,
    basis: Option<ScoringBasis>,
    scheme: Scheme,
    /// Of what was last published for each customer.
    published: HashMap<RowId, u64>,
    /// When the touched customers are to be scored.
    few_at: Option<Instant>,
    /// When everybody is to be scored.
    full_at: Option<Instant>,
    /// How long the last full run took: the next one waits ten times as long.
    took: Duration,
}

impl Scorer {
    fn new(base: Base, ledger: Ledger) -> Self {
        Self {
            base,
            ledger,
            basis: None,
            scheme: Scheme::default(),
            published: HashMap::new(),
            few_at: None,
            full_at: None,
            took: Duration::ZERO,
        }
    }

    fn note(&mut self, told: Vec<Fact>) {
        for fact in told {
            self.ledger.note(fact);
        }
        if self.ledger.dirty() == 0 {
            return;
        }
        let now = Instant::now();
        if self.ledger.len() <= SMALL {
            self.full_at = Some(now + SOON.max(self.took));
            return;
        }
        self.few_at.get_or_insert(now + SOON);
        if self.ledger.money_moved() {
            self.full_at = Some(now + SETTLED.max(self.took * 10));
        }
    }

    fn until_next(&self) -> Duration {
        let next = self.few_at.into_iter().chain(self.full_at).min();
        next.map_or(LOOK, |at| at.saturating_duration_since(Instant::now()).min(LOOK))
    }

    async fn due(&mut self) {
        let now = Instant::now();
        let is_due = |at: Option<Instant>| at.is_some_and(|at| at <= now);
        let done = if is_due(self.full_at) || self.day_has_ended().await {
            self.full().await
        } else if is_due(self.few_at) {
            self.few_at = None;
            if self.ledger.dirty() <= FEW { self.few().await } else { Ok(()) }
        } else {
            Ok(())
        };
        if let Err(error) = done {
            if !matches!(error, SyncError::Stopped) {
                tracing::warn!(%error, "scores could not be published");
            }
            self.full_at = Some(Instant::now() + PAUSE);
        }
    }

    async fn day_has_ended(&self) -> bool {
        let Ok(organisation) = organisation(self.base.db()).await else { return false };
        self.basis.as_ref().is_some_and(|basis| i64::from(basis.period.as_of_day) != organisation.day(now_ms()))
    }

    /// Scores the touched customers against the present basis.
    async fn few(&mut self) -> Result<(), SyncError> {
        let Some(basis) = &self.basis else { return Ok(()) };
        let currency = currency_code(&organisation(self.base.db()).await?);
        let touched = self.ledger.take_dirty();
        let rows: Vec<Row> = touched
            .iter()
            .filter_map(|id| Some((*id, figures(&*self.ledger.account(*id)?, currency, basis.period))))
            .map(|(id, found)| score_row(id, &found, basis, &self.scheme))
            .collect();
        self.publish(rows).await
    }

    /// Scores everybody as of today, publishes the basis and whatever has changed.
    async fn full(&mut self) -> Result<(), SyncError> {
        let started = Instant::now();
        let organisation = organisation(self.base.db()).await?;
        let today = i32::try_from(organisation.day(now_ms())).unwrap_or(0);
        let period = Period { as_of_day: today, window: Window::default() };
        let currency = currency_code(&organisation);
        let (ledger, scheme) = (std::mem::take(&mut self.ledger), self.scheme.clone());
        // A hundred thousand customers are some seconds of work: not on the tasks that answer people.
        let work = tokio::task::spawn_blocking(move || {
            let scored = score_everybody(&ledger, currency, period, &scheme);
            (ledger, scored)
        });
        let (ledger, (basis, rows)) = work.await.map_err(|_| SyncError::Stopped)?;
        self.ledger = ledger;
        self.ledger.take_dirty();
        self.ledger.take_money_moved();
        (self.few_at, self.full_at) = (None, None);
        self.took = started.elapsed();
        if let Some(basis) = basis {
            let first = basis_row(&basis, &organisation.currency);
            self.base.write_rows([first], Merge::Whole).await?;
            self.basis = Some(basis);
        }
        self.publish(rows).await?;
        self.took = started.elapsed();
        Ok(())
    }

    /// Writes those rows that differ from what was published last.
    async fn publish(&mut self, rows: Vec<Row>) -> Result<(), SyncError> {
        let changed: Vec<(Row, u64)> = rows
            .into_iter()
            .map(|row| (hash(&row), row))
            .filter(|(hash, row)| self.published.get(&row.id) != Some(hash))
            .map(|(hash, row)| (row, hash))
            .collect();
        let hashes: Vec<(RowId, u64)> = changed.iter().map(|(row, hash)| (row.id, *hash)).collect();
        self.base.write_rows(changed.into_iter().map(|(row, _)| row), Merge::Whole).await?;
        self.published.extend(hashes);
        Ok(())
    }
}

fn score_everybody(
    ledger: &Ledger,
    currency: [u8; 3],
    period: Period,
    scheme: &Scheme,
) -> (Option<ScoringBasis>, Vec<Row>) {
    let all: Vec<(RowId, Figures)> =
        ledger.accounts().map(|(id, account)| (id, figures(&account, currency, period))).collect();
    // The periods are equal by construction; without a basis nothing is published.
    let basis = ScoringBasis::build(all.iter().map(|(_, f)| &f.summary), period, &OwnCuts::default()).ok();
    let rows = match &basis {
        Some(basis) => all.iter().map(|(id, found)| score_row(*id, found, basis, scheme)).collect(),
        None => Vec::new(),
    };
    (basis, rows)
}

fn hash(row: &Row) -> u64 {
    let mut hasher = DefaultHasher::new();
    row.cells.iter().for_each(|cell| (cell.field, &cell.value).hash(&mut hasher));
    hasher.finish()
}

fn currency_code(organisation: &Organisation) -> [u8; 3] {
    organisation.currency.as_bytes().try_into().unwrap_or(*b"CNY")
}
