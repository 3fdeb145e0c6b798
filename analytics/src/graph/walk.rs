//! Components, distances and neighbourhoods.

use super::{Csr, Kind, NONE, index};
use crate::order::{pair, sort_by_number};

/// The distance of a node that cannot be reached.
pub const UNREACHED: u32 = u32::MAX;

/// Which people are connected at all, directions ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// The component of each node; numbered in the order of their smallest nodes.
    pub of: Vec<u32>,
    /// Nodes in each component.
    pub sizes: Vec<u32>,
}

impl Components {
    /// Number of components.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether there are no nodes at all.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }
}

/// The connected components (weak ones if the graph is directed).
#[must_use]
pub fn components(graph: &Csr) -> Components {
    let mut sets = Sets::new(graph.nodes());
    for node in 0..graph.nodes() {
        for &other in graph.neighbours(node) {
            // An undirected edge is in two rows; once is enough.
            if other > node || graph.kind() == Kind::Directed {
                sets.unite(node, other);
            }
        }
    }
    sets.numbered()
}

/// Steps from the nearest of `from` to every node along the edges, [`UNREACHED`] where no way leads, at most `limit`.
/// Starting nodes that do not exist are ignored.
#[must_use]
pub fn distances(graph: &Csr, from: &[u32], limit: u32) -> Vec<u32> {
    let mut steps = vec![UNREACHED; graph.nodes() as usize];
    reach(graph, from, limit, &mut steps);
    steps
}

/// The nodes at most `hops` steps from `from`, nearest first (ties ascending), `from` itself included.
#[must_use]
pub fn within(graph: &Csr, from: u32, hops: u32) -> Vec<u32> {
    let mut steps = vec![UNREACHED; graph.nodes() as usize];
    let mut found = reach(graph, &[from], hops, &mut steps);
    sort_by_number(&mut found, |&node| pair(steps[node as usize], node));
    found
}

fn reach(graph: &Csr, from: &[u32], limit: u32, steps: &mut [u32]) -> Vec<u32> {
    let mut queue = Vec::new();
    for &node in from {
        if let Some(slot) = steps.get_mut(node as usize).filter(|slot| **slot == UNREACHED) {
            *slot = 0;
            queue.push(node);
        }
    }
    let mut next = 0;
    while let Some(&node) = queue.get(next) {
        next += 1;
        let further = steps[node as usize] + 1;
        if further > limit {
            continue;
        }
        for &other in graph.neighbours(node) {
            if steps[other as usize] == UNREACHED {
                steps[other as usize] = further;
                queue.push(other);
            }
        }
    }
    queue
}

/// Union-find with path halving and union by size (Tarjan, van Leeuwen: "Worst-case Analysis of Set Union Algorithms",
/// 1984).
pub(super) struct Sets {
    /// The parent, or `NONE` for the head of a set.
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Sets {
    pub(super) fn new(nodes: u32) -> Self {
        Self { parent: vec![NONE; nodes as usize], size: vec![1; nodes as usize] }
    }

    pub(super) fn head(&mut self, node: u32) -> u32 {
        let mut at = node;
        loop {
            let above = self.parent[at as usize];
            if above == NONE {
                return at;
            }
            let higher = self.parent[above as usize];
            if higher == NONE {
                return above;
            }
            self.parent[at as usize] = higher;
            at = higher;
        }
    }

    pub(super) fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.head(a), self.head(b));
        if a != b {
            let (large, small) = if self.size[a as usize] < self.size[b as usize] { (b, a) } else { (a, b) };
            self.parent[small as usize] = large;
            self.size[large as usize] += self.size[small as usize];
        }
    }

    /// The sets, numbered in the order of their smallest members: independent of the order they were united in.
    pub(super) fn numbered(&mut self) -> Components {
        let nodes = index(self.parent.len());
        let mut number = vec![NONE; nodes as usize];
        let mut sizes = Vec::new();
        let mut of = Vec::with_capacity(nodes as usize);
        for node in 0..nodes {
            let head = self.head(node) as usize;
            if number[head] == NONE {
                number[head] = index(sizes.len());
                sizes.push(self.size[head]);
            }
            of.push(number[head]);
        }
        Components { of, sizes }
    }
}
