//! How many clusters.

use super::{Clustering, Options, Table, kmeans, squared_distance};

/// The silhouette compares every row with every other: of larger tables this many rows, evenly spread, are taken.
const SAMPLE: usize = 1_000;

/// A suggested number of clusters and its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The suggestion: the k with the greatest mean silhouette.
    pub k: usize,
    /// The k at which the fall of inertia bends most: it backs the suggestion if it is the same.
    pub bend: usize,
    /// (k, mean silhouette, inertia) of every k tried, from 2.
    pub tried: Vec<(usize, f64, f64)>,
}

/// Tries 2 to `most` clusters. `None` for fewer than three distinct rows.
pub fn suggest(table: &Table, most: usize, seed: u64) -> Option<Suggestion> {
    let order = table.canonical_order();
    let distinct = table.reordered(&order).distinct_in_order();
    if distinct < 3 {
        return None;
    }
    let step = order.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<usize> = order.iter().copied().step_by(step).collect();
    let tried: Vec<(usize, f64, f64)> = (2..=most.clamp(2, distinct - 1))
        .map(|k| {
            let found = kmeans(table, Options { k, starts: Some(10), seed });
            (k, silhouette(table, &found, &sample), found.inertia)
        })
        .collect();
    let k = tried.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?.0;
    let one = kmeans(table, Options { k: 1, starts: Some(1), seed }).inertia;
    Some(Suggestion { k, bend: bend(one, &tried)?, tried })
}

/// Mean silhouette (Rousseeuw 1987) over the sample: (b - a) / max(a, b) with a the mean distance to the own cluster
/// and b to the nearest other one; 0 for a row alone in its cluster.
fn silhouette(table: &Table, clustering: &Clustering, sample: &[usize]) -> f64 {
    let k = clustering.sizes.len();
    let mut counts = vec![0usize; k];
    for &row in sample {
        counts[clustering.labels[row]] += 1;
    }
    let mut total = 0.0;
    for &row in sample {
        let own = clustering.labels[row];
        let mut sums = vec![0.0; k];
        for &other in sample {
            sums[clustering.labels[other]] += squared_distance(table.row(row), table.row(other)).sqrt();
        }
        let others = (0..k).filter(|&cluster| cluster != own && counts[cluster] > 0);
        let nearest = others.map(|cluster| sums[cluster] / counts[cluster] as f64).fold(f64::INFINITY, f64::min);
        if counts[own] > 1 && nearest.is_finite() {
            let within = sums[own] / (counts[own] - 1) as f64;
            let larger = within.max(nearest);
            total += if larger > 0.0 { (nearest - within) / larger } else { 0.0 };
        }
    }
    total / sample.len().max(1) as f64
}

/// The k farthest below the straight line from the first to the last inertia (the "knee").
fn bend(one: f64, tried: &[(usize, f64, f64)]) -> Option<usize> {
    let last = tried.last()?;
    let span = (last.0 - 1) as f64;
    let below = |k: usize, inertia: f64| one + (last.2 - one) * (k - 1) as f64 / span - inertia;
    tried.iter().max_by(|a, b| below(a.0, a.2).total_cmp(&below(b.0, b.2)).then(b.0.cmp(&a.0))).map(|best| best.0)
}
