//! Sankey: a movement matrix as two columns of bars with ribbons between them.

use super::Bar;

/// A flow from one bar of the left column to one of the right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ribbon {
    /// Index of the left bar.
    pub from: usize,
    /// Index of the right bar.
    pub to: usize,
    /// What flows.
    pub count: usize,
    /// Upper and lower end at the left bar.
    pub left: (f64, f64),
    /// Upper and lower end at the right bar.
    pub right: (f64, f64),
}

/// The chart. Bars without a count have no height, so that indices stay those of the matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Sankey {
    /// The left column, one bar per row of the matrix.
    pub left: Vec<Bar>,
    /// The right column, one bar per column of the matrix.
    pub right: Vec<Bar>,
    /// The ribbons, by row, then column; none for a count of zero.
    pub ribbons: Vec<Ribbon>,
}

/// Lays `matrix[from][to]` out in `width` times `height`, bars `bar_width` wide. Both columns share one scale; bars are
/// `gap` apart, less where there is not enough height for gaps.
pub fn sankey(matrix: &[Vec<usize>], width: f64, height: f64, bar_width: f64, gap: f64) -> Sankey {
    let columns = matrix.iter().map(Vec::len).max().unwrap_or(0);
    let at = |from: usize, to: usize| matrix[from].get(to).copied().unwrap_or(0);
    let rows: Vec<usize> = (0..matrix.len()).map(|from| (0..columns).map(|to| at(from, to)).sum()).collect();
    let sums: Vec<usize> = (0..columns).map(|to| (0..matrix.len()).map(|from| at(from, to)).sum()).collect();
    let total: usize = rows.iter().sum();
    let gaps = |counts: &[usize]| counts.iter().filter(|&&count| count > 0).count().saturating_sub(1) as f64;
    let most_gaps = gaps(&rows).max(gaps(&sums)).max(1.0);
    // At least half of the height is for the bars.
    let gap = gap.max(0.0).min(height / 2.0 / most_gaps);
    let scale = if total > 0 { (height - gap * most_gaps) / total as f64 } else { 0.0 };
    let bar_width = bar_width.clamp(0.0, width / 2.0);
    let column = |counts: &[usize], x: f64| -> Vec<Bar> {
        let (mut end, mut any) = (0.0, false);
        counts
            .iter()
            .map(|&count| {
                // Only bars that are there are kept apart.
                let y = if any && count > 0 { end + gap } else { end };
                any |= count > 0;
                let bar = Bar { x, y, width: bar_width, height: count as f64 * scale };
                end = y + bar.height;
                bar
            })
            .collect()
    };
    let (left, right) = (column(&rows, 0.0), column(&sums, width - bar_width));
    let mut arrived: Vec<f64> = right.iter().map(|bar| bar.y).collect();
    let mut ribbons = Vec::new();
    for (from, bar) in left.iter().enumerate() {
        let mut y = bar.y;
        for (to, arrived) in arrived.iter_mut().enumerate() {
            let count = at(from, to);
            if count > 0 {
                let thick = count as f64 * scale;
                ribbons.push(Ribbon { from, to, count, left: (y, y + thick), right: (*arrived, *arrived + thick) });
                y += thick;
                *arrived += thick;
            }
        }
    }
    Sankey { left, right, ribbons }
}
