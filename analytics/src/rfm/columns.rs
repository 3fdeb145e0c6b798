//! Scores straight from columns in memory, for large bases: one pass, no object per customer.

use super::basis::OwnCuts;
use super::{Scores, ScoringBasis, Values};
use crate::purchase::Period;
use crate::purchase::gap::{ASSUMED_HALF_DAYS, MedianGap};

/// One row per paid order in the base currency; below zero = a refund that names no order. The columns are of equal
/// length (longer ones are cut).
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    /// Number of the customer, from 0; memory grows with the greatest.
    pub customers: &'a [u32],
    /// Day of the order.
    pub days: &'a [i32],
    /// Amount in minor units.
    pub minor: &'a [i64],
}

/// What is known of a customer after the pass.
#[derive(Clone, Copy)]
struct Tally {
    first: i32,
    last: i32,
    orders: u32,
    net: i64,
}

impl Columns<'_> {
    /// The values of each customer by number; `None` without a qualifying order. As
    /// [`summarise`](crate::purchase::summarise) has them, if no order is given twice.
    pub fn values(&self, period: Period) -> Vec<Option<Values>> {
        let count = self.customers.iter().max().map_or(0, |&most| most as usize + 1);
        let from = period.first_window_day();
        let mut tallies = vec![Tally { first: i32::MAX, last: i32::MIN, orders: 0, net: 0 }; count];
        for ((&customer, &day), &minor) in self.customers.iter().zip(self.days).zip(self.minor) {
            if day > period.as_of_day {
                continue;
            }
            let tally = &mut tallies[customer as usize];
            if day >= from {
                tally.net = tally.net.saturating_add(minor);
                tally.orders += u32::from(minor > 0);
            }
            if minor > 0 {
                tally.first = tally.first.min(day);
                tally.last = tally.last.max(day);
            }
        }
        let since = |day: i32| i64::from(period.as_of_day) - i64::from(day);
        let values = |tally: &Tally| Values {
            days_since: since(tally.last),
            orders: i64::from(tally.orders),
            net_minor: tally.net,
            days_since_first: since(tally.first),
        };
        tallies.iter().map(|tally| (tally.last > i32::MIN).then(|| values(tally))).collect()
    }

    /// The median gap between purchase days.
    pub fn median_gap(&self, period: Period) -> MedianGap {
        // Sorted as customer, then day: both in one number.
        let rows = self.customers.iter().zip(self.days).zip(self.minor);
        let mut keys: Vec<u64> = rows
            .filter(|&((_, &day), &minor)| minor > 0 && day <= period.as_of_day)
            .map(|((&customer, &day), _)| {
                (u64::from(customer) << 32) | u64::from(day.wrapping_sub(i32::MIN).cast_unsigned())
            })
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let mut gaps: Vec<u32> = keys
            .windows(2)
            .filter(|pair| pair[0] >> 32 == pair[1] >> 32)
            .filter_map(|pair| u32::try_from(pair[1] - pair[0]).ok())
            .collect();
        let count = gaps.len();
        if count == 0 {
            return MedianGap { half_days: ASSUMED_HALF_DAYS, gaps: 0 };
        }
        let (below, &mut upper, _) = gaps.select_nth_unstable(count / 2);
        let lower = if count % 2 == 1 { upper } else { below.iter().copied().max().unwrap_or(upper) };
        MedianGap { half_days: lower.saturating_add(upper), gaps: count as u64 }
    }

    /// The scores of each customer by number, and the basis they come from; `None` without a qualifying order.
    ///
    /// The median gap is only looked for where scores need it, in a base too small for ranks; elsewhere the basis
    /// carries the assumed one. For segments set it by [`Self::median_gap`].
    pub fn scores(&self, period: Period) -> (ScoringBasis, Vec<Option<Scores>>) {
        let values = self.values(period);
        let scored = values.iter().flatten().count();
        let gap = if scored < super::basis::SMALL_BASE as usize {
            self.median_gap(period)
        } else {
            MedianGap { half_days: ASSUMED_HALF_DAYS, gaps: 0 }
        };
        let basis = ScoringBasis::of_values(values.iter().copied(), period, gap, &OwnCuts::default());
        let scores = values.iter().map(|values| values.as_ref().map(|values| basis.score(values))).collect();
        (basis, scores)
    }
}
