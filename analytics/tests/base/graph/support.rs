//! Builders shared by the graph tests.

use analytics::graph::{Csr, Kind};
use proptest::prelude::*;

use super::reference::Reference;

pub const BIG: u32 = 100_000;

pub fn graph(kind: Kind, reference: &Reference) -> Csr {
    Csr::build(kind, reference.nodes, reference.edges, None)
}

pub fn weighted(kind: Kind, reference: &Reference) -> Csr {
    Csr::build(kind, reference.nodes, reference.edges, Some(reference.weights))
}

pub fn undirected(nodes: u32, edges: &[(u32, u32)]) -> Csr {
    Csr::build(Kind::Undirected, nodes, edges, None)
}

pub fn chain(nodes: u32) -> Csr {
    undirected(nodes, &(1..nodes).map(|node| (node - 1, node)).collect::<Vec<_>>())
}

pub fn star(nodes: u32) -> Csr {
    undirected(nodes, &(1..nodes).map(|node| (0, node)).collect::<Vec<_>>())
}

/// Few nodes, some edges, self-loops and repetitions included.
pub fn edges_strategy(nodes: u32, most: usize) -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((0..nodes, 0..nodes), 0..most)
}

pub fn assert_close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (node, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= tolerance, "node {node}: {a} instead of {b}");
    }
}
