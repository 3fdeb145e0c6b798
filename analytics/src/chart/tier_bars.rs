//! Tier distribution: per tier two aligned bars, its share of customers and its share of revenue.

use super::Bar;
use super::scale::{Band, Linear};
use crate::tier::TierTotal;

/// One of a tier's two bars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ShareBar {
    /// The share, 0 to 1; below 0 if refunds outweigh the tier's revenue (the bar is then empty).
    pub share: f64,
    /// The bar.
    pub bar: Bar,
}

/// Both bars of a tier.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TierBars {
    /// Share of the customers.
    pub customers: ShareBar,
    /// Share of the net revenue.
    pub revenue: ShareBar,
}

/// The chart.
#[derive(Clone, Debug, PartialEq)]
pub struct TierChart {
    /// One entry per tier, in the order given.
    pub tiers: Vec<TierBars>,
    /// Share and x position of each tick of the common axis, from 0.
    pub ticks: Vec<(f64, f64)>,
}

/// Lays the chart out in `width` times `height`. Both bars of a tier start at x = 0, customers above revenue, on
/// one scale, so that their lengths compare. Shares of nothing are 0; revenue shares are of the sum of all tiers.
#[must_use]
pub fn tier_bars(totals: &[TierTotal], width: f64, height: f64) -> TierChart {
    let customers: u64 = totals.iter().map(|total| total.customers).sum();
    let revenue: i128 = totals.iter().map(|total| i128::from(total.net_minor)).sum();
    let share = |part: f64, of: f64| if of > 0.0 { part / of } else { 0.0 };
    let shares: Vec<(f64, f64)> = totals
        .iter()
        .map(|total| (share(total.customers as f64, customers as f64), share(total.net_minor as f64, revenue as f64)))
        .collect();
    let most = shares.iter().fold(0.0, |most, &(customers, revenue)| f64::max(most, customers.max(revenue)));
    let scale = Linear { domain: (0.0, most), range: (0.0, width) }.nice(5);
    let band = Band { count: totals.len(), range: (0.0, height), padding: 0.25 };
    let half = band.width() / 2.0;
    let tiers = shares
        .into_iter()
        .enumerate()
        .map(|(index, (customers, revenue))| {
            let bar = |share: f64, y: f64| ShareBar {
                share,
                bar: Bar { x: 0.0, y, width: scale.position(share.max(0.0)), height: half },
            };
            let top = band.start(index);
            TierBars { customers: bar(customers, top), revenue: bar(revenue, top + half) }
        })
        .collect();
    let ticks = scale.ticks(5).into_iter().map(|share| (share, scale.position(share))).collect();
    TierChart { tiers, ticks }
}
