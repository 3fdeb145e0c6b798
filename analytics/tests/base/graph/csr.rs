//! Compressed rows.

use std::collections::BTreeMap;

use analytics::graph::{Csr, Kind};
use proptest::prelude::*;

use super::reference::{DIRECTED, LES_MISERABLES, SPARSE};
use super::support::{edges_strategy, graph, undirected};

#[test]
fn degrees_as_networkx_counts_them() {
    assert_eq!(graph(Kind::Undirected, &LES_MISERABLES).degrees(), LES_MISERABLES.degrees);
    assert_eq!(graph(Kind::Undirected, &SPARSE).degrees(), SPARSE.degrees);
    assert_eq!(graph(Kind::Directed, &DIRECTED).degrees(), DIRECTED.degrees);
}

#[test]
fn repeated_edges_are_one_and_their_weights_are_added() {
    let edges = [(2, 1), (1, 2), (0, 1), (1, 1), (2, 1)];
    let graph = Csr::build(Kind::Undirected, 4, &edges, Some(&[0.5, 1.0, 4.0, 2.0, 0.25]));
    assert_eq!(graph.edges().collect::<Vec<_>>(), [(0, 1, 4.0), (1, 1, 2.0), (1, 2, 1.75)]);
    assert_eq!((graph.nodes(), graph.edge_count()), (4, 3));
    assert_eq!(graph.arcs(1).collect::<Vec<_>>(), [(0, 4.0), (1, 2.0), (2, 1.75)]);
    // A self-loop counts twice.
    assert_eq!(graph.degrees(), [1, 4, 1, 0]);
    let directed = Csr::build(Kind::Directed, 4, &edges, None);
    assert_eq!(directed.edges().collect::<Vec<_>>(), [(0, 1, 1.0), (1, 1, 1.0), (1, 2, 1.0), (2, 1, 1.0)]);
    assert_eq!(directed.degrees(), [1, 5, 2, 0]);
    assert_eq!(directed.reversed().neighbours(1), [0, 1, 2]);
    assert_eq!(directed.undirected(), undirected(4, &edges));
}

#[test]
fn what_cannot_be_used_is_reported_and_harms_nobody() {
    let edges = [(0, 1), (7, 0), (1, 2), (0, u32::MAX), (2, 0), (0, 2)];
    let graph = Csr::build(Kind::Undirected, 3, &edges, Some(&[1.0, 1.0, f64::NAN, 1.0, 0.0, 1e-100]));
    assert_eq!(graph.rejected.unknown_nodes, [1, 3]);
    assert_eq!(graph.rejected.bad_weights, [2, 4]);
    assert_eq!(graph.edges().collect::<Vec<_>>(), [(0, 1, 1.0), (0, 2, 1e-100)]);
    // Where the list is too short a weight is 1.
    let short = Csr::build(Kind::Undirected, 3, &[(0, 1), (1, 2)], Some(&[1e101]));
    assert_eq!((short.rejected.bad_weights.len(), short.edges().next()), (1, Some((1, 2, 1.0))));
    assert!(graph.neighbours(3).is_empty() && graph.neighbours(u32::MAX).is_empty());
    assert_eq!(Csr::build(Kind::Directed, 0, &[(0, 0)], None).nodes(), 0);
}

proptest! {
    #[test]
    fn rows_hold_what_a_map_holds(
        (edges, shuffled) in prop::collection::vec(((0u32..9, 0u32..9), 1u8..9), 0..40)
            .prop_flat_map(|edges| (Just(edges.clone()), Just(edges).prop_shuffle())),
        directed in any::<bool>(),
    ) {
        let kind = if directed { Kind::Directed } else { Kind::Undirected };
        let build = |list: &[((u32, u32), u8)]| {
            let weights: Vec<f64> = list.iter().map(|&(_, weight)| f64::from(weight) / 7.0).collect();
            Csr::build(kind, 9, &list.iter().map(|&(edge, _)| edge).collect::<Vec<_>>(), Some(&weights))
        };
        let graph = build(&edges);
        // Bit-equal in any order.
        prop_assert_eq!(&graph, &build(&shuffled));
        let mut map: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for &((a, b), weight) in &edges {
            *map.entry((a, b)).or_default() += f64::from(weight) / 7.0;
            if !directed && a != b {
                *map.entry((b, a)).or_default() += f64::from(weight) / 7.0;
            }
        }
        let arcs: Vec<((u32, u32), f64)> =
            (0..9).flat_map(|node| graph.arcs(node).map(move |(to, weight)| ((node, to), weight))).collect();
        prop_assert_eq!(arcs.len(), map.len());
        for ((arc, weight), (expected, sum)) in arcs.into_iter().zip(map) {
            prop_assert_eq!(arc, expected);
            prop_assert!((weight - sum).abs() < 1e-12);
        }
    }

    #[test]
    fn turning_round_twice_changes_nothing(edges in edges_strategy(8, 30)) {
        let graph = Csr::build(Kind::Directed, 8, &edges, None);
        prop_assert_eq!(graph.reversed().reversed(), graph);
    }
}
