//! The graph of one level: nodes are communities of the level below.

use crate::graph::{Csr, NONE, index};

/// Undirected, weighted, loops apart.
pub(super) struct Level {
    pub start: Vec<u32>,
    pub target: Vec<u32>,
    pub weight: Vec<f64>,
    /// Weight of all ends of edges at each node; a loop has two.
    pub degree: Vec<f64>,
    /// The sum of `degree`.
    pub total: f64,
}

impl Level {
    pub(super) fn base(graph: &Csr) -> Self {
        let mut level = Self::empty(graph.nodes() as usize);
        // A mean weight of 1: what counts as progress and as chance must not depend on the unit of the weights.
        let sum: f64 = graph.edges().map(|(_, _, weight)| weight).sum();
        let unit = if graph.weighted() && sum > 0.0 { graph.edge_count() as f64 / sum } else { 1.0 };
        for node in 0..graph.nodes() {
            for (other, weight) in graph.arcs(node) {
                let weight = weight * unit;
                level.degree[node as usize] += weight;
                if other == node {
                    level.degree[node as usize] += weight;
                } else {
                    level.target.push(other);
                    level.weight.push(weight);
                }
            }
            level.start.push(index(level.target.len()));
        }
        level.total = level.degree.iter().sum();
        level
    }

    fn empty(nodes: usize) -> Self {
        let mut start = Vec::with_capacity(nodes + 1);
        start.push(0);
        Self { start, target: Vec::new(), weight: Vec::new(), degree: vec![0.0; nodes], total: 0.0 }
    }

    pub(super) fn nodes(&self) -> usize {
        self.degree.len()
    }

    pub(super) fn arcs(&self, node: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let row = self.start[node as usize] as usize..self.start[node as usize + 1] as usize;
        row.map(|arc| (self.target[arc], self.weight[arc]))
    }

    /// The graph of the `count` communities of `of`.
    pub(super) fn collapse(&self, of: &[u32], count: usize) -> Self {
        let mut level = Self::empty(count);
        level.total = self.total;
        for (node, &community) in of.iter().enumerate() {
            level.degree[community as usize] += self.degree[node];
        }
        let mut sums = Sums::new(count);
        for (community, members) in (0u32..).zip(&members(of, count)) {
            sums.clear();
            for &member in members {
                for (other, weight) in self.arcs(member) {
                    if of[other as usize] != community {
                        sums.add(of[other as usize], weight);
                    }
                }
            }
            for &other in &sums.keys {
                level.target.push(other);
                level.weight.push(sums.of[other as usize]);
            }
            level.start.push(index(level.target.len()));
        }
        level
    }
}

/// The members of each community, ascending.
pub(super) fn members(of: &[u32], count: usize) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); count];
    for (node, &community) in (0u32..).zip(of) {
        members[community as usize].push(node);
    }
    members
}

/// Sums by key, cleared in the time of its use.
pub(super) struct Sums {
    pub of: Vec<f64>,
    /// Keys in the order they came.
    pub keys: Vec<u32>,
    seen: Vec<bool>,
}

impl Sums {
    pub(super) fn new(keys: usize) -> Self {
        Self { of: vec![0.0; keys], keys: Vec::new(), seen: vec![false; keys] }
    }

    pub(super) fn clear(&mut self) {
        for key in self.keys.drain(..) {
            self.of[key as usize] = 0.0;
            self.seen[key as usize] = false;
        }
    }

    pub(super) fn add(&mut self, key: u32, weight: f64) {
        let at = key as usize;
        if !self.seen[at] {
            self.seen[at] = true;
            self.keys.push(key);
        }
        self.of[at] += weight;
    }
}

/// Numbers without gaps, in the order of first use.
pub(super) fn compact(of: &mut [u32]) -> usize {
    let most = of.iter().max().map_or(0, |&most| most as usize + 1);
    let mut number = vec![NONE; most];
    let mut count = 0u32;
    for name in of {
        let slot = &mut number[*name as usize];
        if *slot == NONE {
            *slot = count;
            count += 1;
        }
        *name = *slot;
    }
    count as usize
}
