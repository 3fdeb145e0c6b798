//! Searching: every word of a query in every form, by one pass over the keys or, when few customers are left, by looking at
//! each of them.

use super::super::arena::scan_text;
use super::super::search_key::{Query, Rank, Word};
use super::super::spelling;
use super::Index;
use super::keys::any_marked;

/// Not found.
const MISS: u8 = u8::MAX;
/// With fewer customers found exactly, similar ones are looked for too.
const FEW: usize = 5;
/// Looking at one customer costs about as much as passing over this many.
const PROBE_COST: usize = 6;

/// The answer to the last query, kept because the next one is probably the same or longer.
#[derive(Clone, Debug)]
pub(crate) struct LastSearch {
    query: Query,
    /// The rank of each slot, [`MISS`] for those not found.
    ranks: Vec<u8>,
    /// The slots found exactly, ascending.
    exact: Vec<u32>,
    /// Whether similar ones were looked for.
    near: bool,
}

impl LastSearch {
    /// How well a customer answers the query.
    pub(crate) fn rank(&self, slot: u32) -> Option<Rank> {
        self.ranks.get(slot as usize).and_then(|r| Rank::ALL.get(usize::from(*r))).copied()
    }
}

impl Index {
    /// Answers a query into [`Index::last`]. The answer does not depend on earlier queries, only the time does.
    pub(crate) fn search(&mut self, query: &Query) {
        if self.last.as_ref().is_some_and(|last| last.query == *query) {
            return;
        }
        self.keys.learn_tags(&self.terms.tags, self.pinyin.as_ref());
        let last = self.last.take();
        let within = last.as_ref().filter(|last| query.narrows(&last.query)).map(|last| last.exact.clone());
        let mut ranks = self.rank_all(query, within, false);
        let exact = found(&ranks);
        let may_be_near = query.words.iter().any(|w| w.near_letters().is_some());
        let near = exact.len() < FEW && may_be_near;
        if near {
            let within =
                last.filter(|last| last.near && query.narrows_near(&last.query)).map(|last| found(&last.ranks));
            ranks = self.rank_all(query, within, true);
        }
        self.last = Some(LastSearch { query: query.clone(), ranks, exact, near });
    }

    /// The rank of each slot: that of the word found worst. `within` are the only slots that can be found at all.
    fn rank_all(&self, query: &Query, within: Option<Vec<u32>>, near: bool) -> Vec<u8> {
        let mut total: Option<Vec<u8>> = None;
        let mut candidates = within;
        for word in &query.words {
            let ranks = match &candidates {
                Some(slots) if slots.len() * PROBE_COST < self.entries.len() => self.probe(word, slots, near),
                _ => self.pass(word, near),
            };
            let combined = match total.take() {
                None => ranks,
                Some(mut total) => {
                    // `MISS` is the largest rank, so a customer without one of the words is not found.
                    total.iter_mut().zip(&ranks).for_each(|(t, r)| *t = (*t).max(*r));
                    total
                }
            };
            candidates = Some(found(&combined));
            total = Some(combined);
        }
        total.unwrap_or_default()
    }

    /// One word, by passing over the keys.
    fn pass(&self, word: &Word, near: bool) -> Vec<u8> {
        let mut ranks = vec![MISS; self.entries.len()];
        let mut put = |slot: u32, rank: Rank| {
            let place = &mut ranks[slot as usize];
            *place = (*place).min(rank as u8);
        };
        scan_text(&self.keys.names, &word.text, |slot, name| {
            if let Some(rank) = word.in_name(name) {
                put(slot, rank);
            }
        });
        scan_text(&self.keys.companies, &word.text, |slot, _| put(slot, Rank::Company));
        scan_text(&self.keys.codes, &word.text, |slot, _| put(slot, Rank::Code));
        if let Some(byte) = word.letters.as_deref().and_then(|l| spelling::anchor(l.as_bytes())) {
            self.keys.spellings.scan(byte, |slot, record, _| {
                if let Some(rank) = word.in_name_spelling(record) {
                    put(slot, rank);
                }
                true
            });
            self.keys.company_spellings.scan(byte, |slot, record, _| {
                if word.in_other_spelling(record) {
                    put(slot, Rank::Company);
                }
                true
            });
        }
        if let Some(digits) = &word.digits {
            scan_text(&self.keys.phones, digits, |slot, record| {
                if let Some(rank) = word.in_phones(record) {
                    put(slot, rank);
                }
            });
        }
        if let Some(marked) = self.keys.tags_with(word) {
            for (slot, entry) in self.iter() {
                if any_marked(&entry.tags, &marked) {
                    put(slot, Rank::Tag);
                }
            }
        }
        if near && let Some(letters) = word.near_letters() {
            for (slot, record) in self.keys.spellings.iter() {
                if spelling::find_near(record, letters) {
                    put(slot, Rank::Near);
                }
            }
        }
        ranks
    }

    /// One word, by looking at some customers only.
    fn probe(&self, word: &Word, slots: &[u32], near: bool) -> Vec<u8> {
        let mut ranks = vec![MISS; self.entries.len()];
        let marked = self.keys.tags_with(word);
        let near = if near { word.near_letters() } else { None };
        for &slot in slots {
            let tagged = || {
                let tags = self.entry(slot).map(|e| &*e.tags).unwrap_or_default();
                marked.as_ref().is_some_and(|marked| any_marked(tags, marked)).then_some(Rank::Tag)
            };
            let (spellings, company) = (self.keys.spellings.get(slot), self.keys.company_spellings.get(slot));
            let in_company = || word.in_text(self.keys.companies.get(slot)) || word.in_other_spelling(company);
            // In the order of the ranks, so that the first answer is the best.
            let rank = word
                .in_name(self.keys.names.get(slot))
                .or_else(|| word.in_name_spelling(spellings))
                .or_else(|| word.in_phones(self.keys.phones.get(slot)))
                .or_else(|| in_company().then_some(Rank::Company))
                .or_else(tagged)
                .or_else(|| word.in_text(self.keys.codes.get(slot)).then_some(Rank::Code))
                .or_else(|| near.is_some_and(|l| spelling::find_near(spellings, l)).then_some(Rank::Near));
            if let Some(rank) = rank {
                ranks[slot as usize] = rank as u8;
            }
        }
        ranks
    }
}

/// The slots found, ascending.
fn found(ranks: &[u8]) -> Vec<u32> {
    (0..).zip(ranks).filter(|(_, rank)| **rank != MISS).map(|(slot, _)| slot).collect()
}
