//! Where a layout begins, and where new people go.

use analytics::graph::community::{SEED, communities};
use analytics::graph::{Csr, Kind};
use analytics::layout::force::start::{Positions, beside, by_community, by_distance, by_forest, random};
use analytics::layout::force::{Force, Settings};
use analytics::layout::stress;
use analytics::tree::Forest;

use super::force::{grid, people};

fn distinct(positions: &Positions) -> usize {
    let mut places: Vec<(u32, u32)> =
        positions.x.iter().zip(&positions.y).map(|(x, y)| (x.to_bits(), y.to_bits())).collect();
    places.sort_unstable();
    places.dedup();
    places.len()
}

#[test]
fn every_beginning_gives_everybody_a_place_of_their_own() {
    let graph = people(1_000);
    let circles = communities(&graph, SEED);
    let links: Vec<(u32, u32)> = graph.edges().map(|(a, b, _)| (a, b)).collect();
    let forest = Forest::build(&links, &[0; 1_000], 0.5);
    for positions in
        [random(1_000, 1), by_distance(&graph, 1), by_forest(&forest, 1), by_community(&graph, &circles, 1)]
    {
        assert_eq!((positions.x.len(), positions.y.len(), distinct(&positions)), (1_000, 1_000, 1_000));
        assert!(positions.x.iter().chain(&positions.y).all(|value| value.is_finite()));
    }
}

#[test]
fn structure_begins_better_than_chance() {
    let graph = grid();
    let circles = communities(&graph, SEED);
    let of = |positions: &Positions| stress(&graph, &positions.x, &positions.y, 50);
    let chance = of(&random(1_000, 1));
    println!("stress: {chance}, {}, {}", of(&by_distance(&graph, 1)), of(&by_community(&graph, &circles, 1)));
    assert!(of(&by_distance(&graph, 1)) < 0.8 * chance);
    assert!(of(&by_community(&graph, &circles, 1)) < 0.8 * chance);
}

#[test]
fn lone_people_pieces_nobody_and_100_000() {
    let lone = Csr::build(Kind::Directed, 50, &[(0, 1), (1, 2), (7, 7)], None);
    assert_eq!(distinct(&by_distance(&lone, 1)), 50);
    assert_eq!(distinct(&by_community(&lone, &communities(&lone, SEED), 1)), 50);
    let nobody = Csr::build(Kind::Undirected, 0, &[], None);
    assert_eq!(by_distance(&nobody, 1), Positions::default());
    assert_eq!(by_community(&nobody, &communities(&nobody, SEED), 1), Positions::default());
    let chain: Vec<(u32, u32)> = (1..100_000).map(|node| (node - 1, node)).collect();
    assert_eq!(by_distance(&Csr::build(Kind::Undirected, 100_000, &chain, None), 1).x.len(), 100_000);
    assert_eq!(by_distance(&Csr::build(Kind::Undirected, 100_000, &[], None), 1).x.len(), 100_000);
}

#[test]
fn new_people_stand_beside_their_friends() {
    // 0 - 1 have places; 2 knows 1, 3 knows 2, 4 knows nobody, 5 knows 4.
    let graph = Csr::build(Kind::Directed, 6, &[(0, 1), (1, 2), (3, 2), (5, 4)], None);
    let mut positions = Positions { x: vec![0.0, 100.0], y: vec![0.0, 50.0] };
    beside(&graph, &mut positions, &[2, 3, 4, 5, 99], 1);
    let from = |a: usize, b: usize| libm::hypotf(positions.x[a] - positions.x[b], positions.y[a] - positions.y[b]);
    assert_eq!((positions.x[0], positions.x[1], positions.y[1]), (0.0, 100.0, 50.0));
    assert!(from(2, 1) < 10.0 && from(3, 2) < 10.0 && from(5, 4) < 10.0);
    // Outside the disc around the two.
    assert!(libm::hypotf(positions.x[4] - 50.0, positions.y[4] - 25.0) > 55.0);
    assert_eq!(distinct(&positions), 6);
    // All new, in a chain: nobody is looked at twice.
    let links: Vec<(u32, u32)> = (1..100_000).map(|node| (node - 1, node)).collect();
    let chain = Csr::build(Kind::Undirected, 200_000, &links, None);
    let mut none = Positions::default();
    beside(&chain, &mut none, &(0..200_000).collect::<Vec<_>>(), 1);
    assert_eq!(none.x.len(), 200_000);
}

#[test]
fn one_per_cent_more_people_hardly_move_the_others() {
    let before = people(2_000);
    let begin = by_distance(&before, 1);
    let mut force = Force::new(&before, Settings::default(), &begin.x, &begin.y);
    (0..300).for_each(|_| force.step());
    // Twenty more, each knowing two.
    let more = (2_000..2_020u32).flat_map(|new| [(new, new * 7 % 2_000), (new, new * 11 % 2_000)]);
    let edges: Vec<(u32, u32)> = before.edges().map(|(a, b, _)| (a, b)).chain(more).collect();
    let after = Csr::build(Kind::Undirected, 2_020, &edges, None);
    let mut positions = Positions { x: force.x().to_vec(), y: force.y().to_vec() };
    let new: Vec<u32> = (2_000..2_020).collect();
    beside(&after, &mut positions, &new, 1);
    let mut again = Force::new(&after, Settings::default(), &positions.x, &positions.y);
    // Only the new ones and their friends move.
    let mut pinned = vec![true; 2_020];
    for &node in &new {
        pinned[node as usize] = false;
        after.neighbours(node).iter().for_each(|&friend| pinned[friend as usize] = false);
    }
    again.pin(&pinned);
    (0..30).for_each(|_| again.step());
    let span = |of: &[f32]| of.iter().copied().fold(f32::MIN, f32::max) - of.iter().copied().fold(f32::MAX, f32::min);
    let diagonal = libm::hypotf(span(force.x()), span(force.y()));
    let mut moved: Vec<f32> = (0..2_000)
        .map(|node| libm::hypotf(again.x()[node] - force.x()[node], again.y()[node] - force.y()[node]) / diagonal)
        .collect();
    moved.sort_by(f32::total_cmp);
    println!("moved: median {}, most {}", moved[1_000], moved[1_999]);
    assert!(moved[1_000] < 0.01 && moved[1_999] < 0.2);
}
