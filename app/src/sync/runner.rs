//! Performs the engine's effects: fetch, write, set a timer; and tells it what came of them.

use super::transport;
use crate::api;
use crate::store::{Done, Opened, Store, clock};
use domain::sync::engine::{Commit, Effect, Engine, Event, Status};
use domain::sync::outbox::Pending;
use domain::sync::wire::PROTO;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// The running sync of this page.
pub struct Runner {
    store: Rc<Store>,
    engine: RefCell<Engine>,
    events: RefCell<VecDeque<Event>>,
    handling: Cell<bool>,
    timer: Cell<u64>,
    status: RwSignal<Status>,
    /// Set when another tab has taken over: nothing is sent or written any more.
    stopped: Cell<bool>,
}

thread_local! {
    static RUNNER: RefCell<Option<Rc<Runner>>> = const { RefCell::new(None) };
}

/// The running sync; `None` before somebody is signed in.
pub fn runner() -> Option<Rc<Runner>> {
    RUNNER.with(|r| r.borrow().clone())
}

/// Makes `runner` the page's sync, or stops it.
pub fn set_runner(runner: Option<Rc<Runner>>) {
    let old = RUNNER.with(|r| r.replace(runner));
    if let Some(old) = old {
        old.stopped.set(true);
    }
}

/// Starts sync over a store that has been opened.
pub fn start(opened: Opened) -> Rc<Runner> {
    let seed = clock::now_ms() ^ u64::from_le_bytes(std::array::from_fn(|i| clock::random_bytes()[i]));
    let runner = Rc::new(Runner {
        store: Rc::clone(&opened.store),
        engine: RefCell::new(Engine::new(opened.meta, opened.queue, seed)),
        events: RefCell::default(),
        handling: Cell::default(),
        timer: Cell::default(),
        status: RwSignal::new(Status::default()),
        stopped: Cell::default(),
    });
    let sink = Rc::downgrade(&runner);
    opened.store.connect_engine(Rc::new(move |event| {
        if let Some(runner) = sink.upgrade() {
            runner.tell(event);
        }
    }));
    opened.store.prune_now_and_then();
    let now = clock::now_ms();
    let status = runner.engine.borrow().status();
    runner.status.set(status);
    let effects = runner.engine.borrow_mut().start(now);
    for effect in effects {
        runner.perform(effect);
    }
    runner
}

impl Runner {
    /// How sync stands; redraws the reader.
    pub fn status(&self) -> Status {
        self.status.get()
    }

    /// The operations in the queue.
    pub fn queue(&self) -> Vec<Pending> {
        self.engine.borrow().outbox().all().to_vec()
    }

    /// Tells the engine that something happened.
    pub fn tell(self: &Rc<Self>, event: Event) {
        if self.stopped.get() {
            return;
        }
        self.events.borrow_mut().push_back(event);
        if self.handling.replace(true) {
            return;
        }
        loop {
            let Some(event) = self.events.borrow_mut().pop_front() else { break };
            let effects = self.engine.borrow_mut().handle(event, clock::now_ms());
            for effect in effects {
                self.perform(effect);
            }
        }
        self.handling.set(false);
    }

    /// Runs `work` and tells the engine what came of it.
    fn spawn(self: &Rc<Self>, work: impl Future<Output = Event> + 'static) {
        let runner = Rc::clone(self);
        spawn_local(async move {
            let event = work.await;
            runner.tell(event);
        });
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Status(status) => self.status.set(status),
            Effect::Timer(ms) => self.ring(ms),
            Effect::Push(request) => self.spawn(async move {
                let ask = async { api::sync::push(request).await.map_err(|e| transport::failure(&e)) };
                Event::Pushed(transport::limited(ask).await)
            }),
            Effect::Pull(request) => self.spawn(async move {
                let ask = async { api::sync::pull(request).await.map_err(|e| transport::failure(&e)) };
                Event::Pulled(transport::limited(ask).await)
            }),
            Effect::AskManifest(_) => self.spawn(async move {
                let ask = async { api::sync::manifest(PROTO).await.map_err(|e| transport::failure(&e)) };
                Event::Manifest(transport::limited(ask).await)
            }),
            Effect::FetchChunk { id, index } => {
                let hash = {
                    let engine = self.engine.borrow();
                    let progress = engine.meta().snapshot.as_ref();
                    progress.and_then(|p| p.manifest.chunks.get(index as usize)).map(|c| c.hash.clone())
                };
                self.spawn(async move {
                    let hash = hash.unwrap_or_default();
                    Event::Chunk(index, transport::limited(transport::chunk(&id, index, &hash)).await)
                });
            }
            Effect::Commit(commit) => self.commit(*commit),
        }
    }

    fn commit(self: &Rc<Self>, commit: Commit) {
        let meta = self.engine.borrow().meta().clone();
        let store = Rc::clone(&self.store);
        let runner = Rc::clone(self);
        self.spawn(async move {
            if runner.stopped.get() {
                return Event::CommitFailed;
            }
            match store.perform(commit, &meta).await {
                Done::Written => Event::Committed,
                Done::Failed => Event::CommitFailed,
            }
        });
    }

    fn ring(self: &Rc<Self>, ms: u64) {
        let ticket = self.timer.get() + 1;
        self.timer.set(ticket);
        let weak = Rc::downgrade(self);
        let wait = std::time::Duration::from_millis(ms);
        set_timeout(
            move || {
                if let Some(runner) = weak.upgrade().filter(|r| r.timer.get() == ticket) {
                    runner.tell(Event::Timer);
                }
            },
            wait,
        );
    }

    /// Tries at once: the network may be back.
    pub fn wake(self: &Rc<Self>) {
        self.tell(Event::Wake);
    }
}
