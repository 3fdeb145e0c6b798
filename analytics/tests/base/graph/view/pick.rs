//! Who is under the finger, and whose name is shown.

use std::time::Instant;

use analytics::graph::view::label::{Cell, Nodes, Window, choose};
use analytics::graph::view::pick::PickGrid;
use proptest::prelude::*;

fn place() -> impl Strategy<Value = (f32, f32)> {
    // Whole numbers: several in one place, and exactly at the radius.
    (-20i8..20, -20i8..20).prop_map(|(x, y)| (f32::from(x), f32::from(y)))
}

fn split(places: &[(f32, f32)]) -> (Vec<f32>, Vec<f32>) {
    places.iter().copied().unzip()
}

#[test]
fn nobody_one_place_and_places_that_are_none() {
    let none = PickGrid::build(&[], &[], &[]);
    assert_eq!((none.nearest(0.0, 0.0, 9.0), none.within([-9.0, -9.0, 9.0, 9.0])), (None, vec![]));
    let grid = PickGrid::build(&[5.0, 5.0, f32::NAN, 5.0], &[5.0, 5.0, 0.0, f32::INFINITY], &[false, true]);
    assert_eq!(grid.nearest(5.0, 6.0, 1.0), Some(1));
    assert_eq!(grid.nearest(5.0, 6.1, 1.0), None);
    assert_eq!(grid.nearest(f32::NAN, 0.0, 1.0), None);
    assert_eq!(grid.within([0.0, 0.0, 9.0, 9.0]), [1]);
    assert!(grid.lasso(&[]).is_empty());
}

#[test]
fn a_hundred_thousand_are_picked_in_less_than_a_millisecond() {
    let mut state = 1u64;
    let mut unit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1u64 << 24) as f32 * 1_000.0
    };
    let places: Vec<(f32, f32)> = (0..100_000).map(|_| (unit(), unit())).collect();
    let (x, y) = split(&places);
    let grid = PickGrid::build(&x, &y, &[]);
    // The shortest of ten rounds: other programs may run beside.
    let round = |round: u16| {
        let started = Instant::now();
        let found = (0..100u16).filter(|at| {
            let at = f32::from(round * 100 + at);
            grid.nearest(at, 1_000.0 - at, 6.0).is_some()
        });
        assert!(found.count() > 90);
        started.elapsed().as_secs_f64() * 10.0
    };
    let ms = (0..10).map(round).fold(f64::MAX, f64::min);
    println!("a pick among 100,000: {ms} ms");
    assert!(ms < 1.0);
}

#[test]
fn the_most_important_name_of_each_cell() {
    let window = Window { left: 0.0, top: 0.0, zoom: 1.0, width: 300.0, height: 40.0 };
    let cell = Cell { width: 100.0, height: 20.0 };
    let x = [10.0, 20.0, 150.0, 250.0, 299.0, -5.0, 20.0, 110.0];
    let y = [5.0, 5.0, 5.0, 35.0, 39.0, 5.0, 6.0, 6.0];
    let importance = [1.0, 1.1, 5.0, 2.0, 3.0, 99.0, f32::NAN, 50.0];
    let nodes =
        Nodes { x: &x, y: &y, importance: &importance, shown: &[true, true, true, true, true, true, true, false] };
    assert_eq!(choose(window, cell, nodes, &[], 200), [1, 2, 4]);
    // 0 was shown before and is hardly less important than 1.
    assert_eq!(choose(window, cell, nodes, &[0, 3], 200), [0, 2, 4]);
    assert_eq!(choose(window, cell, nodes, &[], 2), [2, 4]);
    assert!(choose(Window { zoom: f32::NAN, ..window }, cell, nodes, &[], 9).is_empty());
    let nowhere = Cell { width: 0.0, height: f32::NAN };
    assert!(choose(window, nowhere, nodes, &[], 200).len() >= 3);
}

proptest! {
    #[test]
    fn equal_to_looking_at_everybody(
        places in prop::collection::vec(place(), 0..60),
        finger in place(),
        radius in 0u8..12,
        corners in prop::collection::vec((-21i8..21, -21i8..21), 3..6),
    ) {
        let (x, y) = split(&places);
        let grid = PickGrid::build(&x, &y, &[]);
        let radius = f32::from(radius);
        let distance = |at: usize| {
            let (dx, dy) = (places[at].0 - finger.0, places[at].1 - finger.1);
            dx * dx + dy * dy
        };
        let nearest = (0..places.len())
            .filter(|&at| distance(at) <= radius * radius)
            .min_by(|&a, &b| distance(a).total_cmp(&distance(b)).then(a.cmp(&b)));
        prop_assert_eq!(grid.nearest(finger.0, finger.1, radius).map(|node| node as usize), nearest);

        let inside = |at: &usize| (places[*at].0 - finger.0).abs() <= radius && (places[*at].1 - finger.1).abs() <= radius;
        let area = [finger.0 - radius, finger.1 - radius, finger.0 + radius, finger.1 + radius];
        let found: Vec<usize> = grid.within(area).into_iter().map(|node| node as usize).collect();
        prop_assert_eq!(found, (0..places.len()).filter(inside).collect::<Vec<_>>());

        // The lasso by winding angles would be another rule; by crossings to the left instead of to the right it is not.
        let line: Vec<(f32, f32)> = corners.iter().map(|&(x, y)| (f32::from(x) + 0.25, f32::from(y) + 0.25)).collect();
        let crossings = |&(x, y): &(f32, f32)| {
            let edges = line.iter().zip(line.iter().cycle().skip(1));
            edges.filter(|(a, b)| (a.1 > y) != (b.1 > y) && x > (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0).count()
        };
        let expected: Vec<u32> =
            (0u32..).zip(&places).filter(|(_, place)| crossings(place) % 2 == 1).map(|(at, _)| at).collect();
        // Points on the line itself belong to one side or the other.
        let on_line = |node: u32| {
            let (x, y) = places[node as usize];
            line.iter().zip(line.iter().cycle().skip(1)).any(|(a, b)| {
                ((b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0)).abs() < 1e-2
            })
        };
        let clear = |nodes: Vec<u32>| -> Vec<u32> { nodes.into_iter().filter(|&node| !on_line(node)).collect() };
        prop_assert_eq!(clear(grid.lasso(&line)), clear(expected));
    }
}
