//! The one task that writes. It gathers what has come in, judges it, commits it in one transaction, and only then answers.

mod gather;
mod measured;
mod reads;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use domain::row::RowRef;
use domain::sync::wire::MAX_OPS;
use domain::{Author, Kind, Merged, Op, ReplicaId, Row, RowId, StaffId, Verdict, World as _};
use tokio::sync::{mpsc, oneshot, watch};

use super::bulk::{self, Bulk};
use super::directory::{self, Directory};
use super::head::Head;
use super::judging::Judging;
use super::overlay::{Overlay, owner_of};
use super::{Pushed, SyncError};
use crate::db::commit::{Commit, MOVED};
use crate::db::connect::{Db, DbError};
use crate::db::log::{self, Logged, Position};
use crate::http::metrics::Metrics;
use crate::scoring::Fact;
use crate::state::now_ms;
use gather::gather;
use measured::Measured;

/// How many recently used rows are kept, so that a busy row is not read again and again.
const CACHED_ROWS: usize = 16_384;
/// How often a batch is judged anew when another server writes to the same database.
const TRIES: u32 = 8;

/// What the writer can be asked to do.
pub(super) enum Command {
    /// Judge operations.
    Push(Push),
    /// Write rows made by the server.
    Bulk(Bulk, oneshot::Sender<Result<bulk::Written, SyncError>>),
    /// Read the people again, after accounts have changed.
    People(oneshot::Sender<Result<(), SyncError>>),
    /// Answer when everything before this is written.
    Flush(oneshot::Sender<()>),
}

/// Operations of one device.
pub(super) struct Push {
    pub author: Author,
    pub replica: ReplicaId,
    pub ops: Vec<Op>,
    pub reply: oneshot::Sender<Result<Pushed, SyncError>>,
}

/// The writer's own state.
pub(super) struct Writer {
    db: Db,
    directory: Arc<RwLock<Directory>>,
    head: watch::Sender<Head>,
    facts: mpsc::UnboundedSender<Vec<Fact>>,
    position: Position,
    /// Whether position and directory have been read, and nothing has made them doubtful since.
    loaded: bool,
    cache: HashMap<RowRef, Row>,
    measured: Measured,
}

impl Writer {
    pub(super) fn new(
        db: Db,
        directory: Arc<RwLock<Directory>>,
        head: watch::Sender<Head>,
        facts: mpsc::UnboundedSender<Vec<Fact>>,
        metrics: &Metrics,
    ) -> Self {
        Self {
            db,
            directory,
            head,
            facts,
            position: Position::default(),
            loaded: false,
            cache: HashMap::new(),
            measured: Measured::new(metrics),
        }
    }

    /// Works until every handle is gone.
    pub(super) async fn run(mut self, mut queue: mpsc::Receiver<Command>) {
        if let Err(error) = self.load().await {
            tracing::error!(%error, "the order of changes cannot be read; trying again with the next request");
        }
        let mut next = None;
        loop {
            let command = match next.take() {
                Some(command) => command,
                None => match queue.recv().await {
                    Some(command) => command,
                    None => return,
                },
            };
            self.measured.queue.set(i64::try_from(queue.len()).unwrap_or(i64::MAX));
            match command {
                Command::Push(push) => {
                    let pushes;
                    (pushes, next) = gather(push, &mut queue).await;
                    self.pushes(pushes).await;
                }
                // Somebody who no longer waits for an answer is no reason to stop.
                Command::Bulk(bulk, reply) => drop(reply.send(self.bulk(bulk).await)),
                Command::People(reply) => drop(reply.send(self.people().await)),
                Command::Flush(reply) => drop(reply.send(())),
            }
        }
    }

    async fn load(&mut self) -> Result<(), SyncError> {
        self.cache.clear();
        self.position = log::position(&self.db).await?;
        let loaded = Directory::load(&self.db).await?;
        self.directory.write().unwrap_or_else(PoisonError::into_inner).replace(loaded);
        self.loaded = true;
        self.publish();
        Ok(())
    }

    async fn people(&mut self) -> Result<(), SyncError> {
        let people = directory::people(&self.db).await?;
        self.directory.write().unwrap_or_else(PoisonError::into_inner).set_people(people);
        Ok(())
    }

    fn publish(&self) {
        self.head.send_replace(Head::at(self.position));
    }

    async fn pushes(&mut self, pushes: Vec<Push>) {
        let mut result = Err(SyncError::Stopped);
        for _ in 0..TRIES {
            result = self.judge_and_commit(&pushes).await;
            match &result {
                // Another server wrote to the same database: look again and judge again.
                Err(SyncError::Database(DbError::Thrown(code))) if code == MOVED => self.loaded = false,
                Err(_) => {
                    // Whether it was committed is not known: believe nothing.
                    self.loaded = false;
                    break;
                }
                Ok(_) => break,
            }
        }
        match result {
            Ok(answers) => {
                for (push, answer) in pushes.into_iter().zip(answers) {
                    // A person who has gone away gets the same answer by asking again.
                    drop(push.reply.send(answer));
                }
            }
            Err(error) => {
                tracing::error!(%error, "a batch could not be written");
                for push in pushes {
                    drop(push.reply.send(Err(retold(&error))));
                }
            }
        }
    }

    async fn judge_and_commit(&mut self, pushes: &[Push]) -> Result<Vec<Result<Pushed, SyncError>>, SyncError> {
        if !self.loaded {
            self.load().await?;
        }
        let answered = self.answered(pushes).await?;
        let read = self.read_for(pushes).await?;
        let now = now_ms();
        let Position { epoch, seq, rows, .. } = self.position;
        let (answers, outcome, rescoped) = {
            let directory = self.directory.read().unwrap_or_else(PoisonError::into_inner);
            let overlay = Overlay::new(&directory, read);
            let mut judging = Judging::new(overlay, answered, epoch, seq, u64::try_from(now).unwrap_or(0));
            let answers: Vec<_> = pushes
                .iter()
                .map(|push| match judging.push(&push.author, push.replica, &push.ops) {
                    Some((last_n, verdicts)) => Ok(Pushed { epoch, last_n, verdicts }),
                    None => Err(SyncError::OtherPerson),
                })
                .collect();
            let outcome = judging.finish();
            let rescoped = rescoped(&directory, &outcome.changed);
            (answers, outcome, rescoped)
        };
        let verdicts = || answers.iter().flatten().flat_map(|a: &Pushed| &a.verdicts);
        self.measured.operations.add(verdicts().count() as u64);
        self.measured.conflicts.add(verdicts().filter(|v| matches!(v, Verdict::Conflict { .. })).count() as u64);
        if outcome.receipts.is_empty() {
            return Ok(answers);
        }
        self.measured.batch.observe(outcome.operations.len() as f64);
        let (changed, created): (Vec<_>, Vec<_>) = outcome.changed.into_iter().partition(|(old, _)| old.is_some());
        let new_rows = |rows: Vec<(Option<Row>, Row)>| rows.into_iter().map(|(_, new)| new).collect();
        let commit = Commit {
            epoch,
            from: seq,
            to: outcome.seq,
            rows_before: rows,
            created: new_rows(created),
            changed: new_rows(changed),
            erased: Vec::new(),
            logged: Logged { txns: outcome.txns, ..Logged::default() },
            receipts: outcome.receipts,
            operations: outcome.operations,
            replicas: outcome.replicas,
            rescoped,
            now_ms: now,
        };
        self.commit(commit).await?;
        Ok(answers)
    }

    /// Writes, then notes everything that follows from it.
    async fn commit(&mut self, commit: Commit) -> Result<(), SyncError> {
        let started = Instant::now();
        commit.write(&self.db).await?;
        self.measured.commit.observe(started.elapsed().as_secs_f64());
        let rows_after = commit.rows_after();
        let Commit { to, created, changed, erased, .. } = commit;
        let rows = (created.len() + changed.len() + erased.len()) as u64;
        self.measured.rows.add(rows);
        self.position.seq = to;
        self.position.rows = rows_after;
        let mut facts = Vec::new();
        {
            let mut directory = self.directory.write().unwrap_or_else(PoisonError::into_inner);
            for row in created.iter().chain(&changed) {
                directory.note(row);
                facts.extend(Fact::of(row));
            }
            for at in &erased {
                directory.forget(*at);
                facts.push(Fact::Gone(*at));
                self.cache.remove(at);
            }
        }
        if self.cache.len() > CACHED_ROWS {
            self.cache.clear();
        }
        for row in created.into_iter().chain(changed) {
            // Rows of bulk writes are seldom needed again.
            if rows <= MAX_OPS as u64 * 4 || self.cache.contains_key(&row.address()) {
                self.cache.insert(row.address(), row);
            }
        }
        if !facts.is_empty() {
            // Nobody listens in tests without scoring.
            let _ = self.facts.send(facts);
        }
        self.publish();
        Ok(())
    }

    async fn bulk(&mut self, bulk: Bulk) -> Result<bulk::Written, SyncError> {
        let mut result = Err(SyncError::Stopped);
        for _ in 0..TRIES {
            result = self.bulk_once(&bulk).await;
            match &result {
                Ok(_) => break,
                Err(SyncError::Database(DbError::Thrown(code))) if code == MOVED => self.loaded = false,
                Err(_) => {
                    self.loaded = false;
                    break;
                }
            }
        }
        result
    }

    async fn bulk_once(&mut self, bulk: &Bulk) -> Result<bulk::Written, SyncError> {
        if !self.loaded {
            self.load().await?;
        }
        let edited = bulk.edits.iter().map(|(at, _)| *at);
        let wanted: HashSet<RowRef> = bulk.rows.iter().map(Row::address).chain(edited).collect();
        let read = self.read(wanted).await?;
        let (commit, written) = {
            let directory = self.directory.read().unwrap_or_else(PoisonError::into_inner);
            bulk.prepare(self.position, read, &directory, now_ms())
        };
        if let Some(commit) = commit {
            self.commit(commit).await?;
        }
        Ok(bulk::Written { seq: self.position.seq, ..written })
    }
}

/// The staff for whom a change of owners changes what they see. A new customer changes nobody's scope: it simply enters.
pub(super) fn rescoped(directory: &Directory, changed: &[(Option<Row>, Row)]) -> Vec<StaffId> {
    let known: Vec<&Row> =
        changed.iter().filter(|(old, new)| old.is_some() && new.kind == Kind::Customer).map(|(_, new)| new).collect();
    // Also one who was parted from one customer and merged into another in the same batch.
    let merges = |row: &&Row| directory.aliases().is_alias(row.id) || Merged::of(row).is_some();
    let mut aliases = Cow::Borrowed(directory.aliases());
    if known.iter().any(merges) {
        for row in &known {
            aliases.to_mut().note(row);
        }
    }
    let owner = |id: RowId| match changed.iter().find(|(_, new)| new.kind == Kind::Customer && new.id == id) {
        Some((_, row)) => owner_of(row),
        None => directory.owner_on_record(id),
    };
    let mut staff: Vec<StaffId> = known
        .iter()
        // Of those that are neither merged nor survivors, the record itself says it: no need to look for it.
        .map(|row| (row.id, aliases.root(row.id), owner_of(row)))
        .map(|(id, root, own)| (directory.owner(id), if root == id { own } else { owner(root) }))
        .filter(|(from, to)| from != to)
        .flat_map(|(from, to)| directory.rescoped(from, to).collect::<Vec<_>>())
        .collect();
    staff.sort_unstable();
    staff.dedup();
    staff
}

/// The same failure, told to one more person.
fn retold(error: &SyncError) -> SyncError {
    match error {
        SyncError::Database(DbError::Conflict(n)) => SyncError::Database(DbError::Conflict(*n)),
        SyncError::Database(DbError::TimedOut) => SyncError::Database(DbError::TimedOut),
        SyncError::Database(DbError::Unreachable(why)) => SyncError::Database(DbError::Unreachable(why.clone())),
        SyncError::Database(DbError::Storage(why)) => SyncError::Database(DbError::Storage(why.clone())),
        other => SyncError::Database(DbError::Data(other.to_string())),
    }
}
