//! Frequent itemsets by vertical bit sets (Eclat: Zaki, IEEE TKDE 12 (2000)), depth first with an explicit stack.

use std::collections::BTreeMap;

use super::{Share, tidy};

/// Items that are bought together often enough.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Itemset {
    /// The items, ascending.
    pub items: Vec<u32>,
    /// In how many baskets all of them are.
    pub count: usize,
}

/// The threshold is so low that there would be more itemsets than anybody can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// The limit.
    pub most: usize,
}

impl std::fmt::Display for TooMany {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "more than {} frequent itemsets: raise the smallest support", self.most)
    }
}

impl std::error::Error for TooMany {}

/// More itemsets than this are refused.
const MOST: usize = 2_000_000;

/// A prefix and the items that can follow it, each with the baskets they share.
struct Branch {
    prefix: Vec<u32>,
    next: Vec<(u32, Vec<u64>)>,
}

/// All itemsets in at least `support` of the baskets, by size, then by items. An item counts once per basket.
///
/// # Errors
/// [`TooMany`] beyond two million itemsets.
pub fn frequent(baskets: &[Vec<u32>], support: Share) -> Result<Vec<Itemset>, TooMany> {
    let baskets = tidy(baskets);
    let least = support.least_of(baskets.len());
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for &item in baskets.iter().flatten() {
        *counts.entry(item).or_default() += 1;
    }
    counts.retain(|_, count| *count >= least);
    let mut columns: BTreeMap<u32, Vec<u64>> =
        counts.keys().map(|&item| (item, vec![0u64; baskets.len().div_ceil(64)])).collect();
    for (at, basket) in baskets.iter().enumerate() {
        for item in basket {
            if let Some(bits) = columns.get_mut(item) {
                bits[at / 64] |= 1 << (at % 64);
            }
        }
    }
    let mut found = Vec::new();
    let mut stack = vec![Branch { prefix: Vec::new(), next: columns.into_iter().collect() }];
    while let Some(branch) = stack.pop() {
        for (at, (item, bits)) in branch.next.iter().enumerate() {
            let mut items = branch.prefix.clone();
            items.push(*item);
            found.push(Itemset { items: items.clone(), count: ones(bits) });
            if found.len() > MOST {
                return Err(TooMany { most: MOST });
            }
            let mut next = Vec::new();
            for (other, theirs) in &branch.next[at + 1..] {
                let both: Vec<u64> = bits.iter().zip(theirs).map(|(a, b)| a & b).collect();
                if ones(&both) >= least {
                    next.push((*other, both));
                }
            }
            if !next.is_empty() {
                stack.push(Branch { prefix: items, next });
            }
        }
    }
    found.sort_unstable_by(|a, b| a.items.len().cmp(&b.items.len()).then_with(|| a.items.cmp(&b.items)));
    Ok(found)
}

fn ones(bits: &[u64]) -> usize {
    bits.iter().map(|word| word.count_ones() as usize).sum()
}
