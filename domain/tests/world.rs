//! A small world for tests of the judge: rows, the next place in the order, and people by number.

use domain::Aliases;
use domain::change::{Change, Txn};
use domain::judge::{Author, Judged, Role, Scope, World, is_live, judge};
use domain::op::{Body, Op, Verdict};
use domain::row::{Row, RowRef, Stamp};
use domain::schema::fields::{customer, referral};
use domain::{Hlc, Kind, OpId, ReplicaId, RowId, StaffId, Value, Version};
use std::collections::BTreeMap;

/// The epoch of the world's order.
pub const EPOCH: u32 = 1;

/// Rows and an order.
#[allow(clippy::struct_field_names)] // the tests read `world.rows`
#[derive(Clone, Default)]
pub struct Rows {
    /// All rows.
    pub rows: BTreeMap<RowRef, Row>,
    /// The end of the order.
    pub head: u64,
    /// Who was merged into whom.
    pub aliases: Aliases,
    /// How many restores there have been.
    pub restores: u32,
    numbers: BTreeMap<u8, u32>,
}

impl World for Rows {
    fn row(&self, at: RowRef) -> Option<&Row> {
        self.rows.get(&at)
    }

    fn aliases(&self) -> &Aliases {
        &self.aliases
    }

    fn referrer(&self, to: RowId) -> Option<(RowId, RowId)> {
        let standing = |r: &&Row| r.kind == Kind::Referral && is_live(r) && r.reference(referral::TO) == Some(to);
        self.rows.values().find(standing).and_then(|e| Some((e.id, e.reference(referral::FROM)?)))
    }

    fn team_of(&self, _: StaffId) -> Option<RowId> {
        None
    }
}

/// A manager, by number; they have one device, of the same number.
pub fn manager(who: u8) -> Author {
    Author { staff: StaffId::from_bytes([who; 16]), role: Role::Manager, scope: Scope::All, team: None }
}

/// Text.
pub fn text(t: &str) -> Value {
    Value::Text(t.to_owned())
}

/// A customer's address, by number.
pub fn who(i: u8) -> RowRef {
    RowRef::new(Kind::Customer, RowId::derived("test", &[&[i]]))
}

impl Rows {
    /// Three customers, made by the server.
    pub fn new() -> Self {
        let at = Stamp { version: Version::new(EPOCH, 0), ..Stamp::default() };
        let customer = |i| Row::new(Kind::Customer, who(i).id, at, [(customer::NAME, text(&format!("customer {i}")))]);
        let rows = (1..=3).map(|i| (who(i), customer(i))).collect();
        Self { rows, ..Self::default() }
    }

    /// What a device that is up to date has seen.
    pub fn now(&self) -> Version {
        Version::new(EPOCH + self.restores, self.head)
    }

    /// The next operation of a person, typed at `clock` ms.
    pub fn op(&mut self, who: u8, clock: u64, row: RowRef, body: Body) -> Op {
        let n = self.numbers.entry(who).or_default();
        *n += 1;
        let id = OpId::from_bytes([
            who,
            u8::try_from(*n).unwrap_or(u8::MAX),
            0,
            0,
            0,
            0,
            0x70,
            0,
            0x80,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
        ]);
        Op { n: *n, id, schema: 1, txn: None, hlc: Hlc::new(clock, 0), row, body }
    }

    /// Judges and applies an operation of `author`'s device.
    pub fn judge(&mut self, author: &Author, op: &Op) -> Judged {
        let replica = ReplicaId::from_bytes(author.staff.bytes());
        let at = Stamp {
            version: Version::new(EPOCH + self.restores, self.head + 1),
            hlc: op.hlc,
            replica,
            n: op.n,
            by: author.staff,
        };
        let judged = judge(self, op, author, at);
        if matches!(judged.verdict, Verdict::Applied { .. } | Verdict::Conflict { .. }) {
            self.head += 1;
            self.apply(&Txn {
                seq: self.head,
                actor: at.by,
                replica,
                n: op.n,
                hlc: op.hlc,
                changes: judged.changes.clone(),
            });
        }
        judged
    }

    /// Applies a transaction, as a device does.
    pub fn apply(&mut self, txn: &Txn) {
        for change in &txn.changes {
            let at = Change::address(change);
            if let Some(row) = domain::change::apply(self.rows.remove(&at), change, txn.stamp(EPOCH + self.restores)) {
                self.aliases.note(&row);
                self.rows.insert(at, row);
            }
        }
    }

    /// A person does something at `clock` ms; the verdict.
    pub fn act(&mut self, person: u8, clock: u64, row: RowRef, body: Body) -> Verdict {
        let op = self.op(person, clock, row, body);
        self.judge(&manager(person), &op).verdict
    }

    /// The row at an address.
    pub fn at(&self, at: RowRef) -> &Row {
        &self.rows[&at]
    }

    /// The conflict that a verdict names.
    pub fn conflict(&self, verdict: &Verdict) -> &Row {
        let Verdict::Conflict { conflict, .. } = verdict else { panic!("{verdict:?} is no conflict") };
        self.at(RowRef::new(Kind::Conflict, *conflict))
    }
}
