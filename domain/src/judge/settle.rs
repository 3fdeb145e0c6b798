//! Settling a conflict: one person's choice ends it, unless it was made without knowledge of what it would overrule.

use super::conflicts::{Side, sides};
use super::{Case, Judged, World, edges, newest_unseen, roots, writable};
use crate::change::{Change, Edit};
use crate::clock::Version;
use crate::op::{Choice, RejectCode, Verdict};
use crate::row::{Row, RowRef, Stamp};
use crate::schema::fields::{conflict, referral};
use crate::schema::{Field, Kind};
use crate::value::Value;

/// What a conflict is about.
struct Subject<'a> {
    record: &'a Row,
    row: &'a Row,
    field: Field,
}

/// Settles a conflict. What the choice would overrule without having seen it (another settlement, a further side, a newer
/// value) opens the conflict again, with everything on record.
pub(super) fn settle<W: World>(case: &Case<W>, choice: &Choice, base: Version) -> Judged {
    let record = match writable(case) {
        Ok(row) if row.kind == Kind::Conflict => row,
        Ok(_) => return Judged::rejected(RejectCode::Invalid, false, "verb"),
        Err(no) => return no,
    };
    let kind =
        record.int(conflict::TARGET_KIND).and_then(|n| u8::try_from(n).ok()).and_then(|n| Kind::try_from(n).ok());
    let field = record.int(conflict::FIELD).and_then(|n| u16::try_from(n).ok()).map(Field);
    let (Some(kind), Some(field), Some(target)) = (kind, field, record.reference(conflict::TARGET)) else {
        return Judged::rejected(RejectCode::Invalid, false, "conflict");
    };
    let Some(row) = case.world.row(RowRef::new(kind, target)) else {
        return Judged::rejected(RejectCode::Unknown, true, "target");
    };
    let subject = Subject { record, row, field };
    let effect = match effect(case, &subject, choice) {
        Ok(effect) => effect,
        Err(no) => return no,
    };
    let settled = record.text(conflict::STATE) == "settled";
    let recorded = encode_choice(choice);
    if settled && *record.get(conflict::CHOICE) == recorded && !case.has_seen(record.stamp(conflict::STATE), base) {
        // Two people settled it alike. One who knows that it is settled so and chooses it again wants it back.
        return Judged::noop(case.at);
    }
    if overrules_unseen(case, &subject, choice, base) {
        return reopen(case, &subject, choice);
    }
    let mut changes = effect;
    changes.push(Change::Patch { row: row.address(), edits: vec![Edit::Open(field, None)] });
    changes.push(Change::Patch {
        row: record.address(),
        edits: vec![Edit::Cell(conflict::STATE, Value::Text("settled".into())), Edit::Cell(conflict::CHOICE, recorded)],
    });
    Judged::applied(case.at, changes)
}

/// What the choice does to the conflict's subject, or why it cannot be chosen.
fn effect<W: World>(case: &Case<W>, subject: &Subject, choice: &Choice) -> Result<Vec<Change>, Judged> {
    let on_row = |edit| Ok(vec![Change::Patch { row: subject.row.address(), edits: vec![edit] }]);
    match (subject.record.text(conflict::REASON), choice) {
        ("field", Choice::Value(value)) => {
            let Some(def) = subject.row.kind.field(subject.field) else {
                return Err(Judged::rejected(RejectCode::Invalid, false, "field"));
            };
            if let Err(why) = def.check(value) {
                return Err(Judged::rejected(RejectCode::Invalid, false, format!("{}: {why}", def.name)));
            }
            on_row(Edit::Cell(subject.field, value.clone()))
        }
        ("delete", Choice::Restore) => on_row(Edit::Deleted(false)),
        ("delete", Choice::KeepDeleted) => on_row(Edit::Deleted(true)),
        ("referrer", Choice::Value(Value::Id(from)))
            if sides(subject.record).iter().any(|s| s.value == Value::Id(*from)) =>
        {
            edges::choose_referrer(case, subject.row.id, *from)
        }
        _ => Err(Judged::rejected(RejectCode::Invalid, false, "choice")),
    }
}

/// Whether the choice was made without knowledge of something that it would overrule.
fn overrules_unseen<W: World>(case: &Case<W>, subject: &Subject, choice: &Choice, base: Version) -> bool {
    let Subject { record, row, field } = *subject;
    let unseen = |stamp: Stamp| !case.has_seen(stamp, base);
    if unseen(record.stamp(conflict::STATE)) || unseen(record.stamp(conflict::SIDES)) {
        return true;
    }
    match choice {
        Choice::Restore => false,
        Choice::KeepDeleted => !row.is_deleted() && newest_unseen(case, row, base).is_some(),
        Choice::Value(value) if record.text(conflict::REASON) == "referrer" => standing_side(case, row)
            .is_some_and(|(side, stamps)| side.value != *value && stamps.into_iter().all(unseen)),
        Choice::Value(value) => row.get(field) != value && unseen(row.stamp(field)),
    }
}

/// The standing referrer of a customer, as a side, and the stamps of the link.
fn standing_side<W: World>(case: &Case<W>, customer: &Row) -> Option<(Side, Vec<Stamp>)> {
    let standing = *roots::standing(case.world, case.world.aliases().root(customer.id)).first()?;
    let edge = case.world.row(RowRef::new(Kind::Referral, standing.edge))?;
    let stamps = edge.adds(referral::LIVE, &Value::Text(edges::LIVE.into())).to_vec();
    Some((Side::of(&Value::Id(standing.who), edges::linked(edge)), stamps))
}

fn reopen<W: World>(case: &Case<W>, subject: &Subject, choice: &Choice) -> Judged {
    let Subject { record, row, field } = *subject;
    let mut all = sides(record);
    let mut keep = |side: Side| {
        if !all.iter().any(|s| s.value == side.value && s.replica == side.replica) {
            all.push(side);
        }
    };
    if let Choice::Value(value) = choice {
        keep(Side::of(value, case.at));
    }
    match record.text(conflict::REASON) {
        "field" => keep(Side::of(row.get(field), row.stamp(field))),
        "referrer" => {
            if let Some((side, _)) = standing_side(case, row) {
                keep(side);
            }
        }
        _ => {}
    }
    let list = Value::List(all.iter().map(Side::to_value).collect());
    let changes = vec![
        Change::Patch {
            row: record.address(),
            edits: vec![
                Edit::Cell(conflict::STATE, Value::Text("open".into())),
                Edit::Cell(conflict::CHOICE, Value::Null),
                Edit::Cell(conflict::SIDES, list),
            ],
        },
        Change::Patch { row: row.address(), edits: vec![Edit::Open(field, Some(record.id))] },
    ];
    Judged { verdict: Verdict::Conflict { seq: case.at.version.seq, conflict: record.id }, changes }
}

fn encode_choice(choice: &Choice) -> Value {
    let (code, value) = match choice {
        Choice::Value(v) => ("value", v.clone()),
        Choice::Restore => ("restore", Value::Null),
        Choice::KeepDeleted => ("keep_deleted", Value::Null),
    };
    Value::List(vec![Value::Text(code.into()), value])
}
