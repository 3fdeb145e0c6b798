//! Tree layouts: nothing overlaps, order and symmetry are kept, size does not matter.

mod force;
mod start;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use analytics::layout::{Placed, radial, tidy};
use analytics::tree::{Forest, NONE};
use proptest::prelude::*;

use crate::tree::forest_strategy;

fn forest(n: u32, links: &[(u32, u32)]) -> Forest {
    Forest::build(links, &vec![0; n as usize], 0.5)
}

fn by_node(placed: &Placed) -> HashMap<u32, (f32, f32)> {
    placed.nodes.iter().copied().zip(placed.x.iter().copied().zip(placed.y.iter().copied())).collect()
}

fn close(a: f32, b: f32) -> bool {
    (a - b).abs() < 1e-3
}

#[test]
fn a_small_tidy_tree() {
    // 0 -> 1, 2, 3; 1 -> 4, 5; 3 -> 6
    let placed = tidy(&forest(7, &[(0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (3, 6)]), 0, 10.0, 20.0);
    let at = by_node(&placed);
    assert_eq!(placed.nodes, [0, 1, 4, 5, 2, 3, 6]);
    assert_eq!(at[&0], (0.0, 0.0));
    assert_eq!([at[&1], at[&2], at[&3]], [(-10.0, 20.0), (0.0, 20.0), (10.0, 20.0)]);
    assert_eq!([at[&4], at[&5], at[&6]], [(-15.0, 40.0), (-5.0, 40.0), (10.0, 40.0)]);
}

#[test]
fn small_siblings_between_large_ones_are_spread_evenly() {
    // 0 -> 1, 2, 3, 4; 1 and 4 have five leaves each, which push them five apart.
    let leaves = |parent: u32, from: u32| (from..from + 5).map(move |leaf| (parent, leaf));
    let links: Vec<(u32, u32)> = (1..=4).map(|child| (0, child)).chain(leaves(1, 5)).chain(leaves(4, 10)).collect();
    let at = by_node(&tidy(&forest(15, &links), 0, 6.0, 1.0));
    let found = [1, 2, 3, 4].map(|node| at[&node].0);
    for (x, expected) in found.into_iter().zip([-15.0, -5.0, 5.0, 15.0]) {
        assert!(close(x, expected), "{found:?}");
    }
}

#[test]
fn four_leaves_stand_at_the_compass_points() {
    let placed = radial(&forest(5, &[(0, 1), (0, 2), (0, 3), (0, 4)]), 0, 1.0);
    let at = by_node(&placed);
    assert_eq!(at[&0], (0.0, 0.0));
    for (node, (x, y)) in [(1, (1.0, 0.0)), (2, (0.0, 1.0)), (3, (-1.0, 0.0)), (4, (0.0, -1.0))] {
        assert!(close(at[&node].0, x) && close(at[&node].1, y), "{node}: {:?}", at[&node]);
    }
}

#[test]
fn a_missing_root_gives_nothing_and_a_lone_one_the_origin() {
    let forest = forest(1, &[]);
    assert_eq!(tidy(&forest, 7, 1.0, 1.0), Placed::default());
    assert_eq!(radial(&forest, NONE, 1.0), Placed::default());
    assert_eq!(tidy(&forest, 0, 1.0, 1.0), Placed { nodes: vec![0], x: vec![0.0], y: vec![0.0] });
    assert_eq!(radial(&forest, 0, 1.0), Placed { nodes: vec![0], x: vec![0.0], y: vec![0.0] });
}

/// The result and the shortest of five times.
fn timed<T>(work: impl Fn() -> T) -> (T, Duration) {
    let mut shortest = Duration::MAX;
    for _ in 0..4 {
        let started = Instant::now();
        let _ = work();
        shortest = shortest.min(started.elapsed());
    }
    let started = Instant::now();
    let result = work();
    (result, shortest.min(started.elapsed()))
}

#[test]
fn long_chains_and_wide_stars_of_100_000() {
    let nodes = 100_000u32;
    let chain: Vec<(u32, u32)> = (1..nodes).map(|node| (node - 1, node)).collect();
    let star: Vec<(u32, u32)> = (1..nodes).map(|node| (0, node)).collect();
    let bush: Vec<(u32, u32)> = (1..nodes).map(|node| (node.wrapping_mul(2_654_435_761) % node, node)).collect();
    for (name, links) in [("chain", chain), ("star", star), ("random", bush)] {
        let (forest, building) = timed(|| forest(nodes, &links));
        let (tidied, tidying) = timed(|| tidy(&forest, 0, 1.0, 1.0));
        let (ringed, ringing) = timed(|| radial(&forest, 0, 1.0));
        println!("{name}: build {building:?}, tidy {tidying:?}, radial {ringing:?}");
        assert_eq!((tidied.nodes.len(), ringed.nodes.len()), (100_000, 100_000));
        let finite = |placed: &Placed| placed.x.iter().chain(&placed.y).all(|value| value.is_finite());
        assert!(finite(&tidied) && finite(&ringed));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn tidy_never_overlaps_and_centres_parents((n, links) in forest_strategy(80)) {
        let forest = forest(n, &links);
        for &root in &forest.roots {
            let placed = tidy(&forest, root, 1.0, 1.0);
            let at = by_node(&placed);
            // Preorder meets each generation from left to right.
            let mut last: HashMap<u32, f32> = HashMap::new();
            for &node in &placed.nodes {
                let (x, y) = at[&node];
                let generation = forest.depth[node as usize];
                prop_assert!(close(y, generation as f32));
                if let Some(left) = last.insert(generation, x) {
                    prop_assert!(x - left > 1.0 - 1e-3, "{left} and {x} in generation {generation}");
                }
                let children = forest.children(node);
                if let (Some(first), Some(last)) = (children.first(), children.last()) {
                    prop_assert!(close(x, f32::midpoint(at[first].0, at[last].0)));
                }
            }
        }
    }

    #[test]
    fn subtrees_of_one_shape_are_drawn_alike((n, links) in forest_strategy(30)) {
        // The same tree twice under a new root, nodes in the same order.
        let twins: Vec<(u32, u32)> = links.iter().flat_map(|&(a, b)| [(a, b), (a + n, b + n)]).collect();
        let single = forest(n, &links);
        let root = single.roots[0];
        let double = forest(2 * n + 1, &[twins, vec![(2 * n, root), (2 * n, root + n)]].concat());
        let at = by_node(&tidy(&double, 2 * n, 1.0, 1.0));
        for &node in single.subtree(root) {
            let (left, right) = (at[&node].0 - at[&root].0, at[&(node + n)].0 - at[&(root + n)].0);
            prop_assert!(close(left, right));
        }
    }

    #[test]
    fn radial_keeps_generations_on_rings_and_neighbours_apart((n, links) in forest_strategy(80)) {
        let forest = forest(n, &links);
        for &root in &forest.roots {
            let placed = radial(&forest, root, 1.0);
            let at = by_node(&placed);
            let mut rings: HashMap<u32, Vec<(f32, f32)>> = HashMap::new();
            for &node in &placed.nodes {
                rings.entry(forest.depth[node as usize]).or_default().push(at[&node]);
            }
            let mut inner = -1.0;
            for generation in 0..=forest.height[root as usize] {
                let ring = &rings[&generation];
                let radius = libm::hypotf(ring[0].0, ring[0].1);
                prop_assert!(radius > inner + 1.0 - 1e-3);
                inner = radius;
                for (index, &(x, y)) in ring.iter().enumerate() {
                    prop_assert!(close(libm::hypotf(x, y), radius));
                    for &(a, b) in &ring[..index] {
                        prop_assert!(libm::hypotf(x - a, y - b) > 1.0 - 1e-3);
                    }
                }
            }
        }
    }
}
