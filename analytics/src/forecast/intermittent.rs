//! Demand with gaps: sizes and waiting times apart.

/// Croston's method (Operational Research Quarterly 23 (1972)): demand per period = smoothed size of a demand over the
/// smoothed time between demands, both starting at their first value. `None` without demand or with negative values.
pub fn croston(series: &[f64], alpha: f64) -> Option<f64> {
    if series.iter().any(|&value| value < 0.0) {
        return None;
    }
    let mut waited = 0.0;
    let mut state: Option<(f64, f64)> = None;
    for &value in series {
        waited += 1.0;
        if value > 0.0 {
            state = Some(match state {
                None => (value, waited),
                Some((size, gap)) => (size + alpha * (value - size), gap + alpha * (waited - gap)),
            });
            waited = 0.0;
        }
    }
    state.map(|(size, gap)| size / gap)
}

/// Syntetos and Boylan, International Journal of Forecasting 21 (2005): Croston times 1 - alpha / 2.
pub fn sba(series: &[f64], alpha: f64) -> Option<f64> {
    croston(series, alpha).map(|rate| rate * (1.0 - alpha / 2.0))
}

/// Teunter, Syntetos and Babai, European Journal of Operational Research 214 (2011): the chance of a demand is updated
/// every period (by `beta`), its size (by `alpha`) when there is one. Starts at the share of periods with demand and
/// the first size. `None` without demand or with negative values.
pub fn tsb(series: &[f64], alpha: f64, beta: f64) -> Option<f64> {
    if series.iter().any(|&value| value < 0.0) {
        return None;
    }
    let mut size = *series.iter().find(|&&value| value > 0.0)?;
    let demands = series.iter().filter(|&&value| value > 0.0).count();
    let mut chance = demands as f64 / series.len() as f64;
    for &value in series {
        if value > 0.0 {
            size += alpha * (value - size);
            chance += beta * (1.0 - chance);
        } else {
            chance -= beta * chance;
        }
    }
    Some(chance * size)
}
