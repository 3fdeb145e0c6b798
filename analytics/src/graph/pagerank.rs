//! Page rank: who is recommended by those who are recommended.

use super::{Csr, Kind};

/// The usual damping factor.
pub const ALPHA: f64 = 0.85;

/// The relative change of a node in one round below which it is final: the error of every rank is then below 1e-12.
const SETTLED: f64 = 1e-13;
/// Sums of more numbers are added up from sums of so many.
const STRETCH: usize = 512;
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
/// Corso, Gullì, Romani: "Fast `PageRank` Computation via a Sparse Linear System", 2005), by successive
/// over-relaxation: a quarter of the rounds of the power iteration.
#[must_use]
pub fn pagerank(graph: &Csr, alpha: f64) -> Vec<f64> {
    let alpha = if alpha.is_nan() { ALPHA } else { alpha.clamp(0.0, 0.999) };
    let turned = (graph.kind() == Kind::Directed).then(|| graph.reversed());
    // Arcs into each node. An undirected row holds both.
    let into = turned.as_ref().unwrap_or(graph);
    // Without directions the matrix is similar to a symmetric positive definite one: going too far in each step converges
    // (Ostrowski, Reich), and so far is best where people fall into two sides, as in a tree (Young 1950). With directions
    // only the plain step is sure to.
    let push = if graph.kind() == Kind::Undirected { 2.0 / (1.0 + (1.0 - alpha * alpha).sqrt()) } else { 1.0 };
    let mut walk = Walk::new(graph, alpha);
    for _ in 0..ROUNDS {
        if walk.round(into, push) {
            break;
        }
    }
    let ranks = walk.ranks(into);
    let sum: f64 = ranks.chunks(STRETCH).map(|stretch| stretch.iter().sum::<f64>()).sum();
    ranks.iter().map(|rank| rank / sum).collect()
}

/// What is needed in every round, and nothing else: most of the time goes into fetching it.
struct Walk {
    /// What one unit of weight carries out of each node: α times its rank over the weight of the arcs out of it; 0 for a
    /// node without.
    share: Vec<f64>,
    /// The share of a rank of 1; larger for a node with a self-loop, which carries part of the rank we are looking for.
    per_rank: Vec<f64>,
    /// Self-loops: node and weight, ascending.
    loops: Vec<(u32, f64)>,
}

impl Walk {
    fn new(graph: &Csr, alpha: f64) -> Self {
        let mut walk = Self { share: Vec::new(), per_rank: Vec::new(), loops: Vec::new() };
        let mut all = 0.0;
        for node in 0..graph.nodes() {
            let (mut out, mut own) = (0.0, 0.0);
            for (other, weight) in graph.arcs(node) {
                out += weight;
                if other == node {
                    own = weight;
                    walk.loops.push((node, weight));
                }
            }
            walk.per_rank.push(if out > 0.0 { alpha / (out - alpha * own) } else { 0.0 });
            all += out;
        }
        // Without directions a long walk meets everybody in proportion to their ties: then all shares are about this.
        let mean = if all > 0.0 { alpha * alpha / (1.0 - alpha) * f64::from(graph.nodes()) / all } else { 0.0 };
        walk.share = walk.per_rank.iter().map(|&per_rank| if per_rank > 0.0 { per_rank + mean } else { 0.0 }).collect();
        walk
    }

    /// Solves for each node in turn; says whether none has changed any more.
    fn round(&mut self, into: &Csr, push: f64) -> bool {
        let mut settled = true;
        let mut loops = self.loops.iter().copied().peekable();
        for node in 0..into.nodes() {
            let at = node as usize;
            let mut carried = self.carried(into, node);
            // The loop's part is on the other side of the equation, in `per_rank`.
            if let Some((_, weight)) = loops.next_if(|&(own, _)| own == node) {
                carried -= weight * self.share[at];
            }
            let old = self.share[at];
            let change = push * ((1.0 + carried) * self.per_rank[at] - old);
            settled &= change.abs() <= SETTLED * old;
            self.share[at] = old + change;
        }
        settled
    }

    fn carried(&self, into: &Csr, node: u32) -> f64 {
        let (_, target, weight) = into.rows();
        let carried = |arcs: std::ops::Range<usize>| -> f64 {
            match weight {
                None => target[arcs].iter().map(|&other| self.share[other as usize]).sum(),
                Some(weight) => arcs.map(|arc| weight[arc] * self.share[target[arc] as usize]).sum(),
            }
        };
        let row = into.row(node);
        if row.len() <= STRETCH {
            return carried(row);
        }
        // The sum over 100,000 arms of a star, one after the other, would be off by 1e-12.
        row.clone().step_by(STRETCH).map(|from| carried(from..row.end.min(from + STRETCH))).sum()
    }

    /// One for the start and what is carried to each node.
    fn ranks(&self, into: &Csr) -> Vec<f64> {
        (0..into.nodes()).map(|node| 1.0 + self.carried(into, node)).collect()
    }
}
