//! K-means on small tables: known answers, and the same answer for every order of rows.

use analytics::kmeans::{Options, Scaling, Table, TableError, kmeans, profile, suggest};
use proptest::prelude::*;

fn options(k: usize) -> Options {
    Options { k, starts: Some(8), seed: 7 }
}

fn table(rows: &[[f64; 2]]) -> Table {
    Table::new(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).expect("a table")
}

/// Three heaps of ten, eight and six points.
fn heaps() -> Table {
    let heap = |x: f64, y: f64, n: u32| (0..n).map(move |at| [x + f64::from(at % 3) * 0.1, y + f64::from(at) * 0.1]);
    table(&heap(0.0, 0.0, 10).chain(heap(50.0, 0.0, 8)).chain(heap(0.0, 70.0, 6)).collect::<Vec<_>>())
}

#[test]
fn heaps_are_found_and_numbered_by_size() {
    let found = kmeans(&heaps(), options(3));
    assert_eq!(found.sizes, [10, 8, 6]);
    assert!(found.labels[..10].iter().all(|&label| label == 0) && found.labels[18..].iter().all(|&label| label == 2));
    assert!((found.centres[1][0] - 50.0875).abs() < 1e-9, "{:?}", found.centres);
    let found = suggest(&heaps(), 6, 1).expect("distinct rows");
    assert_eq!((found.k, found.bend), (3, 3), "{found:?}");
}

#[test]
fn clusters_are_named_by_what_sets_them_apart() {
    let heaps = heaps();
    let traits = profile(&heaps, &kmeans(&heaps, options(3)));
    assert_eq!((traits[1][0].column, traits[2][0].column), (0, 1));
    assert!(traits[1][0].deviations > 1.0 && traits[1][0].mean > 50.0 && traits[1][1].deviations < 0.0);
}

#[test]
fn edges_have_a_defined_result() {
    let empty = kmeans(&Table::new(&[]).expect("empty"), options(3));
    assert!(empty.labels.is_empty() && empty.sizes.is_empty());
    // Two distinct rows: two clusters, whatever was asked.
    let few = kmeans(&table(&[[1.0, 1.0], [2.0, 2.0], [1.0, 1.0]]), options(5));
    assert_eq!((few.sizes, few.labels), (vec![2, 1], vec![0, 1, 0]));
    assert!(few.inertia.abs() < 1e-12);
    let equal = table(&[[3.0, 0.0]; 4]);
    assert_eq!(kmeans(&equal.scaled(Scaling::LogStandard), options(2)).sizes, [4]);
    assert_eq!(suggest(&equal, 5, 1), None);
    assert_eq!(Table::new(&[vec![]]), Err(TableError::NoColumns));
    assert_eq!(Table::new(&[vec![1.0], vec![1.0, 2.0]]), Err(TableError::Ragged(1)));
    assert_eq!(Table::new(&[vec![1.0], vec![f64::NAN]]), Err(TableError::NotFinite(1, 0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_row_order_changes_anything(
        (rows, order) in prop::collection::vec(prop::array::uniform2(-3i8..4), 1..60)
            .prop_flat_map(|rows| {
                let order: Vec<usize> = (0..rows.len()).collect();
                (Just(rows), Just(order).prop_shuffle())
            }),
        k in 1usize..6,
    ) {
        let rows: Vec<[f64; 2]> = rows.iter().map(|row| row.map(f64::from)).collect();
        let shuffled: Vec<[f64; 2]> = order.iter().map(|&row| rows[row]).collect();
        for scaling in [Scaling::None, Scaling::LogStandard] {
            let plain = kmeans(&table(&rows).scaled(scaling), options(k));
            let mixed = kmeans(&table(&shuffled).scaled(scaling), options(k));
            prop_assert_eq!(plain.inertia.to_bits(), mixed.inertia.to_bits());
            prop_assert_eq!(&plain.sizes, &mixed.sizes);
            for (new, &old) in order.iter().enumerate() {
                prop_assert_eq!(plain.labels[old], mixed.labels[new]);
            }
            prop_assert_eq!(plain.sizes.iter().sum::<usize>(), rows.len());
        }
    }

    /// The bounds leave out work, not results: every row is with its nearest centre.
    #[test]
    fn every_row_is_with_its_nearest_centre(
        rows in prop::collection::vec(prop::array::uniform2(-9.0f64..9.0), 5..80), k in 1usize..7,
    ) {
        let found = kmeans(&table(&rows), Options { k, starts: Some(1), seed: 3 });
        let distance = |row: &[f64; 2], centre: &[f64]| {
            row.iter().zip(centre).map(|(a, b)| (a - b) * (a - b)).sum::<f64>()
        };
        let mut inertia = 0.0;
        for (row, &label) in rows.iter().zip(&found.labels) {
            let own = distance(row, &found.centres[label]);
            let least = found.centres.iter().map(|centre| distance(row, centre)).fold(f64::INFINITY, f64::min);
            prop_assert!(own <= least + 1e-9);
            inertia += own;
        }
        prop_assert!((inertia - found.inertia).abs() <= 1e-9 * inertia.max(1.0));
    }
}

/// Beyond 20,000 rows starts run on a sample first: the result must not be worse, nor depend on the order of rows.
#[test]
fn a_large_table_ends_as_well_as_a_small_one() {
    let point = |n: u32| {
        let noise = |salt: u32| f64::from(n.wrapping_mul(salt) >> 16 & 255) / 256.0;
        [f64::from(n % 4) * 3.0 + noise(2_654_435_761), f64::from(n % 3) * 5.0 + noise(2_246_822_519)]
    };
    let rows: Vec<[f64; 2]> = (0..24_000).map(point).collect();
    let found = kmeans(&table(&rows), Options { k: 12, starts: None, seed: 3 });
    // Twelve heaps: within each the noise of two even distributions remains.
    let expected = 24_000.0 * 2.0 / 12.0;
    assert!((found.inertia / expected - 1.0).abs() < 0.05, "{}", found.inertia);
    let mixed: Vec<[f64; 2]> = (0..24_000u32).map(|n| point(n * 7_919 % 24_000)).collect();
    let again = kmeans(&table(&mixed), Options { k: 12, starts: None, seed: 3 });
    assert_eq!((again.inertia.to_bits(), again.sizes), (found.inertia.to_bits(), found.sizes));
}
