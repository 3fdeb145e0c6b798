//! What people typed and where each value must still be found: written down apart from the judge, in the words of the
//! invariants, so that the judge's rules are held against something else than themselves.

use super::base::Base;
use crate::alias::Merged;
use crate::clock::Version;
use crate::id::{ReplicaId, RowId};
use crate::judge::{LIVE, World, is_live, sides};
use crate::op::{Body, Choice, Op, Verdict};
use crate::row::{Row, RowRef, Stamp};
use crate::schema::fields::{conflict, customer, referral};
use crate::schema::{Field, Kind};
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// An invariant that does not hold, and how it shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// Its number in `docs/SYNC.md`.
    pub invariant: &'static str,
    /// What is wrong.
    pub detail: String,
}

/// A broken invariant, or not.
pub type Holds = Result<(), Broken>;

/// Says that an invariant is broken.
pub fn broken(invariant: &'static str, detail: impl Into<String>) -> Holds {
    Err(Broken { invariant, detail: detail.into() })
}

/// A value that somebody typed into a field and that nobody who had seen it has overwritten.
#[derive(Clone, Debug)]
struct Typed {
    value: Value,
    replica: ReplicaId,
    n: u32,
}

/// All values that must still be found somewhere, and all adds that must still count.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    typed: BTreeMap<(RowRef, Field), Vec<Typed>>,
    adds: BTreeMap<(RowRef, Field, Value), Vec<Stamp>>,
}

/// One judgement, as the ledger is told of it.
pub struct Judgement<'a> {
    /// The rows that the operation is about or changes, before.
    pub before: &'a Base,
    /// The base afterwards.
    pub after: &'a Base,
    /// The operation.
    pub op: &'a Op,
    /// The stamp it got.
    pub at: Stamp,
    /// The verdict.
    pub verdict: &'a Verdict,
}

impl Judgement<'_> {
    /// Whether the author had seen what a stamp marks. A base of a later epoch than the present one is of an order that is no more: it
    /// says nothing about this one (ADR 5).
    fn seen(&self, stamp: Stamp, base: Version) -> bool {
        let present = self.at.version.epoch;
        let knows_all = base.epoch == u32::MAX;
        let base = if base.epoch > present && !knows_all { Version::new(present, 0) } else { base };
        stamp.seen(base, self.at.replica, self.op.n)
    }
}

/// A field that an operation writes: where, what, and what its author had seen.
type Write = (RowRef, Field, Value, Version);

impl Ledger {
    /// Takes down an operation that was not rejected and checks I9, I11, I13, I19 and the referral tree.
    ///
    /// # Errors
    /// The invariant that does not hold.
    pub fn note(&mut self, j: &Judgement) -> Holds {
        if matches!(j.verdict, Verdict::Rejected { .. }) {
            return Ok(());
        }
        own_edits_do_not_conflict(j)?;
        let writes = writes(j);
        for (row, field, value, base) in &writes {
            self.overwrite(j, *row, *field, *base);
            if !value.is_null() {
                // Who types what is there already only agrees with whoever wrote it ("not seen, equal value: no-op").
                let same = |r: &&Row| {
                    matches!(j.verdict, Verdict::Noop { .. })
                        || (matches!(j.op.body, Body::Merge { .. }) && r.get(*field) == value)
                };
                let written = j.before.row(*row).filter(same).map_or(j.at, |r| r.stamp(*field));
                let typed = Typed { value: value.clone(), replica: written.replica, n: written.n };
                self.typed.entry((*row, *field)).or_default().push(typed);
            }
        }
        self.count_adds(j);
        self.all_found(j, &writes)?;
        self.adds_count(j)?;
        deleted_stays_deleted(j)?;
        referrals_are_a_forest(j)
    }

    /// Values that were overwritten by somebody who had seen them need not be found any more; nor what the same device has
    /// written anew.
    fn overwrite(&mut self, j: &Judgement, row: RowRef, field: Field, base: Version) {
        let before = j.before.row(row);
        let shown = before.map(|r| (r.get(field).clone(), j.seen(r.stamp(field), base)));
        if let Some(list) = self.typed.get_mut(&(row, field)) {
            list.retain(|t| {
                let own = t.replica == j.at.replica && t.n < j.op.n;
                let seen = shown.as_ref().is_some_and(|(value, seen)| *seen && *value == t.value);
                !own && !seen
            });
        }
    }

    /// I9: every value typed into the rows that this operation touched is current or on record in a conflict.
    fn all_found(&self, j: &Judgement, writes: &[Write]) -> Holds {
        let mut rows: Vec<RowRef> = writes.iter().map(|w| w.0).collect();
        rows.push(j.op.row);
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            let last = (row, Field(u16::MAX));
            for ((_, field), list) in self.typed.range((row, Field(0))..=last) {
                for typed in list {
                    if !found(j.after, row, *field, &typed.value) {
                        let Typed { value, replica, n } = typed;
                        let by = &j.op;
                        return broken(
                            "I9",
                            format!(
                                "{value:?} of {row:?} {field:?}, op {n} of {replica}, is lost by {by:?}: {:?}, was {:?}, is {:?}; {:?}",
                                j.verdict,
                                j.before.row(row).map(|r| r.get(*field)),
                                j.after.row(row).map(|r| (r.get(*field), &r.open)),
                                j.after
                                    .conflicts_about(row.id)
                                    .map(|c| (c.id, subject(c), sides(c)))
                                    .collect::<Vec<_>>(),
                            ),
                        );
                    }
                }
            }
        }
        Ok(())
    }

    fn count_adds(&mut self, j: &Judgement) {
        match &j.op.body {
            Body::Merge { .. } => return self.tags_merged(j),
            Body::Unmerge { .. } => return self.tags_parted(j),
            _ => {}
        }
        let row = now(j, j.op.row);
        let live = || (row, referral::LIVE, Value::Text(LIVE.into()));
        let (key, seen) = match &j.op.body {
            Body::Add { field, value } => ((row, *field, value.clone()), None),
            Body::Del { field, value, seen } => ((row, *field, value.clone()), Some(*seen)),
            Body::Link { .. } if row.kind == Kind::Relation => (live(), None),
            Body::Unlink { seen } if row.kind == Kind::Relation => (live(), Some(*seen)),
            _ => return,
        };
        let adds = self.adds.entry(key).or_default();
        match seen {
            None => adds.push(j.at),
            Some(seen) => adds.retain(|s| !j.seen(*s, seen)),
        }
    }

    /// The survivor has the tags of the merged record that it lacked.
    fn tags_merged(&mut self, j: &Judgement) {
        for (from, into) in j.after.aliases().iter().filter(|(id, _)| !j.before.aliases().is_alias(*id)) {
            let row = |id| j.before.row(RowRef::new(Kind::Customer, id));
            let (Some(from), Some(into)) = (row(from), row(into)) else { continue };
            for tag in from.set(customer::TAGS).filter(|tag| into.set(customer::TAGS).all(|t| t != *tag)) {
                self.adds.entry((into.address(), customer::TAGS, tag.clone())).or_default().push(j.at);
            }
        }
    }

    /// The survivor loses the tags that only the merge brought.
    fn tags_parted(&mut self, j: &Judgement) {
        let parted = j.before.rows().values().filter(|r| r.kind == Kind::Customer);
        for was in parted.filter(|r| j.after.row(r.address()).is_some_and(|is| is.get(customer::MERGED).is_null())) {
            let Some(merged) = Merged::of(was) else { continue };
            let merge = was.stamp(customer::MERGED).version;
            let survivor = RowRef::new(Kind::Customer, merged.into);
            let from = (survivor, customer::TAGS, Value::Null);
            for (_, adds) in
                self.adds.range_mut(from..).take_while(|((at, f, _), _)| (*at, *f) == (survivor, customer::TAGS))
            {
                if adds.iter().all(|s| s.version == merge) {
                    adds.clear();
                }
            }
        }
    }

    /// I11: an element is in the set exactly if somebody's add has not been seen by a delete.
    fn adds_count(&self, j: &Judgement) -> Holds {
        let row = now(j, j.op.row);
        let Some(after) = j.after.row(row) else { return Ok(()) };
        let from = (row, Field(0), Value::Null);
        for ((_, field, value), adds) in self.adds.range(from..).take_while(|((at, ..), _)| *at == row) {
            let there = after.set(*field).any(|v| v == value);
            if there == adds.is_empty() {
                return broken("I11", format!("{value:?} in {row:?}: is there {there}, adds {adds:?}"));
            }
        }
        Ok(())
    }
}

/// What an operation writes into fields.
fn writes(j: &Judgement) -> Vec<Write> {
    let row = j.op.row;
    // Not even its own device has seen anything by version; what it wrote earlier counts by number.
    let unseen = Version::default();
    let list = |fields: &[(Field, Value)]| fields.iter().map(|(f, v)| (row, *f, v.clone(), unseen)).collect();
    match &j.op.body {
        Body::Create { fields } | Body::Append { fields } | Body::Link { fields, .. } => list(fields),
        Body::Set { field, value, base } => vec![(now(j, row), *field, value.clone(), *base)],
        Body::Merge { into, take, base } => {
            let survivor = now(j, RowRef::new(Kind::Customer, *into));
            take.iter().map(|(f, v)| (survivor, *f, v.clone(), *base)).collect()
        }
        Body::Unmerge { .. } => put_back(j),
        // Settled alike already: the choice is the other person's, who may have changed their mind since.
        Body::Settle { .. } if matches!(j.verdict, Verdict::Noop { .. }) => Vec::new(),
        Body::Settle { choice: Choice::Value(value), base } => match j.before.row(row).and_then(subject) {
            Some((target, field)) if field.0 != u16::MAX => vec![(target, field, value.clone(), *base)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The row as which a row counts: of a customer who was merged, the survivor's.
fn now(j: &Judgement, row: RowRef) -> RowRef {
    if row.kind == Kind::Customer { RowRef::new(row.kind, j.after.aliases().root(row.id)) } else { row }
}

/// What undoing a merge writes: whoever undoes it has it all before their eyes.
fn put_back(j: &Judgement) -> Vec<Write> {
    let knows_all = Version::new(u32::MAX, u64::MAX);
    let customers = j.before.rows().values().filter(|r| r.kind == Kind::Customer);
    customers
        .filter_map(|was| Some((was, j.after.row(was.address())?)))
        .flat_map(|(was, is)| is.cells.iter().filter(|c| was.get(c.field) != &c.value).map(|c| (is.address(), c)))
        .filter(|(_, c)| c.field != customer::MERGED)
        .map(|(at, c)| (at, c.field, c.value.clone(), knows_all))
        .collect()
}

/// The row and the field that a conflict is about.
pub fn subject(record: &Row) -> Option<(RowRef, Field)> {
    let kind = Kind::try_from(u8::try_from(record.int(conflict::TARGET_KIND)?).ok()?).ok()?;
    let field = Field(u16::try_from(record.int(conflict::FIELD)?).ok()?);
    Some((RowRef::new(kind, record.reference(conflict::TARGET)?), field))
}

fn found(base: &Base, row: RowRef, field: Field, value: &Value) -> bool {
    let current = base.row(row).is_some_and(|r| r.get(field) == value);
    current
        || base
            .conflicts_about(row.id)
            .filter(|c| subject(c) == Some((row, field)))
            .any(|c| sides(c).iter().any(|s| s.value == *value))
}

/// I19: a device that edits a field it wrote last itself never meets a conflict about that field; nor does one that has
/// seen everything.
fn own_edits_do_not_conflict(j: &Judgement) -> Holds {
    let (Body::Set { field, base, .. }, Verdict::Conflict { conflict, .. }) = (&j.op.body, j.verdict) else {
        return Ok(());
    };
    if base.epoch == j.at.version.epoch && base.seq + 1 == j.at.version.seq {
        return broken("needless", format!("{:?} conflicts, although its author had seen everything", j.op));
    }
    let about = j.after.row(RowRef::new(Kind::Conflict, *conflict)).and_then(subject);
    let own = |stamp: Stamp| stamp.replica == j.at.replica;
    let Some(before) = j.before.row(j.op.row) else { return Ok(()) };
    let on_field = about == Some((j.op.row, *field)) && own(before.stamp(*field));
    let on_delete = about == Some((j.op.row, Field(0))) && before.deleted.is_some_and(own);
    if on_field || on_delete {
        broken("I19", format!("{:?} conflicts with the device's own writing", j.op))
    } else {
        Ok(())
    }
}

/// I13: only a person who says so brings back what was deleted, and only one who says so deletes.
fn deleted_stays_deleted(j: &Judgement) -> Holds {
    let target = match &j.op.body {
        Body::Settle { .. } => j.before.row(j.op.row).and_then(subject).map_or(j.op.row, |(row, _)| row),
        _ => j.op.row,
    };
    let (Some(before), Some(after)) = (j.before.row(target), j.after.row(target)) else { return Ok(()) };
    let may = |deleted: bool| match &j.op.body {
        Body::Restore {} | Body::Settle { choice: Choice::Restore, .. } => !deleted,
        Body::Delete { .. } | Body::Settle { choice: Choice::KeepDeleted, .. } => deleted,
        _ => false,
    };
    if before.is_deleted() != after.is_deleted() && !may(after.is_deleted()) {
        return broken("I13", format!("{:?} changes whether {target:?} is deleted", j.op));
    }
    Ok(())
}

/// After a link, a choice or a merge: the edge stands or is on record, no record has two referrers, nobody referred themselves, as the
/// people they are now.
fn referrals_are_a_forest(j: &Judgement) -> Holds {
    let root = |id: RowId| j.after.aliases().root(id);
    let to = match &j.op.body {
        Body::Link { from, to, .. } if j.op.row.kind == Kind::Referral => {
            let stands = j.after.row(j.op.row).is_some_and(is_live) || brought_by(j, *to).contains(&root(*from));
            let claimed = |c: &Row| sides(c).iter().any(|s| s.value == Value::Id(*from));
            if !stands && !j.after.conflicts_about(root(*to)).any(claimed) {
                return broken("I9", format!("the link {:?} is nowhere", j.op));
            }
            *to
        }
        Body::Settle { .. } => match j.before.row(j.op.row).and_then(subject) {
            Some((row, Field(u16::MAX))) => row.id,
            _ => return Ok(()),
        },
        Body::Merge { into, .. } => *into,
        Body::Unmerge { .. } => j.op.row.id,
        _ => return Ok(()),
    };
    let edges = j.after.rows().range(RowRef::new(Kind::Referral, RowId::NIL)..);
    let standing = edges
        .take_while(|(at, _)| at.kind == Kind::Referral)
        .filter(|(_, e)| is_live(e) && e.reference(referral::TO) == Some(to));
    if standing.count() > 1 {
        return broken("referrer", format!("{to} has two referrers after {:?}", j.op));
    }
    let mut next = vec![root(to)];
    let mut seen = BTreeSet::new();
    while let Some(at) = next.pop() {
        for up in brought_by(j, at) {
            if up == root(to) {
                return broken("cycle", format!("{to} referred themselves after {:?}", j.op));
            }
            if seen.insert(up) {
                next.push(up);
            }
        }
    }
    Ok(())
}

/// Who brought the person that `id` is now: the people that the referrers of all its records are now.
fn brought_by(j: &Judgement, id: RowId) -> Vec<RowId> {
    let aliases = j.after.aliases();
    let person = aliases.root(id);
    let referrers = aliases.members(person).into_iter().filter_map(|member| j.after.referrer(member));
    referrers.map(|(_, who)| aliases.root(who)).filter(|who| *who != person).collect()
}
