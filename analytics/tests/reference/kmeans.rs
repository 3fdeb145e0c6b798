//! K-means on iris and wine against the best inertia of 200 starts.

use analytics::kmeans::{Options, Scaling, Table, kmeans, suggest};

use crate::support::{folder, number, table};

fn read(name: &str) -> Option<(Table, Vec<String>)> {
    let rows = table(folder("kmeans")?.join(name));
    let classes = rows.iter().map(|row| row.last().cloned().expect("class")).collect();
    let values: Vec<Vec<f64>> =
        rows.iter().map(|row| row[..row.len() - 1].iter().map(|text| number(text)).collect()).collect();
    Some((Table::new(&values).expect("a table"), classes))
}

#[test]
fn inertias_are_the_best_known() {
    for (name, raw, standard) in [("iris.csv", 78.851_44, 139.820_50), ("wine.csv", 2_370_689.687, 1_277.928_49)] {
        let Some((table, _)) = read(name) else { return };
        for (scaling, best) in [(Scaling::None, raw), (Scaling::Standard, standard)] {
            for seed in 0..4 {
                let found = kmeans(&table.scaled(scaling), Options { k: 3, starts: None, seed });
                let ratio = found.inertia / best;
                println!("{name} {scaling:?} seed {seed}: {} = {ratio} x best", found.inertia);
                assert!((0.999_999..=1.001).contains(&ratio), "{name} {scaling:?}: {ratio}");
                assert_eq!(found.sizes.iter().sum::<usize>(), table.rows());
                assert!(found.sizes.is_sorted_by(|a, b| a >= b));
            }
        }
    }
}

#[test]
fn the_suggested_number_of_iris_is_two_species_apart() {
    let Some((table, classes)) = read("iris.csv") else { return };
    // Setosa stands apart, the other two species overlap: the silhouette says 2.
    let found = suggest(&table, 8, 1).expect("enough rows");
    assert_eq!(found.k, 2, "{found:?}");
    assert!((0.67..0.70).contains(&found.tried[0].1), "known to be .681: {found:?}");
    assert!((2..=4).contains(&found.bend));
    let two = kmeans(&table, Options { k: 2, starts: None, seed: 1 });
    let setosa: Vec<usize> =
        classes.iter().zip(&two.labels).filter(|(class, _)| *class == "0").map(|(_, &label)| label).collect();
    assert!(setosa.iter().all(|&label| label == setosa[0]));
}
