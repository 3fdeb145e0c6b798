//! Forces: against a slow and obvious implementation in double precision, and at sizes and places that break others.

use analytics::graph::{Csr, Kind};
use analytics::layout::force::{Force, Settings, start};
use analytics::layout::stress;
use proptest::prelude::*;

fn undirected(nodes: u32, edges: &[(u32, u32)]) -> Csr {
    Csr::build(Kind::Undirected, nodes, edges, None)
}

/// A tree with as many relations again.
pub fn people(nodes: u32) -> Csr {
    let mut state = 42u64;
    let mut below = |n: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(n)).expect("small")
    };
    let tree: Vec<(u32, u32)> = (1..nodes).map(|child| (below(child), child)).collect();
    let near: Vec<(u32, u32)> = (0..nodes).map(|one| (one, (one + below(20)) % nodes)).collect();
    undirected(nodes, &[tree, near].concat())
}

/// Streets and corners: 40 by 25.
pub fn grid() -> Csr {
    let right = (0..1_000u32).filter(|corner| corner % 40 != 39).map(|corner| (corner, corner + 1));
    undirected(1_000, &right.chain((0..960).map(|corner| (corner, corner + 40))).collect::<Vec<_>>())
}

fn run(force: &mut Force, steps: usize) {
    (0..steps).for_each(|_| force.step());
}

/// The first step of the paper: every pair, double precision. Before it there is no force, so that the swinging of a node
/// is its force, and traction is half of it.
fn first_step(graph: &Csr, settings: Settings, x: &[f32], y: &[f32]) -> Vec<(f64, f64)> {
    let at: Vec<(f64, f64)> = x.iter().zip(y).map(|(&x, &y)| (f64::from(x), f64::from(y))).collect();
    let mass: Vec<f64> = graph.degrees().into_iter().map(|degree| f64::from(degree) + 1.0).collect();
    let mut push = vec![(0.0, 0.0); at.len()];
    for (one, push) in push.iter_mut().enumerate() {
        for other in (0..at.len()).filter(|&other| other != one) {
            let (dx, dy) = (at[one].0 - at[other].0, at[one].1 - at[other].1);
            let strength = f64::from(settings.scaling) * mass[one] * mass[other] / (dx * dx + dy * dy);
            *push = (push.0 + strength * dx, push.1 + strength * dy);
        }
        let distance = libm::hypot(at[one].0, at[one].1);
        let down = f64::from(settings.gravity) * mass[one] / distance;
        *push = (push.0 - down * at[one].0, push.1 - down * at[one].1);
    }
    for (a, b, weight) in graph.edges() {
        let (a, b) = (a as usize, b as usize);
        let (dx, dy) = ((at[b].0 - at[a].0) * weight, (at[b].1 - at[a].1) * weight);
        push[a] = (push[a].0 + dx, push[a].1 + dy);
        push[b] = (push[b].0 - dx, push[b].1 - dy);
    }
    // Swinging is twice the traction: not more than twice, so only the ordinary rules apply.
    let nodes = at.len() as f64;
    let swinging: f64 = push.iter().zip(&mass).map(|(push, mass)| mass * libm::hypot(push.0, push.1)).sum();
    let estimate = 0.05 * nodes.sqrt();
    let jitter = estimate.sqrt().max((estimate * swinging / 2.0 / (nodes * nodes)).min(10.0));
    let speed = 1.0 + (jitter / 2.0 - 1.0).min(0.5);
    (0..at.len())
        .map(|node| {
            let (x, y) = push[node];
            let factor = speed / (1.0 + (speed * mass[node] * libm::hypot(x, y)).sqrt());
            (at[node].0 + x * factor, at[node].1 + y * factor)
        })
        .collect()
}

/// The root mean square of the error of the first step, relative to that of the step itself.
fn error(graph: &Csr, theta: f32, seed: u64) -> f64 {
    let begin = start::random(graph.nodes(), seed);
    let settings = Settings { theta, ..Settings::default() };
    let mut force = Force::new(graph, settings, &begin.x, &begin.y);
    force.step();
    let (mut wrong, mut way) = (0.0, 0.0);
    for (node, expected) in first_step(graph, settings, &begin.x, &begin.y).into_iter().enumerate() {
        let (dx, dy) = (f64::from(force.x()[node]) - expected.0, f64::from(force.y()[node]) - expected.1);
        let (sx, sy) = (expected.0 - f64::from(begin.x[node]), expected.1 - f64::from(begin.y[node]));
        wrong += dx * dx + dy * dy;
        way += sx * sx + sy * sy;
    }
    (wrong / way).sqrt()
}

#[test]
fn the_first_step_is_the_papers() {
    let graph = people(1_500);
    assert!(error(&graph, 0.0, 1) < 1e-4, "{}", error(&graph, 0.0, 1));
    let (fine, coarse) = (error(&graph, 0.5, 1), error(&graph, 1.2, 1));
    println!("error at theta 0.5: {fine}, at 1.2: {coarse}");
    assert!(fine < 0.005 && coarse < 0.05, "{fine} {coarse}");
    assert!(fine < coarse);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let graph = people(800);
    let place = |seed| {
        let begin = start::by_distance(&graph, seed);
        let mut force = Force::new(&graph, Settings::default(), &begin.x, &begin.y);
        run(&mut force, 40);
        (force.x().to_vec(), force.y().to_vec())
    };
    assert_eq!(place(5), place(5));
    assert_ne!(place(5), place(6));
}

#[test]
fn near_people_are_drawn_near() {
    let graph = grid();
    let begin = start::random(1_000, 3);
    let before = stress(&graph, &begin.x, &begin.y, 100);
    let mut force = Force::new(&graph, Settings::default(), &begin.x, &begin.y);
    run(&mut force, 300);
    let after = stress(&graph, force.x(), force.y(), 100);
    let rings = start::by_distance(&graph, 3);
    let mut seeded = Force::new(&graph, Settings::default(), &rings.x, &rings.y);
    run(&mut seeded, 100);
    let quick = stress(&graph, seeded.x(), seeded.y(), 100);
    println!("stress: random {before}, after 300 steps {after}, after 100 from rings {quick}");
    assert!(after < 0.5 * before && quick < 0.3 * before, "{before} {after} {quick}");
}

#[test]
fn a_pair_comes_to_rest_where_attraction_equals_repulsion() {
    // Repulsion 2 * 2 * 2 / d, attraction d, gravity nearly nothing: d = √8.
    let graph = undirected(2, &[(0, 1)]);
    let settings = Settings { gravity: 0.0, ..Settings::default() };
    let mut force = Force::new(&graph, settings, &[-40.0, 0.0], &[0.0, 3.0]);
    assert!(!force.settled());
    run(&mut force, 500);
    let distance = libm::hypotf(force.x()[0] - force.x()[1], force.y()[0] - force.y()[1]);
    assert!((distance - 8f32.sqrt()).abs() < 0.02, "{distance}");
    assert!(force.settled());
    // Twice the weight, twice the pull: d = √4.
    let heavy = Csr::build(Kind::Directed, 2, &[(0, 1)], Some(&[2.0]));
    let mut force = Force::new(&heavy, settings, &[-40.0, 0.0], &[0.0, 3.0]);
    run(&mut force, 500);
    let distance = libm::hypotf(force.x()[0] - force.x()[1], force.y()[0] - force.y()[1]);
    assert!((distance - 2.0).abs() < 0.02, "{distance}");
}

#[test]
fn everybody_in_one_place_parts() {
    let graph = undirected(300, &(1..300).map(|node| (0, node)).collect::<Vec<_>>());
    let mut force = Force::new(&graph, Settings::default(), &[], &[f32::NAN, f32::INFINITY]);
    run(&mut force, 60);
    let mut places: Vec<(u32, u32)> =
        force.x().iter().zip(force.y()).map(|(x, y)| (x.to_bits(), y.to_bits())).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), 300);
    assert!(force.x().iter().chain(force.y()).all(|value| value.is_finite() && value.abs() < 1e4));
}

#[test]
fn pinned_people_stay() {
    let graph = people(200);
    let begin = start::by_distance(&graph, 1);
    let mut force = Force::new(&graph, Settings::default(), &begin.x, &begin.y);
    force.pin(&(0..150).map(|node| node % 2 == 0).collect::<Vec<_>>());
    run(&mut force, 30);
    for node in 0..200 {
        let stayed = force.x()[node].to_bits() == begin.x[node].to_bits();
        assert_eq!(stayed, node < 150 && node % 2 == 0, "{node}");
    }
}

#[test]
fn nobody_one_person_broken_settings_and_weights() {
    let broken = Settings { theta: f32::NAN, scaling: -1.0, gravity: f32::INFINITY, tolerance: 0.0 };
    let mut nobody = Force::new(&undirected(0, &[]), broken, &[], &[]);
    run(&mut nobody, 3);
    assert!(nobody.x().is_empty() && nobody.settled());
    let mut alone = Force::new(&undirected(1, &[(0, 0)]), broken, &[5.0], &[0.0]);
    run(&mut alone, 3);
    assert!(alone.x()[0].is_finite());
    let heavy = Csr::build(Kind::Undirected, 3, &[(0, 1), (1, 2)], Some(&[1e100, 1e-100]));
    let mut force = Force::new(&heavy, Settings::default(), &[1.0, 2.0, 3.0], &[1.0, 0.0, 1.0]);
    run(&mut force, 20);
    assert!(force.x().iter().chain(force.y()).all(|value| value.is_finite()));
}

#[test]
fn a_chain_and_a_star_of_100_000() {
    let chain: Vec<(u32, u32)> = (1..100_000).map(|node| (node - 1, node)).collect();
    let star: Vec<(u32, u32)> = (1..100_000).map(|node| (0, node)).collect();
    for edges in [chain, star] {
        let graph = undirected(100_000, &edges);
        let begin = start::by_distance(&graph, 1);
        let mut force = Force::new(&graph, Settings { theta: 1.2, ..Settings::default() }, &begin.x, &begin.y);
        run(&mut force, 3);
        assert!(force.x().iter().chain(force.y()).all(|value| value.is_finite()));
    }
}

#[test]
fn stress_of_a_straight_line_is_nothing() {
    let graph = undirected(5, &[(0, 1), (1, 2), (2, 3)]);
    let line = [0.0, 7.0, 14.0, 21.0, 999.0];
    assert!(stress(&graph, &line, &[3.0; 5], 5).abs() < 1e-12);
    // Two of three pairs of a path of three at 1, the third at 0 instead of 2: from each end and the middle, by hand.
    let found = stress(&undirected(3, &[(0, 1), (1, 2)]), &[0.0, 1.0, 0.0], &[0.0; 3], 3);
    assert!((found - (1.0 - 16.0 / (4.0 * 6.0))).abs() < 1e-12, "{found}");
    assert!(stress(&undirected(0, &[]), &[], &[], 9).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_graph_is_stepped_as_the_paper_says(
        edges in prop::collection::vec((0u32..40, 0u32..40), 0..80),
        seed in any::<u64>(),
    ) {
        let graph = undirected(40, &edges);
        prop_assert!(error(&graph, 0.0, seed) < 1e-3);
        prop_assert!(error(&graph, 0.5, seed) < 0.03);
    }
}
