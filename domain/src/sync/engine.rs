//! The device's side of sync as a state machine without IO: events in, effects out.
//!
//! The page and the simulator run this same code. It holds the queue and the cursor, never the rows: those are in the store, which
//! performs [`Commit`]s whole or not at all. The engine believes a commit only when it is told that it happened.

use crate::id::ReplicaId;
use crate::op::Verdict;
use crate::sync::outbox::{Outbox, Pending};
use crate::sync::wire::{
    BootstrapReason, Manifest, MAX_OPS, PROTO, PULL_BYTES, PullAnswer, PullRequest, PushAnswer, PushRequest,
};
use crate::change::Txn;
use serde::{Deserialize, Serialize};

/// How long a pull may wait at the server for something new, milliseconds.
const LONG_POLL_MS: u32 = 25_000;
/// The longest pause between two tries, milliseconds.
const MAX_PAUSE_MS: u64 = 30_000;

/// What a store keeps about sync, beside the rows and the queue.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Default)]
pub struct Meta {
    /// This device.
    pub replica: ReplicaId,
    /// The epoch of the cursor; 0 before the first snapshot.
    pub epoch: u32,
    /// Up to where everything is confirmed here.
    pub cursor: u64,
    /// The scope the store was filled for.
    pub scopes_version: u32,
    /// The snapshot whose chunks are being fetched, and which have arrived.
    pub snapshot: Option<Progress>,
    /// Whether tier A of a snapshot has arrived whole: the store is a replica.
    pub ready: bool,
}

impl Meta {
    /// What the store has to keep about sync once `commit` is on disk. A store writes this in the same transaction; the
    /// engine does the same with its copy when it is told [`Event::Committed`].
    pub fn apply(&mut self, commit: &Commit) {
        match commit {
            Commit::Verdicts { .. } => {}
            Commit::Changes { epoch, to, .. } => {
                self.epoch = *epoch;
                self.cursor = *to;
            }
            Commit::Begin(manifest) => {
                self.snapshot = Some(Progress { manifest: manifest.clone(), done: 0, swapped: false });
            }
            Commit::Chunk { index, .. } => {
                if let Some(progress) = self.snapshot.as_mut().filter(|p| p.done == *index) {
                    progress.done += 1;
                }
                self.finish_snapshot();
            }
            Commit::Swap { .. } => {
                if let Some(progress) = &mut self.snapshot {
                    progress.swapped = true;
                    self.epoch = progress.manifest.epoch;
                    self.cursor = progress.manifest.seq;
                    self.scopes_version = progress.manifest.scopes_version;
                    self.ready = true;
                }
                self.finish_snapshot();
            }
        }
    }

    /// Whether the snapshot that is being fetched belongs to another order than the rows here: with its
    /// [`Commit::Swap`] the verdicts of the present order become void.
    pub fn changes_epoch(&self) -> bool {
        self.epoch != 0 && self.snapshot.as_ref().is_some_and(|p| !p.swapped && p.manifest.epoch != self.epoch)
    }

    fn finish_snapshot(&mut self) {
        if self.snapshot.as_ref().is_some_and(|p| p.swapped && p.next().is_none()) {
            self.snapshot = None;
        }
    }
}

/// How far a snapshot has arrived.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, Default)]
pub struct Progress {
    /// What it consists of.
    pub manifest: Manifest,
    /// How many chunks have arrived, in order.
    pub done: u32,
    /// Whether the snapshot's rows have taken the place of all others.
    #[serde(default)]
    pub swapped: bool,
}

impl Progress {
    /// Rows arrived and rows in all.
    pub fn rows(&self) -> (u64, u64) {
        let sum = |chunks: &[crate::sync::wire::ChunkInfo]| chunks.iter().map(|c| u64::from(c.rows)).sum();
        (sum(&self.manifest.chunks[..self.arrived()]), sum(&self.manifest.chunks))
    }

    fn arrived(&self) -> usize {
        (self.done as usize).min(self.manifest.chunks.len())
    }

    /// Whether every chunk of tier A has arrived.
    pub fn tier_a_done(&self) -> bool {
        !self.manifest.chunks[self.arrived()..].iter().any(|c| c.tier_a)
    }

    fn next(&self) -> Option<u32> {
        (self.arrived() < self.manifest.chunks.len()).then_some(self.done)
    }
}

/// Why a request had no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// No network, or the server did not answer.
    Network,
    /// The server is busy or broken (429, 5xx).
    Server,
    /// The person must sign in (401).
    NeedsAuth,
    /// The batch was too large (413).
    TooLarge,
    /// The client is too old (426).
    Outdated,
    /// The snapshot is no longer there (404, 410).
    Gone,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A person did something; it is in the store.
    Appended(Pending),
    /// The answer to a push.
    Pushed(Result<PushAnswer, Failure>),
    /// The answer to a pull.
    Pulled(Result<PullAnswer, Failure>),
    /// The answer to the question for a snapshot.
    Manifest(Result<Manifest, Failure>),
    /// A chunk, checked against its hash.
    Chunk(u32, Result<Vec<u8>, Failure>),
    /// The commit that was asked for is on disk.
    Committed,
    /// It is not; the store is as before.
    CommitFailed,
    /// The timer rang.
    Timer,
    /// Something suggests that the network may be back: `online`, the page became visible, a tap on "try now".
    Wake,
    /// The person has signed in again.
    SignedIn,
}

/// What to do.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Send operations.
    Push(PushRequest),
    /// Ask for changes.
    Pull(PullRequest),
    /// Ask for a snapshot.
    AskManifest(Option<BootstrapReason>),
    /// Fetch a chunk of the snapshot with this id.
    FetchChunk {
        /// The snapshot.
        id: String,
        /// Which chunk.
        index: u32,
    },
    /// Write this, whole or not at all, and say [`Event::Committed`] or [`Event::CommitFailed`].
    Commit(Box<Commit>),
    /// Ring once, after so many milliseconds; a new timer replaces the old one.
    Timer(u64),
    /// The status has changed.
    Status(Status),
}

/// Something for the store to write in one transaction, together with what [`Meta::apply`] makes of its `meta`.
///
/// An operation that leaves the queue, confirmed or rejected, goes to the archive with its verdict in the same
/// transaction: a server restored from a backup needs all of a device's numbers again, also those it refused.
#[derive(Clone, PartialEq, Debug)]
pub enum Commit {
    /// Verdicts on operations. Rejected ones leave the queue and go where a person finds them.
    Verdicts {
        /// Operations of the queue with their verdicts.
        settled: Vec<(u32, Verdict)>,
        /// Operations that were not done, with their verdicts.
        rejected: Vec<Pending>,
    },
    /// Confirmed changes; the cursor; and the operations whose effect is thereby confirmed.
    Changes {
        /// The epoch.
        epoch: u32,
        /// The new cursor.
        to: u64,
        /// What changed.
        txns: Vec<Txn>,
        /// Operations that leave the queue.
        confirmed: Vec<Pending>,
    },
    /// A snapshot begins; nothing of the present rows is dropped yet.
    Begin(Manifest),
    /// A chunk has arrived. Before the swap its rows are set aside. After it (tier B) they join the others; a row that is
    /// there already in the same or a newer version stays.
    Chunk {
        /// Which.
        index: u32,
        /// Its bytes: rows, packed.
        bytes: Vec<u8>,
    },
    /// Tier A has arrived whole: the snapshot's rows take the place of all others.
    ///
    /// When the snapshot is of another epoch ([`Meta::changes_epoch`], asked before the commit) the server was restored from
    /// a backup: in the same transaction the store forgets all verdicts in its queue and moves the whole archive back into it,
    /// without verdicts; the driver says [`Event::Appended`] for each of those before [`Event::Committed`].
    Swap {
        /// Operations whose effect the snapshot holds already.
        confirmed: Vec<Pending>,
    },
}

/// Why nothing is sent at present, although the network may be there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pause {
    /// The person must sign in.
    NeedsAuth,
    /// A newer version of the app is needed.
    Outdated,
    /// The store was copied to another profile.
    Forked,
}

/// How sync stands, for the status line and the sync page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Status {
    /// Operations without a verdict.
    pub waiting: u32,
    /// Operations accepted by the server whose effect has not come back yet.
    pub sent: u32,
    /// Whether the last contact failed.
    pub offline: bool,
    /// Whether something is on its way up.
    pub sending: bool,
    /// Why nothing is sent.
    pub pause: Option<Pause>,
    /// Whether tier A is here.
    pub ready: bool,
    /// Rows of the snapshot that have arrived, and in all, while it is being fetched.
    pub fetching: Option<(u64, u64)>,
    /// Server's clock at the last contact minus ours, milliseconds.
    pub clock_offset_ms: i64,
    /// Our clock at the last contact, Unix milliseconds; 0 before.
    pub last_contact_ms: u64,
}

/// The state machine.
#[derive(Clone, Debug)]
pub struct Engine {
    meta: Meta,
    outbox: Outbox,
    /// The numbers of the operations that are on their way up.
    pushing: Option<Vec<u32>>,
    /// Epoch and cursor of the question that is out.
    pulling: Option<(u32, u64)>,
    asking: Option<Option<BootstrapReason>>,
    asked: bool,
    /// The snapshot and the chunk that are on their way down.
    fetching: Option<(String, u32)>,
    committing: Option<Commit>,
    /// Commits that wait for the one under way.
    next_commits: Vec<Commit>,
    fails: u32,
    resting: bool,
    pause: Option<Pause>,
    batch: usize,
    jitter: u64,
    offline: bool,
    behind: bool,
    clock_offset_ms: i64,
    last_contact_ms: u64,
    last_status: Option<Status>,
}

impl Engine {
    /// An engine over a store as it was found. `seed` varies the pauses between tries.
    pub fn new(meta: Meta, queue: Vec<Pending>, seed: u64) -> Self {
        Self {
            meta,
            outbox: Outbox::new(queue),
            pushing: None,
            pulling: None,
            asking: None,
            asked: false,
            fetching: None,
            committing: None,
            next_commits: Vec::new(),
            fails: 0,
            resting: false,
            pause: None,
            batch: MAX_OPS,
            jitter: seed | 1,
            offline: false,
            behind: true,
            clock_offset_ms: 0,
            last_contact_ms: 0,
            last_status: None,
        }
    }

    /// The queue.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// What the store has been told to keep.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// What there is to do at the beginning.
    pub fn start(&mut self, now_ms: u64) -> Vec<Effect> {
        self.act(now_ms)
    }

    /// Takes an event and says what to do.
    pub fn handle(&mut self, event: Event, now_ms: u64) -> Vec<Effect> {
        match event {
            Event::Appended(pending) => {
                self.outbox.append(pending);
                self.resting = false;
            }
            Event::Pushed(answer) => {
                let numbers = self.pushing.take().unwrap_or_default();
                match answer {
                    Ok(answer) => self.pushed(answer, &numbers, now_ms),
                    Err(Failure::TooLarge) if numbers.len() > 1 => self.batch = numbers.len() / 2,
                    Err(failure) => self.failed(failure),
                }
            }
            Event::Pulled(answer) => {
                let asked = self.pulling.take();
                match answer {
                    Ok(answer) => self.pulled(answer, asked, now_ms),
                    Err(failure) => self.failed(failure),
                }
            }
            Event::Manifest(answer) => {
                self.asked = false;
                match answer {
                    // An older state than the one here: the cursor never goes back within an epoch.
                    Ok(m) if (m.epoch, m.seq) < (self.meta.epoch, self.meta.cursor) => self.failed(Failure::Server),
                    Ok(manifest) => {
                        self.contact(manifest.t_server, now_ms);
                        self.asking = None;
                        // A chunk that still waits belongs to another snapshot.
                        self.next_commits.retain(|c| !matches!(c, Commit::Chunk { .. }));
                        self.commit(Commit::Begin(manifest));
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Event::Chunk(index, answer) => {
                let expected = self.fetching.take().is_some_and(|(id, i)| i == index && self.current_snapshot() == Some(&id));
                match answer {
                    Ok(bytes) => {
                        self.fails = 0;
                        self.offline = false;
                        if expected {
                            self.commit(Commit::Chunk { index, bytes });
                        }
                    }
                    Err(_) if !expected => {}
                    Err(Failure::Gone) => {
                        self.asking = Some(Some(BootstrapReason::Horizon));
                        self.failed(Failure::Server);
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Event::Committed => self.committed(),
            Event::CommitFailed => {
                self.committing = None;
                self.next_commits.clear();
                // What was to be written is fetched again after a rest; the store is as before.
                self.failed(Failure::Server);
            }
            Event::Timer => self.resting = false,
            Event::Wake => {
                self.resting = false;
                self.fails = 0;
            }
            Event::SignedIn => {
                self.pause = None;
                self.resting = false;
            }
        }
        self.act(now_ms)
    }

    fn contact(&mut self, t_server: u64, now_ms: u64) {
        self.fails = 0;
        self.offline = false;
        self.last_contact_ms = now_ms;
        self.clock_offset_ms = i64::try_from(t_server).unwrap_or(0) - i64::try_from(now_ms).unwrap_or(0);
    }

    fn pushed(&mut self, answer: PushAnswer, numbers: &[u32], now_ms: u64) {
        let (epoch, t_server, last_n, results) = match answer {
            PushAnswer::Upgrade { .. } => return self.pause = Some(Pause::Outdated),
            PushAnswer::Judged { epoch, t_server, last_n, results } => (epoch, t_server, last_n, results),
        };
        self.contact(t_server, now_ms);
        if epoch != self.meta.epoch {
            // Places in another order mean nothing here. The operations are sent again after the snapshot and get the same
            // verdicts from their receipts. An answer of an older epoch than ours is only late.
            if epoch > self.meta.epoch {
                self.asking = Some(Some(BootstrapReason::Epoch));
            }
            return;
        }
        self.batch = MAX_OPS.min(self.batch * 2);
        if !numbers.is_empty() && results.len() != numbers.len() {
            return self.failed(Failure::Server);
        }
        let mut settled = Vec::new();
        let mut rejected = Vec::new();
        for (&n, verdict) in numbers.iter().zip(results) {
            match verdict {
                Verdict::Gap { expect } => {
                    self.gap(expect);
                    break;
                }
                Verdict::Fork => {
                    self.pause = Some(Pause::Forked);
                    break;
                }
                // The server cannot have judged it: an answer to another question.
                _ if n > last_n => return self.failed(Failure::Server),
                Verdict::Rejected { .. } => {
                    if let Some(p) = self.outbox.all().iter().find(|p| p.op.n == n) {
                        rejected.push(Pending { verdict: Some(verdict), ..p.clone() });
                    }
                }
                verdict => settled.push((n, verdict)),
            }
        }
        if !settled.is_empty() || !rejected.is_empty() {
            self.commit(Commit::Verdicts { settled, rejected });
        }
    }

    /// The server lacks earlier operations: their verdicts are forgotten, so that they are sent again, after a rest, because
    /// another tab may just be adding the missing one.
    fn gap(&mut self, expect: u32) {
        let again: Vec<u32> = self.outbox.all().iter().map(|p| p.op.n).filter(|n| *n >= expect).collect();
        for n in again {
            self.outbox.unsettle_one(n);
        }
        self.failed(Failure::Server);
    }

    fn pulled(&mut self, answer: PullAnswer, asked: Option<(u32, u64)>, now_ms: u64) {
        let here = (self.meta.epoch, self.meta.cursor);
        match answer {
            PullAnswer::Upgrade { .. } => self.pause = Some(Pause::Outdated),
            PullAnswer::MustBootstrap { reason } => {
                self.fails = 0;
                self.offline = false;
                // Unless the question is out of date: a snapshot has taken over meanwhile.
                if asked.is_none_or(|asked| asked == here) {
                    self.asking = Some(Some(reason));
                }
            }
            PullAnswer::Changes { epoch, from, to, head, more, t_server, txns, .. } => {
                self.contact(t_server, now_ms);
                if (epoch, from) != here || to < from {
                    // An answer to an older question.
                    return;
                }
                self.behind = more || to < head;
                if to > from {
                    self.commit(Commit::Changes { epoch, to, txns, confirmed: Vec::new() });
                }
            }
        }
    }

    fn failed(&mut self, failure: Failure) {
        match failure {
            Failure::NeedsAuth => self.pause = Some(Pause::NeedsAuth),
            Failure::Outdated => self.pause = Some(Pause::Outdated),
            // A single operation that is too large cannot be sent in smaller parts, and what is gone is asked for anew: not at once.
            Failure::Network | Failure::Server | Failure::TooLarge | Failure::Gone => {
                self.offline = failure == Failure::Network;
                self.fails = self.fails.saturating_add(1);
                self.resting = true;
            }
        }
    }

    fn commit(&mut self, commit: Commit) {
        self.next_commits.push(commit);
    }

    fn committed(&mut self) {
        let Some(commit) = self.committing.take() else { return };
        match &commit {
            Commit::Verdicts { settled, rejected } => {
                for (n, verdict) in settled {
                    self.outbox.settle(*n, verdict.clone());
                }
                self.outbox.remove(rejected);
            }
            Commit::Changes { confirmed, .. } => self.outbox.remove(confirmed),
            Commit::Swap { confirmed } => {
                self.outbox.remove(confirmed);
                if self.meta.changes_epoch() {
                    self.outbox.unsettle();
                }
                self.behind = true;
            }
            Commit::Begin(_) | Commit::Chunk { .. } => {}
        }
        self.meta.apply(&commit);
    }

    /// A commit that the state asks for without any news: the swap of a snapshot whose tier A has arrived whole, or
    /// the removal of operations whose verdict came later than their effect.
    fn due(&self) -> Option<Commit> {
        if let Some(progress) = self.meta.snapshot.as_ref().filter(|p| !p.swapped) {
            return progress.tier_a_done().then_some(Commit::Swap { confirmed: Vec::new() });
        }
        let (epoch, to) = (self.meta.epoch, self.meta.cursor);
        let late = self.meta.ready && !self.outbox.confirmed(to).is_empty();
        late.then(|| Commit::Changes { epoch, to, txns: Vec::new(), confirmed: Vec::new() })
    }

    /// The commit with the operations that it confirms. They are known only now: a commit that was ahead of it in the
    /// queue may have brought their verdicts.
    fn complete(&self, mut commit: Commit) -> Commit {
        match &mut commit {
            Commit::Changes { to, confirmed, .. } => *confirmed = self.outbox.confirmed(*to),
            // Verdicts of another epoch say nothing about this snapshot.
            Commit::Swap { confirmed } if !self.meta.changes_epoch() => {
                let seq = self.meta.snapshot.as_ref().map_or(0, |p| p.manifest.seq);
                *confirmed = self.outbox.confirmed(seq);
            }
            _ => {}
        }
        commit
    }

    /// The snapshot to which an arriving chunk may belong; none while another one is about to begin.
    fn current_snapshot(&self) -> Option<&String> {
        let begins = self.committing.iter().chain(&self.next_commits).any(|c| matches!(c, Commit::Begin(_)));
        self.meta.snapshot.as_ref().filter(|_| !begins).map(|p| &p.manifest.id)
    }

    /// Whether the rows here belong to a whole tier A that pulls can continue.
    fn live(&self) -> bool {
        self.meta.ready
            && self.asking.is_none()
            && self.meta.snapshot.as_ref().is_none_or(|p| p.swapped)
    }

    /// Whether verdicts would be places in the order that the rows here belong to.
    fn may_push(&self) -> bool {
        self.meta.ready && self.asking != Some(Some(BootstrapReason::Epoch)) && !self.meta.changes_epoch()
    }

    fn act(&mut self, now_ms: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.committing.is_none() && !self.next_commits.is_empty() {
            let commit = self.next_commits.remove(0);
            if self.still_makes_sense(&commit) {
                self.begin_commit(commit, &mut effects);
            }
        }
        if self.committing.is_none()
            && !self.resting
            && let Some(commit) = self.due()
        {
            self.begin_commit(commit, &mut effects);
        }
        if self.pause.is_none() && !self.resting && self.committing.is_none() {
            self.ask(now_ms, &mut effects);
        }
        if self.resting && self.pause.is_none() && self.fails > 0 {
            effects.push(Effect::Timer(self.rest_ms()));
        }
        let status = self.status();
        if self.last_status != Some(status) {
            self.last_status = Some(status);
            effects.push(Effect::Status(status));
        }
        effects
    }

    fn begin_commit(&mut self, commit: Commit, effects: &mut Vec<Effect>) {
        let commit = self.complete(commit);
        self.committing = Some(commit.clone());
        effects.push(Effect::Commit(Box::new(commit)));
    }

    /// Whether a commit that waited still fits the state it will meet.
    fn still_makes_sense(&self, commit: &Commit) -> bool {
        match commit {
            Commit::Chunk { index, .. } => self.meta.snapshot.as_ref().is_some_and(|p| p.done == *index),
            Commit::Changes { to, epoch, .. } => self.live() && *epoch == self.meta.epoch && *to >= self.meta.cursor,
            _ => true,
        }
    }

    fn ask(&mut self, now_ms: u64, effects: &mut Vec<Effect>) {
        if self.asking.is_none() && !self.meta.ready && self.meta.snapshot.is_none() {
            self.asking = Some(None);
        }
        if let Some(reason) = self.asking
            && !self.asked
        {
            self.asked = true;
            effects.push(Effect::AskManifest(reason));
        }
        if self.asking.is_none()
            && self.fetching.is_none()
            && let Some(progress) = &self.meta.snapshot
            && let Some(index) = progress.next()
        {
            let id = progress.manifest.id.clone();
            self.fetching = Some((id.clone(), index));
            effects.push(Effect::FetchChunk { id, index });
        }
        if self.pushing.is_none() && self.may_push() {
            let ops = self.outbox.batch(self.batch);
            if !ops.is_empty() {
                self.pushing = Some(ops.iter().map(|o| o.n).collect());
                effects.push(Effect::Push(PushRequest::pack(self.meta.replica, self.meta.epoch, now_ms, &ops)));
            }
        }
        if self.live() && self.pulling.is_none() {
            self.pulling = Some((self.meta.epoch, self.meta.cursor));
            effects.push(Effect::Pull(PullRequest {
                proto: PROTO,
                replica: self.meta.replica,
                epoch: self.meta.epoch,
                cursor: self.meta.cursor,
                scopes_version: self.meta.scopes_version,
                max_bytes: PULL_BYTES,
                wait_ms: if self.behind { 0 } else { LONG_POLL_MS },
            }));
        }
    }

    /// The pause before the next try: doubling from one second, at most 30 s, with full jitter above half.
    fn rest_ms(&mut self) -> u64 {
        self.jitter ^= self.jitter << 13;
        self.jitter ^= self.jitter >> 7;
        self.jitter ^= self.jitter << 17;
        let full = (1_000u64 << self.fails.saturating_sub(1).min(5)).min(MAX_PAUSE_MS);
        full / 2 + self.jitter % (full / 2)
    }

    /// How sync stands.
    pub fn status(&self) -> Status {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let waiting = self.outbox.waiting();
        Status {
            waiting: count(waiting),
            sent: count(self.outbox.all().len() - waiting),
            offline: self.offline,
            sending: self.pushing.is_some(),
            pause: self.pause,
            ready: self.meta.ready,
            fetching: self.meta.snapshot.as_ref().map(Progress::rows),
            clock_offset_ms: self.clock_offset_ms,
            last_contact_ms: self.last_contact_ms,
        }
    }
}
