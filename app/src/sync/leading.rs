//! The leader's part: performs the engine's effects (fetch, write, set a timer) and tells it what came of them.

use super::{Runner, transport};
use crate::api;
use crate::store::{Done, clock};
use domain::sync::engine::{Commit, Effect, Engine, Event, Meta, Status};
use domain::sync::outbox::Pending;
use domain::sync::wire::PROTO;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;

/// What is on its way. Boxed: one form for all of it keeps the first load small.
type Work = Pin<Box<dyn Future<Output = Event>>>;

/// One engine and what is on its way for it. Ended by dropping it: answers find nobody and count no more.
pub(super) struct Leading {
    engine: RefCell<Engine>,
    events: RefCell<VecDeque<Event>>,
    handling: Cell<bool>,
    timer: Cell<u64>,
}

impl Leading {
    /// An engine over the disk as it was found.
    pub fn new(meta: Meta, queue: Vec<Pending>) -> Rc<Self> {
        let seed = clock::now_ms() ^ u64::from_le_bytes(std::array::from_fn(|i| clock::random_bytes()[i]));
        Rc::new(Self {
            engine: RefCell::new(Engine::new(meta, queue, seed)),
            events: RefCell::default(),
            handling: Cell::default(),
            timer: Cell::default(),
        })
    }

    /// How sync stands.
    pub fn status(&self) -> Status {
        self.engine.borrow().status()
    }

    /// Does what there is to do at the beginning.
    pub fn start(self: &Rc<Self>, runner: &Rc<Runner>) {
        let effects = self.engine.borrow_mut().start(clock::now_ms());
        for effect in effects {
            self.perform(runner, effect);
        }
    }

    /// Tells the engine that something happened.
    pub fn tell(self: &Rc<Self>, runner: &Rc<Runner>, event: Event) {
        self.events.borrow_mut().push_back(event);
        if self.handling.replace(true) {
            return;
        }
        loop {
            let Some(event) = self.events.borrow_mut().pop_front() else { break };
            let effects = self.engine.borrow_mut().handle(event, clock::now_ms());
            for effect in effects {
                self.perform(runner, effect);
            }
        }
        self.handling.set(false);
    }

    /// Runs `work` and tells the engine what came of it, if it still runs.
    fn spawn(self: &Rc<Self>, runner: &Rc<Runner>, work: Work) {
        let (leading, runner) = (Rc::downgrade(self), Rc::downgrade(runner));
        spawn_local(async move {
            let event = work.await;
            if let (Some(leading), Some(runner)) = (leading.upgrade(), runner.upgrade()) {
                leading.tell(&runner, event);
            }
        });
    }

    fn perform(self: &Rc<Self>, runner: &Rc<Runner>, effect: Effect) {
        match effect {
            Effect::Status(status) => runner.stands(status),
            Effect::Timer(ms) => self.ring(runner, ms),
            Effect::Push(request) => self.spawn(
                runner,
                Box::pin(async move {
                    let ask = async { api::sync::push(request).await.map_err(|e| transport::failure(&e)) };
                    Event::Pushed(transport::limited(ask).await)
                }),
            ),
            Effect::Pull(request) => self.spawn(
                runner,
                Box::pin(async move {
                    let ask = async { api::sync::pull(request).await.map_err(|e| transport::failure(&e)) };
                    Event::Pulled(transport::limited(ask).await)
                }),
            ),
            Effect::AskManifest(_) => self.spawn(
                runner,
                Box::pin(async move {
                    let ask = async { api::sync::manifest(PROTO).await.map_err(|e| transport::failure(&e)) };
                    Event::Manifest(transport::limited(ask).await)
                }),
            ),
            Effect::FetchChunk { id, index } => {
                let hash = {
                    let engine = self.engine.borrow();
                    let progress = engine.meta().snapshot.as_ref();
                    progress.and_then(|p| p.manifest.chunks.get(index as usize)).map(|c| c.hash.clone())
                };
                self.spawn(
                    runner,
                    Box::pin(async move {
                        let hash = hash.unwrap_or_default();
                        Event::Chunk(index, transport::limited(transport::chunk(&id, index, &hash)).await)
                    }),
                );
            }
            Effect::Commit(commit) => self.commit(runner, *commit),
        }
    }

    fn commit(self: &Rc<Self>, runner: &Rc<Runner>, commit: Commit) {
        let meta = self.engine.borrow().meta().clone();
        let store = Rc::clone(&runner.store);
        self.spawn(
            runner,
            Box::pin(async move {
                match store.perform(commit, &meta).await {
                    Done::Written => Event::Committed,
                    Done::Failed => Event::CommitFailed,
                }
            }),
        );
    }

    fn ring(self: &Rc<Self>, runner: &Rc<Runner>, ms: u64) {
        let ticket = self.timer.get() + 1;
        self.timer.set(ticket);
        let (leading, runner) = (Rc::downgrade(self), Rc::downgrade(runner));
        let ring = move || {
            if let (Some(leading), Some(runner)) = (leading.upgrade(), runner.upgrade())
                && leading.timer.get() == ticket
            {
                leading.tell(&runner, Event::Timer);
            }
        };
        set_timeout(ring, std::time::Duration::from_millis(ms));
    }
}
