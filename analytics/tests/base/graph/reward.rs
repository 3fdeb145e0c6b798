//! Reward trees near the threshold of the law.

use analytics::graph::reward::{RewardFlag, Stage, Threshold, flags, stage};
use analytics::tree::{Forest, NONE};

/// `top` with one child, under which `leaves` stand.
fn broom(top: u32, leaves: u32) -> Vec<(u32, u32)> {
    [(top, top + 1)].into_iter().chain((0..leaves).map(|leaf| (top + 1, top + 2 + leaf))).collect()
}

#[test]
fn three_levels_and_thirty_people() {
    let links = [broom(0, 28), broom(30, 27), broom(59, 21), (82..130).map(|leaf| (81, leaf)).collect()].concat();
    // 0: 3 levels, 30 people; 30: 3 and 29; 59: 3 and 23, below; 82: 2 levels, 49 people.
    let links: Vec<(u32, u32)> = links.into_iter().map(|(a, b)| if a == 81 { (130, b) } else { (a, b) }).collect();
    let forest = Forest::build(&links, &[0; 140], 0.5);
    let threshold = Threshold::default();
    let flag = |top, stage, levels, people| RewardFlag { top, stage, levels, people };
    assert_eq!(
        flags(&forest, threshold),
        [flag(0, Stage::Reached, 3, 30), flag(130, Stage::Near, 2, 49), flag(30, Stage::Near, 3, 29)]
    );
    // Seen from the child there are only two levels.
    assert_eq!(stage(&forest, 1, threshold), Stage::Near);
    assert_eq!((stage(&forest, 59, threshold), stage(&forest, NONE, threshold)), (Stage::Below, Stage::Below));
}

#[test]
fn a_chain_of_100_000() {
    let links: Vec<(u32, u32)> = (1..100_000).map(|node| (node - 1, node)).collect();
    let found = flags(&Forest::build(&links, &vec![0; 100_000], 0.5), Threshold::default());
    assert_eq!(found, [RewardFlag { top: 0, stage: Stage::Reached, levels: 100_000, people: 100_000 }]);
}
