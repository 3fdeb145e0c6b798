//! K-means: customers in groups of similar figures.
//!
//! Seeds by greedy k-means++ (Arthur, Vassilvitskii 2007), many starts, each run to convergence by Hamerly's bounds
//! (SIAM Data Mining 2010: Lloyd's result with most distances left out). Rows are put in a canonical order first and
//! clusters numbered by size, so that row order and device do not matter.

mod hamerly;
mod profile;
mod seed;
mod suggest;
mod table;

pub use profile::{Trait, profile};
pub use suggest::{Suggestion, suggest};
pub use table::{Scaling, Table, TableError};

/// Up to this many rows more starts are made: on small data most single starts miss the best.
const SMALL: usize = 10_000;

/// What to cluster into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Number of clusters, at least 1. With fewer distinct rows there are fewer clusters.
    pub k: usize,
    /// Number of starts; `None` = 50 up to 10,000 rows, else 10.
    pub starts: Option<u32>,
    /// The same seed gives the same result.
    pub seed: u64,
}

/// Rows in clusters.
#[derive(Clone, Debug, PartialEq)]
pub struct Clustering {
    /// Cluster of each row, in input order; 0 is the largest.
    pub labels: Vec<usize>,
    /// Centre of each cluster.
    pub centres: Vec<Vec<f64>>,
    /// Rows in each cluster.
    pub sizes: Vec<usize>,
    /// Sum of squared distances to the centres.
    pub inertia: f64,
}

/// Clusters a table. An empty table gives an empty clustering.
pub fn kmeans(table: &Table, options: Options) -> Clustering {
    let order = table.canonical_order();
    let rows = table.reordered(&order);
    let distinct = rows.distinct_in_order();
    let k = options.k.max(1).min(distinct);
    if k == 0 {
        return Clustering { labels: Vec::new(), centres: Vec::new(), sizes: Vec::new(), inertia: 0.0 };
    }
    let starts = options.starts.unwrap_or(if rows.rows() <= SMALL { 50 } else { 10 }).max(1);
    let mut random = seed::Random::new(options.seed);
    let mut best: Option<hamerly::Run> = None;
    for centres in beginnings(&rows, k, starts, &mut random) {
        let run = hamerly::run(&rows, centres, &[]);
        if let Some(run) = run.filter(|run| best.as_ref().is_none_or(|known| run.inertia < known.inertia)) {
            best = Some(run);
        }
    }
    best.map_or_else(
        || Clustering { labels: Vec::new(), centres: Vec::new(), sizes: Vec::new(), inertia: 0.0 },
        |run| numbered(&run, &order, table.columns()),
    )
}

/// Where to begin on the whole table: seeds, or for a large table the different ends that the starts reach on an even
/// sample of it (Bradley, Fayyad, ICML 1998), most of which are the same.
fn beginnings(rows: &Table, k: usize, starts: u32, random: &mut seed::Random) -> Vec<Vec<f64>> {
    let sample = (rows.rows() >= 2 * SMALL).then(|| rows.thinned(rows.rows() / SMALL));
    let sample = sample.filter(|sample| sample.distinct_in_order() >= k);
    let Some(sample) = sample else {
        return (0..starts).map(|_| seed::plus_plus(rows, k, random)).collect();
    };
    let mut ends: Vec<hamerly::Run> = Vec::new();
    for _ in 0..starts {
        let centres = seed::plus_plus(&sample, k, random);
        ends.extend(hamerly::run(&sample, centres, &ends));
    }
    ends.into_iter().map(|run| run.centres).collect()
}

/// Numbers clusters by size, then by centre, and puts labels back into input order.
fn numbered(run: &hamerly::Run, order: &[usize], columns: usize) -> Clustering {
    let k = run.centres.len() / columns;
    let centre = |cluster: usize| &run.centres[cluster * columns..(cluster + 1) * columns];
    let mut sizes = vec![0usize; k];
    for &label in &run.labels {
        sizes[label] += 1;
    }
    let mut ranked: Vec<usize> = (0..k).collect();
    ranked.sort_by(|&a, &b| sizes[b].cmp(&sizes[a]).then_with(|| table::compare(centre(a), centre(b))));
    let mut number = vec![0; k];
    for (new, &old) in ranked.iter().enumerate() {
        number[old] = new;
    }
    let mut labels = vec![0; order.len()];
    for (&row, &label) in order.iter().zip(&run.labels) {
        labels[row] = number[label];
    }
    Clustering {
        labels,
        centres: ranked.iter().map(|&cluster| centre(cluster).to_vec()).collect(),
        sizes: ranked.iter().map(|&cluster| sizes[cluster]).collect(),
        inertia: run.inertia,
    }
}

fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
