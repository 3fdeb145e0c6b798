//! Level, trend and season, smoothed (Holt 1957, Winters 1960; the damped trend by Gardner and `McKenzie` 1985).

/// The kind of season and its length. With [`Seasonality::Multiplicative`] errors count relative to the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seasonality {
    /// No season: Holt's damped trend.
    None,
    /// The season adds so much.
    Additive(usize),
    /// The season multiplies by so much; positive values only.
    Multiplicative(usize),
}

/// Smoothing constants: of level, trend and season, and what is left of the trend after each step.
#[derive(Clone, Copy, Debug)]
struct Constants {
    level: f64,
    trend: f64,
    season: f64,
    damping: f64,
}

/// The next `horizon` values, with the constants that would have forecast the series best one step ahead. `None` for
/// fewer than two seasons (or four values without a season), or a multiplicative season with values not above zero.
pub fn holt_winters(series: &[f64], seasonality: Seasonality, horizon: usize) -> Option<Vec<f64>> {
    let (length, multiplicative, dampings): (usize, bool, &[f64]) = match seasonality {
        Seasonality::None => (1, false, &[0.8, 0.9, 0.98]),
        Seasonality::Additive(length) => (length, false, &[0.98, 1.0]),
        Seasonality::Multiplicative(length) => (length, true, &[0.98, 1.0]),
    };
    let too_short = length == 0 || series.len() < (2 * length).max(4);
    if too_short || (multiplicative && series.iter().any(|&value| value <= 0.0)) {
        return None;
    }
    let start = State::start(series, length, multiplicative);
    let seasonal = length > 1;
    let squares = |constants: &Constants| start.clone().run(series, constants);
    let mut best: Option<(f64, Constants)> = None;
    let consider = |constants: Constants, best: &mut Option<(f64, Constants)>| {
        let found = squares(&constants);
        if found.is_finite() && best.as_ref().is_none_or(|known| found < known.0) {
            *best = Some((found, constants));
        }
    };
    // A coarse grid, then ever finer steps around the best: the surface has several valleys.
    let grid = [0.02, 0.1, 0.25, 0.5, 0.8];
    for &damping in dampings {
        for level in grid {
            for trend in [0.005, 0.03, 0.15, 0.4] {
                let seasons: &[f64] = if seasonal { &grid } else { &[0.0] };
                for &season in seasons {
                    consider(Constants { level, trend, season, damping }, &mut best);
                }
            }
        }
    }
    let mut step = 0.5;
    while step > 0.01 {
        let (value, at) = best?;
        let near = |x: f64| [(x / (1.0 + step)).max(1e-4), (x * (1.0 + step)).min(0.9999)];
        for (level, trend) in near(at.level).into_iter().zip(near(at.trend)) {
            consider(Constants { level, ..at }, &mut best);
            consider(Constants { trend, ..at }, &mut best);
        }
        if seasonal {
            for season in near(at.season) {
                consider(Constants { season, ..at }, &mut best);
            }
        }
        if best.is_some_and(|known| known.0 >= value) {
            step /= 2.0;
        }
    }
    let (_, constants) = best?;
    let mut state = start;
    state.run(series, &constants);
    Some(state.ahead(horizon, constants.damping))
}

#[derive(Clone)]
struct State {
    level: f64,
    trend: f64,
    seasons: Vec<f64>,
    multiplicative: bool,
    /// Position in the season of the next value.
    at: usize,
}

impl State {
    /// From the first two seasons: level = mean of the first, trend = difference of their means per step, seasonal
    /// indices = mean deviation from the line through both.
    fn start(series: &[f64], length: usize, multiplicative: bool) -> Self {
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        if length == 1 {
            return Self {
                level: series[0],
                trend: series[1] - series[0],
                seasons: vec![0.0],
                multiplicative: false,
                at: 0,
            };
        }
        let (first, second) = (mean(&series[..length]), mean(&series[length..2 * length]));
        let trend = (second - first) / length as f64;
        let middle = (length as f64 - 1.0) / 2.0;
        let deviation = |at: usize| {
            let line = first + trend * (at as f64 - middle);
            if multiplicative { series[at] / line.max(f64::MIN_POSITIVE) } else { series[at] - line }
        };
        let mut seasons: Vec<f64> =
            (0..length).map(|at| f64::midpoint(deviation(at), deviation(at + length))).collect();
        let centre = mean(&seasons);
        for season in &mut seasons {
            *season = if multiplicative { *season / centre } else { *season - centre };
        }
        Self { level: first - trend * (middle + 1.0), trend, seasons, multiplicative, at: 0 }
    }

    /// Goes through the series; the sum of squared errors (relative ones, if the season multiplies) one step ahead.
    fn run(&mut self, series: &[f64], constants: &Constants) -> f64 {
        let mut squares = 0.0;
        for &value in series {
            let season = self.seasons[self.at];
            let line = self.level + constants.damping * self.trend;
            let forecast = if self.multiplicative { line * season } else { line + season };
            // What multiplies the level multiplies its errors too.
            let error = if self.multiplicative { (value - forecast) / forecast } else { value - forecast };
            squares += error * error;
            let free = if self.multiplicative { value / season } else { value - season };
            let level = line + constants.level * (free - line);
            self.trend = constants.damping * self.trend
                + constants.trend * (level - self.level - constants.damping * self.trend);
            let index = if self.multiplicative { value / line } else { value - line };
            self.seasons[self.at] = season + constants.season * (index - season);
            self.level = level;
            self.at = (self.at + 1) % self.seasons.len();
        }
        squares
    }

    fn ahead(&self, horizon: usize, damping: f64) -> Vec<f64> {
        let mut grown = 0.0;
        let mut factor = 1.0;
        (0..horizon)
            .map(|step| {
                factor *= damping;
                grown += factor;
                let line = self.level + grown * self.trend;
                let season = self.seasons[(self.at + step) % self.seasons.len()];
                if self.multiplicative { line * season } else { line + season }
            })
            .collect()
    }
}
