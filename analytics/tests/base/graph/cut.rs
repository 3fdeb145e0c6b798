//! Articulation points and bridges, and who is cut off.

use analytics::graph::cut::{Bridge, CutPoint, cuts, pieces_without};
use analytics::graph::{Csr, Kind, components};
use proptest::prelude::*;

use super::reference::{DIRECTED, FLORENTINE, LES_MISERABLES, Reference, SPARSE, ZACHARY};
use super::support::{BIG, chain, edges_strategy, graph, star, undirected};

fn assert_reference(kind: Kind, reference: &Reference) {
    let found = cuts(&graph(kind, reference), &[]);
    assert_eq!(found.points.iter().map(|point| point.node).collect::<Vec<_>>(), reference.articulation);
    assert_eq!(found.bridges.iter().map(|bridge| bridge.ends).collect::<Vec<_>>(), reference.bridges);
}

#[test]
fn as_networkx_finds_them() {
    for reference in [&ZACHARY, &FLORENTINE, &LES_MISERABLES, &SPARSE] {
        assert_reference(Kind::Undirected, reference);
    }
    assert_reference(Kind::Directed, &DIRECTED);
    // The values of the design: Zachary's {0} and (0, 11); Albizzi, Guadagni, Medici, Salviati and five bridges.
    assert_eq!((ZACHARY.articulation, ZACHARY.bridges), (&[0][..], &[(0, 11)][..]));
    assert_eq!((FLORENTINE.articulation, FLORENTINE.bridges.len()), (&[1, 8, 9, 12][..], 5));
}

#[test]
fn who_is_cut_off_and_what_they_are_worth() {
    // Two triangles joined over 2 - 3, and a lone friend 6 of 2.
    let graph = undirected(8, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3), (2, 6)]);
    let found = cuts(&graph, &[1, 2, 4, 8, 16, 32, 64, 128]);
    let point = |node, pieces, people, value_minor| CutPoint { node, pieces, people, value_minor };
    assert_eq!(found.points, [point(2, 3, 3, 1 + 2 + 64), point(3, 2, 2, 16 + 32)]);
    let bridge = |ends, far, people, value_minor| Bridge { ends, far, people, value_minor };
    assert_eq!(found.bridges, [bridge((2, 3), 3, 3, 8 + 16 + 32), bridge((2, 6), 6, 1, 64)]);
    assert_eq!(pieces_without(&graph, 2), [vec![3, 4, 5], vec![0, 1], vec![6]]);
    assert_eq!(pieces_without(&graph, 0), [vec![1, 2, 3, 4, 5, 6]]);
    assert!(pieces_without(&graph, 7).is_empty() && pieces_without(&graph, 8).is_empty());
}

#[test]
fn a_chain_and_a_star_of_100_000() {
    let found = cuts(&chain(BIG), &vec![i64::MAX; BIG as usize]);
    assert_eq!((found.points.len(), found.bridges.len()), (99_998, 99_999));
    // The sum stops at the largest number.
    assert_eq!((found.points[0].people, found.points[40_000].people), (1, 40_001));
    assert_eq!((found.points[0].value_minor, found.points[40_000].value_minor), (i64::MAX, i64::MAX));
    let found = cuts(&star(BIG), &[]);
    assert_eq!(found.points, [CutPoint { node: 0, pieces: 99_999, people: 99_998, value_minor: 0 }]);
    assert_eq!(found.bridges.len(), 99_999);
    assert_eq!(cuts(&undirected(0, &[]), &[]), cuts(&undirected(1, &[(0, 0)]), &[5]));
}

/// What is left when some edges go.
fn parts(nodes: u32, edges: &[(u32, u32)], keep: impl Fn((u32, u32)) -> bool) -> analytics::graph::Components {
    components(&undirected(nodes, &edges.iter().copied().filter(|&edge| keep(edge)).collect::<Vec<_>>()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn equal_to_leaving_out_each_node_and_edge(edges in edges_strategy(10, 16), directed in any::<bool>()) {
        let values: Vec<i64> = (0..10).map(|node| 1 << (2 * node)).collect();
        let kind = if directed { Kind::Directed } else { Kind::Undirected };
        let found = cuts(&Csr::build(kind, 10, &edges, None), &values);
        let whole = parts(10, &edges, |_| true);
        for node in 0..10u32 {
            let rest = parts(10, &edges, |(a, b)| a != node && b != node);
            let mut pieces: Vec<(u32, i64)> = vec![(0, 0); rest.len()];
            for other in (0..10u32).filter(|&other| other != node && whole.of[other as usize] == whole.of[node as usize]) {
                let piece = &mut pieces[rest.of[other as usize] as usize];
                *piece = (piece.0 + 1, piece.1 + values[other as usize]);
            }
            pieces.retain(|piece| piece.0 > 0);
            pieces.sort_unstable();
            let expected = (pieces.len() > 1).then(|| {
                let lost = &pieces[..pieces.len() - 1];
                CutPoint {
                    node,
                    pieces: u32::try_from(pieces.len()).expect("small"),
                    people: lost.iter().map(|piece| piece.0).sum(),
                    value_minor: lost.iter().map(|piece| piece.1).sum(),
                }
            });
            prop_assert_eq!(found.points.iter().find(|point| point.node == node).copied(), expected);
        }
        for a in 0..10u32 {
            for b in a..10u32 {
                let there = edges.iter().any(|&(from, to)| (from.min(to), from.max(to)) == (a, b));
                let rest = parts(10, &edges, |(from, to)| (from.min(to), from.max(to)) != (a, b));
                let bridge = found.bridges.iter().find(|bridge| bridge.ends == (a, b));
                prop_assert_eq!(bridge.is_some(), there && rest.len() > whole.len());
                if let Some(bridge) = bridge {
                    let side = |end: u32| -> Vec<usize> {
                        (0..10).filter(|&other| rest.of[other] == rest.of[end as usize]).collect()
                    };
                    let worth = |side: &[usize]| (side.len(), side.iter().map(|&other| values[other]).sum::<i64>());
                    let near = if bridge.far == a { b } else { a };
                    let lost = worth(&side(bridge.far));
                    prop_assert!(lost <= worth(&side(near)));
                    prop_assert_eq!((bridge.people as usize, bridge.value_minor), lost);
                }
            }
        }
    }
}
