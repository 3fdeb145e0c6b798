//! The curve of "how many bring how much": customers by value, the most valuable first, against their share of the whole.

/// A point of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Share of the customers with a positive value, 0 to 1.
    pub customers: f64,
    /// Share of the value, 0 to 1.
    pub value: f64,
}

/// The curve over the positive `values`, from (0, 0) to (1, 1), with at most `most` points (at least 2) evenly spaced by customers.
/// Empty without a positive value.
pub fn pareto(values: &[i64], most: usize) -> Vec<Point> {
    let mut positive: Vec<i64> = values.iter().copied().filter(|value| *value > 0).collect();
    positive.sort_unstable_by(|a, b| b.cmp(a));
    let total: i128 = positive.iter().map(|value| i128::from(*value)).sum();
    if total == 0 {
        return Vec::new();
    }
    let (n, steps) = (positive.len(), positive.len().min(most.max(2) - 1));
    let mut points = vec![Point { customers: 0.0, value: 0.0 }];
    let (mut sum, mut taken) = (0_i128, 0);
    for step in 1..=steps {
        let until = part(n, step, steps);
        sum += positive[taken..until].iter().map(|value| i128::from(*value)).sum::<i128>();
        taken = until;
        points.push(Point { customers: until as f64 / n as f64, value: sum as f64 / total as f64 });
    }
    points
}

/// `n * step / steps`, which fits although the product may not: in the page `usize` has 32 bits, and 76,000 customers squared do not fit.
fn part(n: usize, step: usize, steps: usize) -> usize {
    let wide = |n: usize| u128::try_from(n).unwrap_or(u128::MAX);
    usize::try_from(wide(n) * wide(step) / wide(steps).max(1)).unwrap_or(n).min(n)
}

/// The smallest share of the customers that brings at least `share` of the value, 0 to 1; `None` without a positive value.
pub fn customers_for(values: &[i64], share: f64) -> Option<f64> {
    let mut positive: Vec<i64> = values.iter().copied().filter(|value| *value > 0).collect();
    positive.sort_unstable_by(|a, b| b.cmp(a));
    let total: i128 = positive.iter().map(|value| i128::from(*value)).sum();
    let mut sum = 0_i128;
    let enough = positive.iter().position(|value| {
        sum += i128::from(*value);
        sum as f64 >= share * total as f64
    });
    enough.map(|at| (at + 1) as f64 / positive.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn twenty_of_a_hundred_bring_eighty() {
        let values: Vec<i64> = (0..100).map(|i| if i < 20 { 400 } else { 25 }).collect();
        assert_eq!(customers_for(&values, 0.8), Some(0.2));
        assert_eq!(pareto(&values, 6)[1], Point { customers: 0.2, value: 0.8 });
        assert!(pareto(&[0, -5], 10).is_empty());
        assert_eq!(customers_for(&[], 0.8), None);
        assert_eq!(pareto(&[7], 50).last(), Some(&Point { customers: 1.0, value: 1.0 }));
    }

    #[test]
    fn a_part_of_many_fits() {
        assert_eq!(part(usize::MAX, 3, 4), usize::MAX / 4 * 3 + 2);
        assert_eq!((part(76_000, 76_000, 76_000), part(10, 1, 3), part(0, 1, 1)), (76_000, 3, 0));
    }

    proptest! {
        #[test]
        fn the_curve_rises_to_one_and_bends_down(values in proptest::collection::vec(-1_000_i64..1_000_000_000_000, 0..200), most in 0_usize..60) {
            let points = pareto(&values, most);
            prop_assert_eq!(points.is_empty(), values.iter().all(|v| *v <= 0));
            prop_assert!(points.len() <= most.max(2));
            for pair in points.windows(2) {
                prop_assert!(pair[0].customers < pair[1].customers && pair[0].value <= pair[1].value);
                // Never below the diagonal: those before bring at least their share.
                prop_assert!(pair[1].value >= pair[1].customers - 1e-9);
            }
            if let Some(last) = points.last() {
                prop_assert_eq!(*last, Point { customers: 1.0, value: 1.0 });
            }
        }
    }
}
