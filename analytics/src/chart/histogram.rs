//! Histogram: how values are distributed, with quantiles.

use super::Bar;
use super::scale::Linear;

/// One bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// From this value on.
    pub from: f64,
    /// Up to below this value (the last bin includes it).
    pub to: f64,
    /// How many values.
    pub count: usize,
    /// The bar.
    pub bar: Bar,
}

/// The chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The bins, ascending, without holes.
    pub bins: Vec<Bin>,
    /// Quantile (0 to 1), value and x position of each quantile asked for.
    pub quantiles: Vec<(f64, f64, f64)>,
    /// Values that are not finite: left out.
    pub left_out: usize,
}

/// Counts values in about `count` bins with round borders and lays them out in `width` times `height`. The order of the
/// values does not matter. Without two different values there is one bin, without any there is none.
pub fn histogram(values: &[f64], count: usize, quantiles: &[f64], width: f64, height: f64) -> Histogram {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let left_out = values.len() - sorted.len();
    let (Some(&low), Some(&high)) = (sorted.first(), sorted.last()) else {
        return Histogram { bins: Vec::new(), quantiles: Vec::new(), left_out };
    };
    let mut x = Linear { domain: (low, high), range: (0.0, width) };
    let mut borders = Vec::new();
    // A wider domain can ask for wider bins: widen until its ends are borders.
    for _ in 0..8 {
        x = x.nice(count);
        borders = x.ticks(count);
        if (borders.first(), borders.last()) == (Some(&x.domain.0), Some(&x.domain.1)) {
            break;
        }
    }
    let whole = (borders.first(), borders.last()) == (Some(&x.domain.0), Some(&x.domain.1));
    let borders = if borders.len() < 2 || !whole { vec![x.domain.0, x.domain.1] } else { borders };
    let below = |border: f64| sorted.partition_point(|&value| value < border);
    let last = borders.len() - 2;
    let counts: Vec<usize> = borders
        .windows(2)
        .enumerate()
        .map(|(at, pair)| (if at == last { sorted.len() } else { below(pair[1]) }) - below(pair[0]))
        .collect();
    let most = counts.iter().copied().max().unwrap_or(0);
    let y = Linear { domain: (0.0, most as f64), range: (0.0, height) };
    let bins = borders
        .windows(2)
        .zip(counts)
        .map(|(pair, count)| {
            let (left, tall) = (x.position(pair[0]), y.position(count as f64));
            let right = if pair[1] > pair[0] { x.position(pair[1]) } else { width };
            Bin {
                from: pair[0],
                to: pair[1],
                count,
                bar: Bar { x: left, y: height - tall, width: right - left, height: tall },
            }
        })
        .collect();
    let quantiles = quantiles
        .iter()
        .map(|&share| {
            let value = quantile(&sorted, share);
            (share, value, x.position(value))
        })
        .collect();
    Histogram { bins, quantiles, left_out }
}

/// The quantile of ascending values, linear between them (Hyndman and Fan 1996, type 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and the number of values.
    let below = (place as usize).min(sorted.len() - 1);
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}
