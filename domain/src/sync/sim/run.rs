//! One run: the loop, the mishaps, and the driver that performs an engine's effects.

use super::check::{self, Oracle};
use super::device::{Device, Disk};
use super::ledger::{Broken, Holds, broken};
use super::network::{Agenda, Happens};
use super::people::{Person, first_rows};
use super::plan::Plan;
use super::rng::Rng;
use super::server::{Log, Server};
use super::trace::Trace;
use super::{Base, Failure, Totals};
use crate::id::{OpId, ReplicaId, StaffId};
use crate::judge::{Author, Role, Scope};
use crate::op::Verdict;
use crate::sync::engine::{Event, Pause};
use std::collections::BTreeMap;

/// True time at the start of a run, Unix milliseconds.
pub(super) const EPOCH_MS: u64 = 1_700_000_000_000;
/// Devices in a run: the manager's two and a staff member's.
const DEVICES: usize = 3;
/// Virtual time within which everything must come to rest, milliseconds.
const REST_MS: u64 = 400_000;
/// Requests a device may make while coming to rest.
const REST_REQUESTS: u64 = 4_000;

/// A run.
pub struct Run {
    pub(super) seed: u64,
    pub(super) rng: Rng,
    pub(super) plan: Plan,
    pub(super) now: u64,
    pub(super) agenda: Agenda,
    pub(super) server: Server,
    pub(super) backup: Option<Server>,
    /// The highest epoch so far.
    pub(super) last_epoch: u32,
    /// The logs of earlier epochs.
    pub(super) past: BTreeMap<u32, Log>,
    pub(super) seed_rows: Base,
    pub(super) devices: Vec<Device>,
    pub(super) oracles: Vec<Oracle>,
    pub(super) told: Vec<BTreeMap<(u32, u32), Verdict>>,
    /// Pulls that wait at the server: device, life, request and the time at which they are answered anyway.
    pub(super) polls: Vec<(u64, Happens)>,
    pub(super) requests: u64,
    pub(super) trace: Trace,
    pub(super) totals: Totals,
}

impl Run {
    /// A run before its first step.
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let plan = Plan::new(&mut rng, seed, DEVICES);
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
            last_epoch: 1,
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
            result.map_err(|broken| Box::new(self.failure(step, broken)))?;
        }
        let result = self.rest();
        result.map_err(|broken| Box::new(self.failure(steps, broken)))?;
        self.totals.server = self.server.counts;
        self.totals.hash = self.trace.hash();
        Ok(self.totals)
    }

    fn failure(&self, step: u32, broken: Broken) -> Failure {
        Failure { seed: self.seed, step, at_ms: self.now, broken, trace: self.trace.tail() }
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
        // Odd numbers follow each other; a clock that is wrong gives the even one before, if the backup is older than that.
        let (next, lower) = (self.last_epoch + 2, self.server.epoch - 1);
        let falls = self.plan.epochs_fall && lower > backup.epoch && !self.past.contains_key(&lower);
        self.server.restore(backup, if falls { lower } else { next });
        self.last_epoch = self.last_epoch.max(self.server.epoch);
        self.totals.falls += u64::from(falls);
        self.totals.restores += 1;
        self.trace
            .line(self.now, format_args!("server restored: epoch {}, head {}", self.server.epoch, self.server.head()));
    }

    pub(super) fn kill(&mut self, i: usize) {
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
}
