//! Conflicts: what happens when two people meant different things without knowing of each other. Both values go into a
//! record that a person settles; one of them shows until then.

use super::roots::Standing;
use super::{Case, Judged, World, edges};
use crate::change::{Change, Edit};
use crate::clock::{Hlc, Version};
use crate::id::{ReplicaId, RowId, StaffId};
use crate::op::Verdict;
use crate::row::{Row, RowRef, Stamp};
use crate::schema::fields::conflict;
use crate::schema::{Field, Kind};
use crate::value::Value;

/// One side of a conflict.
#[derive(Clone, PartialEq, Debug)]
pub struct Side {
    /// The value.
    pub value: Value,
    /// Who wrote it.
    pub by: StaffId,
    /// The author's clock when it was typed.
    pub hlc: Hlc,
    /// On which device.
    pub replica: ReplicaId,
    /// Its place in the server's order.
    pub seq: u64,
}

impl Side {
    pub(super) fn of(value: &Value, stamp: Stamp) -> Self {
        Self { value: value.clone(), by: stamp.by, hlc: stamp.hlc, replica: stamp.replica, seq: stamp.version.seq }
    }

    #[allow(clippy::cast_possible_wrap)]
    pub(super) fn to_value(&self) -> Value {
        Value::List(vec![
            self.value.clone(),
            Value::Id(self.by.row()),
            Value::Int(self.hlc.0 as i64),
            Value::Id(RowId(self.replica.0)),
            Value::Int(self.seq as i64),
        ])
    }

    #[allow(clippy::cast_sign_loss)]
    fn from_value(value: &Value) -> Option<Self> {
        let [v, by, hlc, replica, seq] = value.as_list() else { return None };
        Some(Self {
            value: v.clone(),
            by: StaffId(by.as_id()?.0),
            hlc: Hlc(hlc.as_int()? as u64),
            replica: ReplicaId(replica.as_id()?.0),
            seq: seq.as_int()? as u64,
        })
    }
}

/// The sides of a conflict, in the order in which they arrived.
pub fn sides(conflict: &Row) -> Vec<Side> {
    conflict.get(conflict::SIDES).as_list().iter().filter_map(Side::from_value).collect()
}

/// The id of the conflict that an operation opens: it follows from the row, the field and the operation's place, so that it is
/// the same however often the operation arrives.
pub fn conflict_id(target: RowRef, field: Field, at: Stamp) -> RowId {
    RowId::derived(
        "conflict",
        &[
            &[u8::from(target.kind)],
            &target.id.bytes(),
            &field.0.to_be_bytes(),
            &at.replica.bytes(),
            &at.n.to_be_bytes(),
        ],
    )
}

/// What is to be recorded about a new side of a conflict.
struct Claim<'a> {
    target: RowRef,
    /// The row that carries the mark "open conflict" (the target itself, or the customer of a referral).
    marked: &'a Row,
    field: Field,
    reason: &'static str,
    customer: Option<RowId>,
    present: Side,
    claimed: Side,
    before: Option<Value>,
}

/// The changes that record a claim: a side more on the open conflict, or a new conflict.
fn record<W: World>(case: &Case<W>, claim: Claim) -> (RowId, Vec<Change>) {
    let open = claim.marked.open_conflict(claim.field).and_then(|id| case.world.row(RowRef::new(Kind::Conflict, id)));
    if let Some(row) = open {
        let list = with_side(row, claim.claimed, Some(claim.present));
        return (row.id, vec![Change::Patch { row: row.address(), edits: vec![Edit::Cell(conflict::SIDES, list)] }]);
    }
    let id = conflict_id(claim.target, claim.field, case.at);
    let list = Value::List(vec![claim.present.to_value(), claim.claimed.to_value()]);
    let fields = [
        (conflict::TARGET, Value::Id(claim.target.id)),
        (conflict::TARGET_KIND, Value::Int(i64::from(u8::from(claim.target.kind)))),
        (conflict::FIELD, Value::Int(i64::from(claim.field.0))),
        (conflict::SIDES, list),
        (conflict::STATE, Value::Text("open".into())),
        (conflict::REASON, Value::Text(claim.reason.into())),
        (conflict::CUSTOMER, claim.customer.map_or(Value::Null, Value::Id)),
        (conflict::BEFORE, claim.before.unwrap_or_default()),
    ];
    let row = Row::new(Kind::Conflict, id, case.at, fields);
    let mark = Change::Patch { row: claim.marked.address(), edits: vec![Edit::Open(claim.field, Some(id))] };
    (id, vec![Change::Enter(row), mark])
}

/// The sides of a conflict with one more. A device's own earlier side gives way to its later one (I19). Two devices may have typed
/// the same value: each keeps its side, or the one that changes its mind would take the other's value away.
fn with_side(row: &Row, claimed: Side, present: Option<Side>) -> Value {
    let mut all = sides(row);
    if !claimed.replica.is_nil() {
        all.retain(|s| s.replica != claimed.replica);
    }
    all.extend(present.filter(|p| !all.iter().any(|s| s.value == p.value && s.replica == p.replica)));
    all.push(claimed);
    Value::List(all.iter().map(Side::to_value).collect())
}

/// An edit, by somebody who had seen the present value, of a field whose conflict is still open: the value shows, and takes the
/// place of that device's side.
pub(super) fn edit_while_open<W: World>(case: &Case<W>, row: &Row, open: RowId, field: Field, value: &Value) -> Judged {
    let mut changes = vec![Change::Patch { row: row.address(), edits: vec![Edit::Cell(field, value.clone())] }];
    if let Some(record) = case.world.row(RowRef::new(Kind::Conflict, open)) {
        let list = with_side(record, Side::of(value, case.at), None);
        changes.push(Change::Patch { row: record.address(), edits: vec![Edit::Cell(conflict::SIDES, list)] });
    }
    Judged::applied(case.at, changes)
}

/// The customer to whom a row belongs: itself, or by its owner field.
fn customer_of(row: &Row) -> Option<RowId> {
    if row.kind == Kind::Customer { Some(row.id) } else { super::owner_field(row.kind).and_then(|f| row.reference(f)) }
}

fn judged<W>(case: &Case<W>, id: RowId, changes: Vec<Change>) -> Judged {
    Judged { verdict: Verdict::Conflict { seq: case.at.version.seq, conflict: id }, changes }
}

/// Two values for one field. The higher clock shows for now; both are kept.
pub(super) fn field<W: World>(case: &Case<W>, row: &Row, field: Field, value: &Value) -> Judged {
    let present = row.stamp(field);
    let before = row
        .history
        .iter()
        .rev()
        .find(|h| h.field == field && h.stamp == present)
        .map(|h| Value::List(vec![h.from.clone()]));
    let (id, mut changes) = record(
        case,
        Claim {
            target: row.address(),
            marked: row,
            field,
            reason: "field",
            customer: customer_of(row),
            present: Side::of(row.get(field), present),
            claimed: Side::of(value, case.at),
            before,
        },
    );
    let wins = (case.at.hlc, case.at.replica) > (present.hlc, present.replica);
    if wins {
        changes.push(Change::Patch { row: row.address(), edits: vec![Edit::Cell(field, value.clone())] });
    }
    judged(case, id, changes)
}

/// The whole row, as the subject of a conflict.
const WHOLE: Field = Field(0);
/// Who referred a customer, as the subject of a conflict. No field has this number.
pub const REFERRER: Field = Field(u16::MAX);

/// An edit of a row that somebody else deleted meanwhile: somebody is asked. The edit itself is kept by the caller.
pub(super) fn edit_of_deleted<W: World>(case: &Case<W>, row: &Row, value: &Value) -> Judged {
    let deleted = row.deleted.unwrap_or(row.created);
    let (id, changes) = record(
        case,
        Claim {
            target: row.address(),
            marked: row,
            field: WHOLE,
            reason: "delete",
            customer: customer_of(row),
            present: Side::of(&Value::Null, deleted),
            claimed: Side::of(value, case.at),
            before: None,
        },
    );
    judged(case, id, changes)
}

/// Something new (a tag, a contact point, a link) for a row that is in the trash. Nobody adds to what they know is deleted, so the
/// delete was not seen, unless the same device made it; somebody is asked.
pub(super) fn use_of_deleted<W: World>(case: &Case<W>, target: RowRef, value: &Value) -> Judged {
    match case.world.row(target) {
        Some(row) if row.deleted.is_some_and(|d| !case.has_seen(d, Version::default())) => {
            edit_of_deleted(case, row, value)
        }
        _ => Judged::noop(case.at),
    }
}

/// A delete of a row that somebody else edited meanwhile: it goes to the trash, and somebody is asked.
pub(super) fn delete_of_edited<W: World>(case: &Case<W>, row: &Row, value: &Value, edited: Stamp) -> Judged {
    let (id, mut changes) = record(
        case,
        Claim {
            target: row.address(),
            marked: row,
            field: WHOLE,
            reason: "delete",
            customer: customer_of(row),
            present: Side::of(value, edited),
            claimed: Side::of(&Value::Null, case.at),
            before: None,
        },
    );
    changes.push(Change::Patch { row: row.address(), edits: vec![Edit::Deleted(true)] });
    judged(case, id, changes)
}

/// Another referrer of one customer than the standing one. That one stands until somebody chooses.
pub(super) fn another_referrer<W: World>(
    case: &Case<W>,
    customer: &Row,
    standing: Standing,
    claimed: RowId,
    stamp: Stamp,
) -> Judged {
    let edge = case.world.row(RowRef::new(Kind::Referral, standing.edge));
    let (id, changes) = record(
        case,
        Claim {
            target: customer.address(),
            marked: customer,
            field: REFERRER,
            reason: "referrer",
            customer: Some(customer.id),
            present: Side::of(&Value::Id(standing.who), edge.map_or(customer.created, edges::linked)),
            claimed: Side::of(&Value::Id(claimed), stamp),
            before: None,
        },
    );
    judged(case, id, changes)
}

/// What ends the conflict between two referrers that a merge, of this stamp, opened: the merge is undone, so each has their own again.
/// Nothing if it is settled, or if somebody has claimed a third meanwhile.
pub(super) fn void_referrers<W: World>(case: &Case<W>, survivor: &Row, merge: Stamp) -> Vec<Change> {
    let id = conflict_id(survivor.address(), REFERRER, merge);
    let record = case.world.row(RowRef::new(Kind::Conflict, id));
    match record.filter(|r| survivor.open_conflict(REFERRER) == Some(id) && sides(r).len() <= 2) {
        Some(record) => {
            let choice = Value::List(vec![Value::Text("unmerged".into()), Value::Null]);
            let edits =
                vec![Edit::Cell(conflict::STATE, Value::Text("settled".into())), Edit::Cell(conflict::CHOICE, choice)];
            vec![
                Change::Patch { row: record.address(), edits },
                Change::Patch { row: survivor.address(), edits: vec![Edit::Open(REFERRER, None)] },
            ]
        }
        None => Vec::new(),
    }
}
