//! Lloyd's algorithm with Hamerly's bounds, kept relative to how far the centres have moved in all, so that a round
//! touches only the rows whose bounds no longer tell.

use super::Table;

/// Where a start ended.
pub(super) struct Run {
    pub labels: Vec<usize>,
    /// Row by row.
    pub centres: Vec<f64>,
    pub inertia: f64,
}

/// Rounds after which a start ends even if single rows still change sides.
const MOST_ROUNDS: usize = 2_000;
/// A hair more than a distance, so that rounding never makes a bound wrong.
const SAFE: f64 = 1.0 + 1e-9;

/// Runs from these centres until no row changes its cluster. `None` if all centres come as near as [`SAME`] to those of
/// a run `known` to have ended: it would end there too, and most starts do.
pub(super) fn run(table: &Table, centres: Vec<f64>, known: &[Run]) -> Option<Run> {
    // The usual widths are known to the compiler; 0 stands for any other.
    match table.columns() {
        2 => State::<2>::new(table, centres).run(known),
        3 => State::<3>::new(table, centres).run(known),
        4 => State::<4>::new(table, centres).run(known),
        _ => State::<0>::new(table, centres).run(known),
    }
}

/// Centres count as the same within this share of the mean squared distance of rows to their centres.
const SAME: f64 = 1e-4;

/// What is known of a row.
#[derive(Clone, Copy)]
struct Bound {
    label: usize,
    /// At most this far from the own centre, less how far that centre had moved when this was found.
    upper: f64,
    /// At least this far from every other centre, plus what had to be taken off by then.
    lower: f64,
}

struct State<'a, const D: usize> {
    table: &'a Table,
    k: usize,
    bounds: Vec<Bound>,
    centres: Vec<f64>,
    /// Sums and counts of each cluster's rows.
    sums: Vec<f64>,
    counts: Vec<usize>,
    /// How far each centre has moved in all.
    moved: Vec<f64>,
    /// How far, in all, any other centre can have come nearer to a row of each cluster.
    nearer: Vec<f64>,
}

impl<'a, const D: usize> State<'a, D> {
    fn new(table: &'a Table, centres: Vec<f64>) -> Self {
        let k = centres.len() / table.columns();
        Self {
            table,
            k,
            bounds: Vec::with_capacity(table.rows()),
            sums: vec![0.0; centres.len()],
            counts: vec![0; k],
            moved: vec![0.0; k],
            nearer: vec![0.0; k],
            centres,
        }
    }

    fn columns(&self) -> usize {
        if D == 0 { self.table.columns() } else { D }
    }

    fn row(&self, row: usize) -> &'a [f64] {
        let columns = self.columns();
        &self.table.values()[row * columns..(row + 1) * columns]
    }

    fn centre(&self, cluster: usize) -> &[f64] {
        let columns = self.columns();
        &self.centres[cluster * columns..(cluster + 1) * columns]
    }

    fn distance(&self, a: &[f64], b: &[f64]) -> f64 {
        let columns = self.columns();
        a[..columns].iter().zip(&b[..columns]).map(|(a, b)| (a - b) * (a - b)).sum()
    }

    fn run(mut self, known: &[Run]) -> Option<Run> {
        for row in 0..self.table.rows() {
            let bound = self.nearest(row);
            self.bounds.push(bound);
        }
        self.count_anew();
        for _ in 0..MOST_ROUNDS {
            self.move_centres();
            if known.iter().any(|known| self.is_at(known)) {
                return None;
            }
            if self.assign() {
                continue;
            }
            // Sums kept by adding and subtracting have drifted by rounding: settle on exact ones.
            let before = self.sums.clone();
            self.count_anew();
            if self.sums == before {
                break;
            }
            self.move_centres();
            if !self.assign() {
                break;
            }
        }
        self.count_anew();
        self.move_centres();
        let labels: Vec<usize> = self.bounds.iter().map(|bound| bound.label).collect();
        let inertia = (0..labels.len()).map(|row| self.distance(self.row(row), self.centre(labels[row]))).sum();
        Some(Run { labels, centres: self.centres, inertia })
    }

    /// Whether every centre is next to a centre of the known run, each to another one.
    fn is_at(&self, known: &Run) -> bool {
        let columns = self.columns();
        let near = SAME * known.inertia / self.table.rows() as f64;
        let mut taken = vec![false; self.k];
        (0..self.k).all(|cluster| {
            let theirs = known.centres.chunks_exact(columns);
            let place = theirs
                .zip(&taken)
                .position(|(other, taken)| !taken && self.distance(self.centre(cluster), other) <= near);
            place.is_some_and(|at| !std::mem::replace(&mut taken[at], true))
        })
    }

    /// The two nearest centres; of equally near ones the first wins.
    fn nearest(&self, row: usize) -> Bound {
        let values = self.row(row);
        let (mut best, mut label, mut second) = (f64::INFINITY, 0, f64::INFINITY);
        for cluster in 0..self.k {
            let distance = self.distance(values, self.centre(cluster));
            if distance < best {
                (second, best, label) = (best, distance, cluster);
            } else if distance < second {
                second = distance;
            }
        }
        Bound { label, upper: best.sqrt() - self.moved[label], lower: second.sqrt() + self.nearer[label] }
    }

    /// Gives every row its nearest centre; whether any changed.
    fn assign(&mut self) -> bool {
        let half_gaps: Vec<f64> = (0..self.k)
            .map(|a| {
                let others = (0..self.k).filter(|&b| b != a);
                others.map(|b| self.distance(self.centre(a), self.centre(b))).fold(f64::INFINITY, f64::min).sqrt()
                    / (2.0 * SAFE)
            })
            .collect();
        let columns = self.columns();
        let mut changed = false;
        for row in 0..self.bounds.len() {
            let Bound { label, upper, lower } = self.bounds[row];
            let least = half_gaps[label].max(lower - self.nearer[label]);
            if upper + self.moved[label] < least {
                continue;
            }
            let own = self.distance(self.row(row), self.centre(label)).sqrt();
            self.bounds[row].upper = own - self.moved[label];
            if own < least {
                continue;
            }
            let found = self.nearest(row);
            self.bounds[row] = found;
            if found.label != label {
                changed = true;
                self.counts[label] -= 1;
                self.counts[found.label] += 1;
                for (column, value) in self.row(row).iter().enumerate() {
                    self.sums[label * columns + column] -= value;
                    self.sums[found.label * columns + column] += value;
                }
            }
        }
        changed
    }

    fn count_anew(&mut self) {
        let columns = self.columns();
        self.sums.fill(0.0);
        self.counts.fill(0);
        for row in 0..self.bounds.len() {
            let label = self.bounds[row].label;
            self.counts[label] += 1;
            let values = self.row(row);
            for (sum, value) in self.sums[label * columns..(label + 1) * columns].iter_mut().zip(values) {
                *sum += value;
            }
        }
    }

    /// Moves centres to the means of their rows and notes how far they moved.
    fn move_centres(&mut self) {
        let columns = self.columns();
        let mut steps = vec![0.0; self.k];
        for (cluster, step) in steps.iter_mut().enumerate() {
            let span = cluster * columns..(cluster + 1) * columns;
            let next: Vec<f64> = match self.counts[cluster] {
                // An empty cluster moves to the row farthest from its centre.
                0 => self.row(self.farthest()).to_vec(),
                count => self.sums[span.clone()].iter().map(|sum| sum / count as f64).collect(),
            };
            *step = self.distance(&self.centres[span.clone()], &next).sqrt() * SAFE;
            self.centres[span].copy_from_slice(&next);
        }
        for (cluster, step) in steps.iter().enumerate() {
            self.moved[cluster] += step;
            let others = steps.iter().enumerate().filter(|&(other, _)| other != cluster);
            self.nearer[cluster] += others.map(|(_, &step)| step).fold(0.0, f64::max);
        }
    }

    fn farthest(&self) -> usize {
        let mut best = (-1.0, 0);
        for (row, bound) in self.bounds.iter().enumerate() {
            let distance = self.distance(self.row(row), self.centre(bound.label));
            if distance > best.0 {
                best = (distance, row);
            }
        }
        best.1
    }
}
