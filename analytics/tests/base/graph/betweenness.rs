//! Betweenness.

use analytics::graph::betweenness::{betweenness, exact, sampled};
use analytics::graph::{Csr, Kind, UNREACHED, distances};
use proptest::prelude::*;

use super::reference::{DIRECTED, FLORENTINE, LES_MISERABLES, SPARSE, ZACHARY};
use super::support::{BIG, assert_close, chain, edges_strategy, graph, star, undirected};

#[test]
fn as_networkx_computes_it() {
    for reference in [&ZACHARY, &FLORENTINE, &LES_MISERABLES, &SPARSE] {
        assert_close(&betweenness(&graph(Kind::Undirected, reference)), reference.betweenness, 1e-13);
    }
    assert_close(&betweenness(&graph(Kind::Directed, &DIRECTED)), DIRECTED.betweenness, 1e-13);
    let found = betweenness(&graph(Kind::Undirected, &ZACHARY));
    for (node, expected) in [(0, 0.437_635_28), (33, 0.304_074_98), (32, 0.145_247_11), (2, 0.143_656_81)] {
        assert!((found[node] - expected).abs() < 5e-9);
    }
    let found = betweenness(&graph(Kind::Undirected, &FLORENTINE));
    assert!((found[1] - 0.521_978_02).abs() < 5e-9 && (found[12] - 0.254_578_75).abs() < 5e-9);
}

#[test]
fn so_many_ways_that_their_number_does_not_fit() {
    // 1,400 diamonds in a row: 2^1400 shortest ways, more than a double can hold.
    let diamonds = 1_400u32;
    let edges: Vec<(u32, u32)> = (0..diamonds)
        .flat_map(|at| [(3 * at, 3 * at + 1), (3 * at, 3 * at + 2), (3 * at + 1, 3 * at + 3), (3 * at + 2, 3 * at + 3)])
        .collect();
    let nodes = 3 * diamonds + 1;
    let found = exact(&undirected(nodes, &edges));
    // A joint is between everything left and everything right of it, and halfway between the two sides of the diamonds
    // it belongs to.
    let (left, right) = (3.0 * 700.0, f64::from(nodes - 1) - 3.0 * 700.0);
    let pairs = f64::from(nodes - 1) * f64::from(nodes - 2) / 2.0;
    assert!((found[3 * 700] - (left * right + 1.0) / pairs).abs() < 1e-9, "{}", found[3 * 700]);
    assert!(found.iter().all(|value| value.is_finite()));
    assert!((found[1] - found[2]).abs() < 1e-12);
}

#[test]
fn sampled_above_5_000_nodes() {
    let found = betweenness(&star(BIG));
    assert!(found[0] > 0.99 && found[0] < 1.01 && found[1..].iter().all(|&arm| arm.abs() < 1e-12));
    let found = betweenness(&chain(BIG));
    // The middle of a chain is between half of all pairs.
    assert!((found[50_000] - 0.5).abs() < 0.1, "{}", found[50_000]);
    assert!(betweenness(&undirected(0, &[])).is_empty());
    assert_eq!(betweenness(&undirected(1, &[(0, 0)])), [0.0]);
    assert_eq!(betweenness(&undirected(2, &[(0, 1)])), [0.0, 0.0]);
    assert_eq!(sampled(&undirected(3, &[(0, 1), (1, 2)]), 0, 1), [0.0; 3]);
}

#[test]
fn samples_come_close_and_are_always_the_same() {
    // Ten rings of 60, neighbours tied at one place.
    let edges: Vec<(u32, u32)> = (0..600u32)
        .map(|node| (node, if node % 60 == 59 { node - 59 } else { node + 1 }))
        .chain((0..9).map(|ring| (ring * 60, (ring + 1) * 60 + 30)))
        .collect();
    let graph = undirected(600, &edges);
    let (all, some) = (exact(&graph), sampled(&graph, 200, 7));
    assert_eq!(some, sampled(&graph, 200, 7));
    assert_ne!(some, sampled(&graph, 200, 8));
    let worst = all.iter().zip(&some).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(worst > 0.0 && worst < 0.05, "{worst}");
    assert_eq!(sampled(&graph, 600, 7), all);
}

proptest! {
    #[test]
    fn equal_to_counting_the_ways_of_every_pair(edges in edges_strategy(9, 24), directed in any::<bool>()) {
        let kind = if directed { Kind::Directed } else { Kind::Undirected };
        let graph = Csr::build(kind, 9, &edges, None);
        let steps: Vec<Vec<u32>> = (0..9).map(|node| distances(&graph, &[node], UNREACHED)).collect();
        // Ways from s to t: the sum over the last step but one.
        let mut ways = [[0.0f64; 9]; 9];
        for from in 0..9usize {
            ways[from][from] = 1.0;
            let mut order: Vec<usize> = (0..9).filter(|&to| steps[from][to] != UNREACHED).collect();
            order.sort_unstable_by_key(|&to| steps[from][to]);
            for &to in &order {
                for &next in graph.neighbours(u32::try_from(to).expect("small")) {
                    if steps[from][next as usize] == steps[from][to] + 1 {
                        ways[from][next as usize] += ways[from][to];
                    }
                }
            }
        }
        let mut expected = [0.0; 9];
        for s in 0..9 {
            for t in 0..9 {
                for (v, sum) in expected.iter_mut().enumerate() {
                    let reached = [steps[s][v], steps[v][t], steps[s][t]].iter().all(|&far| far != UNREACHED);
                    if s != t && v != s && v != t && reached && steps[s][v] + steps[v][t] == steps[s][t] {
                        *sum += ways[s][v] * ways[v][t] / ways[s][t] / 56.0;
                    }
                }
            }
        }
        assert_close(&exact(&graph), &expected, 1e-12);
    }
}
