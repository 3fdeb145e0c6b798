//! The search keys of all customers, one arena per form, so that a word is looked for only where it can be.

use super::super::arena::{Arena, PART};
use super::super::dict::{Dict, Term};
use super::super::entry::Entry;
use super::super::fold::fold;
use super::super::pinyin::PinyinTable;
use super::super::search_key::Word;
use super::super::spelling::{self, NameOf};
use super::name_of;

/// The keys, by slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    /// Folded names.
    pub(super) names: Arena,
    /// Spellings of names.
    pub(super) spellings: Arena,
    /// Telephone numbers.
    pub(super) phones: Arena,
    /// Folded companies.
    pub(super) companies: Arena,
    /// Spellings of companies.
    pub(super) company_spellings: Arena,
    /// Folded codes.
    pub(super) codes: Arena,
    /// What orders by name.
    collation: Arena,
    /// Folded text and spellings of each tag, by [`Term`].
    tags: Vec<(String, Vec<u8>)>,
}

impl Keys {
    /// Makes the keys of a customer again.
    pub(super) fn set(&mut self, slot: u32, entry: &Entry, table: Option<&PinyinTable>) {
        self.names.set(slot, fold(&entry.name).as_bytes());
        let numbers: Vec<u8> = entry.phones.bytes().map(|b| if b == b' ' { PART } else { b }).collect();
        self.phones.set(slot, &numbers);
        self.companies.set(slot, fold(&entry.company).as_bytes());
        self.codes.set(slot, fold(&entry.code).as_bytes());
        self.spell(slot, entry, table);
    }

    /// Makes those keys of a customer again that depend on the pinyin table.
    fn spell(&mut self, slot: u32, entry: &Entry, table: Option<&PinyinTable>) {
        let of = name_of(entry);
        self.spellings.set(slot, &spelling::spell(&entry.name, of, table));
        self.collation.set(slot, &spelling::sort_key(&entry.name, of, table));
        self.company_spellings.set(slot, &spelling::spell(&entry.company, NameOf::Other, table));
    }

    /// Makes all keys again that depend on the pinyin table.
    pub(super) fn spell_all(&mut self, entries: &[Option<Entry>], table: Option<&PinyinTable>) {
        self.spellings = Arena::default();
        self.collation = Arena::default();
        self.company_spellings = Arena::default();
        self.tags.clear();
        for (slot, entry) in (0..).zip(entries) {
            if let Some(entry) = entry {
                self.spell(slot, entry, table);
            }
        }
    }

    /// Removes the keys of a customer.
    pub(super) fn clear(&mut self, slot: u32) {
        for arena in [
            &mut self.names,
            &mut self.spellings,
            &mut self.collation,
            &mut self.phones,
            &mut self.companies,
            &mut self.company_spellings,
            &mut self.codes,
        ] {
            arena.clear(slot);
        }
    }

    /// What orders by name.
    pub(crate) fn sort_key(&self, slot: u32) -> &[u8] {
        self.collation.get(slot)
    }

    /// Makes keys of the tags that are new in the dictionary.
    pub(super) fn learn_tags(&mut self, tags: &Dict<String>, table: Option<&PinyinTable>) {
        let known = self.tags.len();
        self.tags
            .extend(tags.iter().skip(known).map(|(_, tag)| (fold(tag), spelling::spell(tag, NameOf::Other, table))));
    }

    /// Which tags have a word, by [`Term`]; `None` when no tag has it.
    pub(super) fn tags_with(&self, word: &Word) -> Option<Vec<bool>> {
        let found: Vec<bool> = self
            .tags
            .iter()
            .map(|(text, spellings)| word.in_text(text.as_bytes()) || word.in_other_spelling(spellings))
            .collect();
        found.contains(&true).then_some(found)
    }

    /// Bytes in use.
    pub(super) fn size(&self) -> usize {
        let arenas = [
            &self.names,
            &self.spellings,
            &self.collation,
            &self.phones,
            &self.companies,
            &self.company_spellings,
            &self.codes,
        ];
        arenas.iter().map(|a| a.size()).sum::<usize>() + self.tags.iter().map(|(t, s)| t.len() + s.len()).sum::<usize>()
    }
}

/// Whether one of the tags is marked.
pub(super) fn any_marked(tags: &[Term], marked: &[bool]) -> bool {
    tags.iter().any(|tag| marked.get(tag.index()).copied().unwrap_or(false))
}
