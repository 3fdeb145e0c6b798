//! The simulator: devices and a model server in virtual time, with everything going wrong that can go wrong, and the
//! invariants of `docs/SYNC.md` checked after every event.
//!
//! The devices run the real [`engine`](crate::sync::engine), the server the real [`judge`](crate::judge()). The network drops, duplicates,
//! delays and reorders requests, loses answers after the commit and is cut in one direction; apps are killed at every effect and
//! started again from what was on disk; disks refuse commits; clocks are up to three days wrong; servers forget old changes and
//! snapshots, send devices that are far behind for a new one, and are restored from a backup. The same seed gives the same run.

mod base;
mod check;
mod desk;
mod device;
mod driver;
mod ledger;
mod network;
mod people;
mod plan;
mod rng;
mod run;
mod serve;
mod server;
mod trace;

pub use base::Base;
pub use ledger::Broken;
pub use rng::Rng;
pub use server::{Counts, Limits, Server};

use std::fmt;
use std::ops::AddAssign;

/// What happened in a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// What the server did.
    pub server: Counts,
    /// Operations typed.
    pub typed: u64,
    /// Apps killed and started again.
    pub restarts: u64,
    /// Messages lost, in either direction.
    pub drops: u64,
    /// Requests that reached the server twice.
    pub duplicates: u64,
    /// Commits that the disk refused.
    pub failed_commits: u64,
    /// Snapshots that took over.
    pub swaps: u64,
    /// Of these, with operations in the device's queue, which must survive it.
    pub swaps_over_queue: u64,
    /// Restores of the server from a backup.
    pub restores: u64,
    /// Of these, with a lower epoch than the one before.
    pub falls: u64,
    /// Devices that began anew under another id.
    pub renewed: u64,
    /// Events handled.
    pub events: u64,
    /// A hash over everything that happened, in order.
    pub hash: u64,
}

impl AddAssign for Totals {
    fn add_assign(&mut self, o: Self) {
        let (a, b) = (&mut self.server, o.server);
        a.judged += b.judged;
        a.conflicts += b.conflicts;
        a.rejected += b.rejected;
        a.noops += b.noops;
        a.repeated += b.repeated;
        a.gaps += b.gaps;
        a.forks += b.forks;
        a.bootstraps += b.bootstraps;
        self.typed += o.typed;
        self.restarts += o.restarts;
        self.drops += o.drops;
        self.duplicates += o.duplicates;
        self.failed_commits += o.failed_commits;
        self.swaps += o.swaps;
        self.swaps_over_queue += o.swaps_over_queue;
        self.restores += o.restores;
        self.falls += o.falls;
        self.renewed += o.renewed;
        self.events += o.events;
        self.hash = self.hash.rotate_left(7) ^ o.hash;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = &self.server;
        write!(
            f,
            "{} ops typed, {} judged: {} conflicts, {} rejects, {} noops; ",
            self.typed, s.judged, s.conflicts, s.rejected, s.noops
        )?;
        write!(
            f,
            "{} repeated, {} gaps, {} forks; {} restarts, {} drops, ",
            s.repeated, s.gaps, s.forks, self.restarts, self.drops
        )?;
        write!(
            f,
            "{} duplicates, {} failed commits, {} must-bootstrap, ",
            self.duplicates, self.failed_commits, s.bootstraps
        )?;
        write!(
            f,
            "{} snapshots, {} of them over a queue, {} restores, {} to a lower epoch, {} renewed; {} events",
            self.swaps, self.swaps_over_queue, self.restores, self.falls, self.renewed, self.events
        )
    }
}

/// A run that broke an invariant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// After which step; the number of steps when it showed while everything came to rest.
    pub step: u32,
    /// Virtual time, milliseconds since the start.
    pub at_ms: u64,
    /// Which invariant, and how.
    pub broken: Broken,
    /// The last lines of the trace.
    pub trace: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.trace {
            writeln!(f, "  {line}")?;
        }
        writeln!(f, "seed {} step {} at {} ms: {}", self.seed, self.step, self.at_ms, self.broken.invariant)?;
        write!(f, "{}", self.broken.detail)
    }
}

/// Runs one seed for a number of steps, then heals everything and waits for rest.
///
/// A step is one deed of a person or one mishap, and everything that follows until the next.
///
/// # Errors
/// The first invariant that did not hold.
pub fn run(seed: u64, steps: u32) -> Result<Totals, Box<Failure>> {
    run::Run::new(seed).whole(steps)
}
