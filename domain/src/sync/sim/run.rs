//! One run: the loop, the mishaps, and the driver that performs an engine's effects.

use super::check::{self, Oracle};
use super::device::{Device, Disk, Memory, Waiting};
use super::ledger::{Broken, Holds, broken};
use super::network::{Agenda, Answer, Happens, Request};
use super::people::{Person, first_rows};
use super::plan::Plan;
use super::rng::Rng;
use super::server::{Log, Server};
use super::trace::Trace;
use super::{Base, Failure, Totals};
use crate::codec;
use crate::id::{OpId, ReplicaId, StaffId};
use crate::judge::{Author, Role, Scope};
use crate::op::Verdict;
use crate::sync::engine::{Commit, Effect, Engine, Event, Failure as Refusal, Pause};
use crate::sync::outbox::Pending;
use crate::sync::wire::{PullAnswer, PushAnswer};
use std::collections::BTreeMap;

/// True time at the start of a run, Unix milliseconds.
const EPOCH_MS: u64 = 1_700_000_000_000;
/// Devices in a run: the manager's two and a staff member's.
const DEVICES: usize = 3;
/// Virtual time within which everything must come to rest, milliseconds.
const REST_MS: u64 = 400_000;
/// Requests a device may make while coming to rest.
const REST_REQUESTS: u64 = 4_000;

/// A run.
pub struct Run {
    seed: u64,
    rng: Rng,
    plan: Plan,
    now: u64,
    agenda: Agenda,
    server: Server,
    backup: Option<Server>,
    /// The logs of earlier epochs.
    past: BTreeMap<u32, Log>,
    seed_rows: Base,
    devices: Vec<Device>,
    oracles: Vec<Oracle>,
    told: Vec<BTreeMap<(u32, u32), Verdict>>,
    /// Pulls that wait at the server: device, life, request and the time at which they are answered anyway.
    polls: Vec<(u64, Happens)>,
    requests: u64,
    trace: Trace,
    totals: Totals,
}

impl Run {
    /// A run before its first step.
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let plan = Plan::new(&mut rng, DEVICES);
        let people = [(1, Role::Manager), (1, Role::Manager), (2, Role::Staff)];
        let device = |(i, (who, role)): (usize, (u8, Role))| {
            let mut disk = Disk::default();
            disk.meta.replica = ReplicaId::from_bytes([u8::try_from(i + 1).unwrap_or(u8::MAX); 16]);
            Device {
                author: Author { staff: StaffId::from_bytes([who; 16]), role, scope: Scope::All, team: None },
                disk,
                memory: None,
                life: 0,
                clock_error_ms: plan.clock_errors[i],
                up_cut: false,
                down_cut: false,
                typed: 0,
            }
        };
        Self {
            seed,
            now: 0,
            agenda: Agenda::default(),
            server: Server::new(first_rows(), plan.limits),
            backup: None,
            past: BTreeMap::new(),
            seed_rows: Base::new(first_rows()),
            devices: people.into_iter().enumerate().map(device).collect(),
            oracles: vec![Oracle::default(); DEVICES],
            told: vec![BTreeMap::new(); DEVICES],
            polls: Vec::new(),
            requests: 0,
            trace: Trace::default(),
            totals: Totals::default(),
            rng,
            plan,
        }
    }

    /// The whole run: steps, then rest.
    pub fn whole(mut self, steps: u32) -> Result<Totals, Box<Failure>> {
        self.trace.line(0, format_args!("{:?}", self.plan));
        for device in 0..DEVICES {
            self.agenda.plan(0, Happens::Starts { device });
        }
        for step in 0..steps {
            let result = self.step();
            result.map_err(|broken| self.failure(step, broken))?;
        }
        let result = self.rest();
        result.map_err(|broken| self.failure(steps, broken))?;
        self.totals.server = self.server.counts;
        self.totals.hash = self.trace.hash();
        Ok(self.totals)
    }

    fn failure(&self, step: u32, broken: Broken) -> Box<Failure> {
        Box::new(Failure { seed: self.seed, step, at_ms: self.now, broken, trace: self.trace.tail() })
    }

    fn step(&mut self) -> Holds {
        let device = self.rng.index(DEVICES);
        match self.rng.between(0, 99) {
            0..=77 => self.someone_acts(device)?,
            78..=79 => self.kill(device),
            80..=82 => self.devices[device].up_cut = !self.devices[device].up_cut,
            83..=85 => self.devices[device].down_cut = !self.devices[device].down_cut,
            86..=90 => {
                let d = &mut self.devices[device];
                (d.up_cut, d.down_cut) = (false, false);
                self.wake(device)?;
            }
            91 => self.backup = Some(self.server.clone()),
            92 if self.plan.restores => self.restore(),
            93 if self.plan.forgets => {
                let seq = self.rng.between(0, self.server.head());
                self.trace.line(self.now, format_args!("server forgets changes before {seq}"));
                self.server.compact(seq);
            }
            94 if self.plan.forgets => self.server.drop_snapshots(),
            95 => self.devices[device].clock_error_ms = self.plan.clock_errors[self.rng.index(DEVICES)],
            _ => {}
        }
        let pause = if self.rng.chance(80) { self.rng.between(1_000, 60_000) } else { self.rng.between(0, 400) };
        self.until(self.now + pause)
    }

    fn someone_acts(&mut self, i: usize) -> Holds {
        let device = &mut self.devices[i];
        if device.memory.is_none() || !device.disk.meta.ready {
            return Ok(());
        }
        device.typed += 1;
        let now_ms = device.clock(EPOCH_MS + self.now);
        let Some((row, body)) = Person::new(&self.devices[i], &mut self.rng, now_ms).act() else { return Ok(()) };
        self.trace.line(self.now, format_args!("{i} types {row:?} {body:?}"));
        self.totals.typed += 1;
        let id = OpId::v7(now_ms, self.rng.ten());
        let pending = self.devices[i].append(row, body, id, now_ms);
        if self.rng.chance(self.plan.kill) {
            // Between the strict commit and the engine's learning of it.
            self.kill(i);
            return Ok(());
        }
        self.tell(i, Event::Appended(pending))
    }

    fn wake(&mut self, i: usize) -> Holds {
        let paused = self.devices[i].memory.as_ref().is_some_and(|m| m.engine.status().pause == Some(Pause::NeedsAuth));
        self.tell(i, if paused { Event::SignedIn } else { Event::Wake })
    }

    fn restore(&mut self) {
        let Some(backup) = &self.backup else { return };
        self.past.insert(self.server.epoch, self.server.log.clone());
        self.server.restore(backup);
        self.totals.restores += 1;
        self.trace.line(self.now, format_args!("server restored: epoch {}, head {}", self.server.epoch, self.server.head()));
    }

    fn kill(&mut self, i: usize) {
        let device = &mut self.devices[i];
        if device.memory.take().is_some() {
            device.life += 1;
            self.totals.restarts += 1;
            self.trace.line(self.now, format_args!("{i} killed"));
            let later = self.now + self.rng.between(1, 5_000);
            self.agenda.plan(later, Happens::Starts { device: i });
        }
    }

    /// Lets everything happen that is due before `until`.
    fn until(&mut self, until: u64) -> Holds {
        while let Some((at, what)) = self.agenda.next(until) {
            self.now = at;
            self.totals.events += 1;
            self.happen(what)?;
        }
        self.now = until;
        Ok(())
    }

    /// Heals everything and runs until nothing is left to do; then compares (I8).
    fn rest(&mut self) -> Holds {
        self.trace.line(self.now, format_args!("healed"));
        self.plan = self.plan.healed();
        for i in 0..DEVICES {
            let d = &mut self.devices[i];
            (d.up_cut, d.down_cut) = (false, false);
            self.wake(i)?;
        }
        let (end, before) = (self.now + REST_MS, self.requests);
        let resting = |run: &Self| run.devices.iter().try_for_each(|d| check::at_rest(d, &run.server));
        while self.now < end {
            self.until(self.now + 1_000)?;
            for i in 0..DEVICES {
                let pause = self.devices[i].memory.as_ref().and_then(|m| m.engine.status().pause);
                if pause == Some(Pause::NeedsAuth) {
                    self.wake(i)?;
                }
            }
            if self.requests - before > REST_REQUESTS * DEVICES as u64 {
                return broken("I8", format!("{} requests without coming to rest", self.requests - before));
            }
            if resting(self).is_ok() {
                return Ok(());
            }
        }
        resting(self)
    }

    fn happen(&mut self, what: Happens) -> Holds {
        match what {
            Happens::Starts { device } => self.start(device),
            Happens::Rings { device, life, timer } => {
                let current = self.devices[device].memory.as_ref().is_some_and(|m| m.timer == timer);
                if self.devices[device].life == life && current { self.tell(device, Event::Timer) } else { Ok(()) }
            }
            Happens::Written { device, life, commit } => self.written(device, life, &commit),
            Happens::Told { device, life, outcome } => self.told(device, life, outcome),
            Happens::AtServer { device, life, id, request, fresh } => self.at_server(device, life, id, *request, fresh),
            Happens::AtDevice { device, life, id, answer } => self.at_device(device, life, id, *answer),
        }
    }

    fn start(&mut self, i: usize) -> Holds {
        let (seed, now) = (self.rng.bits(), self.device_now(i));
        let device = &mut self.devices[i];
        if device.memory.is_some() {
            return Ok(());
        }
        let queue = device.disk.outbox.values().cloned().collect();
        let mut engine = Engine::new(device.disk.meta.clone(), queue, seed);
        let effects = engine.start(now);
        device.memory = Some(Memory { engine, waiting: BTreeMap::new(), timer: 0, untold: false });
        self.trace.line(self.now, format_args!("{i} starts"));
        self.perform(i, effects)
    }

    fn device_now(&self, i: usize) -> u64 {
        self.devices[i].clock(EPOCH_MS + self.now)
    }

    /// Gives an event to a device's engine and performs what it says.
    fn tell(&mut self, i: usize, event: Event) -> Holds {
        let now = self.device_now(i);
        let Some(memory) = &mut self.devices[i].memory else { return Ok(()) };
        let effects = memory.engine.handle(event, now);
        self.perform(i, effects)?;
        check::queue(&self.devices[i])
    }

    fn perform(&mut self, i: usize, effects: Vec<Effect>) -> Holds {
        for effect in effects {
            if self.rng.chance(self.plan.kill) {
                self.kill(i);
            }
            if self.devices[i].memory.is_none() {
                return Ok(());
            }
            self.effect(i, effect)?;
        }
        Ok(())
    }

    fn effect(&mut self, i: usize, effect: Effect) -> Holds {
        let life = self.devices[i].life;
        match effect {
            Effect::Push(request) => self.send(i, Waiting::Push, Request::Push(request)),
            Effect::Pull(request) => self.send(i, Waiting::Pull, Request::Pull(request)),
            Effect::AskManifest(_) => self.send(i, Waiting::Manifest, Request::Manifest),
            Effect::FetchChunk { id, index } => self.send(i, Waiting::Chunk(index), Request::Chunk(id, index)),
            Effect::Commit(commit) => {
                let at = self.now + self.rng.between(0, 20);
                self.agenda.plan(at, Happens::Written { device: i, life, commit });
                Ok(())
            }
            Effect::Timer(ms) => {
                self.requests += 1;
                let timer = self.requests;
                if let Some(memory) = &mut self.devices[i].memory {
                    memory.timer = timer;
                }
                self.agenda.plan(self.now + ms, Happens::Rings { device: i, life, timer });
                Ok(())
            }
            Effect::Status(_) => Ok(()),
        }
    }

    fn send(&mut self, i: usize, kind: Waiting, request: Request) -> Holds {
        self.requests += 1;
        let (id, life) = (self.requests, self.devices[i].life);
        if let Some(memory) = &mut self.devices[i].memory {
            if memory.waiting.values().any(|w| std::mem::discriminant(w) == std::mem::discriminant(&kind)) {
                return broken("engine", format!("a second {kind:?} while one is out"));
            }
            memory.waiting.insert(id, kind);
        }
        let gives_up = self.now + request.patience_ms();
        let answer = Box::new(request.failed(Refusal::Network));
        self.agenda.plan(gives_up, Happens::AtDevice { device: i, life, id, answer });
        let request = Box::new(request);
        let copies = if self.rng.chance(self.plan.duplicate) { 2 } else { 1 };
        self.totals.duplicates += copies - 1;
        for _ in 0..copies {
            if self.devices[i].up_cut || self.rng.chance(self.plan.drop) {
                self.totals.drops += 1;
                continue;
            }
            let at = self.now + self.rng.between(1, self.plan.delay_ms);
            self.agenda.plan(at, Happens::AtServer { device: i, life, id, request: request.clone(), fresh: true });
        }
        Ok(())
    }

    fn at_server(&mut self, device: usize, life: u32, id: u64, request: Request, fresh: bool) -> Holds {
        let now_ms = EPOCH_MS + self.now;
        let author = self.devices[device].author;
        if fresh && self.rng.chance(self.plan.refused) {
            let refusal = if self.rng.chance(300) { Refusal::NeedsAuth } else { Refusal::Server };
            let answer = request.failed(refusal);
            return self.reply(device, life, id, answer);
        }
        let answer = match &request {
            Request::Push(push) => {
                let before = self.server.head();
                let push = codec::decode(&codec::encode(push), "push");
                let push = push.map_err(|e| Broken { invariant: "wire", detail: e.to_string() })?;
                let answer = self.server.push(push, &author, now_ms)?;
                self.trace.line(self.now, format_args!("{device} pushed: {answer:?}"));
                if self.server.head() > before {
                    self.release_polls();
                }
                Answer::Push(answer)
            }
            Request::Pull(pull) => {
                let Some(answer) = self.server.pull(pull, now_ms, fresh) else {
                    let ends = self.now + u64::from(pull.wait_ms);
                    let request = Box::new(request);
                    self.polls.push((ends, Happens::AtServer { device, life, id, request, fresh: false }));
                    if let Some((ends, poll)) = self.polls.last().cloned() {
                        self.agenda.plan(ends, poll);
                    }
                    return Ok(());
                };
                let bytes = codec::encode(&answer);
                Answer::Pull(Ok(codec::decode(&bytes, "answer")
                    .map_err(|e| Broken { invariant: "wire", detail: e.to_string() })?))
            }
            Request::Manifest => Answer::Manifest(Ok(self.server.manifest(now_ms))),
            Request::Chunk(snapshot, index) => Answer::Chunk(*index, self.server.chunk(snapshot, *index)),
        };
        self.reply(device, life, id, answer)
    }

    /// Something is new: pulls that wait are answered now.
    fn release_polls(&mut self) {
        for (ends, poll) in std::mem::take(&mut self.polls) {
            if ends > self.now {
                self.agenda.plan(self.now, poll);
            }
        }
    }

    fn reply(&mut self, device: usize, life: u32, id: u64, answer: Answer) -> Holds {
        if self.devices[device].down_cut || self.rng.chance(self.plan.drop) {
            self.totals.drops += 1;
            return Ok(());
        }
        let at = self.now + self.rng.between(1, self.plan.delay_ms);
        self.agenda.plan(at, Happens::AtDevice { device, life, id, answer: Box::new(answer) });
        Ok(())
    }

    fn at_device(&mut self, i: usize, life: u32, id: u64, answer: Answer) -> Holds {
        if self.devices[i].life != life {
            return Ok(());
        }
        let Some(memory) = &mut self.devices[i].memory else { return Ok(()) };
        if memory.waiting.remove(&id).is_none() {
            // Answered already, or given up: a driver hears one answer to each request.
            return Ok(());
        }
        let needs_auth = matches!(
            answer,
            Answer::Push(Err(Refusal::NeedsAuth))
                | Answer::Pull(Err(Refusal::NeedsAuth))
                | Answer::Manifest(Err(Refusal::NeedsAuth))
                | Answer::Chunk(_, Err(Refusal::NeedsAuth))
        );
        self.trace.line(self.now, format_args!("{i} hears {}", short(&answer)));
        self.tell(i, answer.event())?;
        if needs_auth && self.rng.chance(700) {
            return self.tell(i, Event::SignedIn);
        }
        Ok(())
    }

    fn written(&mut self, i: usize, life: u32, commit: &Commit) -> Holds {
        if self.devices[i].life != life || self.devices[i].memory.is_none() {
            return Ok(());
        }
        let later = self.now + self.rng.between(0, 5);
        if self.rng.chance(self.plan.commit_fails) {
            self.totals.failed_commits += 1;
            self.agenda.plan(later, Happens::Told { device: i, life, outcome: None });
            return Ok(());
        }
        self.trace.line(self.now, format_args!("{i} writes {}", short_commit(commit)));
        let back = self.devices[i].disk.perform(commit)?;
        if let Some(memory) = &mut self.devices[i].memory {
            memory.untold = true;
        }
        self.totals.swaps += u64::from(matches!(commit, Commit::Swap { .. }));
        self.check_disk(i, commit)?;
        self.agenda.plan(later, Happens::Told { device: i, life, outcome: Some(back) });
        Ok(())
    }

    fn check_disk(&mut self, i: usize, commit: &Commit) -> Holds {
        let device = &self.devices[i];
        let at = (device.disk.meta.epoch, device.disk.meta.cursor);
        let log = self.past.get(&at.0).unwrap_or(&self.server.log);
        self.oracles[i].follow(at, &self.seed_rows, log);
        check::rows(device, &self.oracles[i])?;
        if let Commit::Verdicts { settled, rejected } = commit
            && at.0 == self.server.epoch
        {
            let no = rejected.iter().filter_map(|p: &Pending| Some((p.op.n, p.verdict.clone()?)));
            let news: Vec<_> = settled.iter().cloned().chain(no).collect();
            check::verdicts(device, &self.server, &mut self.told[i], &news)?;
        }
        Ok(())
    }

    fn told(&mut self, i: usize, life: u32, outcome: Option<Vec<Pending>>) -> Holds {
        if self.devices[i].life != life || self.devices[i].memory.is_none() {
            return Ok(());
        }
        let Some(back) = outcome else { return self.tell(i, Event::CommitFailed) };
        for pending in back {
            self.tell(i, Event::Appended(pending))?;
        }
        if let Some(memory) = &mut self.devices[i].memory {
            memory.untold = false;
        }
        self.tell(i, Event::Committed)
    }
}

fn short(answer: &Answer) -> String {
    match answer {
        Answer::Push(Ok(PushAnswer::Judged { last_n, results, .. })) => format!("{} verdicts, last {last_n}", results.len()),
        Answer::Pull(Ok(PullAnswer::Changes { epoch, from, to, head, .. })) => format!("{from} to {to} of {head} in {epoch}"),
        Answer::Manifest(Ok(m)) => format!("snapshot {} of {} chunks", m.id, m.chunks.len()),
        Answer::Chunk(i, Ok(bytes)) => format!("chunk {i}, {} bytes", bytes.len()),
        other => format!("{other:?}"),
    }
}

fn short_commit(commit: &Commit) -> String {
    let numbers = |all: &[Pending]| all.iter().map(|p| p.op.n).collect::<Vec<_>>();
    match commit {
        Commit::Verdicts { settled, rejected } => {
            let settled: Vec<u32> = settled.iter().map(|(n, _)| *n).collect();
            format!("verdicts on {settled:?}, rejected {:?}", numbers(rejected))
        }
        Commit::Changes { epoch, to, txns, confirmed } => {
            format!("{} changes to {to} in {epoch}, confirmed {:?}", txns.len(), numbers(confirmed))
        }
        Commit::Begin(m) => format!("snapshot {} begins", m.id),
        Commit::Chunk { index, .. } => format!("chunk {index}"),
        Commit::Swap { confirmed } => format!("swap, confirmed {:?}", numbers(confirmed)),
    }
}
