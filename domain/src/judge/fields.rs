//! Fields and sets: the last writer who had seen what was there wins, whoever had not makes a conflict; in sets, adds win.

use super::{Case, Judged, World, conflicts, owner_field, patch, rights, writable};
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
    if matches!(kind, Kind::Interaction | Kind::Conflict) || is_identity(kind, field) {
        return Judged::rejected(RejectCode::Invalid, false, format!("{} is written once", def.name));
    }
    if let Err(why) = def.check(value) {
        return Judged::rejected(RejectCode::Invalid, false, format!("{}: {why}", def.name));
    }
    if kind == Kind::Customer && field == customer::OWNER && !rights::can_assign(case.world, case.author, row, value) {
        return Judged::rejected(RejectCode::Denied, true, "owner");
    }
    let kept = write(case, row, field, value, Some(base));
    match row.deleted {
        Some(deleted) if !case.has_seen(deleted, base) => conflicts::edit_of_deleted(case, row, value).and(kept),
        _ => kept,
    }
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
    let adds = one_more_add(case, row.adds(field, value));
    let kept = patch(case, vec![Edit::Adds(field, value.clone(), adds)]);
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
    let before = row.adds(field, value);
    let kept: Vec<Stamp> = before.iter().copied().filter(|s| !case.has_seen(*s, seen)).collect();
    if kept.len() == before.len() {
        return Judged::noop(case.at);
    }
    patch(case, vec![Edit::Adds(field, value.clone(), kept)])
}

fn check_element<W>(case: &Case<W>, field: Field, value: &Value) -> Result<(), Judged> {
    let kind = case.op.row.kind;
    let ok = !kind.is_edge()
        && !value.is_null()
        && kind.field(field).is_some_and(|d| matches!(d.holds, Holds::Set(_)) && d.check(value).is_ok());
    if ok { Ok(()) } else { Err(Judged::rejected(RejectCode::Invalid, false, format!("field {}", field.0))) }
}
