//! Virtual time and what travels through it.

use crate::sync::engine::{Commit, Event, Failure};
use crate::sync::wire::{Manifest, PullAnswer, PullRequest, PushAnswer, PushRequest};
use std::collections::BTreeMap;

/// What a device asks the server.
#[derive(Clone, Debug)]
pub enum Request {
    /// A push.
    Push(PushRequest),
    /// A pull.
    Pull(PullRequest),
    /// A snapshot.
    Manifest,
    /// A chunk of one.
    Chunk(String, u32),
}

/// What the server answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// To a push.
    Push(Result<PushAnswer, Failure>),
    /// To a pull.
    Pull(Result<PullAnswer, Failure>),
    /// To the question for a snapshot.
    Manifest(Result<Manifest, Failure>),
    /// To the question for a chunk.
    Chunk(u32, Result<Vec<u8>, Failure>),
}

impl Answer {
    /// The event for the engine.
    pub fn event(self) -> Event {
        match self {
            Self::Push(a) => Event::Pushed(a),
            Self::Pull(a) => Event::Pulled(a),
            Self::Manifest(a) => Event::Manifest(a),
            Self::Chunk(i, a) => Event::Chunk(i, a),
        }
    }
}

impl Request {
    /// The answer to this when it fails.
    pub fn failed(&self, failure: Failure) -> Answer {
        match self {
            Self::Push(_) => Answer::Push(Err(failure)),
            Self::Pull(_) => Answer::Pull(Err(failure)),
            Self::Manifest => Answer::Manifest(Err(failure)),
            Self::Chunk(_, i) => Answer::Chunk(*i, Err(failure)),
        }
    }

    /// How long the device waits for the answer, milliseconds.
    pub fn patience_ms(&self) -> u64 {
        match self {
            Self::Pull(r) => 10_000 + u64::from(r.wait_ms),
            _ => 10_000,
        }
    }
}

/// Something that happens at some time. `life` is the device's life that it belongs to.
#[derive(Clone, Debug)]
pub enum Happens {
    /// A request reaches the server.
    AtServer {
        /// From which device.
        device: usize,
        /// Its life.
        life: u32,
        /// The request's number.
        id: u64,
        /// The request.
        request: Box<Request>,
        /// Whether a pull may still be made to wait.
        fresh: bool,
    },
    /// An answer reaches a device, or the device has stopped waiting for it.
    AtDevice {
        /// Which device.
        device: usize,
        /// Its life.
        life: u32,
        /// The request's number.
        id: u64,
        /// The answer.
        answer: Box<Answer>,
    },
    /// A commit reaches the disk.
    Written {
        /// Whose.
        device: usize,
        /// The life.
        life: u32,
        /// What.
        commit: Box<Commit>,
    },
    /// The engine learns what became of its commit.
    Told {
        /// Whose.
        device: usize,
        /// The life.
        life: u32,
        /// Operations that the commit brought back into the queue, or `None` when it failed.
        outcome: Option<Vec<crate::sync::engine::Event>>,
    },
    /// A timer rings.
    Rings {
        /// Whose.
        device: usize,
        /// The life.
        life: u32,
        /// Which timer.
        timer: u64,
    },
    /// A person starts the app, or signs in again.
    Starts {
        /// On which device.
        device: usize,
    },
}

/// What is going to happen, in order of time; what is planned first comes first.
#[derive(Debug, Default)]
pub struct Agenda {
    queue: BTreeMap<(u64, u64), Happens>,
    planned: u64,
}

impl Agenda {
    /// Plans something.
    pub fn plan(&mut self, at_ms: u64, what: Happens) {
        self.planned += 1;
        self.queue.insert((at_ms, self.planned), what);
    }

    /// What happens next, if it does before `until_ms`.
    pub fn next(&mut self, until_ms: u64) -> Option<(u64, Happens)> {
        let first = self.queue.first_entry().filter(|e| e.key().0 < until_ms)?;
        let ((at, _), what) = first.remove_entry();
        Some((at, what))
    }
}
