//! Edges between customers: add wins; no customer may refer themselves, directly or through others; a second
//! referrer is for a person to settle.

use super::fields::{is_identity, one_more_add, write};
use super::{Case, Judged, World, check_fields, conflicts, patch, rights, roots};
use crate::change::{Change, Edit};
use crate::clock::Version;
use crate::id::RowId;
use crate::op::{RejectCode, Verdict};
use crate::row::{Row, RowRef, Stamp};
use crate::schema::fields::{referral, relation};
use crate::schema::{Field, Kind};
use crate::value::Value;

/// The one element of an edge's `live` set.
pub const LIVE: &str = "live";

/// The id of an edge: its kind, what relation it is, and its ends, so that two devices that link the same two people make
/// the same row.
pub fn edge_id(kind: Kind, relation: &str, from: RowId, to: RowId) -> RowId {
    RowId::derived("edge", &[kind.name().as_bytes(), relation.as_bytes(), &from.bytes(), &to.bytes()])
}

/// Whether an edge stands: it was linked, and not unlinked by somebody who had seen that.
pub fn is_live(edge: &Row) -> bool {
    !edge.is_deleted() && edge.set(referral::LIVE).next().is_some()
}

fn live() -> Value {
    Value::Text(LIVE.to_owned())
}

pub(super) fn link<W: World>(case: &Case<W>, from: RowId, to: RowId, fields: &[(Field, Value)]) -> Judged {
    let address = case.op.row;
    if !address.kind.is_edge() {
        return Judged::rejected(RejectCode::Invalid, false, "verb");
    }
    let mut all = vec![(referral::FROM, Value::Id(from)), (referral::TO, Value::Id(to))];
    all.extend(fields.iter().filter(|(f, _)| *f != referral::FROM && *f != referral::TO).cloned());
    if let Err(no) = check_fields(address.kind, &all) {
        return no;
    }
    let named = fields.iter().find(|(f, _)| address.kind == Kind::Relation && *f == relation::RELATION);
    let relation_name = named.and_then(|(_, v)| v.as_text()).unwrap_or("");
    if edge_id(address.kind, relation_name, from, to) != address.id {
        return Judged::rejected(RejectCode::Invalid, false, "edge id");
    }
    let root = |id: RowId| case.world.aliases().root(id);
    for end in [from, to] {
        match case.world.row(RowRef::new(Kind::Customer, end)) {
            None => return Judged::rejected(RejectCode::Unknown, true, end.to_string()),
            Some(_) if root(from) == root(to) => return Judged::rejected(RejectCode::Cycle, true, end.to_string()),
            Some(_) => {}
        }
    }
    let edge = Row::new(address.kind, address.id, case.at, all);
    if !rights::can_write(case.world, case.author, &edge) {
        return Judged::rejected(RejectCode::Denied, true, "");
    }
    let linked =
        if address.kind == Kind::Referral { refer(case, edge, from, to) } else { write_edge(case, edge, true) };
    if matches!(linked.verdict, Verdict::Rejected { .. }) {
        return linked;
    }
    let asked = |end, other| conflicts::use_of_deleted(case, roots::address(case.world, end), &Value::Id(other));
    linked.and(asked(from, to)).and(asked(to, from))
}

/// Writes a referral: it stands if nobody else brought the customer.
fn refer<W: World>(case: &Case<W>, edge: Row, from: RowId, to: RowId) -> Judged {
    let root = |id: RowId| case.world.aliases().root(id);
    let standing = roots::standing(case.world, root(to));
    if standing.iter().any(|s| root(s.who) == root(from)) {
        // One person may have been entered twice, on either side: the edge between these two records stands if this record has none.
        let stands = case.world.referrer(to).is_none_or(|(_, who)| who == from);
        return write_edge(case, edge, stands);
    }
    if let Some(path) = roots::path_up(case.world, root(from), root(to)) {
        return Judged::rejected(RejectCode::Cycle, true, path);
    }
    // Of referrals between records that are one person by now, only this record's own counts: no record has two.
    let rival = standing.iter().find(|s| !s.hidden || s.to == to);
    let customer = case.world.row(roots::address(case.world, to));
    match (rival, customer) {
        // What was typed about the link is kept on an edge that does not stand, in case it is chosen.
        (Some(rival), Some(customer)) => {
            write_edge(case, edge, false).and(conflicts::another_referrer(case, customer, *rival, from, case.at))
        }
        _ => write_edge(case, edge, true),
    }
}

/// Writes a link: a new edge, or one more add and the further fields of the edge that is there.
fn write_edge<W: World>(case: &Case<W>, mut edge: Row, live: bool) -> Judged {
    let Some(row) = case.world.row(edge.address()) else {
        if live {
            edge.put_adds(referral::LIVE, self::live(), vec![case.at], case.at.version);
        }
        return Judged::applied(case.at, vec![Change::Enter(edge)]);
    };
    let mut edits = Vec::new();
    if live {
        edits.push(Edit::Adds(
            referral::LIVE,
            self::live(),
            one_more_add(case, row.adds(referral::LIVE, &self::live())),
        ));
    }
    if row.is_deleted() {
        edits.push(Edit::Deleted(false));
    }
    let typed = edge.cells.iter().filter(|c| !is_identity(edge.kind, c.field));
    // A link says nothing about what its author had seen: another value that is there already is a conflict.
    typed.fold(patch(case, edits), |so_far, cell| so_far.and(write(case, row, cell.field, &cell.value, None)))
}

/// The last link of an edge, or its creation.
pub(super) fn linked(edge: &Row) -> Stamp {
    edge.adds(referral::LIVE, &live()).last().copied().unwrap_or(edge.created)
}

pub(super) fn unlink<W: World>(case: &Case<W>, seen: Version) -> Judged {
    if !case.op.row.kind.is_edge() {
        return Judged::rejected(RejectCode::Invalid, false, "verb");
    }
    let row = match super::writable(case) {
        Ok(row) => row,
        Err(no) => return no,
    };
    let before = row.adds(referral::LIVE, &live());
    let kept: Vec<Stamp> = before.iter().copied().filter(|s| !case.has_seen(*s, seen)).collect();
    if kept.len() == before.len() {
        return Judged::noop(case.at);
    }
    patch(case, vec![Edit::Adds(referral::LIVE, live(), kept)])
}

/// The changes that make `from` the one referrer of the customer `to`: other standing edges go, the chosen one stands.
///
/// # Errors
/// A rejection when `from` was brought by `to` meanwhile, directly or through others, or is the same person.
pub(super) fn choose_referrer<W: World>(case: &Case<W>, to: RowId, from: RowId) -> Result<Vec<Change>, Judged> {
    let root = |id: RowId| case.world.aliases().root(id);
    let to = root(to);
    let (chosen, others): (Vec<_>, Vec<_>) =
        roots::standing(case.world, to).into_iter().partition(|s| root(s.who) == root(from));
    if chosen.is_empty() && root(from) == to {
        return Err(Judged::rejected(RejectCode::Cycle, true, to.to_string()));
    }
    if chosen.is_empty()
        && let Some(path) = roots::path_up(case.world, root(from), to)
    {
        return Err(Judged::rejected(RejectCode::Cycle, true, path));
    }
    let gone = |s: roots::Standing| Change::Patch {
        row: RowRef::new(Kind::Referral, s.edge),
        edits: vec![Edit::Adds(referral::LIVE, live(), Vec::new())],
    };
    let in_the_way = others.into_iter().filter(|s| !s.hidden || s.to == to);
    let mut changes: Vec<Change> = in_the_way.map(gone).collect();
    if !chosen.is_empty() {
        return Ok(changes);
    }
    let id = edge_id(Kind::Referral, "", from, to);
    let address = RowRef::new(Kind::Referral, id);
    if case.world.row(address).is_some() {
        changes.push(Change::Patch { row: address, edits: vec![Edit::Adds(referral::LIVE, live(), vec![case.at])] });
    } else {
        let fields = [(referral::FROM, Value::Id(from)), (referral::TO, Value::Id(to))];
        let mut edge = Row::new(Kind::Referral, id, case.at, fields);
        edge.put_adds(referral::LIVE, live(), vec![case.at], case.at.version);
        changes.push(Change::Enter(edge));
    }
    Ok(changes)
}
