//! Lloyd's algorithm with Hamerly's bounds.

use super::{Table, squared_distance};

/// Where a start ended.
pub(super) struct Run {
    pub labels: Vec<usize>,
    /// Row by row.
    pub centres: Vec<f64>,
    pub inertia: f64,
}

/// Rounds after which a start ends even if single rows still change sides.
const MOST_ROUNDS: usize = 1_000;

/// Runs from these centres until no row changes its cluster.
pub(super) fn run(table: &Table, centres: Vec<f64>) -> Run {
    let columns = table.columns();
    let k = centres.len() / columns;
    let rows = table.rows();
    let mut state = State {
        table,
        k,
        labels: vec![0; rows],
        // Distance to the own centre at most, to any other at least.
        upper: vec![f64::INFINITY; rows],
        lower: vec![0.0; rows],
        centres,
    };
    for _ in 0..MOST_ROUNDS {
        let changed = state.assign();
        if !changed {
            break;
        }
        state.update();
    }
    let inertia = state.inertia();
    Run { labels: state.labels, centres: state.centres, inertia }
}

struct State<'a> {
    table: &'a Table,
    k: usize,
    labels: Vec<usize>,
    upper: Vec<f64>,
    lower: Vec<f64>,
    centres: Vec<f64>,
}

impl State<'_> {
    fn centre(&self, cluster: usize) -> &[f64] {
        let columns = self.table.columns();
        &self.centres[cluster * columns..(cluster + 1) * columns]
    }

    /// Gives every row its nearest centre; whether any changed (always so on the first round).
    fn assign(&mut self) -> bool {
        let half_gaps: Vec<f64> = (0..self.k)
            .map(|a| {
                let others = (0..self.k).filter(|&b| b != a);
                others.map(|b| squared_distance(self.centre(a), self.centre(b))).fold(f64::INFINITY, f64::min).sqrt()
                    / 2.0
            })
            .collect();
        let mut changed = false;
        for row in 0..self.labels.len() {
            let label = self.labels[row];
            let bound = half_gaps[label].max(self.lower[row]);
            if self.upper[row] < bound {
                continue;
            }
            let values = self.table.row(row);
            let own = squared_distance(values, self.centre(label)).sqrt();
            if self.upper[row].is_finite() {
                self.upper[row] = own;
                if own < bound {
                    continue;
                }
            }
            let (mut best, mut second) = ((f64::INFINITY, 0), f64::INFINITY);
            for cluster in 0..self.k {
                let distance = squared_distance(values, self.centre(cluster));
                // Of equally near centres the first wins.
                if distance < best.0 {
                    second = best.0;
                    best = (distance, cluster);
                } else if distance < second {
                    second = distance;
                }
            }
            changed |= best.1 != label || self.upper[row].is_infinite();
            self.labels[row] = best.1;
            self.upper[row] = best.0.sqrt();
            self.lower[row] = second.sqrt();
        }
        changed
    }

    /// Moves centres to the means of their rows and loosens the bounds by how far they moved.
    fn update(&mut self) {
        let columns = self.table.columns();
        let mut sums = vec![0.0; self.centres.len()];
        let mut counts = vec![0usize; self.k];
        for (row, &label) in self.labels.iter().enumerate() {
            counts[label] += 1;
            for (sum, value) in sums[label * columns..(label + 1) * columns].iter_mut().zip(self.table.row(row)) {
                *sum += value;
            }
        }
        for (cluster, &count) in counts.iter().enumerate() {
            let span = cluster * columns..(cluster + 1) * columns;
            if count == 0 {
                // An empty cluster moves to the row farthest from its centre.
                let farthest = self.farthest();
                sums[span].copy_from_slice(self.table.row(farthest));
            } else {
                sums[span].iter_mut().for_each(|sum| *sum /= count as f64);
            }
        }
        let old = std::mem::replace(&mut self.centres, sums);
        let moved: Vec<f64> = (0..self.k)
            .map(|cluster| {
                let span = cluster * columns..(cluster + 1) * columns;
                squared_distance(&old[span.clone()], &self.centres[span]).sqrt()
            })
            .collect();
        let most = moved.iter().copied().fold(0.0, f64::max);
        // A hair more than the distance, so that rounding never makes a bound wrong.
        let safe = 1.0 + 1e-12;
        for (row, &label) in self.labels.iter().enumerate() {
            self.upper[row] = (self.upper[row] + moved[label]) * safe;
            self.lower[row] = (self.lower[row] / safe - most * safe).max(0.0);
        }
    }

    fn farthest(&self) -> usize {
        let mut best = (0.0, 0);
        for (row, &label) in self.labels.iter().enumerate() {
            let distance = squared_distance(self.table.row(row), self.centre(label));
            if distance > best.0 {
                best = (distance, row);
            }
        }
        best.1
    }

    fn inertia(&self) -> f64 {
        let rows = self.labels.iter().enumerate();
        rows.map(|(row, &label)| squared_distance(self.table.row(row), self.centre(label))).sum()
    }
}
