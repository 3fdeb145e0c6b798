//! Page rank: who is recommended by those who are recommended.

use super::{Csr, Kind};

/// The usual damping factor.
pub const ALPHA: f64 = 0.85;

/// The change of the sum over one round below which the result is final. The error of each rank is then below 1e-12.
const SETTLED: f64 = 1e-14;
/// Rounds after which it is final anyway: α close to 1 may creep at the limit of precision.
const ROUNDS: usize = 10_000;

/// How much of a random walk each node gets: with probability `alpha` (0 to 0.999, else clamped; usually [`ALPHA`]) the
/// walk follows an arc, in proportion to the weights, else it starts again anywhere. A node without arcs starts again
/// anywhere, too. Sums to 1; empty for no nodes.
///
/// For "who brings good customers" build the graph from the referred to the referrer ([`Csr::reversed`]).
///
/// Page, Brin, Motwani, Winograd: "The `PageRank` Citation Ranking" (1998), the definition of `networkx` and igraph. The walk
/// that starts again anywhere only rescales, so it is enough to solve y = α Pᵀ y + 1 and to divide by the sum (Del
/// Corso, Gullì, Romani: "Fast `PageRank` Computation via a Sparse Linear System", 2005), by Gauss and Seidel's method: it
/// needs half as many rounds as the power iteration, and on trees much fewer.
#[must_use]
pub fn pagerank(graph: &Csr, alpha: f64) -> Vec<f64> {
    let alpha = if alpha.is_nan() { ALPHA } else { alpha.clamp(0.0, 0.999) };
    let turned = (graph.kind() == Kind::Directed).then(|| graph.reversed());
    // Arcs into each node. An undirected row holds both.
    let into = turned.as_ref().unwrap_or(graph);
    let out: Vec<f64> = (0..graph.nodes()).map(|node| graph.arcs(node).map(|(_, weight)| weight).sum()).collect();
    let mut rank = vec![1.0; out.len()];
    // What one unit of weight carries out of each node; 0 for a node without arcs.
    let mut share: Vec<f64> = out.iter().map(|&sum| if sum > 0.0 { alpha / sum } else { 0.0 }).collect();
    let mut sum = 0.0;
    for _ in 0..ROUNDS {
        let mut changed = 0.0;
        sum = 0.0;
        for node in 0..into.nodes() {
            let at = node as usize;
            let mut carried = 0.0;
            let mut own = 0.0;
            for (other, weight) in into.arcs(node) {
                // A self-loop carries the rank we are looking for: its part goes to the other side of the equation.
                if other == node {
                    own = weight * alpha / out[at];
                } else {
                    carried += weight * share[other as usize];
                }
            }
            let new = (1.0 + carried) / (1.0 - own);
            changed += (new - rank[at]).abs();
            sum += new;
            rank[at] = new;
            if out[at] > 0.0 {
                share[at] = new * alpha / out[at];
            }
        }
        if changed <= SETTLED * sum {
            break;
        }
    }
    for rank in &mut rank {
        *rank /= sum;
    }
    rank
}
