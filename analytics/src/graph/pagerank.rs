//! Page rank: who is recommended by those who are recommended.

use super::{Csr, Kind};

/// The usual damping factor.
pub const ALPHA: f64 = 0.85;

/// The change of all ranks over one round, relative to their sum, below which the result is final: the error of every rank
/// is then below 1e-12.
const SETTLED: f64 = 2e-14;
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
        let (changed, sum) = walk.round(into, push);
        if changed <= SETTLED * sum {
            break;
        }
    }
    let sum: f64 = walk.rank.chunks(STRETCH).map(|stretch| stretch.iter().sum::<f64>()).sum();
    walk.rank.iter().map(|rank| rank / sum).collect()
}

struct Walk {
    rank: Vec<f64>,
    /// What one unit of weight carries out of each node: rank times `per_weight`.
    share: Vec<f64>,
    /// α over the weight of the arcs out of each node; 0 for a node without.
    per_weight: Vec<f64>,
    /// Weight of each node's self-loop.
    own_loop: Vec<f64>,
}

impl Walk {
    fn new(graph: &Csr, alpha: f64) -> Self {
        let nodes = graph.nodes();
        let mut per_weight = vec![0.0; nodes as usize];
        let mut own_loop = vec![0.0; nodes as usize];
        let mut all = 0.0;
        for node in 0..nodes {
            let mut out = 0.0;
            for (other, weight) in graph.arcs(node) {
                out += weight;
                if other == node {
                    own_loop[node as usize] = weight;
                }
            }
            if out > 0.0 {
                per_weight[node as usize] = alpha / out;
            }
            all += out;
        }
        // Without directions a long walk meets everybody in proportion to their ties: a good place to start from.
        let share = if all > 0.0 { f64::from(nodes) / all } else { 0.0 };
        let rank: Vec<f64> = per_weight
            .iter()
            .map(|&per_weight| {
                1.0 + if per_weight > 0.0 { alpha / (1.0 - alpha) * share * alpha / per_weight } else { 0.0 }
            })
            .collect();
        let share = rank.iter().zip(&per_weight).map(|(rank, per_weight)| rank * per_weight).collect();
        Self { rank, share, per_weight, own_loop }
    }

    /// Solves for each node in turn; says by how much the ranks changed together, and their sum.
    fn round(&mut self, into: &Csr, push: f64) -> (f64, f64) {
        let (start, target, weight) = into.rows();
        let (mut changed, mut sum) = (0.0, 0.0);
        for (at, row) in start.windows(2).enumerate() {
            let row = row[0] as usize..row[1] as usize;
            let carried = |arcs: std::ops::Range<usize>| -> f64 {
                match weight {
                    None => target[arcs].iter().map(|&other| self.share[other as usize]).sum(),
                    Some(weight) => arcs.map(|arc| weight[arc] * self.share[target[arc] as usize]).sum(),
                }
            };
            // The sum over 100,000 arms of a star, one after the other, would be off by 1e-12.
            let carried: f64 = if row.len() <= STRETCH {
                carried(row)
            } else {
                row.clone().step_by(STRETCH).map(|from| carried(from..row.end.min(from + STRETCH))).sum()
            };
            // A self-loop carries the rank we are looking for: its part goes to the other side of the equation.
            let others = carried - self.own_loop[at] * self.share[at];
            let plain = (1.0 + others) / (1.0 - self.own_loop[at] * self.per_weight[at]);
            let new = self.rank[at] + push * (plain - self.rank[at]);
            changed += (new - self.rank[at]).abs();
            sum += new;
            self.rank[at] = new;
            self.share[at] = new * self.per_weight[at];
        }
        (changed, sum)
    }
}
