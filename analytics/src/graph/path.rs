//! Introductions: who can bring me to whom.

mod search;
mod yen;

use super::csr::Merge;
use super::{Csr, Kind};
use search::Search;

/// One billionth of a cost is the smallest difference that counts: sums of whole numbers do not depend on the order.
const UNITS: f64 = 1e9;
/// The largest cost of a tie: nobody introduces anybody over it, and a path over 100,000 of them still adds up.
const MOST: f64 = 1e3;

/// A tie between two people, as far as an introduction is concerned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tie {
    /// The two people.
    pub ends: (u32, u32),
    /// How likely a request is passed on: above 0, at most 1. See [`strength_of`].
    pub strength: f64,
    /// What time without contact costs: 0 for a living tie, 1 for one that passes on a request 1/e as likely.
    pub staleness: f64,
}

/// The strength of a tie of level 1 to 5 (others are clamped): its sixth, so that even two best friends in a row are
/// less than one.
pub fn strength_of(level: u8) -> f64 {
    f64::from(level.clamp(1, 5)) / 6.0
}

/// What staleness to give a tie without contact for `days`: a year costs 0.5, more than four years no more than 2.
pub fn staleness_of(days: u32) -> f64 {
    (f64::from(days) / 730.0).min(2.0)
}

/// Ties by what they cost: -ln(strength) + staleness. The cheapest path is the one a request most likely gets through.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Weights are costs in billionths, plus one for the step itself: at least 1.
    ties: Csr,
}

/// A way from one person to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Everybody on the way, both ends included, nobody twice.
    pub nodes: Vec<u32>,
    /// The sum of the costs of its ties; e to the minus this is the chance that a request gets through.
    pub cost: f64,
}

impl Network {
    /// Builds the network of `nodes` people. Of several ties between two people the cheapest counts; ties with a bad
    /// strength or staleness, or to people who do not exist, are left out and reported by [`Network::rejected`].
    #[must_use]
    pub fn build(kind: Kind, nodes: u32, ties: &[Tie]) -> Self {
        let edges: Vec<(u32, u32)> = ties.iter().map(|tie| tie.ends).collect();
        let costs: Vec<f64> = ties.iter().map(price).collect();
        Self { ties: Csr::merging(kind, nodes, &edges, Some(&costs), Merge::Smallest) }
    }

    /// Ties that were left out, by their place in the list.
    pub fn rejected(&self) -> &super::Rejected {
        &self.ties.rejected
    }

    /// The `k` cheapest ways from one person to another without meeting anybody twice, cheapest first; of equal ones the
    /// shorter first, and always the same ones. Fewer if there are fewer, none if an end does not exist; the
    /// way from a person to itself is the person alone.
    ///
    /// Yen: "Finding the K Shortest Loopless Paths in a Network" (1971), without Lawler's repetitions (1972). One search
    /// back from the goal tells every later one how far it is at least (Hart, Nilsson, Raphael 1968), so that these go
    /// almost straight.
    #[must_use]
    pub fn introductions(&self, from: u32, to: u32, k: usize) -> Vec<Path> {
        if from >= self.ties.nodes() || to >= self.ties.nodes() || k == 0 {
            return Vec::new();
        }
        let back = match self.ties.kind() {
            Kind::Undirected => None,
            Kind::Directed => Some(self.ties.reversed()),
        };
        let ahead = search::all(back.as_ref().unwrap_or(&self.ties), to);
        let mut search = Search::new(&self.ties, &ahead);
        let found = yen::shortest(&mut search, from, to, k);
        found
            .into_iter()
            // The price counts one for every step.
            .map(|(price, nodes)| Path { cost: (price + 1).saturating_sub(nodes.len() as u64) as f64 / UNITS, nodes })
            .collect()
    }
}

/// The cost in whole billionths and one for the step; not a number if the tie cannot be used.
fn price(tie: &Tie) -> f64 {
    let cost = tie.staleness - libm::log(tie.strength);
    let valid = tie.strength > 0.0 && tie.strength <= 1.0 && tie.staleness >= 0.0;
    if valid { (cost.min(MOST) * UNITS).round() + 1.0 } else { f64::NAN }
}
