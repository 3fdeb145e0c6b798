//! Communities.

use analytics::graph::community::{SEED, communities, modularity};
use analytics::graph::{Csr, Kind, components};
use proptest::prelude::*;

use super::reference::{DIRECTED, LES_MISERABLES, SPARSE, ZACHARY};
use super::support::{BIG, chain, edges_strategy, graph, star, undirected, weighted};

/// The best division of Zachary's club there is, and what rounding may add.
const OPTIMUM: f64 = 0.419_789_612_097_304_5 + 1e-12;

fn assert_connected(graph: &Csr, of: &[u32]) {
    let edges: Vec<(u32, u32)> =
        graph.edges().map(|(a, b, _)| (a, b)).filter(|&(a, b)| of[a as usize] == of[b as usize]).collect();
    let count = of.iter().max().map_or(0, |&last| last as usize + 1);
    assert_eq!(components(&undirected(graph.nodes(), &edges)).len(), count);
}

#[test]
fn zachary_with_any_seed() {
    let graph = graph(Kind::Undirected, &ZACHARY);
    let found = communities(&graph, SEED);
    assert!(found.modularity >= 0.4188 && found.modularity <= OPTIMUM, "{}", found.modularity);
    assert_eq!(found.sizes.len(), 4);
    for seed in 0..200 {
        let found = communities(&graph, seed);
        assert!(found.modularity >= 0.4188 && found.modularity <= OPTIMUM, "{seed}: {}", found.modularity);
        assert_connected(&graph, &found.of);
    }
}

#[test]
fn les_miserables_as_well_as_igraph() {
    let found = communities(&graph(Kind::Undirected, &LES_MISERABLES), SEED);
    assert!((found.modularity - 0.560_008_370_016_740_1).abs() < 1e-3, "{}", found.modularity);
    let found = communities(&weighted(Kind::Undirected, &LES_MISERABLES), SEED);
    assert!((found.modularity - 0.566_687_983_343_248_2).abs() < 1e-3, "{}", found.modularity);
}

#[test]
fn modularity_as_networkx_computes_it() {
    let mut club = [0; 34];
    for member in [9, 14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33] {
        club[member] = 70;
    }
    let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}");
    close(modularity(&graph(Kind::Undirected, &ZACHARY), &club), 0.358_234_714_003_944_8);
    close(modularity(&weighted(Kind::Undirected, &ZACHARY), &club), 0.391_437_566_762_242_06);
    let thirds: Vec<u32> = (0..30).map(|node| node % 3).collect();
    close(modularity(&graph(Kind::Undirected, &SPARSE), &thirds), -0.022_279_035_792_549_307);
    close(modularity(&weighted(Kind::Undirected, &SPARSE), &thirds), 0.004_619_710_006_915_335_5);
    // Without edges there is nothing to divide; without a community everybody stands alone.
    close(modularity(&undirected(3, &[]), &[0, 0, 0]), 0.0);
    close(modularity(&undirected(2, &[(0, 1)]), &[]), -0.5);
    let directed = graph(Kind::Directed, &DIRECTED);
    close(modularity(&directed, &thirds), modularity(&directed.undirected(), &thirds));
}

#[test]
fn the_largest_and_smallest_weights_are_numbers_still() {
    for weight in [1e-100, 1e100] {
        let edges = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (0, 3)];
        let found = communities(&Csr::build(Kind::Undirected, 6, &edges, Some(&[weight; 7])), SEED);
        assert_eq!(found.of, [0, 0, 0, 1, 1, 1], "{weight}");
        assert!((found.modularity - communities(&undirected(6, &edges), SEED).modularity).abs() < 1e-12);
    }
}

#[test]
fn planted_circles_are_found() {
    // 40 circles of 12 people who all know each other, in a ring: adjacent circles are tied once.
    let circle = |node: u32| node / 12;
    let edges: Vec<(u32, u32)> = (0..480u32)
        .flat_map(|a| (a + 1..480).map(move |b| (a, b)))
        .filter(|&(a, b)| circle(a) == circle(b))
        .chain((0..40).map(|at| (at * 12, (at * 12 + 13) % 480)))
        .collect();
    let found = communities(&undirected(480, &edges), SEED);
    assert_eq!(found.sizes, [12; 40]);
    assert_eq!(found.of, (0..480).map(circle).collect::<Vec<_>>());
}

#[test]
fn a_chain_and_a_star_of_100_000() {
    let found = communities(&chain(BIG), SEED);
    assert!(found.modularity > 0.98, "{}", found.modularity);
    assert_connected(&chain(BIG), &found.of);
    assert_eq!(communities(&star(BIG), SEED).sizes, [BIG]);
    assert!(communities(&undirected(0, &[]), SEED).of.is_empty());
    let alone = communities(&undirected(2, &[(0, 0)]), SEED);
    assert_eq!((alone.of, alone.sizes), (vec![0, 1], vec![1, 1]));
    assert!(alone.modularity.abs() < 1e-12);
}

proptest! {
    #[test]
    fn connected_numbered_by_size_and_never_worse_than_everybody_together(
        edges in edges_strategy(24, 50),
        seed in any::<u64>(),
    ) {
        let graph = undirected(24, &edges);
        let found = communities(&graph, seed);
        prop_assert_eq!(&found, &communities(&graph, seed));
        assert_connected(&graph, &found.of);
        prop_assert!(found.sizes.is_sorted_by(|a, b| a >= b));
        for (community, &size) in (0u32..).zip(&found.sizes) {
            prop_assert_eq!(found.of.iter().filter(|&&of| of == community).count(), size as usize);
        }
        prop_assert!((found.modularity - modularity(&graph, &found.of)).abs() < 1e-12);
        let components = components(&graph);
        prop_assert!(found.modularity >= modularity(&graph, &components.of) - 1e-9);
    }
}

/// The best modularity of all divisions, by trying them.
fn best_of_all(graph: &Csr) -> f64 {
    let mut best = f64::MIN;
    let mut open = vec![vec![0u32]];
    while let Some(of) = open.pop() {
        if of.len() == graph.nodes() as usize {
            best = best.max(modularity(graph, &of));
            continue;
        }
        let next = of.iter().max().map_or(0, |&most| most + 1);
        open.extend((0..=next).map(|name| [&of[..], &[name]].concat()));
    }
    best
}

#[test]
fn hardly_any_division_of_few_people_is_better() {
    let mut state = 7u64;
    let mut below = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % n).expect("small")
    };
    let mut missed = Vec::new();
    for _ in 0..200 {
        let edges: Vec<(u32, u32)> = (0..12).map(|_| (below(7), below(7))).collect();
        let graph = undirected(7, &edges);
        let (found, best) = (communities(&graph, SEED).modularity, best_of_all(&graph));
        assert!(found <= best + 1e-12);
        if found < best - 1e-9 {
            missed.push(best - found);
        }
    }
    let worst = missed.iter().copied().fold(0.0, f64::max);
    assert!(missed.len() <= 10 && worst < 0.03, "{} missed, by up to {worst}", missed.len());
}
