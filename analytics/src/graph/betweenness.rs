//! Betweenness: how many shortest ways between others lead through a person.
//!
//! Brandes: "A Faster Algorithm for Betweenness Centrality" (2001); sampled: Brandes, Pich: "Centrality Estimation in
//! Large Networks" (2007). Ways are counted in steps; weights are strengths, not lengths, and play no part.

use super::{Csr, Random, UNREACHED};
use crate::order::sort_by_number;

/// Up to this many nodes [`betweenness`] looks at all of them.
pub const EXACT_NODES: u32 = 5_000;
/// Starting points for larger graphs: the error of important nodes stays at a few per cent.
pub const PIVOTS: u32 = 64;
/// Draws the pivots.
const SEED: u64 = 0x6A69_7061_6E00_0005;

/// Exact up to [`EXACT_NODES`] nodes, else from [`PIVOTS`] sampled starting points, always the same ones.
///
/// 0 to 1: the share of the pairs of other people whose shortest ways lead through the person, as networkx normalises
/// it; ordered pairs if the graph is directed. A pair with several shortest ways counts in parts.
#[must_use]
pub fn betweenness(graph: &Csr) -> Vec<f64> {
    if graph.nodes() <= EXACT_NODES { exact(graph) } else { sampled(graph, PIVOTS, SEED) }
}

/// From every starting point. O(n m): a second at 5,000 nodes.
#[must_use]
pub fn exact(graph: &Csr) -> Vec<f64> {
    let all: Vec<u32> = (0..graph.nodes()).collect();
    from_pivots(graph, &all)
}

/// From `pivots` starting points drawn with `seed`, scaled to all; exact from as many pivots as nodes.
#[must_use]
pub fn sampled(graph: &Csr, pivots: u32, seed: u64) -> Vec<f64> {
    if pivots >= graph.nodes() {
        return exact(graph);
    }
    let mut all: Vec<u32> = (0..graph.nodes()).collect();
    let mut random = Random::new(seed);
    // The first steps of a shuffle draw without repetition.
    for at in 0..pivots {
        let other = at + random.below(graph.nodes() - at);
        all.swap(at as usize, other as usize);
    }
    all.truncate(pivots as usize);
    sort_by_number(&mut all, |&node| u64::from(node));
    from_pivots(graph, &all)
}

fn from_pivots(graph: &Csr, pivots: &[u32]) -> Vec<f64> {
    let nodes = graph.nodes() as usize;
    let mut sums = vec![0.0; nodes];
    let mut pass = Pass::new(nodes);
    for &pivot in pivots {
        pass.forward(graph, pivot);
        pass.backward(graph, &mut sums);
    }
    if nodes > 2 && !pivots.is_empty() {
        let n = nodes as f64;
        let scale = n / pivots.len() as f64 / ((n - 1.0) * (n - 2.0));
        for sum in &mut sums {
            *sum *= scale;
        }
    }
    sums
}

/// Numbers of shortest ways above this are scaled down, level by level: they may double with every step.
const MANY: f64 = 1e200;
/// Ways too few to count beside the others of a level must not become none: they are divided by.
const FEWEST: f64 = 1e-200;

/// One breadth-first search and the way back.
struct Pass {
    steps: Vec<u32>,
    /// Number of shortest ways from the pivot, times the scale of the level.
    ways: Vec<f64>,
    dependency: Vec<f64>,
    /// Nodes in the order they were reached.
    order: Vec<u32>,
    /// Where each level starts in `order`, and by what its ways were scaled against the level above.
    levels: Vec<(usize, f64)>,
}

impl Pass {
    fn new(nodes: usize) -> Self {
        Self {
            steps: vec![UNREACHED; nodes],
            ways: vec![0.0; nodes],
            dependency: vec![0.0; nodes],
            order: Vec::with_capacity(nodes),
            levels: Vec::new(),
        }
    }

    fn forward(&mut self, graph: &Csr, pivot: u32) {
        for &node in &self.order {
            self.steps[node as usize] = UNREACHED;
            self.ways[node as usize] = 0.0;
            self.dependency[node as usize] = 0.0;
        }
        self.order.clear();
        self.levels.clear();
        self.steps[pivot as usize] = 0;
        self.ways[pivot as usize] = 1.0;
        self.order.push(pivot);
        self.levels.push((0, 1.0));
        let (mut from, mut further) = (0, 1);
        while from < self.order.len() {
            let to = self.order.len();
            for at in from..to {
                let node = self.order[at];
                let ways = self.ways[node as usize];
                for &other in graph.neighbours(node) {
                    let steps = &mut self.steps[other as usize];
                    if *steps == UNREACHED {
                        *steps = further;
                        self.order.push(other);
                    }
                    if *steps == further {
                        self.ways[other as usize] += ways;
                    }
                }
            }
            let level = &self.order[to..];
            let most = level.iter().fold(0.0, |most: f64, &node| most.max(self.ways[node as usize]));
            let scale = if most > MANY { 1.0 / most } else { 1.0 };
            if scale < 1.0 {
                for &node in level {
                    self.ways[node as usize] = (self.ways[node as usize] * scale).max(FEWEST);
                }
            }
            self.levels.push((to, scale));
            from = to;
            further += 1;
        }
    }

    fn backward(&mut self, graph: &Csr, sums: &mut [f64]) {
        // A node's dependency is final once the level below is: pulled from there, no list of predecessors is needed.
        for (level, pair) in self.levels.windows(2).enumerate().rev() {
            let (from, to) = (pair[0].0, pair[1].0);
            let scale = pair[1].1;
            let below = super::index(level + 1);
            for &node in &self.order[from..to] {
                let mut pulled = 0.0;
                for &other in graph.neighbours(node) {
                    if self.steps[other as usize] == below {
                        pulled += (1.0 + self.dependency[other as usize]) / self.ways[other as usize];
                    }
                }
                let own = pulled * scale * self.ways[node as usize];
                self.dependency[node as usize] = own;
                if level > 0 {
                    sums[node as usize] += own;
                }
            }
        }
    }
}
