//! Answers in words.

use analytics::graph::cut::cuts;
use analytics::graph::path::{Network, Tie, strength_of};
use analytics::graph::view::answer::{Connection, connection, introductions, loss};
use analytics::graph::{Csr, Kind};
use proptest::prelude::*;

use crate::graph::support::{edges_strategy, undirected};

#[test]
fn introductions_are_told_by_name() {
    let tie = |a, b, level| Tie { ends: (a, b), strength: strength_of(level), staleness: 0.0 };
    let network = Network::build(Kind::Undirected, 4, &[tie(0, 1, 5), tie(1, 2, 5), tie(0, 3, 1), tie(3, 2, 3)]);
    let names: Vec<String> = ["陈静", "", "王芳"].into_iter().map(str::to_owned).collect();
    let found = introductions(&network, &names, 0, 2, 5);
    assert_eq!(found[0].names, ["陈静", "#1", "王芳"]);
    assert_eq!(found[1].names, ["陈静", "#3", "王芳"]);
    assert!((found[0].chance - 25.0 / 36.0).abs() < 1e-8 && (found[1].chance - 3.0 / 36.0).abs() < 1e-8);
}

#[test]
fn who_is_lost_with_a_person() {
    let graph = undirected(7, &[(0, 1), (1, 2), (1, 3), (3, 4), (4, 5), (5, 3)]);
    let values = [1, 2, 4, 8, 16, 32, 64];
    let found = loss(&graph, &cuts(&graph, &values), &["甲".to_owned(), "乙".to_owned()], &values, 1);
    assert_eq!((found.name.as_str(), found.own_minor, found.people, found.value_minor), ("乙", 2, 2, 5));
    assert_eq!(found.groups, [[0], [2]]);
    let nobody = loss(&graph, &cuts(&graph, &values), &[], &values, 4);
    assert_eq!((nobody.people, nobody.groups.len(), nobody.name.as_str()), (0, 0, "#4"));
}

#[test]
fn who_connects_two_groups() {
    // 0, 1 | 2 or 3 | 4, 5
    let graph = undirected(8, &[(0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (4, 5), (6, 7)]);
    assert_eq!(connection(&graph, &[0, 1], &[4, 5]), Some(Connection { steps: 2, nodes: vec![1, 2, 3, 4] }));
    assert_eq!(connection(&graph, &[0], &[6]), None);
    assert_eq!(connection(&graph, &[0], &[0, 99]), Some(Connection { steps: 0, nodes: vec![0] }));
    assert_eq!(connection(&graph, &[], &[0]), None);
    let one_way = Csr::build(Kind::Directed, 3, &[(0, 1), (1, 2)], None);
    assert_eq!(connection(&one_way, &[0], &[2]).map(|found| found.steps), Some(2));
    assert_eq!(connection(&one_way, &[2], &[0]), None);
}

proptest! {
    #[test]
    fn the_groups_that_are_lost_add_up(edges in edges_strategy(12, 18)) {
        let values: Vec<i64> = (0..12).map(|node| 1 << (2 * node)).collect();
        let graph = undirected(12, &edges);
        let cuts = cuts(&graph, &values);
        for node in 0..12 {
            let found = loss(&graph, &cuts, &[], &values, node);
            let lost: Vec<u32> = found.groups.concat();
            prop_assert_eq!(lost.len(), found.people as usize);
            prop_assert_eq!(lost.iter().map(|&one| values[one as usize]).sum::<i64>(), found.value_minor);
        }
    }
}
