//! Fields and sets: the last writer who had seen what was there wins, whoever had not makes a conflict; in sets, adds win.

use super::{Case, Judged, World, conflicts, merge, owner_field, rights, roots, writable};
use crate::change::{Change, Edit};
use crate::clock::Version;
use crate::op::RejectCode;
use crate::row::{Row, Stamp};
use crate::schema::fields::{customer, referral, relation};
use crate::schema::{Field, Holds, Kind};
use crate::value::Value;

pub(super) fn set<W: World>(case: &Case<W>, field: Field, value: &Value, base: Version) -> Judged {
    let kind = case.op.row.kind;
    let row = match writable(case) {
        Ok(row) => row,
        Err(no) => return no,
    };
    let Some(def) = kind.field(field).filter(|d| !matches!(d.holds, Holds::Set(_))) else {
        return Judged::rejected(RejectCode::Invalid, false, format!("field {}", field.0));
    };
    if matches!(kind, Kind::Interaction | Kind::Conflict) || is_identity(kind, field) || merge::is_its_own(kind, field)
    {
        return Judged::rejected(RejectCode::Invalid, false, format!("{} is not set by itself", def.name));
    }
    if let Err(why) = def.check(value) {
        return Judged::rejected(RejectCode::Invalid, false, format!("{}: {why}", def.name));
    }
    if kind == Kind::Customer && field == customer::OWNER && !rights::can_assign(case.world, case.author, row, value) {
        return Judged::rejected(RejectCode::Denied, true, "owner");
    }
    let Follows { row: target, seen } = match follow(case, row, base) {
        Ok(target) => target,
        Err(no) => return no,
    };
    let kept = match (seen, target.get(field)) {
        // Typed on a record that somebody merged meanwhile. Where the survivor says something else, somebody chooses.
        (false, there) if there == value => Judged::noop(case.at),
        (false, Value::Null) => write(case, target, field, value, None),
        (false, there) if there != row.get(field) => conflicts::field(case, target, field, value),
        _ => write(case, target, field, value, Some(base)),
    };
    match target.deleted {
        Some(deleted) if !case.has_seen(deleted, base) => conflicts::edit_of_deleted(case, target, value).and(kept),
        _ => kept,
    }
}

/// The row that an operation on `row` ends up on.
struct Follows<'a> {
    row: &'a Row,
    /// Whether the author knew: the row itself, or a merge that they had seen.
    seen: bool,
}

/// The row itself, or the survivor if it is a customer who was merged into another.
fn follow<'a, W: World>(case: &Case<'a, W>, row: &'a Row, base: Version) -> Result<Follows<'a>, Judged> {
    let at = roots::address(case.world, row.id);
    if row.kind != Kind::Customer || at.id == row.id {
        return Ok(Follows { row, seen: true });
    }
    let survivor = case.world.row(at).ok_or_else(|| Judged::rejected(RejectCode::Unknown, true, "survivor"))?;
    Ok(Follows { row: survivor, seen: case.has_seen(row.stamp(customer::MERGED), base) })
}

/// Writes a field whose value has been checked. `base` is what the author had seen; `None` when the operation does not say, so that
/// only the same device's earlier writing, or none at all, counts as seen.
pub(in crate::judge) fn write<W: World>(
    case: &Case<W>,
    row: &Row,
    field: Field,
    value: &Value,
    base: Option<Version>,
) -> Judged {
    let written = row.stamp(field);
    let never = base.is_none() && row.get(field).is_null();
    if row.get(field) == value {
        return Judged::noop(case.at);
    }
    if !never && !case.has_seen(written, base.unwrap_or_default()) {
        return conflicts::field(case, row, field, value);
    }
    match row.open_conflict(field) {
        Some(open) => conflicts::edit_while_open(case, row, open, field, value),
        None => Judged::applied(
            case.at,
            vec![Change::Patch { row: row.address(), edits: vec![Edit::Cell(field, value.clone())] }],
        ),
    }
}

/// Fields that are the row's identity: an edge's ends, what relation it is, whose a contact point is.
pub(in crate::judge) fn is_identity(kind: Kind, field: Field) -> bool {
    owner_field(kind) == Some(field)
        || (kind.is_edge() && field == referral::FROM)
        || (kind == Kind::Relation && field == relation::RELATION)
}

pub(super) fn add<W: World>(case: &Case<W>, field: Field, value: &Value) -> Judged {
    let row = match writable(case) {
        Ok(row) => row,
        Err(no) => return no,
    };
    if let Err(no) = check_element(case, field, value) {
        return no;
    }
    let row = match follow(case, row, Version::default()) {
        Ok(target) => target.row,
        Err(no) => return no,
    };
    let adds = one_more_add(case, row.adds(field, value));
    let kept = on(case, row, Edit::Adds(field, value.clone(), adds));
    conflicts::use_of_deleted(case, row.address(), value).and(kept)
}

/// The adds of an element with one more. It takes the place of the same device's earlier ones: whoever has seen it has seen those.
pub(in crate::judge) fn one_more_add<W>(case: &Case<W>, before: &[Stamp]) -> Vec<Stamp> {
    let others = before.iter().filter(|s| s.replica != case.at.replica);
    others.copied().chain([case.at]).collect()
}

pub(super) fn del<W: World>(case: &Case<W>, field: Field, value: &Value, seen: Version) -> Judged {
    let row = match writable(case) {
        Ok(row) => row,
        Err(no) => return no,
    };
    if let Err(no) = check_element(case, field, value) {
        return no;
    }
    let row = match follow(case, row, seen) {
        Ok(target) => target.row,
        Err(no) => return no,
    };
    let before = row.adds(field, value);
    let kept: Vec<Stamp> = before.iter().copied().filter(|s| !case.has_seen(*s, seen)).collect();
    if kept.len() == before.len() {
        return Judged::noop(case.at);
    }
    on(case, row, Edit::Adds(field, value.clone(), kept))
}

fn on<W>(case: &Case<W>, row: &Row, edit: Edit) -> Judged {
    Judged::applied(case.at, vec![Change::Patch { row: row.address(), edits: vec![edit] }])
}

fn check_element<W>(case: &Case<W>, field: Field, value: &Value) -> Result<(), Judged> {
    let kind = case.op.row.kind;
    let ok = !kind.is_edge()
        && !merge::is_its_own(kind, field)
        && !value.is_null()
        && kind.field(field).is_some_and(|d| matches!(d.holds, Holds::Set(_)) && d.check(value).is_ok());
    if ok { Ok(()) } else { Err(Judged::rejected(RejectCode::Invalid, false, format!("field {}", field.0))) }
}
