//! What sets clusters apart.

use super::{Clustering, Scaling, Table};

/// How a cluster differs from the whole on one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trait {
    /// The column.
    pub column: usize,
    /// Mean of the cluster, in the column's own unit.
    pub mean: f64,
    /// Mean of all rows.
    pub mean_of_all: f64,
    /// Difference in standard deviations of the whole; its sign says above or below.
    pub deviations: f64,
}

/// For each cluster its traits, what sets it apart most first: the first ones name it. `table`: the figures as people
/// know them, not scaled.
pub fn profile(table: &Table, clustering: &Clustering) -> Vec<Vec<Trait>> {
    let order = table.canonical_order();
    let scaled = table.scaled(Scaling::Standard);
    let rows = (table.rows() as f64).max(1.0);
    let clusters = clustering.sizes.len();
    let zero = || vec![vec![0.0; table.columns()]; clusters];
    let (mut sums, mut deviations) = (zero(), zero());
    for &row in &order {
        let label = clustering.labels[row];
        for column in 0..table.columns() {
            sums[label][column] += table.row(row)[column];
            deviations[label][column] += scaled.row(row)[column];
        }
    }
    (0..clusters)
        .map(|cluster| {
            let size = clustering.sizes[cluster].max(1) as f64;
            let mut traits: Vec<Trait> = (0..table.columns())
                .map(|column| Trait {
                    column,
                    mean: sums[cluster][column] / size,
                    mean_of_all: sums.iter().map(|sum| sum[column]).sum::<f64>() / rows,
                    deviations: deviations[cluster][column] / size,
                })
                .collect();
            traits.sort_by(|a, b| b.deviations.abs().total_cmp(&a.deviations.abs()).then(a.column.cmp(&b.column)));
            traits
        })
        .collect()
}
