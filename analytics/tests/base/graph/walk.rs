//! Components, distances, neighbourhoods.

use analytics::graph::{Csr, Kind, UNREACHED, components, distances, within};
use proptest::prelude::*;

use super::reference::{DIRECTED, SPARSE, ZACHARY};
use super::support::{BIG, chain, edges_strategy, graph, star, undirected};

#[test]
fn components_and_diameter_of_the_references() {
    let zachary = graph(Kind::Undirected, &ZACHARY);
    assert_eq!(components(&zachary).len(), ZACHARY.components);
    let eccentricity = |node| distances(&zachary, &[node], UNREACHED).into_iter().max();
    assert_eq!((0..34).filter_map(eccentricity).max(), Some(5));
    assert_eq!(components(&graph(Kind::Undirected, &SPARSE)).len(), SPARSE.components);
    // Directions play no part.
    assert_eq!(components(&graph(Kind::Directed, &DIRECTED)).len(), DIRECTED.components);
}

#[test]
fn neighbourhoods_come_nearest_first() {
    let graph = undirected(7, &[(3, 5), (3, 1), (1, 0), (5, 0), (0, 4), (6, 6)]);
    assert_eq!(within(&graph, 3, 0), [3]);
    assert_eq!(within(&graph, 3, 2), [3, 1, 5, 0]);
    assert_eq!(within(&graph, 3, 99), [3, 1, 5, 0, 4]);
    assert_eq!(within(&graph, 6, 3), [6]);
    assert!(within(&graph, 7, 3).is_empty());
    let parts = components(&graph);
    assert_eq!((parts.of, parts.sizes), (vec![0, 0, 1, 0, 0, 0, 2], vec![5, 1, 1]));
    assert!(components(&undirected(0, &[])).is_empty());
}

#[test]
fn a_chain_and_a_star_of_100_000() {
    assert_eq!(distances(&chain(BIG), &[0], UNREACHED)[99_999], 99_999);
    assert_eq!(distances(&chain(BIG), &[0, 99_999, BIG], 10)[50_000], UNREACHED);
    assert_eq!(components(&chain(BIG)).sizes, [BIG]);
    assert_eq!(within(&star(BIG), 7, 2).len(), 100_000);
}

proptest! {
    #[test]
    fn distances_equal_floyd_and_warshall(edges in edges_strategy(9, 20), directed in any::<bool>()) {
        let kind = if directed { Kind::Directed } else { Kind::Undirected };
        let graph = Csr::build(kind, 9, &edges, None);
        let mut table = [[u32::MAX / 2; 9]; 9];
        for (node, row) in table.iter_mut().enumerate() {
            row[node] = 0;
        }
        for &(a, b) in edges.iter().filter(|edge| edge.0 != edge.1) {
            table[a as usize][b as usize] = 1;
            if !directed {
                table[b as usize][a as usize] = 1;
            }
        }
        for via in 0..9 {
            for from in 0..9 {
                for to in 0..9 {
                    table[from][to] = table[from][to].min(table[from][via] + table[via][to]);
                }
            }
        }
        let parts = components(&graph).of;
        for from in 0..9u32 {
            let found = distances(&graph, &[from], UNREACHED);
            for to in 0..9 {
                let expected = table[from as usize][to];
                prop_assert_eq!(found[to], if expected < 9 { expected } else { UNREACHED });
                if !directed {
                    prop_assert_eq!(parts[from as usize] == parts[to], expected < 9);
                }
            }
        }
    }
}
