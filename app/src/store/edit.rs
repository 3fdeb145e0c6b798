//! Edits: painted in the same frame, then written to the device's disk in one strict transaction, then handed to sync.

use super::overlay::{Mark, Shown};
use super::{Note, Store, clock};
use crate::local::{LocalError, Put, Table};
use domain::op::{Body, Op};
use domain::row::RowRef;
use domain::schema::SCHEMA_VERSION;
use domain::sync::outbox::Pending;
use domain::{Field, Kind, OpId, RowId, Value, codec};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// Something to do to a row.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// Which row.
    pub row: RowRef,
    /// What.
    pub body: Body,
}

impl Draft {
    /// A draft from its parts.
    pub fn new(kind: Kind, id: RowId, body: Body) -> Self {
        Self { row: RowRef::new(kind, id), body }
    }
}

/// What takes an edit back.
pub type Undo = Vec<Draft>;

/// The edits on their way to the disk, in order.
#[derive(Debug, Default)]
pub(super) struct Saver {
    queue: RefCell<VecDeque<Vec<u64>>>,
    busy: Cell<bool>,
}

impl Saver {
    /// Whether a batch is on its way to the disk.
    pub fn is_busy(&self) -> bool {
        self.busy.get()
    }

    /// Lets nothing go to the disk until it is released.
    pub fn hold(&self) {
        self.busy.set(true);
    }

    /// Lets edits go to the disk again.
    pub fn release(&self) {
        self.busy.set(false);
    }
}

/// The key of the device's clock in [`Table::Meta`].
pub(super) const CLOCK: &str = "clock";

/// The key of an operation in the outbox: its number, so that the order of keys is the order of numbers.
pub(super) fn op_key(n: u32) -> String {
    format!("{n:010}")
}

impl Store {
    /// Does something: paints it now, and has it written. Answers with what takes it back.
    pub fn act(self: &Rc<Self>, drafts: Vec<Draft>) -> Undo {
        if drafts.is_empty() {
            return Vec::new();
        }
        let mut undo: Undo = drafts.iter().rev().filter_map(|d| self.inverse(d)).collect();
        let now = clock::now_ms();
        let mut touched = Vec::new();
        let mut tickets = Vec::new();
        for draft in drafts {
            let hlc = self.clock.get().tick(now);
            self.clock.set(hlc);
            let ticket = self.tickets.get() + 1;
            self.tickets.set(ticket);
            let op = Op {
                n: u32::MAX,
                id: OpId::v7(now, clock::random_bytes()),
                schema: SCHEMA_VERSION,
                txn: None,
                hlc,
                row: draft.row,
                body: draft.body,
            };
            touched.push(op.row);
            if let Body::Merge { .. } = op.body {
                // The last merge is undone first.
                undo.insert(0, Draft { row: op.row, body: Body::Unmerge { merge: op.id } });
            }
            let shown = Shown { ticket, op, mark: Mark::Saving, at_ms: now };
            self.overlay.borrow_mut().push(shown, &self.rows.borrow());
            tickets.push(ticket);
        }
        self.after_edit(&touched);
        self.save_tickets(tickets);
        undo
    }

    /// Tries again to write what the device could not write.
    pub fn save_again(self: &Rc<Self>) {
        let failed: Vec<u64> =
            self.waiting().into_iter().filter(|s| s.mark == Mark::NotSaved).map(|s| s.ticket).collect();
        if failed.is_empty() {
            return;
        }
        self.mark_as(&failed, Mark::Saving, None);
        self.save_tickets(failed);
    }

    /// Has edits written that are marked as being saved.
    pub(super) fn save_tickets(self: &Rc<Self>, tickets: Vec<u64>) {
        if !tickets.is_empty() {
            self.saver.queue.borrow_mut().push_back(tickets);
            self.save();
        }
    }

    pub(super) fn after_edit(&self, touched: &[RowRef]) {
        let targets: Vec<RowRef> = self.conflict_targets(touched);
        self.touched(touched);
        self.touched(&targets);
        for row in touched {
            self.renew_history_of(*row);
        }
        self.outbox_changed();
    }

    /// The rows that open conflicts among `rows` are about.
    fn conflict_targets(&self, rows: &[RowRef]) -> Vec<RowRef> {
        use domain::schema::fields::conflict;
        rows.iter()
            .filter(|r| r.kind == Kind::Conflict)
            .filter_map(|r| self.row(r.kind, r.id))
            .filter_map(|row| {
                let kind = Kind::try_from(u8::try_from(row.int(conflict::TARGET_KIND)?).ok()?).ok()?;
                Some(RowRef::new(kind, row.reference(conflict::TARGET)?))
            })
            .collect()
    }

    /// Writes the queue, one batch after the other.
    pub(super) fn save(self: &Rc<Self>) {
        if self.saver.queue.borrow().is_empty() || self.saver.busy.replace(true) {
            return;
        }
        let store = Rc::clone(self);
        leptos::task::spawn_local(async move {
            loop {
                let Some(tickets) = store.saver.queue.borrow_mut().pop_front() else { break };
                store.save_batch(&tickets).await;
            }
            store.saver.busy.set(false);
        });
    }

    async fn save_batch(self: &Rc<Self>, tickets: &[u64]) {
        let batch: Vec<Shown> =
            self.waiting().into_iter().filter(|s| tickets.contains(&s.ticket) && s.mark == Mark::Saving).collect();
        let Ok(count) = u32::try_from(batch.len()) else { return };
        if count == 0 {
            return;
        }
        let clock = self.clock.get();
        let pending = |first: u32| -> Vec<Pending> {
            batch
                .iter()
                .zip(first..)
                .map(|(s, n)| Pending { op: Op { n, ..s.op.clone() }, at_ms: s.at_ms, verdict: None })
                .collect()
        };
        let build = |first: u32| -> Vec<Put> {
            let ops = pending(first).into_iter().map(|p| Put {
                table: Table::Outbox,
                key: op_key(p.op.n),
                value: codec::encode(&p),
            });
            let clock = Put { table: Table::Meta, key: CLOCK.into(), value: codec::encode(&clock) };
            ops.chain([clock]).collect()
        };
        let mut done = self.db.append(count, &build).await;
        if done == Err(LocalError::Full) && self.free_history().await {
            done = self.db.append(count, &build).await;
        }
        match done {
            Ok(first) => {
                self.mark_as(tickets, Mark::Waiting, Some(first));
                self.note(Note::Appended(pending(first)));
            }
            Err(error) => {
                self.mark_as(tickets, Mark::NotSaved, None);
                self.report(&error);
                self.note(Note::Failed(error));
            }
        }
    }

    /// Marks operations, and gives them their numbers from `first` on.
    fn mark_as(&self, tickets: &[u64], mark: Mark, first: Option<u32>) {
        let mut next = first;
        let rows = self.rows.borrow();
        let touched = self.overlay.borrow_mut().update(&rows, |s| {
            if tickets.contains(&s.ticket) {
                s.mark = mark;
                if let Some(n) = next {
                    s.op.n = n;
                    next = Some(n + 1);
                }
            }
            true
        });
        drop(rows);
        self.touched(&touched);
        self.outbox_changed();
    }

    #[allow(clippy::unused_self)]
    fn report(&self, error: &LocalError) {
        leptos::logging::warn!("not saved: {error}");
    }

    /// What takes a draft back, as far as it can be taken back.
    fn inverse(&self, draft: &Draft) -> Option<Draft> {
        let row = draft.row;
        let body = match &draft.body {
            Body::Set { field, .. } => {
                let before = self.row(row.kind, row.id)?.get(*field).clone();
                Body::Set { field: *field, value: before, base: self.base() }
            }
            Body::Add { field, value } => Body::Del { field: *field, value: value.clone(), seen: self.base() },
            Body::Del { field, value, .. } => Body::Add { field: *field, value: value.clone() },
            Body::Delete { .. } => Body::Restore {},
            Body::Create { .. } | Body::Append { .. } | Body::Restore {} => Body::Delete { seen: self.base() },
            Body::Link { .. } => Body::Unlink { seen: self.base() },
            Body::Unlink { .. } => {
                use domain::schema::fields::{referral, relation};
                let edge = self.row(row.kind, row.id)?;
                let kept = edge.get(relation::RELATION).clone();
                let fields = if row.kind == Kind::Relation { vec![(relation::RELATION, kept)] } else { Vec::new() };
                Body::Link { from: edge.reference(referral::FROM)?, to: edge.reference(referral::TO)?, fields }
            }
            Body::Post { .. } | Body::Merge { .. } | Body::Unmerge { .. } | Body::Settle { .. } => return None,
        };
        Some(Draft { row, body })
    }

    /// Sets a field.
    pub fn set(self: &Rc<Self>, row: RowRef, field: Field, value: Value) -> Undo {
        self.act(vec![Draft { row, body: Body::Set { field, value, base: self.base() } }])
    }
}
