//! The device's side of sync as a state machine without IO: events in, effects out.
//!
//! The page and the simulator run this same code. It holds the queue and the cursor, never the rows: those are in the store, which
//! performs [`Commit`]s whole or not at all. The engine believes a commit only when it is told that it happened.

mod answers;
mod commits;
mod messages;
mod meta;

pub use messages::{Commit, Effect, Event, Failure, Pause, Status};
pub use meta::{Meta, Progress};

use crate::sync::outbox::{Outbox, Pending};
use crate::sync::wire::{BootstrapReason, MAX_OPS, PROTO, PULL_BYTES, PullRequest, PushRequest};

/// How long a pull may wait at the server for something new, milliseconds.
const LONG_POLL_MS: u32 = 25_000;
/// The longest pause between two tries, milliseconds.
const MAX_PAUSE_MS: u64 = 30_000;

/// The state machine.
#[allow(clippy::struct_excessive_bools)] // they are independent of each other
#[derive(Clone, Debug)]
pub struct Engine {
    meta: Meta,
    outbox: Outbox,
    /// The epoch and the numbers of the operations that are on their way up.
    pushing: Option<(u32, Vec<u32>)>,
    /// How often in a row the server asked for a number that is not in the queue.
    missing: u8,
    /// Epoch and cursor of the question that is out.
    pulling: Option<(u32, u64)>,
    asking: Option<BootstrapReason>,
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
    seed: u64,
    offline: bool,
    behind: bool,
    clock_offset_ms: i64,
    last_contact_ms: u64,
    last_status: Option<Status>,
}

impl Engine {
    /// An engine over a store as it was found. `seed` varies the pauses between tries, and makes the id of a device that begins anew: it
    /// must be random.
    pub fn new(meta: Meta, queue: Vec<Pending>, seed: u64) -> Self {
        Self {
            meta,
            outbox: Outbox::new(queue),
            pushing: None,
            missing: 0,
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
            seed,
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
                let (asked, numbers) = self.pushing.take().unwrap_or_default();
                match answer {
                    Ok(answer) => self.pushed(answer, asked, &numbers, now_ms),
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
                    // An older state than the one here: the cursor never goes back within an epoch. Another epoch is another order, also
                    // when its number is lower (the clock was wrong when one of them began).
                    Ok(m) if m.epoch == self.meta.epoch && m.seq < self.meta.cursor => self.failed(Failure::Server),
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
                let expected =
                    self.fetching.take().is_some_and(|(id, i)| i == index && self.current_snapshot() == Some(&id));
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
                        self.asking = Some(BootstrapReason::Horizon);
                        self.failed(Failure::Server);
                    }
                    Err(failure) => self.failed(failure),
                }
            }
            Event::Requeued(queue) => self.outbox.requeue(queue),
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

    /// Whether the rows here belong to a whole tier A that pulls can continue.
    fn live(&self) -> bool {
        self.meta.ready && self.asking.is_none() && self.meta.snapshot.as_ref().is_none_or(|p| p.swapped)
    }

    /// Whether verdicts would be places in the order that the rows here belong to.
    fn may_push(&self) -> bool {
        self.meta.ready && self.asking != Some(BootstrapReason::Epoch) && !self.meta.changes_epoch()
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

    fn ask(&mut self, now_ms: u64, effects: &mut Vec<Effect>) {
        if self.asking.is_none() && !self.meta.ready && self.meta.snapshot.is_none() {
            self.asking = Some(BootstrapReason::New);
        }
        if let Some(reason) = self.asking
            && !self.asked
        {
            self.asked = true;
            effects.push(Effect::AskManifest(Some(reason).filter(|r| *r != BootstrapReason::New)));
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
                self.pushing = Some((self.meta.epoch, ops.iter().map(|o| o.n).collect()));
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
        let full = (1_000u64 << self.fails.saturating_sub(1).min(5)).min(MAX_PAUSE_MS);
        full / 2 + self.random() % (full / 2)
    }

    /// The next of the numbers that begin with the seed.
    fn random(&mut self) -> u64 {
        self.jitter ^= self.jitter << 13;
        self.jitter ^= self.jitter >> 7;
        self.jitter ^= self.jitter << 17;
        self.jitter
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
            behind: self.behind,
            clock_offset_ms: self.clock_offset_ms,
            last_contact_ms: self.last_contact_ms,
        }
    }
}
