//! The order of the list.

use super::entry::Entry;
use super::index::Index;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// By what the list is ordered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    /// The best answers to the query first, then by name; without a query by name.
    #[default]
    Relevance,
    /// The name, by pinyin and character.
    Name,
    /// The day of the last interaction.
    LastContact,
    /// Net revenue of the last 365 days.
    NetYear,
    /// The last day with a purchase.
    LastPurchase,
    /// The day of entry.
    Created,
}

impl SortKey {
    /// All keys with their names in addresses and saved views.
    const NAMES: [(Self, &'static str); 6] = [
        (Self::Relevance, "relevance"),
        (Self::Name, "name"),
        (Self::LastContact, "last_contact"),
        (Self::NetYear, "net_year"),
        (Self::LastPurchase, "last_purchase"),
        (Self::Created, "created"),
    ];
}

/// The order of the list. Customers without a value (never bought) come last in both directions; those with equal values are
/// ordered by id, ascending, in both directions. [`SortKey::Relevance`] has one direction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// From the largest to the smallest, from the newest to the oldest.
    #[serde(default)]
    pub descending: bool,
}

impl Sort {
    /// An order from its parts.
    pub fn new(key: SortKey, descending: bool) -> Self {
        Self { key, descending }
    }

    /// The order as text: the key's name, with `-` in front when descending.
    pub fn to_text(self) -> String {
        let name = SortKey::NAMES.iter().find(|(key, _)| *key == self.key).map_or("", |(_, name)| name);
        format!("{}{name}", if self.descending { "-" } else { "" })
    }

    /// Reads [`Sort::to_text`].
    pub fn from_text(text: &str) -> Option<Self> {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
        let (key, _) = SortKey::NAMES.iter().find(|(_, n)| *n == name)?;
        Some(Self { key: *key, descending })
    }

    /// The number by which entries are ordered; `None` for entries that have none, and for names.
    fn number(self, entry: &Entry) -> Option<i64> {
        match self.key {
            SortKey::Relevance | SortKey::Name => None,
            SortKey::LastContact => entry.last_contact.map(i64::from),
            SortKey::NetYear => Some(entry.net_year),
            SortKey::LastPurchase => entry.last_purchase.map(i64::from),
            SortKey::Created => Some(i64::from(entry.created)),
        }
    }
}

impl Index {
    /// Compares the customers in two slots. A total order: only the same customer is equal to itself.
    pub fn compare(&self, sort: Sort, a: u32, b: u32) -> Ordering {
        let direction = |o: Ordering| if sort.descending { o.reverse() } else { o };
        let (Some(one), Some(other)) = (self.entry(a), self.entry(b)) else {
            return self.entry(a).is_none().cmp(&self.entry(b).is_none()).then(a.cmp(&b));
        };
        let by_key = match (sort.key, sort.number(one), sort.number(other)) {
            (SortKey::Relevance | SortKey::Name, ..) => direction(self.keys.sort_key(a).cmp(self.keys.sort_key(b))),
            (_, Some(x), Some(y)) => direction(x.cmp(&y)),
            // "Has none" is larger than any value, whatever the direction.
            (_, x, y) => x.is_none().cmp(&y.is_none()),
        };
        by_key.then_with(|| one.id.cmp(&other.id))
    }

    /// Brings the order up to date. `sort` is not [`SortKey::Relevance`].
    pub(super) fn refresh_order(&mut self, sort: Sort) {
        let mut orders = std::mem::take(&mut self.orders);
        if let Some(order) = orders.0.iter_mut().find(|o| o.sort == sort) {
            self.merge(order);
        } else {
            orders.0.push(Order { sort, slots: self.in_order(sort), touched: Vec::new() });
        }
        self.orders = orders;
    }

    /// All slots in the order of [`Index::compare`], by keys gathered beforehand.
    fn in_order(&self, sort: Sort) -> Vec<u32> {
        if matches!(sort.key, SortKey::Relevance | SortKey::Name) {
            let mut keyed: Vec<_> = self.iter().map(|(slot, e)| (self.keys.sort_key(slot), e.id, slot)).collect();
            keyed.sort_unstable_by(|a, b| {
                let by_name = if sort.descending { b.0.cmp(a.0) } else { a.0.cmp(b.0) };
                by_name.then_with(|| a.1.cmp(&b.1))
            });
            return keyed.into_iter().map(|(.., slot)| slot).collect();
        }
        // Not the negative of a number but its complement reverses the order of all of them.
        let directed = |n: i64| if sort.descending { !n } else { n };
        let key = |e: &Entry| sort.number(e).map_or((true, 0), |n| (false, directed(n)));
        let mut keyed: Vec<_> = self.iter().map(|(slot, e)| (key(e), e.id, slot)).collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(.., slot)| slot).collect()
    }

    /// Puts the touched slots where they belong now: one pass, however many they are.
    fn merge(&self, order: &mut Order) {
        if order.touched.is_empty() {
            return;
        }
        let mut moved = vec![false; self.entries.len()];
        for slot in &order.touched {
            if let Some(place) = moved.get_mut(*slot as usize) {
                *place = true;
            }
        }
        let mut fresh: Vec<u32> = (0..).zip(&moved).filter(|(_, m)| **m).map(|(slot, _)| slot).collect();
        fresh.retain(|slot| self.entry(*slot).is_some());
        fresh.sort_unstable_by(|a, b| self.compare(order.sort, *a, *b));
        let old = std::mem::take(&mut order.slots);
        let rest: Vec<u32> = old.into_iter().filter(|slot| !moved[*slot as usize]).collect();
        let mut out = Vec::with_capacity(rest.len() + fresh.len());
        let mut from = 0;
        for slot in fresh {
            let until = from + rest[from..].partition_point(|other| self.compare(order.sort, *other, slot).is_lt());
            out.extend_from_slice(&rest[from..until]);
            out.push(slot);
            from = until;
        }
        out.extend_from_slice(&rest[from..]);
        order.slots = out;
        order.touched = Vec::new();
    }
}

/// All customers in one order, as of some moment, and the slots that changed since.
#[derive(Clone, Debug)]
struct Order {
    sort: Sort,
    slots: Vec<u32>,
    touched: Vec<u32>,
}

/// The orders that were asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders(Vec<Order>);

impl Orders {
    /// Notes that the customer in a slot changed, came or went.
    pub(super) fn touch(&mut self, slot: u32) {
        for order in &mut self.0 {
            order.touched.push(slot);
        }
        // An order that most customers have left is cheaper to make anew, if it is asked for again at all.
        self.0.retain(|order| order.touched.len() <= 64 + order.slots.len() / 2);
    }

    /// The slots in an order, after [`Index::refresh_order`].
    pub(super) fn slots(&self, sort: Sort) -> &[u32] {
        self.0.iter().find(|o| o.sort == sort).map_or(&[], |o| &o.slots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_have_a_text_form() {
        for (key, _) in SortKey::NAMES {
            for descending in [false, true] {
                let sort = Sort::new(key, descending);
                assert_eq!(Sort::from_text(&sort.to_text()), Some(sort));
            }
        }
        assert_eq!(Sort::new(SortKey::NetYear, true).to_text(), "-net_year");
        assert_eq!(Sort::from_text("--name"), None);
    }
}
