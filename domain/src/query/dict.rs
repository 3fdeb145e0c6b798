//! Interned values: a number in the entry, the text once.

use crate::id::StaffId;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// The number of an interned value within its [`Dict`].
///
/// 32 bits, because regions and tags are free text: an import may bring more than 65,536 different ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Term(u32);

impl Term {
    /// "Not set": the empty text, nobody.
    pub const UNSET: Self = Self(0);

    /// The number as an index into tables with one place per value.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A dictionary of values. It only grows; number 0 is always the default value ("not set").
#[derive(Clone, Debug)]
pub struct Dict<K> {
    values: Vec<K>,
    terms: HashMap<K, Term>,
}

impl<K: Clone + Default + Eq + Hash> Default for Dict<K> {
    fn default() -> Self {
        Self { values: vec![K::default()], terms: HashMap::from([(K::default(), Term::UNSET)]) }
    }
}

impl<K: Clone + Default + Eq + Hash> Dict<K> {
    /// The number of a value, a new one if it has none yet.
    pub fn intern<Q>(&mut self, value: &Q) -> Term
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(term) = self.terms.get(value) {
            return *term;
        }
        // More values than a `u32` counts do not fit into memory, least of all into the page's.
        let Ok(number) = u32::try_from(self.values.len()) else { return Term::UNSET };
        let term = Term(number);
        self.values.push(value.to_owned());
        self.terms.insert(value.to_owned(), term);
        term
    }

    /// The number of a value, if any customer ever had it.
    pub fn find<Q>(&self, value: &Q) -> Option<Term>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.terms.get(value).copied()
    }

    /// The values with their numbers, in the order in which they were first seen; "not set" is the first.
    pub fn iter(&self) -> impl Iterator<Item = (Term, &K)> {
        (0u32..).map(Term).zip(&self.values)
    }

    /// How many values there are, "not set" included.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether only "not set" is there.
    pub fn is_empty(&self) -> bool {
        self.values.len() == 1
    }

    /// The value of a number; `None` for a number of another dictionary.
    pub fn value(&self, term: Term) -> Option<&K> {
        self.values.get(term.index())
    }
}

impl Dict<String> {
    /// The text of a number; empty for "not set".
    pub fn text(&self, term: Term) -> &str {
        self.value(term).map_or("", String::as_str)
    }
}

/// The dictionaries behind the entries of one [`super::Index`].
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Responsible members of staff; "not set" ([`StaffId::NIL`]) is the unassigned pool.
    pub owners: Dict<StaffId>,
    /// Places in words, the largest unit first.
    pub regions: Dict<String>,
    /// Countries.
    pub countries: Dict<String>,
    /// Tiers of the default scheme.
    pub tiers: Dict<String>,
    /// Lifecycle stages (derived).
    pub lifecycles: Dict<String>,
    /// Segments of the 5x5 map.
    pub segments: Dict<String>,
    /// Sales stages (set by hand).
    pub stages: Dict<String>,
    /// Channels of interactions.
    pub channels: Dict<String>,
    /// ISO 4217 codes.
    pub currencies: Dict<String>,
    /// Tags.
    pub tags: Dict<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_the_same_number_and_empty_is_unset() {
        let mut d = Dict::<String>::default();
        let vip = d.intern("vip");
        assert_eq!((d.intern("vip"), d.find("vip"), d.text(vip)), (vip, Some(vip), "vip"));
        assert_eq!((d.intern(""), d.find("gone")), (Term::UNSET, None));
        assert_eq!(d.len(), 2);
    }
}
