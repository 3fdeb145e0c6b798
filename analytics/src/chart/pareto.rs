//! Pareto curve: which share of the value the best share of customers brings.

/// The curve and what to read from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pareto {
    /// (Share of customers, share of value), both 0 to 1 and rising, from (0, 0) to (1, 1).
    pub points: Vec<(f64, f64)>,
    /// Share of the value that the best fifth of customers brings: 80/20 as a question.
    pub of_best_fifth: f64,
}

/// The curve of the positive values, best first, in at most `most` points (at least 2). `None` without any.
pub fn pareto(values: &[i64], most: usize) -> Option<Pareto> {
    let mut sorted: Vec<i64> = values.iter().copied().filter(|&value| value > 0).collect();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let total: i128 = sorted.iter().map(|&value| i128::from(value)).sum();
    if total == 0 {
        return None;
    }
    let count = sorted.len();
    let step = count.div_ceil(most.max(2) - 1);
    let mut points = vec![(0.0, 0.0)];
    let mut sum = 0i128;
    let fifth = count as f64 / 5.0;
    let mut of_best_fifth = 0.0;
    for (at, &value) in sorted.iter().enumerate() {
        // The customer on the border of the fifth counts in part.
        of_best_fifth += value as f64 * (fifth - at as f64).clamp(0.0, 1.0);
        sum += i128::from(value);
        let place = at + 1;
        if place % step == 0 || place == count {
            points.push((place as f64 / count as f64, sum as f64 / total as f64));
        }
    }
    Some(Pareto { points, of_best_fifth: of_best_fifth / total as f64 })
}
