//! Replay: what a row looks like with the operations that still wait. The screen is always confirmed state plus
//! pending operations.

use crate::alias::Merged;
use crate::clock::Version;
use crate::id::{ReplicaId, StaffId};
use crate::judge::LIVE;
use crate::op::{Body, Choice, Op};
use crate::row::{Row, Stamp};
use crate::schema::Kind;
use crate::schema::fields::{conflict, customer, referral};
use crate::value::Value;

/// Who is replaying: marks what is shown as this person's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Me {
    /// The person.
    pub staff: StaffId,
    /// The device.
    pub replica: ReplicaId,
}

/// The stamp of an operation that has no place in the server's order yet: later than everything confirmed.
fn pending_stamp(me: Me, op: &Op) -> Stamp {
    Stamp { version: Version::new(u32::MAX, u64::from(op.n)), hlc: op.hlc, replica: me.replica, n: op.n, by: me.staff }
}

/// The row after one more pending operation. An operation on a row that is not there does nothing.
pub fn replay(row: Option<Row>, op: &Op, me: Me) -> Option<Row> {
    let at = pending_stamp(me, op);
    match (&op.body, row) {
        (Body::Create { fields } | Body::Append { fields }, None) => {
            Some(Row::new(op.row.kind, op.row.id, at, fields.iter().cloned()))
        }
        (Body::Link { from, to, fields }, None) => {
            let ends = [(referral::FROM, Value::Id(*from)), (referral::TO, Value::Id(*to))];
            let mut row = Row::new(op.row.kind, op.row.id, at, ends.into_iter().chain(fields.iter().cloned()));
            row.put_adds(referral::LIVE, Value::Text(LIVE.into()), vec![at], at.version);
            Some(row)
        }
        (_, None) => None,
        (body, Some(mut row)) => {
            on_row(&mut row, body, op, at);
            Some(row)
        }
    }
}

fn on_row(row: &mut Row, body: &Body, op: &Op, at: Stamp) {
    match body {
        Body::Set { field, value, .. } => row.put(*field, value.clone(), at),
        Body::Add { field, value } => {
            let mut adds = row.adds(*field, value).to_vec();
            adds.push(at);
            row.put_adds(*field, value.clone(), adds, at.version);
        }
        Body::Del { field, value, .. } => row.put_adds(*field, value.clone(), Vec::new(), at.version),
        Body::Link { fields, .. } => {
            for (field, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
                row.put(*field, value.clone(), at);
            }
            row.deleted = None;
            let mut adds = row.adds(referral::LIVE, &Value::Text(LIVE.into())).to_vec();
            adds.push(at);
            row.put_adds(referral::LIVE, Value::Text(LIVE.into()), adds, at.version);
        }
        Body::Unlink { .. } => row.put_adds(referral::LIVE, Value::Text(LIVE.into()), Vec::new(), at.version),
        Body::Delete { .. } => row.deleted = Some(at),
        Body::Restore {} => row.deleted = None,
        Body::Settle { choice, .. } if op.row.kind == Kind::Conflict => {
            row.put(conflict::STATE, Value::Text("settled".into()), at);
            if let Choice::Value(value) = choice {
                row.put(conflict::CHOICE, Value::List(vec![Value::Text("value".into()), value.clone()]), at);
            }
        }
        Body::Merge { into, .. } if op.row.kind == Kind::Customer => {
            let merged = Merged { into: *into, by: op.id, before: Vec::new() };
            row.put(customer::MERGED, merged.to_value(), at);
        }
        Body::Unmerge { merge } if Merged::of(row).is_some_and(|m| m.by == *merge) => {
            row.put(customer::MERGED, Value::Null, at);
        }
        Body::Create { .. }
        | Body::Append { .. }
        | Body::Post { .. }
        | Body::Merge { .. }
        | Body::Unmerge { .. }
        | Body::Settle { .. } => {}
    }
}
