//! All customers of the list with their search keys, kept up to date one change at a time.

mod keys;
mod search;

use super::dict::Terms;
use super::entry::{Entry, Marks, Surroundings};
use super::pinyin::PinyinTable;
use super::sort::Orders;
use super::spelling::NameOf;
use super::view::Passing;
use crate::id::RowId;
use crate::row::Row;
use keys::Keys;
use search::LastSearch;
use std::collections::HashMap;

/// The customers of the list.
///
/// Every customer has a *slot*, a small number that stays the same until [`Index::remove`]; selections are lists of slots.
/// A row in the trash keeps its entry (the trash is a view); remove an entry when its row is gone from the device.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(super) entries: Vec<Option<Entry>>,
    slots: HashMap<RowId, u32>,
    free: Vec<u32>,
    /// The dictionaries of all entries; [`Entry::build`] writes to them.
    pub terms: Terms,
    pinyin: Option<PinyinTable>,
    pub(super) keys: Keys,
    pub(super) orders: Orders,
    pub(super) last: Option<LastSearch>,
    pub(super) passing: Option<Passing>,
}

impl Index {
    /// Builds the entry of a customer from its rows (see [`Entry::build`]) and puts it in. Returns its slot.
    pub fn upsert_rows(
        &mut self,
        surroundings: Surroundings<'_>,
        customer: &Row,
        contact_points: &[&Row],
        score: Option<&Row>,
        marks: Marks,
    ) -> u32 {
        let entry = Entry::build(&mut self.terms, surroundings, customer, contact_points, score, marks);
        self.upsert(entry)
    }

    /// Puts in an entry built with [`Index::terms`], in place of the one with the same id. Returns its slot.
    pub fn upsert(&mut self, entry: Entry) -> u32 {
        let known = self.slots.get(&entry.id).copied();
        let slot = known.unwrap_or_else(|| self.new_slot());
        let place = slot as usize;
        if self.entries.len() <= place {
            self.entries.resize(place + 1, None);
        }
        let before = self.entries[place].take();
        if before.as_ref() != Some(&entry) {
            if before.as_ref().is_none_or(|b| !same_keys(b, &entry)) {
                self.keys.set(slot, &entry, self.pinyin.as_ref());
            }
            self.changed(slot);
        }
        self.slots.insert(entry.id, slot);
        self.entries[place] = Some(entry);
        slot
    }

    /// Takes a customer out; false when it was not there.
    pub fn remove(&mut self, id: RowId) -> bool {
        let Some(slot) = self.slots.remove(&id) else { return false };
        self.entries[slot as usize] = None;
        self.keys.clear(slot);
        self.changed(slot);
        self.free.push(slot);
        true
    }

    /// Forgets what a change of the customer in a slot makes wrong.
    fn changed(&mut self, slot: u32) {
        self.orders.touch(slot);
        self.last = None;
        self.passing = None;
    }

    /// Gives the index the readings of Chinese characters, once they are loaded; until then names are found by their text
    /// only and sorted by character. Makes all spellings again: about a microsecond per customer.
    pub fn set_pinyin(&mut self, table: PinyinTable) {
        self.pinyin = Some(table);
        self.keys.spell_all(&self.entries, self.pinyin.as_ref());
        self.orders = Orders::default();
        self.last = None;
    }

    /// Whether [`Index::set_pinyin`] was called.
    pub fn has_pinyin(&self) -> bool {
        self.pinyin.is_some()
    }

    /// The entry in a slot.
    pub fn entry(&self, slot: u32) -> Option<&Entry> {
        self.entries.get(slot as usize).and_then(Option::as_ref)
    }

    /// The slot of a customer.
    pub fn slot(&self, id: RowId) -> Option<u32> {
        self.slots.get(&id).copied()
    }

    /// The entry of a customer.
    pub fn get(&self, id: RowId) -> Option<&Entry> {
        self.entry(self.slot(id)?)
    }

    /// How many customers there are, those in the trash included.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are no customers.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// All entries with their slots, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Entry)> {
        (0..).zip(&self.entries).filter_map(|(slot, entry)| Some((slot, entry.as_ref()?)))
    }

    /// The heading under which a customer stands in a list by name: the first letter of the name's pinyin, `A` to `Z`, or `#`.
    pub fn heading(&self, slot: u32) -> char {
        match self.keys.sort_key(slot).first() {
            Some(letter) if letter.is_ascii_lowercase() => char::from(letter.to_ascii_uppercase()),
            _ => '#',
        }
    }

    /// Bytes used by the search keys; for diagnostics.
    pub fn key_bytes(&self) -> usize {
        self.keys.size()
    }

    fn new_slot(&mut self) -> u32 {
        // Slots are never more than customers that were there at one time, and memory ends long before 2^32 of those.
        self.free.pop().unwrap_or_else(|| u32::try_from(self.entries.len()).unwrap_or(u32::MAX))
    }
}

/// Whether two entries are found and named the same.
fn same_keys(a: &Entry, b: &Entry) -> bool {
    a.name == b.name && a.kind == b.kind && a.company == b.company && a.code == b.code && a.phones == b.phones
}

/// How the name of a customer is to be read.
fn name_of(entry: &Entry) -> NameOf {
    match entry.kind {
        super::CustomerKind::Person => NameOf::Person,
        super::CustomerKind::Company => NameOf::Other,
    }
}
