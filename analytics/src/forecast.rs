//! Demand forecasts: a few plain methods, and a choice among them by how they would have done.

mod choose;
mod holt_winters;
mod intermittent;
mod methods;

pub use choose::{Backtest, Forecast, choose};
pub use holt_winters::{Seasonality, holt_winters};
pub use intermittent::{croston, sba, tsb};
pub use methods::{mean_of_last_twelve, naive, seasonal_naive, simple_smoothing};

/// A method of forecasting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// The last value again: what every other method must beat.
    Naive,
    /// The value one season ago.
    SeasonalNaive,
    /// The mean of the last twelve values.
    Mean12,
    /// Simple exponential smoothing.
    Smoothing,
    /// Syntetos-Boylan approximation: Croston's method without its bias, for demand with gaps.
    Sba,
    /// Teunter-Syntetos-Babai: as SBA, and falls towards zero while nothing is bought.
    Tsb,
    /// Holt's trend, damped.
    Holt,
    /// Holt-Winters with an additive season.
    HoltWintersAdditive,
    /// Holt-Winters with a multiplicative season; positive values only.
    HoltWintersMultiplicative,
    /// Holt-Winters, additive, of the logarithms: trend and season both multiply; positive values only.
    HoltWintersLog,
}

impl Method {
    /// All methods, the plainest first: of two that did equally well, the first wins.
    pub const ALL: [Self; 10] = [
        Self::Naive,
        Self::SeasonalNaive,
        Self::Mean12,
        Self::Smoothing,
        Self::Sba,
        Self::Tsb,
        Self::Holt,
        Self::HoltWintersAdditive,
        Self::HoltWintersMultiplicative,
        Self::HoltWintersLog,
    ];

    /// A short name for files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Naive => "naive",
            Self::SeasonalNaive => "seasonal-naive",
            Self::Mean12 => "mean-12",
            Self::Smoothing => "ses",
            Self::Sba => "sba",
            Self::Tsb => "tsb",
            Self::Holt => "holt-damped",
            Self::HoltWintersAdditive => "holt-winters-additive",
            Self::HoltWintersMultiplicative => "holt-winters-multiplicative",
            Self::HoltWintersLog => "holt-winters-log",
        }
    }

    /// The next `horizon` values by this method. `None` where it does not apply: a seasonal method without a season
    /// or with less than two seasons of data, a multiplicative or logarithmic one with values at or below zero, an intermittent one
    /// without demand or with negative values, anything without values.
    pub fn forecast(self, series: &[f64], horizon: usize, season: Option<usize>) -> Option<Vec<f64>> {
        if series.is_empty() || series.iter().any(|value| !value.is_finite()) {
            return None;
        }
        // Less than two seasons: no seasonality.
        let season = season.filter(|&season| season > 1 && series.len() >= 2 * season);
        let flat = |level: Option<f64>| level.map(|level| vec![level; horizon]);
        let forecast = match self {
            Self::Naive => flat(naive(series)),
            Self::SeasonalNaive => seasonal_naive(series, season?, horizon),
            Self::Mean12 => flat(mean_of_last_twelve(series)),
            Self::Smoothing => flat(simple_smoothing(series)),
            Self::Sba => flat(sba(series, 0.1)),
            Self::Tsb => flat(tsb(series, 0.1, 0.1)),
            Self::Holt => holt_winters(series, Seasonality::None, horizon),
            Self::HoltWintersAdditive => holt_winters(series, Seasonality::Additive(season?), horizon),
            Self::HoltWintersMultiplicative => holt_winters(series, Seasonality::Multiplicative(season?), horizon),
            Self::HoltWintersLog => {
                let positive = series.iter().all(|&value| value > 0.0);
                let logs: Vec<f64> = positive.then(|| series.iter().map(|&value| libm::log(value)).collect())?;
                let found = holt_winters(&logs, Seasonality::Additive(season?), horizon)?;
                Some(found.into_iter().map(libm::exp).collect())
            }
        }?;
        // What was never negative will not be.
        let never_negative = series.iter().all(|&value| value >= 0.0);
        let bounded = forecast.into_iter().map(|value| if never_negative { value.max(0.0) } else { value });
        let bounded: Vec<f64> = bounded.collect();
        bounded.iter().all(|value| value.is_finite()).then_some(bounded)
    }
}
