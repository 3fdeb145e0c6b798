//! The device's driver: performs an engine's effects on the model disk and network, and tells it what happened.

use super::check;
use super::device::{Memory, Waiting};
use super::ledger::{Holds, broken};
use super::network::{Answer, Happens, Request};
use super::run::{EPOCH_MS, Run};
use crate::sync::engine::{Commit, Effect, Engine, Event, Failure as Refusal};
use crate::sync::outbox::Pending;
use crate::sync::wire::{PullAnswer, PushAnswer};
use std::collections::BTreeMap;

impl Run {
    pub(super) fn start(&mut self, i: usize) -> Holds {
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

    pub(super) fn device_now(&self, i: usize) -> u64 {
        self.devices[i].clock(EPOCH_MS + self.now)
    }

    /// Gives an event to a device's engine and performs what it says.
    pub(super) fn tell(&mut self, i: usize, event: Event) -> Holds {
        let now = self.device_now(i);
        let Some(memory) = &mut self.devices[i].memory else { return Ok(()) };
        let effects = memory.engine.handle(event, now);
        self.perform(i, effects)?;
        check::queue(&self.devices[i])
    }

    pub(super) fn perform(&mut self, i: usize, effects: Vec<Effect>) -> Holds {
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

    pub(super) fn effect(&mut self, i: usize, effect: Effect) -> Holds {
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

    pub(super) fn send(&mut self, i: usize, kind: Waiting, request: Request) -> Holds {
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

    pub(super) fn at_device(&mut self, i: usize, life: u32, id: u64, answer: Answer) -> Holds {
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

    pub(super) fn written(&mut self, i: usize, life: u32, commit: &Commit) -> Holds {
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
        let back = self.devices[i].disk.perform(commit, self.now)?;
        self.devices[i].disk.forget(self.now, self.plan.archive_ms);
        if matches!(commit, Commit::Renew { .. }) {
            self.totals.renewed += 1;
            self.told[i].clear();
        }
        if let Some(memory) = &mut self.devices[i].memory {
            memory.untold = true;
        }
        if matches!(commit, Commit::Swap { .. }) {
            self.totals.swaps += 1;
            self.totals.swaps_over_queue += u64::from(!self.devices[i].disk.outbox.is_empty());
        }
        self.check_disk(i, commit)?;
        self.agenda.plan(later, Happens::Told { device: i, life, outcome: Some(back) });
        Ok(())
    }

    pub(super) fn check_disk(&mut self, i: usize, commit: &Commit) -> Holds {
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

    pub(super) fn told(&mut self, i: usize, life: u32, outcome: Option<Vec<Event>>) -> Holds {
        if self.devices[i].life != life || self.devices[i].memory.is_none() {
            return Ok(());
        }
        let Some(back) = outcome else { return self.tell(i, Event::CommitFailed) };
        for event in back {
            self.tell(i, event)?;
        }
        if let Some(memory) = &mut self.devices[i].memory {
            memory.untold = false;
        }
        self.tell(i, Event::Committed)
    }
}

fn short(answer: &Answer) -> String {
    match answer {
        Answer::Push(Ok(PushAnswer::Judged { last_n, results, .. })) => {
            format!("{} verdicts, last {last_n}", results.len())
        }
        Answer::Pull(Ok(PullAnswer::Changes { epoch, from, to, head, .. })) => {
            format!("{from} to {to} of {head} in {epoch}")
        }
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
        Commit::Renew { replica } => format!("another device: {replica}"),
        Commit::Swap { confirmed } => format!("swap, confirmed {:?}", numbers(confirmed)),
    }
}
