//! Association rules with one consequent (Agrawal, Imielinski, Swami, SIGMOD 1993).

use std::collections::HashMap;

use super::{Itemset, Share};

/// "Who buys these also buys that."
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// The items on the left, ascending.
    pub from: Vec<u32>,
    /// The item on the right.
    pub to: u32,
    /// Baskets with all of them.
    pub together: usize,
    /// Baskets with the left side.
    pub from_count: usize,
    /// Baskets with the right side.
    pub to_count: usize,
}

impl Rule {
    /// Share of the baskets with the left side that have the right side too, 0 to 1.
    pub fn confidence(&self) -> f64 {
        self.together as f64 / self.from_count as f64
    }

    /// How many times more often than among all `baskets`. Never rank by it: rare pairs win.
    pub fn lift(&self, baskets: usize) -> f64 {
        self.confidence() * baskets as f64 / self.to_count as f64
    }
}

/// The rules among all frequent itemsets (as [`super::frequent`] gives them) with at least this confidence, by
/// confidence (compared as fractions), then items.
pub fn rules(itemsets: &[Itemset], confidence: Share) -> Vec<Rule> {
    let counts: HashMap<&[u32], usize> = itemsets.iter().map(|set| (set.items.as_slice(), set.count)).collect();
    let mut rules = Vec::new();
    for set in itemsets.iter().filter(|set| set.items.len() > 1) {
        for (at, &to) in set.items.iter().enumerate() {
            let mut from = set.items.clone();
            from.remove(at);
            // Every part of a frequent set is frequent, hence known.
            let (Some(&from_count), Some(&to_count)) = (counts.get(from.as_slice()), counts.get([to].as_slice()))
            else {
                continue;
            };
            if confidence.reached_by(set.count, from_count) {
                rules.push(Rule { from, to, together: set.count, from_count, to_count });
            }
        }
    }
    rules.sort_unstable_by(|a, b| {
        let (left, right) = (b.together as u128 * a.from_count as u128, a.together as u128 * b.from_count as u128);
        left.cmp(&right).then_with(|| a.cmp(b))
    });
    rules
}
