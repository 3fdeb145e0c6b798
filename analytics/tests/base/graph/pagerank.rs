//! Page rank.

use analytics::graph::pagerank::{ALPHA, pagerank};
use analytics::graph::{Csr, Kind};
use proptest::prelude::*;

use super::reference::{DIRECTED, FLORENTINE, LES_MISERABLES, SPARSE, ZACHARY};
use super::support::{BIG, assert_close, chain, graph, star, undirected, weighted};

const EXACT: f64 = 1e-12;

#[test]
fn as_networkx_computes_it() {
    for reference in [&ZACHARY, &FLORENTINE, &LES_MISERABLES, &SPARSE] {
        assert_close(&pagerank(&graph(Kind::Undirected, reference), ALPHA), reference.pagerank, EXACT);
    }
    for reference in [&ZACHARY, &LES_MISERABLES, &SPARSE] {
        assert_close(&pagerank(&weighted(Kind::Undirected, reference), ALPHA), reference.weighted_pagerank, EXACT);
    }
    assert_close(&pagerank(&graph(Kind::Directed, &DIRECTED), ALPHA), DIRECTED.pagerank, EXACT);
    assert_close(&pagerank(&weighted(Kind::Directed, &DIRECTED), ALPHA), DIRECTED.weighted_pagerank, EXACT);
}

#[test]
fn the_values_of_the_design() {
    let ranks = pagerank(&graph(Kind::Undirected, &ZACHARY), ALPHA);
    let listed = [(33, 0.100_919_18), (0, 0.096_997_29), (32, 0.071_693_23), (2, 0.057_078_51), (1, 0.052_876_92)];
    for (node, expected) in listed {
        assert!((ranks[node] - expected).abs() < 5e-9, "{node}: {}", ranks[node]);
    }
    // Five people, 0 brought 1 and 2, 1 brought 3 and 4; the referred point at the referrer.
    let tree = Csr::build(Kind::Directed, 5, &[(0, 1), (0, 2), (1, 3), (1, 4)], None).reversed();
    let expected = [0.421_026, 0.274_251, 0.101_574, 0.101_574, 0.101_574];
    assert_close(&pagerank(&tree, ALPHA), &expected, 1e-6);
}

#[test]
fn a_chain_and_a_star_of_100_000() {
    for graph in [chain(BIG), star(BIG), undirected(BIG, &[])] {
        let ranks = pagerank(&graph, ALPHA);
        assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
    // A star solved by hand: the middle gets x, every arm (1 - x) / n.
    let arms = f64::from(BIG - 1);
    let middle = (0.15 / f64::from(BIG) + 0.85) / 1.85;
    let ranks = pagerank(&star(BIG), ALPHA);
    assert_close(&ranks[..2], &[middle, (1.0 - middle) / arms], EXACT);
}

#[test]
fn nothing_and_one_node() {
    assert!(pagerank(&undirected(0, &[]), ALPHA).is_empty());
    assert_eq!(pagerank(&undirected(1, &[]), ALPHA), [1.0]);
    assert_eq!(pagerank(&undirected(1, &[(0, 0)]), ALPHA), [1.0]);
    for alpha in [f64::NAN, -1.0, 7.0, f64::INFINITY] {
        let ranks = pagerank(&graph(Kind::Undirected, &ZACHARY), alpha);
        assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{alpha}");
    }
}

proptest! {
    #[test]
    fn equal_to_the_definition_iterated(
        edges in prop::collection::vec(((0u32..8, 0u32..8), 1u8..9), 0..30),
        directed in any::<bool>(),
        alpha in 0.0f64..0.95,
    ) {
        let kind = if directed { Kind::Directed } else { Kind::Undirected };
        let weights: Vec<f64> = edges.iter().map(|&(_, weight)| f64::from(weight)).collect();
        let graph = Csr::build(kind, 8, &edges.iter().map(|&(edge, _)| edge).collect::<Vec<_>>(), Some(&weights));
        let mut table = [[0.0f64; 8]; 8];
        for (from, row) in (0u32..).zip(&mut table) {
            let all: f64 = graph.arcs(from).map(|(_, weight)| weight).sum();
            graph.arcs(from).for_each(|(to, weight)| row[to as usize] = weight / all);
            if all <= 0.0 {
                *row = [1.0 / 8.0; 8];
            }
        }
        let mut rank = [1.0 / 8.0; 8];
        for _ in 0..2_000 {
            let mut next = [(1.0 - alpha) / 8.0; 8];
            for (from, row) in table.iter().enumerate() {
                next.iter_mut().zip(row).for_each(|(next, share)| *next += alpha * rank[from] * share);
            }
            rank = next;
        }
        assert_close(&pagerank(&graph, alpha), &rank, EXACT);
    }
}
