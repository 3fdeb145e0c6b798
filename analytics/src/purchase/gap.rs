//! The base's purchase rhythm.

use super::Summary;

/// The gap assumed while nobody in the base has bought on two different days: 90 days.
pub const ASSUMED_HALF_DAYS: u32 = 180;

/// G: the median of all gaps between consecutive purchase days, over all customers with at least two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MedianGap {
    /// Twice the median in days (the median of an even number of gaps can end in .5); at least 2.
    pub half_days: u32,
    /// How many gaps it was taken from. 0 = none existed and [`ASSUMED_HALF_DAYS`] stands in: say so.
    pub gaps: u64,
}

impl MedianGap {
    /// The median gap of a base.
    pub fn of<'a>(base: impl IntoIterator<Item = &'a Summary>) -> Self {
        let mut gaps: Vec<u32> = Vec::new();
        for summary in base {
            gaps.extend(summary.days.windows(2).map(|pair| pair[1].abs_diff(pair[0])));
        }
        let half_days = match gaps.len() {
            0 => ASSUMED_HALF_DAYS,
            n => {
                let (below, upper, _) = gaps.select_nth_unstable(n / 2);
                let upper = *upper;
                let lower = if n % 2 == 1 { upper } else { below.iter().copied().max().unwrap_or(upper) };
                lower.saturating_add(upper)
            }
        };
        Self { half_days, gaps: gaps.len() as u64 }
    }

    /// The median gap in days.
    pub fn days(self) -> f64 {
        f64::from(self.half_days) / 2.0
    }
}
