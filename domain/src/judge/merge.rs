//! Merging customers: the merged record stays as it is and says into whom it was merged (see [`crate::alias`]); the survivor takes
//! the values a person chose and the tags it lacks. Undoing puts back what the merge itself wrote and nobody has changed since.

use super::fields::write;
use super::{Case, Judged, World, conflicts, edges, rights, roots, writable};
use crate::alias::Merged;
use crate::change::{Change, Edit};
use crate::clock::Version;
use crate::id::{OpId, ReplicaId, RowId};
use crate::op::RejectCode;
use crate::row::{Row, RowRef, Stamp};
use crate::schema::fields::customer;
use crate::schema::{Field, Holds, Kind};
use crate::value::Value;

/// Fields that only merging writes.
pub(super) fn is_its_own(kind: Kind, field: Field) -> bool {
    kind == Kind::Customer && (field == customer::MERGED || field == customer::ABSORBED)
}

fn element(id: RowId) -> Value {
    Value::Text(id.to_string())
}

/// What a person is shown of a value: of a mark of merging, the other customer.
pub(super) fn shown(value: &Value) -> Value {
    match (value.as_list(), value.as_text().and_then(RowId::parse)) {
        ([Value::Id(into), Value::Id(_), ..], _) => Value::Id(*into),
        (_, Some(absorbed)) => Value::Id(absorbed),
        _ => value.clone(),
    }
}

/// Merges what the operation's row is now into what `into` is now, and writes the fields in `take` on the survivor.
///
/// Two devices may merge the same people without knowing of each other, in either direction: the second finds them one already.
pub(super) fn merge<W: World>(case: &Case<W>, into: RowId, take: &[(Field, Value)], base: Version) -> Judged {
    if case.op.row.kind != Kind::Customer {
        return Judged::rejected(RejectCode::Invalid, false, "verb");
    }
    if let Err(no) = writable(case) {
        return no;
    }
    let world = case.world;
    let (a, b) = (roots::address(world, case.op.row.id), roots::address(world, into));
    let (Some(from), Some(survivor)) = (world.row(a), world.row(b)) else {
        return Judged::rejected(RejectCode::Unknown, true, into.to_string());
    };
    if !rights::can_write(world, case.author, survivor) {
        return Judged::rejected(RejectCode::Denied, true, "");
    }
    if let Err(no) = check_taken(case, survivor, take) {
        return no;
    }
    let taken = take.iter().fold(Judged::noop(case.at), |so_far, (field, value)| {
        so_far.and(write(case, survivor, *field, value, Some(base)))
    });
    if a == b {
        return taken;
    }
    if let Some(path) = ring(world, a.id, b.id) {
        return Judged::rejected(RejectCode::Cycle, true, path);
    }
    let before = written(&taken.changes, b).map(|field| (field, survivor.get(field).clone())).collect();
    let merged = Merged { into: b.id, by: case.op.id, before };
    let mut on_survivor = vec![Edit::Adds(customer::ABSORBED, element(a.id), vec![case.at])];
    let lacks = |tag: &&Value| survivor.adds(customer::TAGS, tag).is_empty();
    let tags = from.set(customer::TAGS).filter(lacks);
    on_survivor.extend(tags.map(|tag| Edit::Adds(customer::TAGS, tag.clone(), vec![case.at])));
    let changes = vec![
        Change::Patch { row: a, edits: vec![Edit::Cell(customer::MERGED, merged.to_value())] },
        Change::Patch { row: b, edits: on_survivor },
    ];
    Judged::applied(case.at, changes)
        .and(taken)
        .and(two_referrers(case, from, survivor))
        .and(conflicts::use_of_deleted(case, b, &Value::Id(a.id)))
        .and(conflicts::use_of_deleted(case, a, &Value::Id(b.id)))
}

fn check_taken<W: World>(case: &Case<W>, survivor: &Row, take: &[(Field, Value)]) -> Result<(), Judged> {
    for (field, value) in take {
        let def = Kind::Customer.field(*field).filter(|d| !matches!(d.holds, Holds::Set(_)));
        let Some(def) = def.filter(|d| !is_its_own(Kind::Customer, d.field)) else {
            return Err(Judged::rejected(RejectCode::Invalid, false, format!("field {}", field.0)));
        };
        def.check(value).map_err(|why| Judged::rejected(RejectCode::Invalid, false, format!("{}: {why}", def.name)))?;
        if *field == customer::OWNER && !rights::can_assign(case.world, case.author, survivor, value) {
            return Err(Judged::rejected(RejectCode::Denied, true, "owner"));
        }
    }
    Ok(())
}

/// The fields of a row that changes write.
fn written(changes: &[Change], row: RowRef) -> impl Iterator<Item = Field> {
    let edits = changes.iter().filter_map(move |c| match c {
        Change::Patch { row: at, edits } if *at == row => Some(edits),
        _ => None,
    });
    edits.flatten().filter_map(|e| if let Edit::Cell(field, _) = e { Some(*field) } else { None })
}

/// If one of two customers brought the other through others, that path: as one person they would have brought themselves. A
/// referral straight from one to the other is only hidden by the merge.
fn ring<W: World>(world: &W, a: RowId, b: RowId) -> Option<String> {
    [(a, b), (b, a)].into_iter().find_map(|(low, high)| {
        let ups = roots::parents(world, low).map(|s| world.aliases().root(s.who));
        ups.filter(|up| *up != high).find_map(|up| Some(format!("{low} {}", roots::path_up(world, up, high)?)))
    })
}

/// Both had been brought by somebody, and not by the same person: somebody chooses.
fn two_referrers<W: World>(case: &Case<W>, from: &Row, survivor: &Row) -> Judged {
    let root = |who: RowId| case.world.aliases().root(who);
    let by_others =
        |of: &Row| roots::parents(case.world, of.id).find(|s| root(s.who) != from.id && root(s.who) != survivor.id);
    match (by_others(survivor), by_others(from)) {
        (Some(standing), Some(other)) if root(standing.who) != root(other.who) => {
            let stamp = case.world.row(RowRef::new(Kind::Referral, other.edge)).map_or(from.created, edges::linked);
            // The other claim was made long ago, perhaps by a device that has a side here: it takes no side's place.
            let claimed = Stamp { replica: ReplicaId::NIL, ..stamp };
            conflicts::another_referrer(case, survivor, standing, other.who, claimed)
        }
        _ => Judged::noop(case.at),
    }
}

/// Undoes the merge that an operation made: the record stands for itself again, and the survivor gets back what that merge overwrote,
/// unless somebody has changed it since.
pub(super) fn unmerge<W: World>(case: &Case<W>, merge: OpId) -> Judged {
    let row = match writable(case) {
        Ok(row) => row,
        Err(no) => return no,
    };
    let Some((alias, merged)) = made_by(case.world, row, merge) else {
        // Undone already, or it found them one already.
        return Judged::noop(case.at);
    };
    let mut parted = case.world.aliases().clone();
    parted.put(alias.id, None, alias.is_deleted());
    // A referral between two of three records that were merged step by step: parting the middle one alone would make the other two, as
    // one person, have brought themselves. The later merge is to be undone first.
    let person = parted.root(alias.id);
    if let Some(path) = roots::path_up_as(case.world, &parted, person, person) {
        return Judged::rejected(RejectCode::Cycle, true, path);
    }
    let mut changes =
        vec![Change::Patch { row: alias.address(), edits: vec![Edit::Cell(customer::MERGED, Value::Null)] }];
    let then = alias.stamp(customer::MERGED).version;
    if let Some(survivor) = case.world.row(RowRef::new(Kind::Customer, merged.into)) {
        let mut edits = vec![Edit::Adds(customer::ABSORBED, element(alias.id), Vec::new())];
        let tags = survivor.elements.iter().filter(|e| e.field == customer::TAGS);
        let brought = tags.filter(|e| e.adds.iter().all(|s| s.version == then));
        edits.extend(brought.map(|e| Edit::Adds(e.field, e.value.clone(), Vec::new())));
        let untouched = |f: Field| survivor.stamp(f).version == then && survivor.open_conflict(f).is_none();
        let back = merged.before.iter().filter(|(field, _)| untouched(*field));
        edits.extend(back.map(|(field, value)| Edit::Cell(*field, value.clone())));
        changes.push(Change::Patch { row: survivor.address(), edits });
        changes.extend(conflicts::void_referrers(case, survivor, alias.stamp(customer::MERGED)));
    }
    Judged::applied(case.at, changes)
}

/// The record that an operation merged: the row itself or one it was merged into.
fn made_by<'a, W: World>(world: &'a W, row: &'a Row, merge: OpId) -> Option<(&'a Row, Merged)> {
    let mut at = row;
    for _ in 0..=world.aliases().len() {
        let merged = Merged::of(at)?;
        if merged.by == merge {
            return Some((at, merged));
        }
        at = world.row(RowRef::new(Kind::Customer, merged.into))?;
    }
    None
}
