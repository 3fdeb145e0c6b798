//! The world as the judge sees it during one batch: the rows that were read, with everything the batch has changed so far.

use std::collections::{HashMap, HashSet};

use domain::row::RowRef;
use domain::schema::fields::{conflict, customer, referral};
use domain::{Aliases, Body, Change, Kind, Merged, Op, Row, RowId, StaffId, Stamp, Value, World, change, judge};

use super::directory::{Directory, standing};

/// Rows by address; `None` for a row that is known not to exist.
#[derive(Debug)]
pub struct Overlay<'a> {
    directory: &'a Directory,
    rows: HashMap<RowRef, Option<Row>>,
    /// Referrals changed by this batch, by the referred customer.
    referrers: HashMap<RowId, Option<(RowId, RowId)>>,
    /// Who was merged into whom, once this batch has merged somebody.
    aliases: Option<Aliases>,
    /// What was there before this batch, of the rows it changed.
    before: HashMap<RowRef, Option<Row>>,
    undo: Vec<Undo>,
}

#[derive(Debug)]
enum Undo {
    /// The row was like this.
    Row(RowRef, Option<Box<Row>>),
    /// This batch had said this about the customer's referrer.
    Referrer(RowId, Option<(RowId, RowId)>),
    /// This batch had said nothing about it.
    NoReferrer(RowId),
    /// The row was not yet among those that changed.
    Before(RowRef),
    /// The aliases were these.
    Aliases(Option<Aliases>),
}

impl<'a> Overlay<'a> {
    /// A world of these rows.
    pub fn new(directory: &'a Directory, rows: HashMap<RowRef, Option<Row>>) -> Self {
        Self { directory, rows, referrers: HashMap::new(), aliases: None, before: HashMap::new(), undo: Vec::new() }
    }

    /// Applies what an operation did.
    pub fn apply(&mut self, changes: &[Change], at: Stamp) {
        for change in changes {
            let address = change.address();
            let old = self.rows.remove(&address).flatten();
            if let std::collections::hash_map::Entry::Vacant(slot) = self.before.entry(address) {
                slot.insert(old.clone());
                self.undo.push(Undo::Before(address));
            }
            self.undo.push(Undo::Row(address, old.clone().map(Box::new)));
            let new = change::apply(old, change, at);
            match &new {
                Some(edge) if edge.kind == Kind::Referral => self.note_referral(edge),
                Some(customer) if customer.kind == Kind::Customer => self.note_merge(customer),
                _ => {}
            }
            self.rows.insert(address, new);
        }
    }

    fn note_merge(&mut self, customer: &Row) {
        let mut aliases = World::aliases(self).clone();
        if aliases.note(customer) {
            let old = self.aliases.replace(aliases);
            self.undo.push(Undo::Aliases(old));
        }
    }

    fn note_referral(&mut self, edge: &Row) {
        let Some((to, now)) = standing(edge) else { return };
        let ends_another = now.is_none() && self.referrer(to).is_none_or(|(id, _)| id != edge.id);
        if !ends_another {
            let old = self.referrers.insert(to, now);
            self.undo.push(old.map_or(Undo::NoReferrer(to), |old| Undo::Referrer(to, old)));
        }
    }

    /// Keeps everything applied so far.
    pub fn keep(&mut self) {
        self.undo.clear();
    }

    /// Takes back everything applied since the last [`Overlay::keep`].
    pub fn take_back(&mut self) {
        for step in std::mem::take(&mut self.undo).into_iter().rev() {
            match step {
                Undo::Row(at, old) => drop(self.rows.insert(at, old.map(|row| *row))),
                Undo::Before(at) => drop(self.before.remove(&at)),
                Undo::Referrer(to, old) => drop(self.referrers.insert(to, old)),
                Undo::Aliases(old) => self.aliases = old,
                Undo::NoReferrer(to) => drop(self.referrers.remove(&to)),
            }
        }
    }

    /// The rows this batch changed, before and after.
    pub fn into_changed(mut self) -> Vec<(Option<Row>, Row)> {
        let before = std::mem::take(&mut self.before);
        let mut changed: Vec<_> =
            before.into_iter().filter_map(|(at, old)| Some((old, self.rows.remove(&at).flatten()?))).collect();
        changed.sort_unstable_by_key(|(_, row)| row.address());
        changed
    }
}

impl World for Overlay<'_> {
    fn aliases(&self) -> &Aliases {
        self.aliases.as_ref().unwrap_or_else(|| self.directory.aliases())
    }

    fn row(&self, at: RowRef) -> Option<&Row> {
        self.rows.get(&at).and_then(Option::as_ref)
    }

    fn referrer(&self, customer: RowId) -> Option<(RowId, RowId)> {
        match self.referrers.get(&customer) {
            Some(changed) => *changed,
            None => self.directory.referrer(customer),
        }
    }

    fn team_of(&self, staff: StaffId) -> Option<RowId> {
        self.directory.team_of(staff)
    }
}

/// The rows that judging this operation looks at, as far as they can be told from the operation alone.
pub fn named_by(op: &Op, directory: &Directory, wanted: &mut HashSet<RowRef>) {
    wanted.insert(op.row);
    let mut customer_in = |value: &Value| {
        if let Value::Id(id) = value {
            wanted.insert(RowRef::new(Kind::Customer, *id));
        }
    };
    match &op.body {
        Body::Create { fields } | Body::Append { fields } => {
            let owner = judge::owner_field(op.row.kind);
            fields
                .iter()
                .filter(|(f, _)| Some(*f) == owner || op.row.kind == Kind::Conflict)
                .for_each(|(_, v)| customer_in(v));
        }
        Body::Link { from, to, .. } => {
            customer_in(&Value::Id(*from));
            customer_in(&Value::Id(*to));
            person(*to, directory, wanted);
        }
        Body::Merge { into, .. } => {
            customer_in(&Value::Id(*into));
            person(op.row.id, directory, wanted);
            person(*into, directory, wanted);
        }
        _ => {}
    }
}

/// The row of the person that a customer is now, and how they were referred.
fn person(customer: RowId, directory: &Directory, wanted: &mut HashSet<RowRef>) {
    let aliases = directory.aliases();
    let root = aliases.root(customer);
    wanted.insert(RowRef::new(Kind::Customer, root));
    let edges = aliases.members(root).into_iter().filter_map(|member| directory.referrer(member));
    wanted.extend(edges.map(|(edge, _)| RowRef::new(Kind::Referral, edge)));
}

/// The further rows that judging an operation on this row looks at.
pub fn named_by_row(row: &Row, directory: &Directory, wanted: &mut HashSet<RowRef>) {
    let mut want_customer = |id: Option<RowId>| wanted.extend(id.map(|id| RowRef::new(Kind::Customer, id)));
    want_customer(judge::owner_field(row.kind).and_then(|field| row.reference(field)));
    if row.kind.is_edge() {
        want_customer(row.reference(referral::FROM));
    }
    // Who was merged is judged as the survivor.
    want_customer(Merged::of(row).map(|merged| merged.into));
    wanted.extend(row.open.iter().map(|(_, id)| RowRef::new(Kind::Conflict, *id)));
    if row.kind != Kind::Conflict {
        return;
    }
    let kind = row.int(conflict::TARGET_KIND).and_then(|n| u8::try_from(n).ok()).and_then(|n| Kind::try_from(n).ok());
    let (Some(kind), Some(target)) = (kind, row.reference(conflict::TARGET)) else { return };
    wanted.insert(RowRef::new(kind, target));
    if row.text(conflict::REASON) == "referrer" {
        let sides = judge::sides(row).into_iter().filter_map(|side| side.value.as_id());
        let root = directory.aliases().root(target);
        let edge = |from, to| RowRef::new(Kind::Referral, judge::edge_id(Kind::Referral, "", from, to));
        wanted.extend(sides.flat_map(|from| [edge(from, target), edge(from, root)]));
        person(target, directory, wanted);
    }
}

/// The owner of a customer's row.
pub fn owner_of(row: &Row) -> Option<StaffId> {
    row.reference(customer::OWNER).map(|id| StaffId(id.0))
}
