//! Referral forests.

use analytics::tree::{Forest, NONE};
use proptest::prelude::*;

/// A random forest: every node but the first may hang under a smaller one; then the names are mixed.
pub fn forest_strategy(most: u32) -> impl Strategy<Value = (u32, Vec<(u32, u32)>)> {
    (1..most)
        .prop_flat_map(|n| {
            let picks = prop::collection::vec((any::<prop::sample::Index>(), prop::bool::weighted(0.9)), n as usize);
            (picks, Just((0..n).collect::<Vec<u32>>()).prop_shuffle())
        })
        .prop_map(|(picks, names)| {
            let links = picks
                .iter()
                .enumerate()
                .skip(1)
                .filter(|(_, (_, linked))| *linked)
                .map(|(at, (pick, _))| (names[pick.index(at)], names[at]))
                .collect();
            (u32::try_from(names.len()).expect("small"), links)
        })
}

#[test]
fn sums_of_a_small_tree() {
    // 0 -> 1, 2; 1 -> 3, 4; 5 alone
    let forest = Forest::build(&[(1, 4), (0, 2), (1, 3), (0, 1)], &[100, 10, 20, 4, 8, 1], 0.5);
    assert_eq!(forest.roots, [0, 5]);
    assert_eq!(forest.preorder, [0, 1, 3, 4, 2, 5]);
    assert_eq!(forest.depth, [0, 1, 1, 2, 2, 0]);
    assert_eq!(forest.height, [2, 1, 0, 0, 0, 0]);
    assert_eq!(forest.descendants, [4, 2, 0, 0, 0, 0]);
    assert_eq!(forest.downstream_minor, [42, 12, 0, 0, 0, 0]);
    // (10 + 20) / 2 + (4 + 8) / 4
    assert_eq!(forest.downstream_decayed, [18.0, 6.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(forest.width(0), [1, 2, 2]);
    assert_eq!(forest.subtree(1), [1, 3, 4]);
    assert_eq!(forest.children(0), [1, 2]);
    assert_eq!(forest.lineage(4), [4, 1, 0]);
    assert!(forest.children(99).is_empty() && forest.subtree(99).is_empty());
    assert!(forest.width(99).is_empty() && forest.lineage(NONE).is_empty());
}

#[test]
fn cycles_second_claims_and_unknown_nodes_are_reported_and_harm_nobody() {
    // 0 -> 1 -> 2 -> 0 is a cycle, 3 hangs under it, 4 refers itself, 5 is claimed twice, 9 does not exist.
    let links = [(0, 1), (1, 2), (2, 0), (2, 3), (4, 4), (6, 5), (3, 5), (9, 5), (5, 9), (6, 5)];
    let forest = Forest::build(&links, &[1; 7], 0.5);
    assert_eq!(forest.rejected.on_cycle, [0, 1, 2, 4]);
    assert_eq!(forest.rejected.second_claims, [(6, 5)]);
    assert_eq!(forest.rejected.unknown_nodes, [(5, 9), (9, 5)]);
    assert_eq!(forest.roots, [0, 1, 2, 4, 6]);
    assert_eq!(forest.subtree(2), [2, 3, 5]);
    assert_eq!(forest.descendants.iter().sum::<u32>(), 3);
}

#[test]
fn a_chain_of_100_000_works() {
    let nodes = 100_000u32;
    let links: Vec<(u32, u32)> = (1..nodes).map(|node| (node - 1, node)).collect();
    let forest = Forest::build(&links, &vec![1; nodes as usize], 0.5);
    assert_eq!((forest.height[0], forest.descendants[0], forest.downstream_minor[0]), (99_999, 99_999, 99_999));
    assert!((forest.downstream_decayed[0] - 1.0).abs() < 1e-12);
    assert_eq!(forest.width(0).len(), 100_000);
    // The same closed to a ring: everybody is on the cycle.
    let ring: Vec<(u32, u32)> = links.into_iter().chain([(nodes - 1, 0)]).collect();
    assert_eq!(Forest::build(&ring, &vec![1; nodes as usize], 0.5).rejected.on_cycle.len(), 100_000);
}

#[test]
fn no_nodes_no_harm() {
    let forest = Forest::build(&[(0, 1)], &[], 0.5);
    assert!(forest.is_empty());
    assert_eq!(forest.rejected.unknown_nodes, [(0, 1)]);
}

proptest! {
    #[test]
    fn sums_equal_a_walk_up_from_every_node((n, links) in forest_strategy(60), seed in any::<u32>()) {
        let revenue: Vec<i64> = (0..n).map(|node| i64::from(node.wrapping_mul(seed) % 1_000) - 100).collect();
        let forest = Forest::build(&links, &revenue, 0.5);
        let mut below = vec![(0u32, 0i64, 0.0f64, 0u32); n as usize];
        for node in 0..n {
            let lineage = forest.lineage(node);
            prop_assert_eq!(lineage.len(), forest.depth[node as usize] as usize + 1);
            let mut weight = 1.0;
            for (generation, &above) in (0u32..).zip(&lineage).skip(1) {
                weight *= 0.5;
                let sum = &mut below[above as usize];
                sum.0 += 1;
                sum.1 += revenue[node as usize];
                sum.2 += weight * revenue[node as usize] as f64;
                sum.3 = sum.3.max(generation);
            }
        }
        for (node, (count, money, decayed, height)) in below.into_iter().enumerate() {
            prop_assert_eq!(forest.descendants[node], count);
            prop_assert_eq!(forest.downstream_minor[node], money);
            prop_assert!((forest.downstream_decayed[node] - decayed).abs() < 1e-6);
            prop_assert_eq!(forest.height[node], height);
        }
    }

    #[test]
    fn any_links_give_a_forest_whatever_their_order(
        (links, shuffled) in prop::collection::vec((0u32..22, 0u32..22), 0..60)
            .prop_flat_map(|links| (Just(links.clone()), Just(links).prop_shuffle())),
    ) {
        let forest = Forest::build(&links, &[3; 20], 0.7);
        prop_assert_eq!(&forest, &Forest::build(&shuffled, &[3; 20], 0.7));
        let mut seen = forest.preorder.clone();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..20).collect::<Vec<u32>>());
        for node in 0..20u32 {
            // A node is reported exactly if the kept links (smallest claim each) lead from it back to itself.
            let kept = |child: u32| links.iter().filter(|l| l.1 == child && l.0 < 20).map(|l| l.0).min();
            let mut at = kept(node);
            for _ in 0..20 {
                if at == Some(node) { break; }
                at = at.and_then(kept);
            }
            prop_assert_eq!(forest.rejected.on_cycle.contains(&node), at == Some(node));
        }
    }
}
