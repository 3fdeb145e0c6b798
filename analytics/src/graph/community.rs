//! Natural circles: groups with more ties inside than chance would give.
//!
//! Traag, Waltman, van Eck: "From Louvain to Leiden: guaranteeing well-connected communities" (2019). Other than
//! Louvain's, every community is connected.

mod leiden;
mod level;

use super::walk::Sets;
use super::{Csr, NONE, index};
use crate::order::sort_by_number;

/// Graphs up to this many nodes are divided several times, the best division is kept.
const SMALL_NODES: u32 = 2_000;
/// How often.
const SMALL_STARTS: u64 = 10;
/// The seed to take if there is no reason for another.
pub const SEED: u64 = 20_190_326;

/// A division of the nodes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Communities {
    /// The community of each node; the largest is 0, ties in the order of their smallest nodes.
    pub of: Vec<u32>,
    /// Nodes in each community.
    pub sizes: Vec<u32>,
    /// How good the division is: -0.5 to 1, see [`modularity`].
    pub modularity: f64,
}

/// Divides the people by who knows whom, directions ignored, weights counted. Every community is connected. The same
/// `seed` gives the same division everywhere; [`SEED`] if nothing speaks for another.
#[must_use]
pub fn communities(graph: &Csr, seed: u64) -> Communities {
    let turned = (graph.kind() == super::Kind::Directed).then(|| graph.undirected());
    let graph = turned.as_ref().unwrap_or(graph);
    let starts = if graph.nodes() <= SMALL_NODES { SMALL_STARTS } else { 1 };
    let mut best = Communities::default();
    for start in 0..starts {
        let of = leiden::divide(graph, seed.wrapping_add(start));
        let found = connected(graph, &of);
        let quality = modularity(graph, &found);
        if start == 0 || quality > best.modularity {
            best = Communities { of: found, sizes: Vec::new(), modularity: quality };
        }
    }
    (best.of, best.sizes) = by_size(&best.of);
    best
}

/// The share of the weight inside communities, above what it would be if the same people had tied at random (Newman,
/// Girvan 2004; as in networkx). Directions are ignored. `of[v]` is the community of node v, any number; a node without
/// one stands alone. 0 for a graph without edges.
#[must_use]
pub fn modularity(graph: &Csr, of: &[u32]) -> f64 {
    let turned = (graph.kind() == super::Kind::Directed).then(|| graph.undirected());
    let graph = turned.as_ref().unwrap_or(graph);
    let own: Vec<Option<u32>> = (0..graph.nodes()).map(|node| of.get(node as usize).copied()).collect();
    let mut names: Vec<u32> = own.iter().filter_map(|name| *name).collect();
    sort_by_number(&mut names, |&name| u64::from(name));
    names.dedup();
    let mut alone = names.len();
    let dense: Vec<usize> = own
        .iter()
        .map(|name| {
            name.and_then(|name| names.binary_search(&name).ok()).unwrap_or_else(|| {
                alone += 1;
                alone - 1
            })
        })
        .collect();
    let mut inside = vec![0.0; alone];
    let mut degree = vec![0.0; alone];
    let mut total = 0.0;
    for (a, b, weight) in graph.edges() {
        let (a, b) = (dense[a as usize], dense[b as usize]);
        total += weight;
        degree[a] += weight;
        degree[b] += weight;
        if a == b {
            inside[a] += weight;
        }
    }
    if total <= 0.0 {
        return 0.0;
    }
    let part = |(inside, degree): (&f64, &f64)| {
        let chance = degree / (2.0 * total);
        inside / total - chance * chance
    };
    inside.iter().zip(&degree).map(part).sum()
}

/// The same division with every community cut into its connected parts. Leiden's are connected but for communities the
/// last move tore apart; cutting those is always better.
fn connected(graph: &Csr, of: &[u32]) -> Vec<u32> {
    let mut sets = Sets::new(graph.nodes());
    for (a, b, _) in graph.edges() {
        if of[a as usize] == of[b as usize] {
            sets.unite(a, b);
        }
    }
    sets.numbered().of
}

/// Numbers communities by size; they must be numbered in the order of their smallest nodes.
fn by_size(of: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let count = of.iter().max().map_or(0, |&last| last as usize + 1);
    let mut sizes = vec![0u32; count];
    for &community in of {
        sizes[community as usize] += 1;
    }
    let mut order: Vec<u32> = (0..index(count)).collect();
    // The larger first: counted down from the largest number. Ties stay in order.
    sort_by_number(&mut order, |&community| u64::from(NONE - sizes[community as usize]));
    let mut rank = vec![0; count];
    for (new, &old) in (0u32..).zip(&order) {
        rank[old as usize] = new;
    }
    let of = of.iter().map(|&old| rank[old as usize]).collect();
    (of, order.iter().map(|&old| sizes[old as usize]).collect())
}
