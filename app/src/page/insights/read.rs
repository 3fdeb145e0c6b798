//! What the figures are made from: the customers of this device as the list holds them, waiting edits included.

use crate::store::Store;
use analytics::rfm::{Scores, Segment};
use domain::query::{Entry, Index};
use std::collections::HashMap;

/// Some customers and what they brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Count {
    /// How many.
    pub people: usize,
    /// Net revenue, minor units.
    pub net: i64,
}

impl Count {
    fn add(&mut self, net: i64) {
        self.people += 1;
        self.net = self.net.saturating_add(net);
    }

    /// Net revenue per person, minor units, towards zero; nothing for nobody.
    pub fn per_head(self) -> i64 {
        i64::try_from(self.people).ok().and_then(|n| self.net.checked_div(n)).unwrap_or(0)
    }
}

/// Codes of the lifecycle stages, in their order.
pub const STAGES: [&str; 8] = ["prospect", "new", "active", "won_back", "cooling", "at_risk", "dormant", "lost"];
/// Codes of the segments, in the order of [`Segment::ALL`].
pub const SEGMENTS: [&str; 11] = [
    "champions",
    "loyal",
    "potential_loyalist",
    "new",
    "promising",
    "needs_attention",
    "about_to_sleep",
    "at_risk",
    "cant_lose",
    "hibernating",
    "lost",
];

/// Everything about value that the list's index holds.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Value {
    /// By recency and worth, each 1 to 5: `cells[r - 1][fm - 1]`; revenue of the scoring window.
    pub cells: [[Count; 5]; 5],
    /// By segment, in the order of [`SEGMENTS`]; revenue of the scoring window.
    pub segments: [Count; 11],
    /// By stage, in the order of [`STAGES`]; revenue of 365 days.
    pub stages: [Count; 8],
    /// By place (the first unit of the region, else the country), the most revenue first; revenue of 365 days.
    pub places: Vec<(String, Count)>,
    /// Without a place.
    pub nowhere: Count,
    /// Net revenue of each scored customer within the window.
    pub window: Vec<i64>,
    /// How many customers there are.
    pub people: usize,
    /// How many of them have no score.
    pub unscored: usize,
}

/// Counts the customers of this device; those in the trash are left out.
pub fn value(store: &Store) -> Value {
    store.with_index(|index| count(index))
}

fn count(index: &Index) -> Value {
    let mut found = Value::default();
    let codes = |dict: &domain::query::Dict<String>, all: &[&str]| {
        let mut by_term = vec![None; dict.len()];
        for (term, code) in dict.iter() {
            by_term[term.index()] = all.iter().position(|c| c == code);
        }
        by_term
    };
    let segments = codes(&index.terms.segments, &SEGMENTS);
    let stages = codes(&index.terms.lifecycles, &STAGES);
    let mut places: HashMap<(usize, usize), Count> = HashMap::new();
    for (_, entry) in index.iter().filter(|(_, e)| !e.deleted) {
        found.people += 1;
        match cell(entry) {
            Some((r, fm)) => {
                found.cells[r - 1][fm - 1].add(entry.net_window);
                found.window.push(entry.net_window);
            }
            None => found.unscored += 1,
        }
        if let Some(segment) = segments.get(entry.segment.index()).copied().flatten() {
            found.segments[segment].add(entry.net_window);
        }
        if let Some(stage) = stages.get(entry.lifecycle.index()).copied().flatten() {
            found.stages[stage].add(entry.net_year);
        }
        places.entry((entry.region.index(), entry.country.index())).or_default().add(entry.net_year);
    }
    let mut by_name: HashMap<&str, Count> = HashMap::new();
    let regions: Vec<&str> = index.terms.regions.iter().map(|(_, text)| text.as_str()).collect();
    let countries: Vec<&str> = index.terms.countries.iter().map(|(_, text)| text.as_str()).collect();
    for ((region, country), here) in places {
        let region = regions.get(region).and_then(|r| r.split_whitespace().next());
        let name = region.or_else(|| countries.get(country).copied()).unwrap_or_default();
        let sum = by_name.entry(name).or_default();
        *sum = Count { people: sum.people + here.people, net: sum.net.saturating_add(here.net) };
    }
    found.nowhere = by_name.remove("").unwrap_or_default();
    found.places = by_name.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    found.places.sort_by(|a, b| b.1.net.cmp(&a.1.net).then_with(|| a.0.cmp(&b.0)));
    found
}

/// Recency and worth, each 1 to 5.
fn cell(entry: &Entry) -> Option<(usize, usize)> {
    let cell = usize::from(entry.cell()?);
    let (r, fm) = (cell / 10, cell % 10);
    ((1..=5).contains(&r) && (1..=5).contains(&fm)).then_some((r, fm))
}

/// The place of a cell's segment in [`SEGMENTS`]. The cell of recent small buyers holds two; it is named after the new ones.
pub fn segment_of(r: usize, fm: usize) -> usize {
    let score = |n: usize| u8::try_from(n).unwrap_or(1);
    let scores = Scores { r: score(r), f: score(fm), m: score(fm), net_not_positive: false };
    let segment = Segment::of(scores, true);
    Segment::ALL.iter().position(|s| *s == segment).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_codes_follow_the_order_of_their_kinds() {
        assert_eq!(SEGMENTS[segment_of(5, 5)], "champions");
        assert_eq!(SEGMENTS[segment_of(1, 5)], "cant_lose");
        assert_eq!(SEGMENTS[segment_of(5, 1)], "new");
        assert_eq!(SEGMENTS[segment_of(1, 1)], "lost");
        assert_eq!(SEGMENTS.len(), Segment::ALL.len());
        assert_eq!(STAGES.len(), analytics::lifecycle::Stage::ALL.len());
    }

    #[test]
    fn nobody_has_no_mean() {
        assert_eq!(Count::default().per_head(), 0);
        assert_eq!(Count { people: 3, net: 10 }.per_head(), 3);
    }
}
