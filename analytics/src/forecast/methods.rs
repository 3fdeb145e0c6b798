//! The plain methods.

/// The last value; `None` without any.
pub fn naive(series: &[f64]) -> Option<f64> {
    series.last().copied()
}

/// Mean of the last twelve values (of all, if fewer); `None` without any.
pub fn mean_of_last_twelve(series: &[f64]) -> Option<f64> {
    let last = &series[series.len().saturating_sub(12)..];
    (!last.is_empty()).then(|| last.iter().sum::<f64>() / last.len() as f64)
}

/// The last season again and again; `None` without a whole season.
pub fn seasonal_naive(series: &[f64], season: usize, horizon: usize) -> Option<Vec<f64>> {
    let last = series.len().checked_sub(season).filter(|_| season > 0)?;
    Some(series[last..].iter().copied().cycle().take(horizon).collect())
}

/// The level of simple exponential smoothing (Brown 1959) with the constant (of 0.05, 0.10 ... 0.95) that would have
/// forecast the series best one step ahead; starts at the first value. `None` without values.
pub fn simple_smoothing(series: &[f64]) -> Option<f64> {
    let first = *series.first()?;
    let run = |alpha: f64| {
        let mut level = first;
        let mut squares = 0.0;
        for value in &series[1..] {
            let error = value - level;
            squares += error * error;
            level += alpha * error;
        }
        (squares, level)
    };
    let tried = (1..20u8).map(|twentieth| run(f64::from(twentieth) / 20.0));
    tried.min_by(|a, b| a.0.total_cmp(&b.0)).map(|best| best.1)
}
