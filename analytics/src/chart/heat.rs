//! Heat maps: a grid of values in steps of colour, and a calendar of days.

use super::Bar;
use super::scale::Band;
use crate::calendar::civil;

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Where it is.
    pub bar: Bar,
    /// The value; `None` = no data, which is not zero.
    pub value: Option<f64>,
    /// Step of colour, 0 (least) to `steps` - 1; `None` without a value.
    pub step: Option<usize>,
}

/// Lays out `values[row][column]` in `width` times `height`, rows from the top. Steps of colour are of equal length from
/// the least to the greatest value; if all are equal, the middle one.
pub fn heat(values: &[Vec<Option<f64>>], width: f64, height: f64, steps: usize) -> Vec<Vec<Cell>> {
    let columns = values.iter().map(Vec::len).max().unwrap_or(0);
    let across = Band { count: columns, range: (0.0, width), padding: 0.04 };
    let down = Band { count: values.len(), range: (0.0, height), padding: 0.04 };
    let step = stepper(values.iter().flatten().copied().flatten(), steps);
    values
        .iter()
        .enumerate()
        .map(|(row, cells)| {
            let cell = |(column, value): (usize, &Option<f64>)| Cell {
                bar: Bar { x: across.start(column), y: down.start(row), width: across.width(), height: down.width() },
                value: *value,
                step: value.and_then(&step),
            };
            cells.iter().enumerate().map(cell).collect()
        })
        .collect()
}

/// One day of a calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// The day.
    pub day: i32,
    /// Its cell.
    pub cell: Cell,
    /// Whether a month begins here: draw its border and its name.
    pub starts_month: bool,
}

/// Lays days out as weeks from left to right, Mondays at the top, each cell `size` wide and high. `values`: days in
/// ascending order from the first on, one value each.
pub fn calendar(first: i32, values: &[Option<f64>], size: f64, steps: usize) -> Vec<Day> {
    let step = stepper(values.iter().copied().flatten(), steps);
    // 1970-01-01 was a Thursday.
    let weekday = (i64::from(first) + 3).rem_euclid(7);
    (0i32..)
        .zip(values)
        .map(|(offset, &value)| {
            let day = first.saturating_add(offset);
            let place = weekday + i64::from(offset);
            let bar = Bar {
                x: (place / 7) as f64 * size,
                y: (place % 7) as f64 * size,
                width: size * 0.92,
                height: size * 0.92,
            };
            Day { day, cell: Cell { bar, value, step: value.and_then(&step) }, starts_month: civil(day).day == 1 }
        })
        .collect()
}

/// Values to steps of colour.
fn stepper(values: impl Iterator<Item = f64>, steps: usize) -> impl Fn(f64) -> Option<usize> {
    let steps = steps.max(1);
    let (low, high) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    move |value: f64| {
        if !value.is_finite() {
            return None;
        }
        if high <= low {
            return Some(steps / 2);
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and the number of steps.
        let step = ((value - low) / (high - low) * steps as f64) as usize;
        Some(step.min(steps - 1))
    }
}
