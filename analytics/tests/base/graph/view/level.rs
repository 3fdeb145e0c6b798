//! How much is drawn, and filters.

use analytics::graph::view::detail::{Bubble, Detail, HUB, Hub, MOST_NODES, bubbles, detail, hubs};
use analytics::graph::view::filter::{self, FilterEdge};

use crate::graph::support::{star, undirected};

#[test]
fn many_nodes_become_bubbles_without_flipping_at_the_limit() {
    assert_eq!(detail(MOST_NODES, Detail::Full), Detail::Full);
    assert_eq!(detail(MOST_NODES + 1, Detail::Full), Detail::Communities);
    assert_eq!(detail(MOST_NODES - 1, Detail::Communities), Detail::Communities);
    assert_eq!(detail(MOST_NODES - 2_000, Detail::Communities), Detail::Full);
    let found =
        bubbles(&[1, 1, 0, 1, 3], &[0.0, 4.0, 9.0, 99.0, 1.0], &[0.0, 0.0, 8.0, 99.0, 2.0], &[true, true, true, false]);
    let bubble = |community, members, x, y, radius| Bubble { community, members, x, y, radius };
    assert_eq!(found, [bubble(0, 1, 9.0, 8.0, 0.0), bubble(1, 2, 2.0, 0.0, 2.0), bubble(3, 1, 1.0, 2.0, 0.0)]);
    assert!(bubbles(&[], &[], &[], &[]).is_empty());
    // A number no community can have harms nobody.
    assert!(bubbles(&[u32::MAX], &[1.0], &[1.0], &[]).is_empty());
}

#[test]
fn hubs_keep_whoever_leads_elsewhere_or_was_asked_for() {
    let mut edges: Vec<(u32, u32)> = (1..=240).map(|leaf| (0, leaf)).collect();
    edges.extend([(7, 8), (9, 9)]);
    let found = hubs(&undirected(241, &edges), HUB, &[20]);
    // 7 and 8 know each other, 20 was found: "+237".
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].node, found[0].leaves.len()), (0, 237));
    assert!([7, 8, 20].iter().all(|node| !found[0].leaves.contains(node)) && found[0].leaves.contains(&9));
    assert!(hubs(&star(30), HUB, &[]).is_empty());
    let Some(Hub { leaves, .. }) = hubs(&star(100_000), HUB, &[]).pop() else { panic!("no hub") };
    assert_eq!(leaves.len(), 99_999);
}

#[test]
fn reasons_are_independent_bits() {
    let mut flags = vec![0u8; 4];
    assert_eq!(filter::set(&mut flags, filter::TIER, |node| node < 2), 2);
    assert_eq!(filter::set(&mut flags, filter::TIME, |node| node == 1), 1);
    assert_eq!(filter::set(&mut flags, filter::TIER, |node| node == 3), 3);
    assert_eq!(flags, [0, filter::TIME, 0, filter::TIER]);
    assert_eq!(filter::shown(&flags, u8::MAX), [true, false, true, false]);
    assert_eq!(filter::shown(&flags, filter::TIER), [true, true, true, false]);
}

#[test]
fn edges_by_kind_and_time() {
    let edge = |ends, kind, since, until| FilterEdge { ends, kind, since, until };
    let list = [
        edge((0, 1), 0, None, None),
        edge((0, 1), 1, Some(10), Some(20)),
        edge((0, 2), 0, None, None),
        edge((1, 0), 99, Some(15), None),
        edge((0, 7), 0, None, None),
    ];
    let shown = [true, true, false];
    assert_eq!(filter::edges(&list, &shown, u64::MAX, None), [0, 1, 3]);
    assert_eq!(filter::edges(&list, &shown, 1, None), [0, 3]);
    assert_eq!(filter::edges(&list, &shown, 2, Some(20)), [1, 3]);
    assert_eq!(filter::edges(&list, &shown, 2, Some(21)), [3]);
    assert_eq!(filter::edges(&list, &shown, 2, Some(10)), [1]);
}
