//! Compressed sparse rows.

use super::{NONE, index};
use crate::order::{positive, sort_by_number};

/// Whether an edge counts both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// (a, b) and (b, a) are the same edge.
    Undirected,
    /// (a, b) leads from a to b.
    Directed,
}

/// A graph in compressed sparse rows: the arcs out of each node side by side, ascending by target.
///
/// An undirected edge is an arc in the rows of both ends; a self-loop is one arc. Edges given several times are one
/// edge whose weights are added. All conventions are those of networkx's `Graph` and `DiGraph`, weights apart (there the
/// last one wins).
#[derive(Clone, Debug, PartialEq)]
pub struct Csr {
    kind: Kind,
    start: Vec<u32>,
    target: Vec<u32>,
    weight: Option<Vec<f64>>,
    edges: usize,
    /// Edges that could not be used.
    pub rejected: Rejected,
}

/// Edges that are not part of a graph, by their place in the list it was built from, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejected {
    /// One end is not among the nodes (deleted, merged, not loaded).
    pub unknown_nodes: Vec<u32>,
    /// The weight is not within [`WEIGHTS`].
    pub bad_weights: Vec<u32>,
}

/// Weights an edge may have: above 0, and such that neither sums nor quotients of four billion of them overflow.
pub const WEIGHTS: std::ops::RangeInclusive<f64> = 1e-100..=1e100;

/// What becomes of the weights of an edge given several times.
#[derive(Clone, Copy)]
pub(super) enum Merge {
    Sum,
    Smallest,
}

impl Csr {
    /// Builds the graph of `nodes` nodes from edges and, if given, their weights (within [`WEIGHTS`]; 1 where the list is
    /// too short). What cannot be used is left out and reported in [`Csr::rejected`]. Depends on the set of edges only.
    ///
    /// At most `u32::MAX / 2` edges are taken; the list of more does not fit into a browser's memory anyway.
    #[must_use]
    pub fn build(kind: Kind, nodes: u32, edges: &[(u32, u32)], weights: Option<&[f64]>) -> Self {
        Self::merging(kind, nodes, edges, weights, Merge::Sum)
    }

    pub(super) fn merging(kind: Kind, nodes: u32, edges: &[(u32, u32)], weights: Option<&[f64]>, merge: Merge) -> Self {
        let nodes = nodes.min(NONE - 1);
        let edges = &edges[..edges.len().min(NONE as usize / 2)];
        let mut rejected = Rejected::default();
        let mut kept: Vec<(u32, u32)> = Vec::with_capacity(edges.len());
        let mut heavy: Vec<f64> = Vec::with_capacity(if weights.is_some() { edges.len() } else { 0 });
        for (at, &(a, b)) in edges.iter().enumerate() {
            if a >= nodes || b >= nodes {
                rejected.unknown_nodes.push(index(at));
                continue;
            }
            if let Some(weights) = weights {
                let weight = weights.get(at).copied().unwrap_or(1.0);
                if !WEIGHTS.contains(&weight) {
                    rejected.bad_weights.push(index(at));
                    continue;
                }
                heavy.push(weight);
            }
            kept.push(if kind == Kind::Undirected && b < a { (b, a) } else { (a, b) });
        }
        let order = sorted(nodes, &kept);
        let (list, weight) = merged(&order, &kept, weights.map(|_| &heavy[..]), merge);
        Self::from_sorted(kind, nodes, &list, weight.as_deref(), rejected)
    }

    /// From edges in ascending order, each once (a <= b if undirected).
    fn from_sorted(kind: Kind, nodes: u32, list: &[(u32, u32)], weight: Option<&[f64]>, rejected: Rejected) -> Self {
        let both_ways = |a: u32, b: u32| kind == Kind::Undirected && a != b;
        let mut start = vec![0u32; nodes as usize + 1];
        for &(a, b) in list {
            start[a as usize + 1] += 1;
            if both_ways(a, b) {
                start[b as usize + 1] += 1;
            }
        }
        for at in 1..start.len() {
            start[at] += start[at - 1];
        }
        let arcs = start.last().copied().unwrap_or(0) as usize;
        let mut next = start.clone();
        let mut target = vec![0u32; arcs];
        let mut arc_weight = weight.map(|_| vec![0.0; arcs]);
        let mut put = |from: u32, to: u32, edge: usize| {
            let slot = &mut next[from as usize];
            target[*slot as usize] = to;
            if let (Some(all), Some(weight)) = (&mut arc_weight, weight) {
                all[*slot as usize] = weight[edge];
            }
            *slot += 1;
        };
        // Row v gets its smaller neighbours from the edges (a, v), which all come before the edges (v, b): rows ascend.
        for (edge, &(a, b)) in list.iter().enumerate() {
            put(a, b, edge);
            if both_ways(a, b) {
                put(b, a, edge);
            }
        }
        Self { kind, start, target, weight: arc_weight, edges: list.len(), rejected }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> u32 {
        index(self.start.len() - 1)
    }

    /// Number of edges, each counted once.
    pub fn edge_count(&self) -> usize {
        self.edges
    }

    /// Whether edges lead one way.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether weights were given.
    pub fn weighted(&self) -> bool {
        self.weight.is_some()
    }

    pub(crate) fn row(&self, node: u32) -> std::ops::Range<usize> {
        let node = node as usize;
        match (self.start.get(node), self.start.get(node + 1)) {
            (Some(&from), Some(&to)) => from as usize..to as usize,
            _ => 0..0,
        }
    }

    /// Where the arcs out of a node lead, ascending; nothing for a node that does not exist.
    pub fn neighbours(&self, node: u32) -> &[u32] {
        &self.target[self.row(node)]
    }

    /// The arcs out of a node with their weights (1 if the graph has none), ascending by target.
    pub fn arcs(&self, node: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.row(node).map(|arc| (self.target[arc], self.arc_weight(arc)))
    }

    /// All rows: where each starts, and targets and weights of all arcs.
    pub(crate) fn rows(&self) -> (&[u32], &[u32], Option<&[f64]>) {
        (&self.start, &self.target, self.weight.as_deref())
    }

    pub(crate) fn arc_weight(&self, arc: usize) -> f64 {
        self.weight.as_ref().map_or(1.0, |weight| weight[arc])
    }

    /// Every edge once, with its weight, ascending; undirected ones with the smaller node first.
    pub fn edges(&self) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        let once = move |from: u32, to: u32| self.kind == Kind::Directed || from <= to;
        (0..self.nodes())
            .flat_map(move |from| self.arcs(from).map(move |(to, weight)| (from, to, weight)))
            .filter(move |&(from, to, _)| once(from, to))
    }

    /// Edges at each node; a self-loop counts twice, and in a directed graph both directions count.
    #[must_use]
    pub fn degrees(&self) -> Vec<u32> {
        let mut degrees = vec![0; self.nodes() as usize];
        for (from, to, _) in self.edges() {
            degrees[from as usize] += 1;
            degrees[to as usize] += 1;
        }
        degrees
    }

    /// The same graph with every edge turned round; an undirected graph stays as it is.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let turned: Vec<(u32, u32)> = self.edges().map(|(from, to, _)| (to, from)).collect();
        let weights: Vec<f64> = self.edges().map(|(_, _, weight)| weight).collect();
        Self::build(self.kind, self.nodes(), &turned, self.weighted().then_some(&weights[..]))
    }

    /// The same people without directions: a -> b and b -> a become one edge, their weights added.
    #[must_use]
    pub fn undirected(&self) -> Self {
        if self.kind == Kind::Undirected {
            return self.clone();
        }
        let list: Vec<(u32, u32)> = self.edges().map(|(from, to, _)| (from, to)).collect();
        let weights: Vec<f64> = self.edges().map(|(_, _, weight)| weight).collect();
        Self::build(Kind::Undirected, self.nodes(), &list, self.weighted().then_some(&weights[..]))
    }
}

/// The places of the edges in ascending order of the edges: two counting sorts, the minor key first.
fn sorted(nodes: u32, edges: &[(u32, u32)]) -> Vec<u32> {
    let all: Vec<u32> = (0..index(edges.len())).collect();
    let by_target = counted(nodes, &all, |edge| edges[edge as usize].1);
    counted(nodes, &by_target, |edge| edges[edge as usize].0)
}

fn counted(nodes: u32, order: &[u32], key: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut start = vec![0u32; nodes as usize + 1];
    for &edge in order {
        start[key(edge) as usize + 1] += 1;
    }
    for at in 1..start.len() {
        start[at] += start[at - 1];
    }
    let mut result = vec![0u32; order.len()];
    for &edge in order {
        let slot = &mut start[key(edge) as usize];
        result[*slot as usize] = edge;
        *slot += 1;
    }
    result
}

/// Every edge once. Weights of one edge are added in ascending order, so that the sum does not depend on the list's.
fn merged(
    order: &[u32],
    edges: &[(u32, u32)],
    weights: Option<&[f64]>,
    merge: Merge,
) -> (Vec<(u32, u32)>, Option<Vec<f64>>) {
    let mut list: Vec<(u32, u32)> = Vec::with_capacity(edges.len());
    let mut sums = weights.map(|_| Vec::with_capacity(edges.len()));
    for same in order.chunk_by(|&one, &other| edges[one as usize] == edges[other as usize]) {
        list.push(edges[same[0] as usize]);
        if let (Some(weights), Some(sums)) = (weights, &mut sums) {
            let mut own: Vec<f64> = same.iter().map(|&edge| weights[edge as usize]).collect();
            if own.len() > 1 {
                sort_by_number(&mut own, |&weight| positive(weight));
            }
            sums.push(match merge {
                Merge::Sum => own.iter().sum(),
                Merge::Smallest => own[0],
            });
        }
    }
    (list, sums)
}
