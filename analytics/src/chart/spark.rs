//! Sparkline: net purchases of the last twelve months, one bar per month.

use super::Bar;
use super::scale::Band;
use crate::calendar::month_number;

/// Months shown.
pub const MONTHS: usize = 12;

/// Sums (day, minor units) into the twelve calendar months up to the one of `as_of_day`, oldest first. What lies
/// before or after the as-of day is left out.
pub fn monthly(amounts: impl IntoIterator<Item = (i32, i64)>, as_of_day: i32) -> [i64; MONTHS] {
    let current = i64::from(month_number(as_of_day));
    let mut sums = [0i128; MONTHS];
    for (day, minor) in amounts {
        let back = current - i64::from(month_number(day));
        if let Some(sum) = usize::try_from(back).ok().and_then(|back| sums.iter_mut().rev().nth(back))
            && day <= as_of_day
        {
            *sum += i128::from(minor);
        }
    }
    sums.map(|sum| i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX }))
}

/// The bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Spark {
    /// One bar per month, oldest first; a negative month hangs below the base line.
    pub bars: [Bar; MONTHS],
    /// y of the base line (zero).
    pub base_line: f64,
}

/// Lays twelve months out in `width` times `height`. The scale runs from the least (or zero) to the greatest
/// month (or zero); without any amount all bars are empty and the base line is at the bottom.
#[must_use]
pub fn spark(months: &[i64; MONTHS], width: f64, height: f64) -> Spark {
    let high = months.iter().fold(0, |high, &month| high.max(month)) as f64;
    let low = months.iter().fold(0, |low, &month| low.min(month)) as f64;
    let per_unit = if high > low { height / (high - low) } else { 0.0 };
    let base_line = if high > low { high * per_unit } else { height };
    let band = Band { count: MONTHS, range: (0.0, width), padding: 0.2 };
    let mut index = 0;
    let bars = months.map(|month| {
        let length = (month as f64).abs() * per_unit;
        let y = if month < 0 { base_line } else { base_line - length };
        let bar = Bar { x: band.start(index), y, width: band.width(), height: length };
        index += 1;
        bar
    });
    Spark { bars, base_line }
}
