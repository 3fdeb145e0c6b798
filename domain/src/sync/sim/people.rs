//! People: what they do at random on a few rows, so that they meet often.

use super::device::Device;
use super::ledger::subject;
use super::rng::Rng;
use crate::alias::Merged;
use crate::clock::Version;
use crate::id::{RowId, StaffId};
use crate::judge::{LIVE, edge_id, sides};
use crate::op::{Body, Choice};
use crate::row::{Row, RowRef, Stamp};
use crate::schema::fields::{conflict, contact_point, customer, interaction, purchase, referral, relation};
use crate::schema::{Field, Kind};
use crate::value::Value;

/// What a person does: to which row, and what.
pub type Deed = (RowRef, Body);

fn text(t: impl Into<String>) -> Value {
    Value::Text(t.into())
}

/// The base that all find at the beginning: six customers with a phone, a purchase and a note each.
pub fn first_rows() -> Vec<Row> {
    let at = Stamp { version: Version::new(1, 0), ..Stamp::default() };
    let mut rows = Vec::new();
    for i in 0..6u8 {
        let id = |what: &str| RowId::derived(what, &[&[i]]);
        let who = Value::Id(id("customer"));
        let row = |kind: Kind, fields: Vec<(Field, Value)>| Row::new(kind, id(kind.name()), at, fields);
        rows.push(row(Kind::Customer, vec![(customer::NAME, text(format!("customer {i}")))]));
        rows.push(row(Kind::ContactPoint, phone(who.clone(), format!("138{i}"))));
        rows.push(row(Kind::Purchase, bought(who.clone(), i64::from(i) * 100)));
        rows.push(row(Kind::Interaction, note(who, "first".to_owned())));
    }
    rows
}

fn phone(who: Value, number: String) -> Vec<(Field, Value)> {
    vec![(contact_point::CUSTOMER, who), (contact_point::CHANNEL, text("phone")), (contact_point::VALUE, text(number))]
}

fn bought(who: Value, total: i64) -> Vec<(Field, Value)> {
    vec![
        (purchase::CUSTOMER, who),
        (purchase::DAY, Value::Int(20_000)),
        (purchase::TOTAL, Value::Int(total)),
        (purchase::CURRENCY, text("CNY")),
    ]
}

fn note(who: Value, said: String) -> Vec<(Field, Value)> {
    vec![
        (interaction::CUSTOMER, who),
        (interaction::CHANNEL, text("note")),
        (interaction::TEXT, text(said)),
        (interaction::AT, Value::Int(1_700_000_000_000)),
        (interaction::DAY, Value::Int(19_675)),
    ]
}

/// A person looking at their screen.
pub struct Person<'a> {
    device: &'a Device,
    rng: &'a mut Rng,
    now_ms: u64,
}

impl<'a> Person<'a> {
    /// The person at this device; `now_ms` is what its clock says.
    pub fn new(device: &'a Device, rng: &'a mut Rng, now_ms: u64) -> Self {
        Self { device, rng, now_ms }
    }

    /// What the person does next; `None` when there is nothing to do it with.
    pub fn act(&mut self) -> Option<Deed> {
        match self.rng.between(0, 99) {
            0..=37 => self.edit_customer(),
            38..=47 => self.edit_other(),
            48..=57 => self.tag(),
            58..=63 => self.create(),
            64..=67 => self.append(),
            68..=76 => self.link(),
            77..=80 => self.unlink(),
            81..=83 => self.delete_or_restore(),
            84..=93 => self.settle(),
            94..=95 => self.merge(),
            96 => self.unmerge(),
            _ => self.nonsense(),
        }
    }

    /// Rows of a kind that the screen shows, without those that are elsewhere in the trash.
    fn known(&self, kind: Kind) -> Vec<RowRef> {
        let from = RowRef::new(kind, RowId::NIL);
        let confirmed = self.device.disk.rows.range(from..).take_while(|(at, _)| at.kind == kind).map(|(at, _)| *at);
        let mut all: Vec<RowRef> = confirmed.collect();
        for p in self.device.disk.outbox.values() {
            if p.op.row.kind == kind && !all.contains(&p.op.row) {
                all.push(p.op.row);
            }
        }
        all
    }

    /// A row of a kind; the first few are everybody's favourites.
    fn some(&mut self, kind: Kind) -> Option<RowRef> {
        let known = self.known(kind);
        let few = if self.rng.chance(650) { known.len().min(3) } else { known.len() };
        self.rng.pick(&known[..few]).copied()
    }

    /// Like [`Self::some`], but not in the trash, as far as this screen knows.
    fn some_live(&mut self, kind: Kind) -> Option<(RowRef, Row)> {
        let at = self.some(kind)?;
        let row = self.device.view(at)?;
        (!row.is_deleted()).then_some((at, row))
    }

    fn fresh_id(&mut self) -> RowId {
        RowId::v7(self.now_ms, self.rng.ten())
    }

    /// Mostly a value that nobody else types, sometimes one that others type too, seldom nothing.
    fn words(&mut self) -> Value {
        match self.rng.between(0, 9) {
            0 => text(["a", "b", "c"][self.rng.index(3)]),
            1 => Value::Null,
            _ => text(format!("{} by {}", self.device.typed, self.device.author.staff)),
        }
    }

    fn set(&mut self, at: RowRef, field: Field, value: Value) -> Deed {
        (at, Body::Set { field, value, base: self.device.seen() })
    }

    fn edit_customer(&mut self) -> Option<Deed> {
        let (at, _) = self.some_live(Kind::Customer)?;
        let deed = match self.rng.between(0, 7) {
            0..=2 => {
                let name = text(format!("name {} by {}", self.device.typed, self.device.author.staff));
                self.set(at, customer::NAME, name)
            }
            3..=5 => {
                let value = self.words();
                self.set(at, customer::REMARK, value)
            }
            6 => {
                let stage = text(crate::schema::fields::SALES_STAGES[self.rng.index(6)]);
                self.set(at, customer::SALES_STAGE, stage)
            }
            _ => {
                let owner =
                    if self.rng.chance(700) { self.device.author.staff } else { StaffId::v7(7, self.rng.ten()) };
                self.set(at, customer::OWNER, Value::Id(owner.row()))
            }
        };
        Some(deed)
    }

    fn edit_other(&mut self) -> Option<Deed> {
        let (kind, field) = [
            (Kind::ContactPoint, contact_point::LABEL),
            (Kind::Purchase, purchase::REMARK),
            (Kind::Referral, referral::REMARK),
            (Kind::Relation, relation::REMARK),
        ][self.rng.index(4)];
        let (at, _) = self.some_live(kind)?;
        let mut value = self.words();
        if let Value::Text(t) = &mut value {
            t.truncate(40);
        }
        Some(self.set(at, field, value))
    }

    fn tag(&mut self) -> Option<Deed> {
        let (at, row) = self.some_live(Kind::Customer)?;
        let value = text(["vip", "gold", "late"][self.rng.index(3)]);
        let there = row.set(customer::TAGS).any(|v| *v == value);
        let body = if there && self.rng.chance(800) {
            Body::Del { field: customer::TAGS, value, seen: self.device.seen() }
        } else {
            Body::Add { field: customer::TAGS, value }
        };
        Some((at, body))
    }

    fn create(&mut self) -> Option<Deed> {
        let id = self.fresh_id();
        let typed = self.device.typed;
        let by = self.device.author.staff;
        let (kind, fields) = match self.rng.between(0, 2) {
            0 => (Kind::Customer, vec![(customer::NAME, text(format!("new {typed} by {by}")))]),
            1 => {
                (Kind::ContactPoint, phone(Value::Id(self.some_live(Kind::Customer)?.0.id), format!("{typed} by {by}")))
            }
            _ => (Kind::Purchase, bought(Value::Id(self.some_live(Kind::Customer)?.0.id), 7)),
        };
        Some((RowRef::new(kind, id), Body::Create { fields }))
    }

    fn append(&mut self) -> Option<Deed> {
        let (who, _) = self.some_live(Kind::Customer)?;
        let at = RowRef::new(Kind::Interaction, self.fresh_id());
        let fields = note(Value::Id(who.id), format!("{} by {}", self.device.typed, self.device.author.staff));
        Some((at, Body::Append { fields }))
    }

    fn link(&mut self) -> Option<Deed> {
        let from = self.some_live(Kind::Customer)?.0.id;
        let to = self.some_live(Kind::Customer)?.0.id;
        let mut fields = Vec::new();
        let (kind, name) = if self.rng.chance(750) { (Kind::Referral, "") } else { (Kind::Relation, "friend") };
        let remark = if kind == Kind::Referral { referral::REMARK } else { relation::REMARK };
        if kind == Kind::Relation {
            fields.push((relation::RELATION, text(name)));
        }
        if self.rng.chance(500) {
            fields.push((remark, text(format!("{} by {}", self.device.typed, self.device.author.staff))));
        }
        Some((RowRef::new(kind, edge_id(kind, name, from, to)), Body::Link { from, to, fields }))
    }

    fn unlink(&mut self) -> Option<Deed> {
        let kind = if self.rng.chance(500) { Kind::Referral } else { Kind::Relation };
        let (at, row) = self.some_live(kind)?;
        let stands = row.set(referral::LIVE).any(|v| v.as_text() == Some(LIVE));
        (stands || self.rng.chance(100)).then(|| (at, Body::Unlink { seen: self.device.seen() }))
    }

    fn delete_or_restore(&mut self) -> Option<Deed> {
        let kind = [Kind::Customer, Kind::ContactPoint, Kind::Purchase, Kind::Interaction][self.rng.index(4)];
        let at = self.some(kind)?;
        let row = self.device.view(at)?;
        let body = if row.is_deleted() { Body::Restore {} } else { Body::Delete { seen: self.device.seen() } };
        Some((at, body))
    }

    /// Settles an open conflict, or, seldom, one that is settled already.
    fn settle(&mut self) -> Option<Deed> {
        let again = self.rng.chance(60);
        let mut open = self.known(Kind::Conflict);
        open.retain(|at| self.device.view(*at).is_some_and(|c| again || c.text(conflict::STATE) == "open"));
        let at = *self.rng.pick(&open)?;
        let record = self.device.view(at)?;
        let (_, field) = subject(&record)?;
        let choice = match record.text(conflict::REASON) {
            "delete" if self.rng.chance(600) => Choice::Restore,
            "delete" => Choice::KeepDeleted,
            _ if field == customer::REMARK && self.rng.chance(200) => Choice::Value(self.words()),
            _ => Choice::Value(self.rng.pick(&sides(&record))?.value.clone()),
        };
        Some((at, Body::Settle { choice, base: self.device.seen() }))
    }

    fn merge(&mut self) -> Option<Deed> {
        let (at, row) = self.some_live(Kind::Customer)?;
        let into = self.some_live(Kind::Customer)?.0.id;
        let mut take = Vec::new();
        if self.rng.chance(500) {
            take.push((customer::REMARK, self.words()));
        }
        if self.rng.chance(300) {
            take.push((customer::NAME, row.get(customer::NAME).clone()));
        }
        (into != at.id).then(|| (at, Body::Merge { into, take, base: self.device.seen() }))
    }

    /// Undoes a merge that this screen shows.
    fn unmerge(&mut self) -> Option<Deed> {
        let known = self.known(Kind::Customer);
        let merged: Vec<(RowRef, Merged)> =
            known.into_iter().filter_map(|at| Some((at, Merged::of(&self.device.view(at)?)?))).collect();
        let (at, merged) = self.rng.pick(&merged)?;
        Some((*at, Body::Unmerge { merge: merged.by }))
    }

    /// Operations that the server refuses.
    fn nonsense(&mut self) -> Option<Deed> {
        let at = self.some(Kind::Customer)?;
        let seen = self.device.seen();
        Some(match self.rng.between(0, 3) {
            0 => self.set(at, customer::SALES_STAGE, text("no such stage")),
            1 => (RowRef::new(Kind::Customer, self.fresh_id()), Body::Create { fields: Vec::new() }),
            2 => (RowRef::new(Kind::Purchase, self.fresh_id()), Body::Delete { seen }),
            _ => (at, Body::Set { field: Field(999), value: text("nowhere"), base: seen }),
        })
    }
}
