//! The method that would have done best.

use super::Method;

/// How a method would have done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backtest {
    /// Root mean squared scaled error (Hyndman, Koehler 2006): relative to the naive method's error one step ahead;
    /// below 1 = better. `None` if the series never changes.
    pub rmsse: Option<f64>,
    /// Mean absolute percentage error over the periods with a value, in percent; `None` without any.
    pub mape: Option<f64>,
    /// Mean of forecast less actual, in the series' unit: above zero = too high.
    pub bias: f64,
    /// Forecast values compared.
    pub compared: usize,
}

/// A forecast with the method chosen for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The method.
    pub method: Method,
    /// The next values.
    pub values: Vec<f64>,
    /// How the method would have done before; `None` if the series is too short to say.
    pub backtest: Option<Backtest>,
    /// How the naive method would have done, for comparison.
    pub naive: Option<Backtest>,
}

/// Most origins to forecast from.
const ORIGINS: usize = 8;
/// Fewest values to forecast from.
const LEAST: usize = 4;

/// Forecasts by the method with the smallest RMSSE plus scaled absolute bias over rolling origins: forecasts of up to
/// `horizon` steps within the second half of the series. `None` for an empty series, a horizon of 0, or values that are
/// not finite. Where nothing can be tested, the mean of the last twelve stands.
pub fn choose(series: &[f64], horizon: usize, season: Option<usize>) -> Option<Forecast> {
    if series.is_empty() || horizon == 0 || series.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let origins = origins(series.len(), horizon, season);
    let scale = scale(series);
    let mut best: Option<(f64, Method, Backtest)> = None;
    let mut naive = None;
    for method in Method::ALL {
        let Some(found) = backtest(method, series, horizon, season, &origins, scale) else { continue };
        if method == Method::Naive {
            naive = Some(found);
        }
        // A method must also apply to the whole series.
        if method.forecast(series, horizon, season).is_none() {
            continue;
        }
        let penalty = if scale > 0.0 { found.bias.abs() / scale.sqrt() } else { found.bias.abs() };
        let score = found.rmsse.unwrap_or(0.0) + penalty;
        if best.as_ref().is_none_or(|known| score < known.0) {
            best = Some((score, method, found));
        }
    }
    let (method, backtest) = best.map_or((Method::Mean12, None), |(_, method, found)| (method, Some(found)));
    Some(Forecast { method, values: method.forecast(series, horizon, season)?, backtest, naive })
}

/// Lengths of the beginnings to forecast from, at most [`ORIGINS`], evenly spread over the second half, each followed
/// by a whole horizon if the series is long enough: what is asked for is what is tested. No beginning is shorter than
/// two seasons if the series is longer than that.
fn origins(length: usize, horizon: usize, season: Option<usize>) -> Vec<usize> {
    let needed = season.map_or(LEAST, |season| (2 * season).max(LEAST));
    let first = (length / 2).max(if needed < length { needed } else { LEAST });
    // The last beginning; with a long horizon the forecasts of the later ones are cut at the end of the series.
    let last = length.saturating_sub(horizon).max(first.midpoint(length)).min(length.saturating_sub(1));
    if first > last {
        return Vec::new();
    }
    let step = (last - first + 1).div_ceil(ORIGINS).max(1);
    (first..=last).rev().step_by(step).collect()
}

/// Mean squared change from one value to the next; 0 for fewer than two values.
fn scale(series: &[f64]) -> f64 {
    let changes = series.len().saturating_sub(1);
    if changes == 0 {
        return 0.0;
    }
    series.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0])).sum::<f64>() / changes as f64
}

fn backtest(
    method: Method,
    series: &[f64],
    horizon: usize,
    season: Option<usize>,
    origins: &[usize],
    scale: f64,
) -> Option<Backtest> {
    let (mut squares, mut errors, mut percents) = (0.0, 0.0, 0.0);
    let (mut compared, mut with_value) = (0usize, 0usize);
    for &origin in origins {
        let steps = horizon.min(series.len() - origin);
        let forecast = method.forecast(&series[..origin], steps, season)?;
        for (forecast, &actual) in forecast.iter().zip(&series[origin..]) {
            let error = forecast - actual;
            squares += error * error;
            errors += error;
            compared += 1;
            if actual.abs() > 0.0 {
                percents += (error / actual).abs();
                with_value += 1;
            }
        }
    }
    (compared > 0).then(|| Backtest {
        rmsse: (scale > 0.0).then(|| (squares / compared as f64 / scale).sqrt()),
        mape: (with_value > 0).then(|| 100.0 * percents / with_value as f64),
        bias: errors / compared as f64,
        compared,
    })
}
