//! The operations that still wait, found by row: the screen is confirmed state plus these.

use super::rows::{Rows, customers_of};
use domain::judge::LIVE;
use domain::op::{Body, Choice, Op};
use domain::row::RowRef;
use domain::schema::fields::{conflict, customer, referral};
use domain::sync::replay::{Me, replay};
use domain::{Field, Kind, Merged, Row, RowId, Value};
use rustc_hash::FxHashMap;

/// How far an operation has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// Painted, not yet on the device's disk.
    Saving,
    /// The device could not write it. The text is still here.
    NotSaved,
    /// On the device's disk, not yet at the server.
    Waiting,
    /// At the server, not yet confirmed.
    Sent,
}

/// One operation on the screen.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Order of appearance on this screen; not the operation's number.
    pub ticket: u64,
    /// The operation (its number is provisional while it is being saved).
    pub op: Op,
    /// How far it has come.
    pub mark: Mark,
    /// When the person did it, Unix milliseconds.
    pub at_ms: u64,
}

/// The waiting operations.
#[derive(Debug, Default)]
pub struct Overlay {
    shown: Vec<Shown>,
    by_row: FxHashMap<RowRef, Vec<usize>>,
    by_customer: FxHashMap<RowId, Vec<RowRef>>,
}

impl Overlay {
    /// All of them, in the order in which they were done.
    pub fn all(&self) -> &[Shown] {
        &self.shown
    }

    /// Adds one.
    pub fn push(&mut self, shown: Shown, rows: &Rows) {
        self.shown.push(shown);
        self.index(self.shown.len() - 1, rows);
    }

    /// Adds one where its number belongs, which is the order in which operations count; those that are still being saved come last.
    /// [`Self::update`] finds it afterwards.
    pub fn insert(&mut self, shown: Shown) {
        let before = self.shown.iter().rposition(|s| s.op.n <= shown.op.n).map_or(0, |i| i + 1);
        self.shown.insert(before, shown);
    }

    /// Takes the place of all that were there.
    pub fn replace(&mut self, shown: Vec<Shown>, rows: &Rows) {
        *self = Self::default();
        for shown in shown {
            self.push(shown, rows);
        }
    }

    /// Changes those that `change` wants to; those for which it answers false are taken out. Answers with the rows that were touched.
    pub fn update(&mut self, rows: &Rows, mut change: impl FnMut(&mut Shown) -> bool) -> Vec<RowRef> {
        let mut touched = Vec::new();
        self.shown.retain_mut(|s| {
            let before = s.mark;
            let keep = change(s);
            if !keep || s.mark != before {
                touched.push(s.op.row);
                touched.extend(target_of(&s.op, rows));
            }
            keep
        });
        self.by_row.clear();
        self.by_customer.clear();
        for i in 0..self.shown.len() {
            self.index(i, rows);
        }
        touched
    }

    fn index(&mut self, i: usize, rows: &Rows) {
        let op = self.shown[i].op.clone();
        self.by_row.entry(op.row).or_default().push(i);
        if let Some(target) = target_of(&op, rows) {
            self.by_row.entry(target).or_default().push(i);
        }
        if !rows.contains(op.row)
            && let Some(row) = replay(None, &op, Me { staff: domain::StaffId::NIL, replica: domain::ReplicaId::NIL })
        {
            for customer in customers_of(&row).filter(|c| *c != row.id) {
                let list = self.by_customer.entry(customer).or_default();
                if !list.contains(&op.row) {
                    list.push(op.row);
                }
            }
        }
    }

    /// The operations about a row.
    pub fn about(&self, row: RowRef) -> impl Iterator<Item = &Shown> {
        self.by_row.get(&row).into_iter().flatten().filter_map(|i| self.shown.get(*i))
    }

    /// Whether anything waits that is about the row.
    pub fn touches(&self, row: RowRef) -> bool {
        self.by_row.contains_key(&row)
    }

    /// The least advanced mark of a field of a row.
    pub fn mark(&self, row: RowRef, field: Field) -> Option<Mark> {
        self.about(row).filter(|s| concerns(&s.op, row, field)).map(|s| s.mark).min()
    }

    /// Rows that exist only as waiting operations and belong to a customer.
    pub fn of_customer(&self, customer: RowId) -> &[RowRef] {
        self.by_customer.get(&customer).map_or(&[], Vec::as_slice)
    }

    /// The row with its waiting operations.
    pub fn view(&self, address: RowRef, rows: &Rows, me: Me) -> Option<Row> {
        self.over(address, rows.get(address), rows, me)
    }

    /// Shows on the survivor what a merge brings, or what undoing it takes back.
    fn merge_on_target(&self, row: &mut Row, op: &Op, rows: &Rows, me: Me) {
        let other = rows.get(op.row);
        let shown = |body: Body| Op { row: row.address(), body, ..op.clone() };
        let edits: Vec<Op> = match (&op.body, &other) {
            // Undone before it was sent: as if it had never been.
            (Body::Merge { .. }, _) if self.shown.iter().any(|s| undoes(&s.op, op)) => return,
            (Body::Merge { take, base, .. }, other) => {
                let set = |(field, value): &(Field, Value)| {
                    shown(Body::Set { field: *field, value: value.clone(), base: *base })
                };
                let tags = other.iter().flat_map(|o| o.set(customer::TAGS).cloned().collect::<Vec<_>>());
                let tag = |value: Value| shown(Body::Add { field: customer::TAGS, value });
                take.iter()
                    .map(set)
                    .chain(tags.filter(|t| row.set(customer::TAGS).all(|own| own != t)).map(tag))
                    .collect()
            }
            (Body::Unmerge { merge }, Some(other)) => {
                let Some(merged) = Merged::of(other).filter(|m| m.by == *merge) else { return };
                let then = other.stamp(customer::MERGED).version;
                let back = merged.before.into_iter().filter(|(field, _)| row.stamp(*field).version == then);
                back.map(|(field, value)| shown(Body::Set { field, value, base: then })).collect()
            }
            _ => return,
        };
        for edit in edits {
            if let Some(after) = replay(Some(row.clone()), &edit, me) {
                *row = after;
            }
        }
    }

    /// A row that was read elsewhere, with its waiting operations.
    pub fn over(&self, address: RowRef, confirmed: Option<Row>, rows: &Rows, me: Me) -> Option<Row> {
        self.about(address).fold(confirmed, |row, shown| {
            if shown.op.row == address {
                return replay(row, &shown.op, me);
            }
            let mut row = row?;
            match shown.op.body {
                Body::Settle { .. } => settle_on_target(&mut row, &shown.op, rows, me),
                _ => self.merge_on_target(&mut row, &shown.op, rows, me),
            }
            Some(row)
        })
    }
}

/// Whether one operation undoes the merge that another made.
fn undoes(undo: &Op, op: &Op) -> bool {
    matches!(&undo.body, Body::Unmerge { merge } if *merge == op.id)
}

/// Whether an operation is about this field of this row.
fn concerns(op: &Op, row: RowRef, field: Field) -> bool {
    match &op.body {
        Body::Set { field: f, .. } | Body::Add { field: f, .. } | Body::Del { field: f, .. } => *f == field,
        Body::Create { fields } | Body::Append { fields } | Body::Link { fields, .. } => {
            op.row == row && fields.iter().any(|(f, _)| *f == field)
        }
        Body::Merge { take, .. } => op.row != row && take.iter().any(|(f, _)| *f == field),
        Body::Unmerge { .. } => false,
        _ => op.row != row,
    }
}

/// The further row that an operation changes: what a conflict is about, who survives a merge.
fn target_of(op: &Op, rows: &Rows) -> Option<RowRef> {
    match &op.body {
        Body::Settle { .. } => {}
        Body::Merge { into, .. } => return Some(RowRef::new(Kind::Customer, *into)),
        Body::Unmerge { .. } => return Some(RowRef::new(Kind::Customer, Merged::of(&rows.get(op.row)?)?.into)),
        _ => return None,
    }
    let row = rows.get(op.row)?;
    let kind =
        row.int(conflict::TARGET_KIND).and_then(|n| u8::try_from(n).ok()).and_then(|n| Kind::try_from(n).ok())?;
    Some(RowRef::new(kind, row.reference(conflict::TARGET)?))
}

/// Shows on the row in question how a conflict about it was settled.
fn settle_on_target(row: &mut Row, op: &Op, rows: &Rows, me: Me) {
    let Body::Settle { choice, base } = &op.body else { return };
    let Some(subject) = rows.get(op.row) else { return };
    let Some(field) = subject.int(conflict::FIELD).and_then(|n| u16::try_from(n).ok()).map(Field) else { return };
    row.open.retain(|(f, _)| *f != field);
    let body = match choice {
        Choice::Value(value) if row.kind.field(field).is_some() => {
            Body::Set { field, value: value.clone(), base: *base }
        }
        Choice::Restore => Body::Restore {},
        Choice::KeepDeleted => Body::Delete { seen: *base },
        Choice::Value(_) => return,
    };
    let shown = Op { row: row.address(), body, ..op.clone() };
    if let Some(after) = replay(Some(row.clone()), &shown, me) {
        *row = after;
    }
}

/// Whether an edge on the screen stands.
pub fn stands(edge: &Row) -> bool {
    !edge.is_deleted() && edge.set(referral::LIVE).any(|v| *v == Value::Text(LIVE.to_owned()))
}
