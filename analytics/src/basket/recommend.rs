//! What to offer next: items often bought by those who bought what this customer has.

use std::collections::{BTreeMap, BTreeSet};

use super::tidy;

/// Pairs bought together less often say nothing.
const LEAST_TOGETHER: usize = 5;

/// Learned from the items of each customer.
#[derive(Clone, Debug, Default)]
pub struct Recommender {
    customers: usize,
    counts: BTreeMap<u32, usize>,
    /// By item: the items bought by the same customers, with how many.
    together: BTreeMap<u32, Vec<(u32, usize)>>,
}

/// An item to offer, with the figures behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// The item.
    pub item: u32,
    /// Sum over the owned items i of `c_ij` / (sqrt(`n_i`) `n_j`^0.25); for ranking only.
    pub score: f64,
    /// The owned item that speaks for it most.
    pub because: u32,
    /// Customers who bought both.
    pub together: usize,
    /// Customers who bought `because`.
    pub of: usize,
    /// Share of all customers who bought both, 0 to 1.
    pub support: f64,
    /// `together` / `of`, 0 to 1.
    pub confidence: f64,
    /// Confidence over the item's share of all customers. To show, never to rank by.
    pub lift: f64,
}

impl Recommender {
    /// Learns from what each customer bought. Neither the order of customers nor of items matters.
    pub fn learn(baskets: &[Vec<u32>]) -> Self {
        let baskets = tidy(baskets);
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        let mut pairs: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for basket in &baskets {
            for (at, &item) in basket.iter().enumerate() {
                *counts.entry(item).or_default() += 1;
                for &other in &basket[at + 1..] {
                    *pairs.entry((item, other)).or_default() += 1;
                }
            }
        }
        let mut together: BTreeMap<u32, Vec<(u32, usize)>> = BTreeMap::new();
        for ((a, b), count) in pairs.into_iter().filter(|&(_, count)| count >= LEAST_TOGETHER) {
            together.entry(a).or_default().push((b, count));
            together.entry(b).or_default().push((a, count));
        }
        Self { customers: baskets.len(), counts, together }
    }

    /// The best `most` items for somebody who owns these. Owned items are offered again only if `repeatable` says so.
    pub fn suggest(&self, owned: &[u32], repeatable: impl Fn(u32) -> bool, most: usize) -> Vec<Suggestion> {
        let owned: BTreeSet<u32> = owned.iter().copied().collect();
        let mut best: BTreeMap<u32, (f64, f64, u32, usize)> = BTreeMap::new();
        for &item in &owned {
            let count = self.counts.get(&item).copied().unwrap_or(0);
            for &(other, together) in self.together.get(&item).map_or(&[][..], Vec::as_slice) {
                if owned.contains(&other) && !repeatable(other) {
                    continue;
                }
                let theirs = self.counts.get(&other).copied().unwrap_or(1) as f64;
                let part = together as f64 / ((count as f64).sqrt() * theirs.sqrt().sqrt());
                let entry = best.entry(other).or_insert((0.0, 0.0, item, together));
                entry.0 += part;
                if part > entry.1 {
                    (entry.1, entry.2, entry.3) = (part, item, together);
                }
            }
        }
        let all = self.customers.max(1) as f64;
        let mut suggestions: Vec<Suggestion> = best
            .into_iter()
            .map(|(item, (score, _, because, together))| {
                let of = self.counts.get(&because).copied().unwrap_or(1);
                let confidence = together as f64 / of as f64;
                let share = self.counts.get(&item).copied().unwrap_or(1) as f64 / all;
                let support = together as f64 / all;
                Suggestion { item, score, because, together, of, support, confidence, lift: confidence / share }
            })
            .collect();
        suggestions.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.item.cmp(&b.item)));
        suggestions.truncate(most);
        suggestions
    }
}
