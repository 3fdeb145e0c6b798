//! The judge: given what is confirmed, an operation and its author, what happens?
//!
//! A pure function. The server calls it inside its writer task, the simulator calls it, and tests call it; there
//! is no second place where the rules of merging are written.

use crate::alias::Aliases;
use crate::change::{Change, Edit};
use crate::clock::Version;
use crate::id::{ReplicaId, RowId, StaffId};
use crate::op::{Body, Op, RejectCode, Verdict};
use crate::row::{Row, RowRef, Stamp};
use crate::schema::fields::{conflict, contact_point, purchase, referral};
use crate::schema::{Field, Holds, Kind, Misfit};
use crate::value::Value;
use serde::{Deserialize, Serialize};

mod conflicts;
mod edges;
mod fields;
mod join;
mod merge;
mod rights;
mod roots;
mod settle;

pub use conflicts::{REFERRER, Side, conflict_id, sides};
pub use edges::{LIVE, edge_id, is_live};
pub use rights::{can_see, can_write};

/// What a member of staff may do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Role {
    /// Everything, and the administration.
    #[serde(rename = "administrator")]
    Administrator,
    /// Everything about customers.
    #[serde(rename = "manager")]
    Manager,
    /// Customers within the person's scope.
    #[serde(rename = "staff")]
    Staff,
}

/// Which customers a member of staff sees, besides those without an owner.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Scope {
    /// Their own.
    #[serde(rename = "own")]
    Own,
    /// Their team's.
    #[serde(rename = "team")]
    Team,
    /// All.
    #[serde(rename = "all")]
    All,
}

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Author {
    /// The person.
    pub staff: StaffId,
    /// Their role.
    pub role: Role,
    /// Their scope.
    pub scope: Scope,
    /// Their team's row.
    pub team: Option<RowId>,
}

/// What the judge may look at.
pub trait World {
    /// The row as it is now, also when it is in the trash.
    fn row(&self, at: RowRef) -> Option<&Row>;
    /// Who was merged into whom.
    fn aliases(&self) -> &Aliases;
    /// The standing referral that brought a customer, not counting those of records merged into it: the edge's id and who referred.
    fn referrer(&self, customer: RowId) -> Option<(RowId, RowId)>;
    /// The team of a member of staff.
    fn team_of(&self, staff: StaffId) -> Option<RowId>;
}

/// The judge's answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Judged {
    /// The verdict that the device is told.
    pub verdict: Verdict,
    /// What to write and log; empty when nothing happens.
    pub changes: Vec<Change>,
}

impl Judged {
    fn applied(at: Stamp, changes: Vec<Change>) -> Self {
        Self { verdict: Verdict::Applied { seq: at.version.seq }, changes }
    }

    fn noop(at: Stamp) -> Self {
        Self { verdict: Verdict::Noop { seq: at.version.seq.saturating_sub(1) }, changes: Vec::new() }
    }

    /// This judgement and further changes; a conflict is the verdict of both if either has one.
    fn and(mut self, other: Judged) -> Self {
        if !matches!(self.verdict, Verdict::Conflict { .. }) && !other.changes.is_empty() {
            self.verdict = other.verdict;
        }
        self.changes.extend(other.changes);
        self
    }

    fn rejected(code: RejectCode, hold: bool, detail: impl Into<String>) -> Self {
        Self { verdict: Verdict::Rejected { code, hold, detail: detail.into() }, changes: Vec::new() }
    }
}

/// Everything about one judgement that the rules need.
pub(crate) struct Case<'a, W> {
    pub world: &'a W,
    pub op: &'a Op,
    pub author: &'a Author,
    /// The stamp that the operation gets if it changes anything.
    pub at: Stamp,
}

impl<W> Case<'_, W> {
    /// Whether this operation had seen what `stamp` marks.
    ///
    /// A base of a later epoch than the server's is one of another restore of the same backup, whose epoch began under a clock that
    /// was wrong: it has seen what was before the present epoch, and nothing of it (ADR 5).
    pub fn has_seen(&self, stamp: Stamp, base: Version) -> bool {
        let present = self.at.version.epoch;
        let base = if base.epoch > present { Version::new(present, 0) } else { base };
        stamp.seen(base, self.op_replica(), self.op.n)
    }

    fn op_replica(&self) -> ReplicaId {
        self.at.replica
    }
}

/// Judges one operation. `at` is the stamp it gets if it changes anything: the next place in the order, the author's
/// clock clamped to the server's time, the author and the device. The caller has made sure that `op.n` is the next number of
/// that device.
pub fn judge<W: World>(world: &W, op: &Op, author: &Author, at: Stamp) -> Judged {
    let Judged { verdict, changes } = decide(&Case { world, op, author, at });
    Judged { verdict, changes: join::one_change_per_row(world, changes, at) }
}

fn decide<W: World>(case: &Case<W>) -> Judged {
    let op = case.op;
    if !op.row.kind.is_written_by_people() {
        return Judged::rejected(RejectCode::Denied, false, "derived");
    }
    match &op.body {
        Body::Create { fields } => create(case, fields, op.row.kind != Kind::Interaction),
        Body::Append { fields } => create(case, fields, op.row.kind == Kind::Interaction),
        Body::Set { field, value, base } => fields::set(case, *field, value, *base),
        Body::Add { field, value } => fields::add(case, *field, value),
        Body::Del { field, value, seen } => fields::del(case, *field, value, *seen),
        Body::Link { from, to, fields } => edges::link(case, *from, *to, fields),
        Body::Unlink { seen } => edges::unlink(case, *seen),
        Body::Delete { seen } => delete(case, *seen),
        Body::Restore {} => restore(case),
        Body::Settle { choice, base } => settle::settle(case, choice, *base),
        Body::Merge { into, take, base } => merge::merge(case, *into, take, *base),
        Body::Unmerge { merge } => merge::unmerge(case, *merge),
        Body::Post { .. } => Judged::rejected(RejectCode::Unsupported, true, ""),
    }
}

/// Checks the fields of a new row; the error names the field.
pub(crate) fn check_fields(kind: Kind, fields: &[(Field, Value)]) -> Result<(), Judged> {
    let bad = |name: &str, why: Misfit| Judged::rejected(RejectCode::Invalid, false, format!("{name}: {why}"));
    for (field, value) in fields {
        let def = kind.field(*field).ok_or_else(|| bad(&format!("field {}", field.0), Misfit::Choice))?;
        if matches!(def.holds, Holds::Set(_)) || merge::is_its_own(kind, *field) {
            return Err(bad(def.name, Misfit::Type));
        }
        def.check(value).map_err(|why| bad(def.name, why))?;
    }
    for def in kind.fields().iter().filter(|d| d.required) {
        if !fields.iter().any(|(f, v)| *f == def.field && !v.is_null()) {
            return Err(bad(def.name, Misfit::Required));
        }
    }
    Ok(())
}

fn create<W: World>(case: &Case<W>, fields: &[(Field, Value)], right_verb: bool) -> Judged {
    let kind = case.op.row.kind;
    if !right_verb || kind.is_edge() || kind == Kind::Conflict {
        return Judged::rejected(RejectCode::Invalid, false, "verb");
    }
    if case.world.row(case.op.row).is_some() {
        // The same row made twice (a copied profile, a repeated import): what is there stays.
        return Judged::noop(case.at);
    }
    if let Err(no) = check_fields(kind, fields) {
        return no;
    }
    let row = Row::new(kind, case.op.row.id, case.at, fields.iter().cloned());
    if let Some(owner) = owner_field(kind)
        && let Some(customer) = row.reference(owner)
        && case.world.row(RowRef::new(Kind::Customer, customer)).is_none()
    {
        return Judged::rejected(RejectCode::Unknown, true, "customer");
    }
    if !rights::can_write(case.world, case.author, &row) {
        return Judged::rejected(RejectCode::Denied, true, "");
    }
    let said = row.cells.iter().map(|c| &c.value).find(|v| v.as_text().is_some()).unwrap_or(&Value::Null);
    let asked = match owner_field(kind).and_then(|f| row.reference(f)) {
        Some(customer) => {
            let record = RowRef::new(Kind::Customer, customer);
            let now = roots::address(case.world, customer);
            let asked = conflicts::use_of_deleted(case, record, said);
            if now == record { asked } else { asked.and(conflicts::use_of_deleted(case, now, said)) }
        }
        None => Judged::noop(case.at),
    };
    Judged::applied(case.at, vec![Change::Enter(row)]).and(asked)
}

/// The field that says to which customer a row of this kind belongs.
pub fn owner_field(kind: Kind) -> Option<Field> {
    match kind {
        Kind::ContactPoint => Some(contact_point::CUSTOMER),
        Kind::Purchase => Some(purchase::CUSTOMER),
        Kind::Interaction => Some(crate::schema::fields::interaction::CUSTOMER),
        Kind::Conflict => Some(conflict::CUSTOMER),
        Kind::Referral | Kind::Relation => Some(referral::TO),
        _ => None,
    }
}

/// The row an operation is about, if its author may change it.
pub(crate) fn writable<'a, W: World>(case: &Case<'a, W>) -> Result<&'a Row, Judged> {
    let row = case.world.row(case.op.row).ok_or_else(|| Judged::rejected(RejectCode::Unknown, true, "row"))?;
    if rights::can_write(case.world, case.author, row) {
        Ok(row)
    } else {
        Err(Judged::rejected(RejectCode::Denied, true, ""))
    }
}

fn delete<W: World>(case: &Case<W>, seen: Version) -> Judged {
    let row = match writable(case) {
        Ok(row) => row,
        Err(no) => return no,
    };
    if matches!(row.kind, Kind::Conflict) || row.kind.is_edge() {
        return Judged::rejected(RejectCode::Invalid, false, "verb");
    }
    if row.is_deleted() {
        return Judged::noop(case.at);
    }
    // An edit that this delete has not seen: the row goes to the trash, and somebody is asked.
    match newest_unseen(case, row, seen) {
        Some((value, stamp)) => conflicts::delete_of_edited(case, row, &value, stamp),
        None => patch(case, vec![Edit::Deleted(true)]),
    }
}

/// The newest value of a row, of a field or a set, that the operation had not seen. What came with the row's creation was
/// seen by everybody who knows the row.
pub(crate) fn newest_unseen<W>(case: &Case<W>, row: &Row, seen: Version) -> Option<(Value, Stamp)> {
    let cells = row.cells.iter().filter_map(|c| c.stamp.map(|s| (&c.value, s)));
    let elements = row.elements.iter().flat_map(|e| e.adds.iter().map(|s| (&e.value, *s)));
    cells
        .chain(elements)
        .filter(|(_, stamp)| !case.has_seen(*stamp, seen))
        .max_by_key(|(_, stamp)| stamp.version)
        .map(|(value, stamp)| (merge::shown(value), stamp))
}

fn restore<W: World>(case: &Case<W>) -> Judged {
    let row = match writable(case) {
        Ok(row) => row,
        Err(no) => return no,
    };
    if row.is_deleted() { patch(case, vec![Edit::Deleted(false)]) } else { Judged::noop(case.at) }
}

pub(crate) fn patch<W>(case: &Case<W>, edits: Vec<Edit>) -> Judged {
    Judged::applied(case.at, vec![Change::Patch { row: case.op.row, edits }])
}
