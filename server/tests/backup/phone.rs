//! A device with the real engine over HTTP, and a disk that does what the page's store does.

use std::collections::{BTreeMap, VecDeque};

use domain::row::RowRef;
use domain::sync::engine::{Commit, Effect, Engine, Event, Failure, Meta};
use domain::sync::outbox::Pending;
use domain::sync::wire::{PROTO, PullAnswer};
use domain::{Op, Row, change};

use super::support::Error;
use crate::sync::device::unpack;
use crate::sync::{Device, Office, Person};

/// Far more than any of the tests needs.
const MOST_STEPS: usize = 3_000;

pub struct Phone {
    /// Makes operations, with the right numbers.
    pub typist: Device,
    pub meta: Meta,
    pub rows: BTreeMap<RowRef, Row>,
    pub outbox: BTreeMap<u32, Pending>,
    pub archive: BTreeMap<u32, Pending>,
    pub refused: BTreeMap<u32, Pending>,
    staged: BTreeMap<RowRef, Row>,
    engine: Engine,
    todo: VecDeque<Effect>,
    now: u64,
}

impl Phone {
    pub fn new(person: &Person, number: u8) -> Self {
        let typist = Device::new(person, number);
        let meta = Meta { replica: typist.replica, ..Meta::default() };
        let mut engine = Engine::new(meta.clone(), Vec::new(), number.into());
        let todo = engine.start(0).into();
        Self {
            typist,
            meta,
            rows: BTreeMap::new(),
            outbox: BTreeMap::new(),
            archive: BTreeMap::new(),
            refused: BTreeMap::new(),
            staged: BTreeMap::new(),
            engine,
            todo,
            now: 1,
        }
    }

    /// Types something; it is on the device's disk.
    pub fn types(&mut self, make: impl FnOnce(&mut Device) -> Op) -> Op {
        (self.typist.epoch, self.typist.cursor) = (self.meta.epoch, self.meta.cursor);
        let op = make(&mut self.typist);
        let pending = Pending { op: op.clone(), at_ms: self.typist.clock, verdict: None };
        self.outbox.insert(op.n, pending.clone());
        self.tell(Event::Appended(pending));
        op
    }

    fn tell(&mut self, event: Event) {
        self.now += 1;
        let effects = self.engine.handle(event, self.now);
        self.todo.extend(effects);
    }

    /// Syncs until nothing waits and nothing is new.
    pub async fn settles(&mut self, office: &Office) -> Result<(), Error> {
        self.tell(Event::Wake);
        for _ in 0..MOST_STEPS {
            let Some(effect) = self.todo.pop_front() else { return Err("the engine has nothing to do".into()) };
            if self.performs(effect, office).await? && self.outbox.is_empty() && self.meta.snapshot.is_none() {
                return Ok(());
            }
        }
        Err(format!("no rest: {:?}, {} wait", self.meta, self.outbox.len()).into())
    }

    /// Answers whether a pull brought nothing new.
    async fn performs(&mut self, effect: Effect, office: &Office) -> Result<bool, Error> {
        let person = self.typist.person.clone();
        match effect {
            Effect::Status(_) => {}
            Effect::Timer(_) => self.tell(Event::Timer),
            Effect::Push(request) => {
                let answer = office.rpc(&person, "sync/v1/push", ("request", &request)).await?;
                self.tell(Event::Pushed(answer.map_err(|_| Failure::Server)));
            }
            Effect::Pull(mut request) => {
                request.wait_ms = 0;
                let answer = office.rpc(&person, "sync/v1/pull", ("request", &request)).await?;
                let quiet =
                    matches!(&answer, Ok(PullAnswer::Changes { from, to, head, .. }) if from == to && to == head);
                self.tell(Event::Pulled(answer.map_err(|_| Failure::Server)));
                return Ok(quiet);
            }
            Effect::AskManifest(_) => {
                let answer = office.rpc(&person, "sync/v1/snapshot", ("proto", &PROTO)).await?;
                self.tell(Event::Manifest(answer.map_err(|_| Failure::Server)));
            }
            Effect::FetchChunk { id, index } => {
                let answer = office.get(&person, &format!("/snapshot/{id}/{index}")).send().await?;
                let chunk = if answer.status == 200 { Ok(answer.body.to_vec()) } else { Err(Failure::Gone) };
                self.tell(Event::Chunk(index, chunk));
            }
            Effect::Commit(commit) => {
                for event in self.writes(&commit)? {
                    self.tell(event);
                }
                self.tell(Event::Committed);
            }
        }
        Ok(false)
    }

    fn leaves(&mut self, gone: &[Pending]) {
        for p in gone {
            self.outbox.remove(&p.op.n);
            self.archive.insert(p.op.n, p.clone());
        }
    }

    fn writes(&mut self, commit: &Commit) -> Result<Vec<Event>, Error> {
        let another_order = self.meta.changes_epoch();
        let mut told = Vec::new();
        match commit {
            Commit::Verdicts { settled, rejected } => {
                for (n, verdict) in settled {
                    if let Some(p) = self.outbox.get_mut(n) {
                        p.verdict = Some(verdict.clone());
                    }
                }
                self.leaves(rejected);
                self.refused.extend(rejected.iter().map(|p| (p.op.n, p.clone())));
            }
            Commit::Changes { epoch, txns, confirmed, .. } => {
                for txn in txns {
                    for change in &txn.changes {
                        let at = change.address();
                        if let Some(row) = change::apply(self.rows.remove(&at), change, txn.stamp(*epoch)) {
                            self.rows.insert(at, row);
                        }
                    }
                }
                self.leaves(confirmed);
            }
            Commit::Begin(_) => self.staged.clear(),
            Commit::Chunk { bytes, .. } => {
                let swapped = self.meta.snapshot.as_ref().is_some_and(|p| p.swapped);
                let into = if swapped { &mut self.rows } else { &mut self.staged };
                for row in unpack(bytes)? {
                    if into.get(&row.address()).is_none_or(|there| there.version < row.version) {
                        into.insert(row.address(), row);
                    }
                }
            }
            Commit::Swap { confirmed } => {
                self.rows = std::mem::take(&mut self.staged);
                self.leaves(confirmed);
                if another_order {
                    for p in self.outbox.values_mut() {
                        p.verdict = None;
                    }
                    let back = std::mem::take(&mut self.archive).into_values().map(|p| Pending { verdict: None, ..p });
                    let back: Vec<Pending> = back.collect();
                    self.outbox.extend(back.iter().map(|p| (p.op.n, p.clone())));
                    told = back.into_iter().map(Event::Appended).collect();
                }
            }
            Commit::Renew { .. } => {
                let back = std::mem::take(&mut self.archive);
                self.outbox.extend(back);
                let queue = std::mem::take(&mut self.outbox).into_values().zip(1..);
                let queue: Vec<Pending> =
                    queue.map(|(p, n)| Pending { op: Op { n, ..p.op }, verdict: None, ..p }).collect();
                self.outbox = queue.iter().map(|p| (p.op.n, p.clone())).collect();
                self.typist.next_n = u32::try_from(queue.len())? + 1;
                told = vec![Event::Requeued(queue)];
            }
        }
        self.meta.apply(commit);
        Ok(told)
    }

    /// What people wrote, without what the server derives.
    pub fn written(&self) -> BTreeMap<RowRef, Row> {
        self.rows.iter().filter(|(at, _)| at.kind.is_written_by_people()).map(|(at, row)| (*at, row.clone())).collect()
    }
}
