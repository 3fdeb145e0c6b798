//! Introductions.

use analytics::graph::Kind;
use analytics::graph::path::{Network, Path, Tie, staleness_of, strength_of};
use proptest::prelude::*;

use super::reference::ZACHARY;
use super::support::BIG;

fn tie(a: u32, b: u32, strength: f64) -> Tie {
    Tie { ends: (a, b), strength, staleness: 0.0 }
}

fn nodes(paths: &[Path]) -> Vec<Vec<u32>> {
    paths.iter().map(|path| path.nodes.clone()).collect()
}

#[test]
fn a_strong_way_round_beats_a_weak_direct_one() {
    let ties = [tie(0, 3, 0.3), tie(0, 1, 0.9), tie(1, 3, 0.8), tie(0, 2, 0.5), tie(2, 3, 0.5), tie(1, 2, 1.0)];
    let network = Network::build(Kind::Undirected, 5, &ties);
    let found = network.introductions(0, 3, 9);
    assert_eq!(nodes(&found), [vec![0, 1, 3], vec![0, 1, 2, 3], vec![0, 2, 1, 3], vec![0, 3], vec![0, 2, 3]]);
    let chance: Vec<f64> = found.iter().map(|path| libm::exp(-path.cost)).collect();
    for (found, expected) in chance.iter().zip([0.72, 0.45, 0.4, 0.3, 0.25]) {
        assert!((found - expected).abs() < 1e-8, "{chance:?}");
    }
    assert_eq!(nodes(&network.introductions(0, 3, 2)).len(), 2);
    assert_eq!(network.introductions(2, 2, 3), [Path { nodes: vec![2], cost: 0.0 }]);
    assert!(network.introductions(0, 4, 3).is_empty() && network.introductions(0, 3, 0).is_empty());
    assert!(network.introductions(0, 5, 3).is_empty() && network.introductions(9, 0, 3).is_empty());
}

#[test]
fn of_equal_ways_the_shorter_comes_first() {
    let ties = [tie(0, 1, 1.0), tie(1, 2, 1.0), tie(2, 3, 1.0), tie(0, 4, 1.0), tie(4, 3, 1.0)];
    let found = Network::build(Kind::Undirected, 5, &ties).introductions(0, 3, 5);
    assert_eq!(nodes(&found), [vec![0, 4, 3], vec![0, 1, 2, 3]]);
    assert!(found.iter().all(|path| path.cost.abs() < 1e-12));
}

#[test]
fn old_ties_bad_ties_and_repeated_ties() {
    let stale = Tie { ends: (0, 1), strength: 1.0, staleness: 2.0 };
    let bad = [tie(0, 1, 0.0), tie(0, 1, 1.5), tie(0, 1, f64::NAN), Tie { staleness: -1.0, ..stale }, tie(0, 7, 1.0)];
    let network = Network::build(Kind::Undirected, 2, &[&bad[..], &[stale, tie(1, 0, 0.5)]].concat());
    assert_eq!(
        (&network.rejected().bad_weights[..], &network.rejected().unknown_nodes[..]),
        (&[0, 1, 2, 3][..], &[4][..])
    );
    // The better one of the two that are left.
    let found = network.introductions(0, 1, 5);
    assert_eq!(found.len(), 1);
    assert!((found[0].cost - std::f64::consts::LN_2).abs() < 1e-8);
    let endless = Network::build(Kind::Directed, 2, &[Tie { staleness: f64::INFINITY, ..stale }]);
    assert!((endless.introductions(0, 1, 1)[0].cost - 1e3).abs() < 1e-6);
    assert!(endless.introductions(1, 0, 1).is_empty());
    assert!(strength_of(5) < 1.0 && strength_of(0) > 0.0 && strength_of(2) < strength_of(3));
    assert!(staleness_of(0).abs() < 1e-12 && (staleness_of(365) - 0.5).abs() < 1e-12 && staleness_of(u32::MAX) < 2.1);
}

#[test]
fn zachary_as_networkx_finds_it() {
    let ties: Vec<Tie> = ZACHARY.edges.iter().map(|&(a, b)| tie(a, b, 0.5)).collect();
    let found = Network::build(Kind::Undirected, 34, &ties).introductions(16, 26, 10);
    // Eight ways of five steps: over 5 or 6, and over 8, 13, 19 or 31.
    let mut short: Vec<Vec<u32>> = nodes(&found[..8]);
    short.sort_unstable();
    let expected: Vec<Vec<u32>> =
        [5, 6].into_iter().flat_map(|a| [8, 13, 19, 31].map(|b| vec![16, a, 0, b, 33, 26])).collect();
    assert_eq!(short, expected);
    assert!(found[8..].iter().all(|path| path.nodes.len() == 7));
}

#[test]
fn a_chain_of_100_000() {
    let ties: Vec<Tie> = (1..BIG).map(|node| tie(node - 1, node, 0.9)).collect();
    let found = Network::build(Kind::Undirected, BIG, &ties).introductions(0, BIG - 1, 3);
    assert_eq!((found.len(), found[0].nodes.len()), (1, 100_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_cheapest_of_all_ways(
        ties in prop::collection::vec(((0u32..7, 0u32..7), 1u8..=5, 0u32..3_000), 0..18),
        k in 1usize..12,
        directed in any::<bool>(),
    ) {
        let kind = if directed { Kind::Directed } else { Kind::Undirected };
        let ties: Vec<Tie> = ties
            .into_iter()
            .map(|(ends, level, days)| Tie { ends, strength: strength_of(level), staleness: staleness_of(days) })
            .collect();
        let found = Network::build(kind, 7, &ties).introductions(0, 6, k);
        let mut cost = [[f64::INFINITY; 7]; 7];
        for tie in &ties {
            let (a, b) = (tie.ends.0 as usize, tie.ends.1 as usize);
            let own = tie.staleness - libm::log(tie.strength);
            cost[a][b] = cost[a][b].min(own);
            if !directed {
                cost[b][a] = cost[b][a].min(own);
            }
        }
        // Every way there is.
        let mut all: Vec<f64> = Vec::new();
        let mut open = vec![(vec![0usize], 0.0)];
        while let Some((way, so_far)) = open.pop() {
            let last = way[way.len() - 1];
            if last == 6 {
                all.push(so_far);
                continue;
            }
            for next in (0..7).filter(|next| !way.contains(next) && cost[last][*next].is_finite()) {
                open.push(([&way[..], &[next]].concat(), so_far + cost[last][next]));
            }
        }
        all.sort_unstable_by(f64::total_cmp);
        prop_assert_eq!(found.len(), all.len().min(k));
        let mut seen = nodes(&found);
        for (path, expected) in found.iter().zip(&all) {
            prop_assert!((path.cost - expected).abs() < 1e-7, "{} instead of {}", path.cost, expected);
            let sum: f64 = path.nodes.windows(2).map(|step| cost[step[0] as usize][step[1] as usize]).sum();
            prop_assert!((path.cost - sum).abs() < 1e-7);
        }
        seen.sort_unstable();
        seen.dedup();
        prop_assert_eq!(seen.len(), found.len());
    }
}
