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
    let first = draw(rows as f64, (0..rows).map(|_| 1.0), random);
    let mut centres = table.row(first).to_vec();
    let mut nearest: Vec<f64> = (0..rows).map(|row| squared_distance(table.row(row), table.row(first))).collect();
    let mut total: f64 = nearest.iter().sum();
    for _ in 1..k {
        let mut best: Option<(f64, usize, Vec<f64>)> = None;
        for _ in 0..tries {
            let candidate = draw(total, nearest.iter().copied(), random);
            let with: Vec<f64> = nearest
                .iter()
                .enumerate()
                .map(|(row, &known)| known.min(squared_distance(table.row(row), table.row(candidate))))
                .collect();
            let sum: f64 = with.iter().sum();
            if best.as_ref().is_none_or(|known| sum < known.0) {
                best = Some((sum, candidate, with));
            }
        }
        if let Some((sum, candidate, with)) = best {
            centres.extend_from_slice(table.row(candidate));
            (total, nearest) = (sum, with);
        }
    }
    centres
}

/// A position drawn with chances proportional to the weights, whose sum is `total`.
fn draw(total: f64, weights: impl Iterator<Item = f64>, random: &mut Random) -> usize {
    let mut left = random.unit() * total;
    let mut last = 0;
    for (at, weight) in weights.enumerate() {
        if weight > 0.0 {
            last = at;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
    }
    last
}
