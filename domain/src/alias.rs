//! Customers that were merged into others, and who they are now.
//!
//! A merge moves nothing: the merged record stays, with everything that belongs to it, and says into whom it was merged. Whoever asks
//! for a customer asks for the *root* and gets what belongs to any of its *members*. So a merge loses nothing, costs the same for one
//! purchase and for ten thousand, and can be undone for ever.

use crate::id::{OpId, RowId};
use crate::row::Row;
use crate::schema::Kind;
use crate::schema::fields::customer;
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How a customer's row says that it was merged into another: the content of [`customer::MERGED`].
#[derive(Clone, PartialEq, Debug)]
pub struct Merged {
    /// The survivor, as it was when the merge was judged.
    pub into: RowId,
    /// The operation that merged.
    pub by: OpId,
    /// What the survivor's fields held before the merge wrote them, for undoing it: pairs of field number and value.
    pub before: Vec<(crate::schema::Field, Value)>,
}

impl Merged {
    /// Of a customer's row; `None` when it stands for itself.
    pub fn of(row: &Row) -> Option<Self> {
        if row.kind != Kind::Customer {
            return None;
        }
        let [into, by, before @ ..] = row.get(customer::MERGED).as_list() else { return None };
        let pair = |v: &Value| match v.as_list() {
            [field, value] => Some((crate::schema::Field(u16::try_from(field.as_int()?).ok()?), value.clone())),
            _ => None,
        };
        let before = before.first().map_or(&[][..], Value::as_list).iter().filter_map(pair).collect();
        Some(Self { into: into.as_id()?, by: OpId(by.as_id()?.0), before })
    }

    /// As it stands in the row.
    pub fn to_value(&self) -> Value {
        let pair = |(field, value): &(crate::schema::Field, Value)| {
            Value::List(vec![Value::Int(i64::from(field.0)), value.clone()])
        };
        let before = Value::List(self.before.iter().map(pair).collect());
        Value::List(vec![Value::Id(self.into), Value::Id(RowId(self.by.0)), before])
    }
}

/// Who was merged into whom. Empty in a base where nobody was merged; every question then costs one look into an empty map.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Aliases {
    into: BTreeMap<RowId, RowId>,
    absorbed: BTreeMap<RowId, Vec<RowId>>,
    /// Merged records that are in the trash.
    trashed: BTreeSet<RowId>,
}

impl Aliases {
    /// Notes a customer's row as it is now. Answers whether anything changed.
    pub fn note(&mut self, row: &Row) -> bool {
        if row.kind != Kind::Customer {
            return false;
        }
        self.put(row.id, Merged::of(row).map(|m| m.into), row.is_deleted())
    }

    /// Notes into whom a customer was merged, if so, and whether the record is in the trash. Answers whether anything changed.
    pub fn put(&mut self, customer: RowId, into: Option<RowId>, deleted: bool) -> bool {
        let into = into.filter(|into| *into != customer);
        let moved =
            if into.is_some() && deleted { self.trashed.insert(customer) } else { self.trashed.remove(&customer) };
        self.set(customer, into) || moved
    }

    /// Notes that a row is no more. Answers whether anything changed.
    pub fn forget(&mut self, customer: RowId) -> bool {
        self.trashed.remove(&customer);
        self.set(customer, None)
    }

    fn set(&mut self, customer: RowId, into: Option<RowId>) -> bool {
        let before = self.into.get(&customer).copied();
        if before == into {
            return false;
        }
        if let Some(old) = before {
            self.into.remove(&customer);
            if let Some(list) = self.absorbed.get_mut(&old) {
                list.retain(|id| *id != customer);
                if list.is_empty() {
                    self.absorbed.remove(&old);
                }
            }
        }
        if let Some(new) = into {
            self.into.insert(customer, new);
            let list = self.absorbed.entry(new).or_default();
            list.push(customer);
            list.sort_unstable();
        }
        true
    }

    /// Who the customer is now: the survivor of all merges, or the customer itself.
    pub fn root(&self, customer: RowId) -> RowId {
        let mut at = customer;
        // The judge makes no rings; a damaged row must not hang the page.
        for _ in 0..=self.into.len() {
            match self.into.get(&at) {
                Some(up) => at = *up,
                None => return at,
            }
        }
        customer
    }

    /// Whether the customer was merged into another.
    pub fn is_alias(&self, customer: RowId) -> bool {
        self.into.contains_key(&customer)
    }

    /// The customer and everybody merged into it, directly or through others; the customer first, then in order of merging depth.
    pub fn members(&self, root: RowId) -> Vec<RowId> {
        let mut all = vec![root];
        let mut next = 0;
        while next < all.len() && all.len() <= self.into.len() + 1 {
            if let Some(more) = self.absorbed.get(&all[next]) {
                all.extend(more.iter().copied().filter(|id| *id != root));
            }
            next += 1;
        }
        all
    }

    /// Those [`Aliases::members`] whose belongings count: a record that was thrown away does not come back by way of the survivor.
    pub fn counted(&self, root: RowId) -> Vec<RowId> {
        let mut all = self.members(root);
        all.retain(|id| *id == root || !self.trashed.contains(id));
        all
    }

    /// Whether nobody was merged.
    pub fn is_empty(&self) -> bool {
        self.into.is_empty()
    }

    /// How many records were merged into others.
    pub fn len(&self) -> usize {
        self.into.len()
    }

    /// Everybody who was merged, with the direct survivor.
    pub fn iter(&self) -> impl Iterator<Item = (RowId, RowId)> {
        self.into.iter().map(|(from, into)| (*from, *into))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Stamp;

    fn id(n: u8) -> RowId {
        RowId::from_bytes([n; 16])
    }

    fn merged(n: u8, into: u8) -> Row {
        let m = Merged { into: id(into), by: OpId(id(99).0), before: vec![(customer::NAME, Value::text("old"))] };
        Row::new(Kind::Customer, id(n), Stamp::default(), [(customer::MERGED, m.to_value())])
    }

    #[test]
    fn a_merge_is_read_as_it_was_written() {
        let row = merged(1, 2);
        let m = Merged::of(&row).expect("merged");
        assert_eq!((m.into, m.by, m.before.len()), (id(2), OpId(id(99).0), 1));
        assert_eq!(m.to_value(), *row.get(customer::MERGED));
        assert_eq!(Merged::of(&Row::new(Kind::Customer, id(1), Stamp::default(), [])), None);
    }

    #[test]
    fn roots_follow_chains_and_members_come_back_when_a_merge_is_undone() {
        let mut a = Aliases::default();
        assert!(a.note(&merged(1, 2)) && a.note(&merged(2, 3)) && a.note(&merged(4, 3)));
        assert!(!a.note(&merged(4, 3)), "known already");
        assert_eq!((a.root(id(1)), a.root(id(3)), a.root(id(9))), (id(3), id(3), id(9)));
        assert_eq!(a.members(id(3)), [id(3), id(2), id(4), id(1)]);
        assert_eq!(a.members(id(9)), [id(9)]);
        assert!(a.note(&Row::new(Kind::Customer, id(2), Stamp::default(), [])));
        assert_eq!((a.root(id(1)), a.members(id(3)).len(), a.len()), (id(2), 2, 2));
    }

    #[test]
    fn what_belongs_to_a_merged_record_in_the_trash_does_not_count() {
        let mut a = Aliases::default();
        let mut row = merged(1, 2);
        a.note(&row);
        row.deleted = Some(Stamp::default());
        assert!(a.note(&row) && !a.note(&row));
        assert_eq!((a.root(id(1)), a.members(id(2)).len(), a.counted(id(2))), (id(2), 2, vec![id(2)]));
        row.deleted = None;
        assert!(a.note(&row) && a.counted(id(2)).len() == 2);
    }

    #[test]
    fn a_ring_of_damaged_rows_ends() {
        let mut a = Aliases::default();
        a.note(&merged(1, 2));
        a.note(&merged(2, 1));
        assert_eq!(a.root(id(1)), id(1));
        assert!(a.members(id(1)).len() <= 3);
    }
}
