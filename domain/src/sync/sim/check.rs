//! What must be true of a device after every event.

use super::base::Base;
use super::device::Device;
use super::ledger::{Holds, broken};
use super::server::{Log, Server};
use crate::op::Verdict;
use crate::row::RowRef;
use std::collections::BTreeMap;

/// What a device must hold: the base as it was at the device's cursor.
#[derive(Clone, Debug, Default)]
pub struct Oracle {
    base: Base,
    at: (u32, u64),
}

impl Oracle {
    /// Moves to a cursor, from `seed`, the base before everything, if it lies behind or in another order.
    pub fn follow(&mut self, to: (u32, u64), seed: &Base, log: &Log) {
        if self.at.0 != to.0 || self.at.1 > to.1 {
            *self = Self { base: seed.clone(), at: (to.0, 0) };
        }
        let skip = usize::try_from(self.at.1).unwrap_or(usize::MAX);
        let take = usize::try_from(to.1 - self.at.1).unwrap_or(usize::MAX);
        for (epoch, txn) in log.iter().skip(skip).take(take) {
            self.base.apply(txn, *epoch);
        }
        self.at = to;
    }
}

/// I5 and I6: the rows on disk are the base at the cursor; while tier B streams, rows of it may be missing.
///
/// # Errors
/// The first row that differs.
pub fn rows(device: &Device, oracle: &Oracle) -> Holds {
    let meta = &device.disk.meta;
    if !meta.ready {
        return if device.disk.rows.is_empty() { Ok(()) } else { broken("I5", "rows before the first snapshot") };
    }
    let expected = oracle.base.rows();
    // Tier B is whole, unless a snapshot that has taken over still brings it, or one began before the last was done.
    let streaming = meta.snapshot.is_some();
    for (at, row) in &device.disk.rows {
        if expected.get(at) != Some(row) {
            return broken("I5", format!("at {:?}: {row:?}, but {:?}", oracle.at, expected.get(at)));
        }
    }
    if device.disk.rows.len() < expected.len() {
        let due = |at: &&RowRef| at.kind.in_memory() || !streaming;
        let missing = expected.keys().filter(due).find(|at| !device.disk.rows.contains_key(at));
        if let Some(at) = missing {
            return broken("I5", format!("{at:?} is missing at {:?}", oracle.at));
        }
    }
    Ok(())
}

/// I7 and I9 on the device: every operation is in exactly one place, memory and disk agree on the queue, and nothing has left
/// it whose effect is not confirmed.
///
/// # Errors
/// What does not hold.
pub fn queue(device: &Device) -> Holds {
    let disk = &device.disk;
    for n in disk.forgotten + 1..=disk.last_n {
        if disk.outbox.contains_key(&n) == disk.archive.contains_key(&n) {
            return broken("I9", format!("op {n} is in both queue and archive, or in neither"));
        }
    }
    for p in disk.archive.values() {
        let done = match &p.verdict {
            Some(Verdict::Rejected { .. }) => disk.rejected.contains_key(&p.op.n),
            Some(verdict) => verdict.seq().is_some_and(|s| s <= disk.meta.cursor),
            None => false,
        };
        if !done {
            return broken("I7", format!("{p:?} has left the queue at cursor {}", disk.meta.cursor));
        }
    }
    let Some(memory) = device.memory.as_ref().filter(|m| !m.untold) else { return Ok(()) };
    if *memory.engine.meta() != disk.meta {
        return broken("I7", format!("in memory {:?}, on disk {:?}", memory.engine.meta(), disk.meta));
    }
    let (queue, stored) = (memory.engine.outbox().all(), &disk.outbox);
    if queue.len() != stored.len() || !queue.iter().zip(stored.values()).all(|(a, b)| a == b) {
        return broken("I7", format!("the queue in memory {queue:?}, on disk {stored:?}"));
    }
    Ok(())
}

/// I1 and I2: what a device has been told is what the server has on record. `told` is all verdicts of this order.
///
/// # Errors
/// What does not hold.
pub fn verdicts(
    device: &Device,
    server: &Server,
    told: &mut BTreeMap<(u32, u32), Verdict>,
    news: &[(u32, Verdict)],
) -> Holds {
    let replica = device.disk.meta.replica;
    for (n, verdict) in news {
        let known = told.entry((server.epoch, *n)).or_insert_with(|| verdict.clone());
        if known != verdict || server.receipt(replica, *n) != Some(verdict) {
            return broken(
                "I2",
                format!("op {n} was {known:?}, is {verdict:?}, on record {:?}", server.receipt(replica, *n)),
            );
        }
        let effect = matches!(verdict, Verdict::Applied { .. } | Verdict::Conflict { .. });
        let op = device.disk.outbox.get(n).or_else(|| device.disk.archive.get(n));
        if op.is_some_and(|p| effect != server.has_logged(p.op.id)) {
            return broken("I1", format!("op {n} was acknowledged as {verdict:?}, but is not in the log so"));
        }
    }
    Ok(())
}

/// I8: at rest, a device's rows are the server's, and nothing waits.
///
/// # Errors
/// What differs.
pub fn at_rest(device: &Device, server: &Server) -> Holds {
    let disk = &device.disk;
    if let Some(p) = disk.outbox.values().next() {
        return broken("I8", format!("{p:?} still waits"));
    }
    if (disk.meta.epoch, disk.meta.cursor) != (server.epoch, server.head()) || disk.meta.snapshot.is_some() {
        return broken("I8", format!("{:?}, but the server is at {} in {}", disk.meta, server.head(), server.epoch));
    }
    // A server restored from a backup older than the archive lacks what nobody has any more, until the next edit.
    let judged = server.last_n(disk.meta.replica);
    if judged != disk.last_n && judged >= disk.forgotten {
        return broken("I8", format!("{} operations typed, {} judged", disk.last_n, server.last_n(disk.meta.replica)));
    }
    for (at, row) in server.base.rows() {
        if disk.rows.get(at) != Some(row) {
            return broken("I8", format!("{:?} on the device, {row:?} on the server", disk.rows.get(at)));
        }
    }
    if disk.rows.len() != server.base.rows().len() || device.screen() != disk.rows {
        return broken("I8", "the device shows rows that the server does not have");
    }
    for n in disk.forgotten + 1..=disk.last_n {
        let rejected = matches!(server.receipt(disk.meta.replica, n), Some(Verdict::Rejected { .. }));
        if rejected != disk.rejected.contains_key(&n) {
            return broken("I9", format!("op {n}: rejected {rejected}, but the person is told otherwise"));
        }
    }
    Ok(())
}
