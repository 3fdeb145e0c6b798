//! Where clusters start.

use super::{Table, squared_distance};

/// `SplitMix64` (Steele, Lea, Flood 2014): small, good, the same everywhere.
pub(super) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Evenly distributed in \[0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }
}

/// Greedy k-means++: each next centre is the best of a few candidates, drawn with chances by squared distance.
pub(super) fn plus_plus(table: &Table, k: usize, random: &mut Random) -> Vec<f64> {
    let rows = table.rows();
    let tries = 2 + k.ilog2() as usize;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 0 up to the number of rows.
    let first = ((random.unit() * rows as f64) as usize).min(rows - 1);
    let mut centres = table.row(first).to_vec();
    let mut nearest = vec![f64::INFINITY; rows];
    closer(table, first, &mut nearest);
    // The running sum of weights, to draw from by bisection.
    let mut sums = vec![0.0; rows];
    let mut with = nearest.clone();
    let mut best = nearest.clone();
    for _ in 1..k {
        let mut total = 0.0;
        for (sum, weight) in sums.iter_mut().zip(&nearest) {
            total += weight;
            *sum = total;
        }
        let mut chosen = (f64::INFINITY, 0);
        for _ in 0..tries {
            let drawn = random.unit() * total;
            let candidate = sums.partition_point(|&sum| sum <= drawn).min(rows - 1);
            with.copy_from_slice(&nearest);
            let sum = closer(table, candidate, &mut with);
            if sum < chosen.0 {
                chosen = (sum, candidate);
                std::mem::swap(&mut best, &mut with);
            }
        }
        centres.extend_from_slice(table.row(chosen.1));
        nearest.copy_from_slice(&best);
    }
    centres
}

/// Lowers squared distances to those from `centre` where that is nearer; their sum.
fn closer(table: &Table, centre: usize, nearest: &mut [f64]) -> f64 {
    fn of<const D: usize>(values: &[f64], columns: usize, centre: usize, nearest: &mut [f64]) -> f64 {
        let columns = if D == 0 { columns } else { D };
        let centre = &values[centre * columns..(centre + 1) * columns];
        let mut sum = 0.0;
        for (known, row) in nearest.iter_mut().zip(values.chunks_exact(columns)) {
            let distance = squared_distance(row, centre);
            if distance < *known {
                *known = distance;
            }
            sum += *known;
        }
        sum
    }
    let (values, columns) = (table.values(), table.columns());
    match columns {
        3 => of::<3>(values, columns, centre, nearest),
        _ => of::<0>(values, columns, centre, nearest),
    }
}
