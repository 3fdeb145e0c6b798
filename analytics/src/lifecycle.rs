//! The lifecycle stage: derived from a customer's own rhythm, never set by hand.
//!
//! `G_i` = (3 G + sum of own gaps) / (3 + number of own gaps): the base's median gap G counts like three gaps
//! of the customer's own. With d the days since the last qualifying order: New (one order, d <= `G_i`), Active
//! (d <= 2 `G_i`), Cooling (d <= 3 `G_i`), At risk (d <= 5 `G_i`), Dormant, Lost (Dormant and d > 365). A customer
//! who came back from Dormant or Lost is Won back for one `G_i` after the return.

use crate::purchase::Summary;
use crate::purchase::gap::MedianGap;

/// A Dormant customer is Lost after more than this many days.
pub const LOST_AFTER_DAYS: i64 = 365;

/// Where a customer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// No qualifying order yet.
    Prospect,
    /// One order, at most one own gap ago.
    New,
    /// At most two own gaps since the last order.
    Active,
    /// Returned from Dormant or Lost at most one own gap ago.
    WonBack,
    /// At most three own gaps.
    Cooling,
    /// At most five own gaps.
    AtRisk,
    /// More than five own gaps.
    Dormant,
    /// Dormant and more than 365 days.
    Lost,
}

impl Stage {
    /// All stages, in the order of a customer's life.
    pub const ALL: [Self; 8] = [
        Self::Prospect,
        Self::New,
        Self::Active,
        Self::WonBack,
        Self::Cooling,
        Self::AtRisk,
        Self::Dormant,
        Self::Lost,
    ];
}

/// A customer's own rhythm `G_i`, exact: `numerator / denominator` days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    numerator: i64,
    denominator: i64,
}

impl Rhythm {
    /// The rhythm of a customer with these gaps in a base with the median gap G.
    pub fn of(gap_sum_days: i64, gap_count: usize, median: MedianGap) -> Self {
        let count = i64::try_from(gap_count).unwrap_or(i64::MAX / 4);
        Self {
            // In half days, because G may end in .5.
            numerator: 3 * i64::from(median.half_days) + 2 * gap_sum_days,
            denominator: 2 * (3 + count),
        }
    }

    /// `G_i` in days.
    pub fn days(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// The greatest whole number of days within `times` `G_i`. Comparing with it is exact.
    pub fn within(self, times: i64) -> i64 {
        (times * self.numerator).div_euclid(self.denominator)
    }
}

/// A stage with the figures it follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    /// The stage.
    pub stage: Stage,
    /// Days since the last qualifying order; `None` for a prospect.
    pub days_since: Option<i64>,
    /// The customer's own rhythm `G_i`.
    pub rhythm: Rhythm,
    /// If nothing is bought: the next change of stage. `None` for Prospect and Lost.
    pub next: Option<Change>,
}

/// A change of stage that comes by itself if nothing is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// In how many days, at least 1.
    pub in_days: i64,
    /// The stage from then on.
    pub stage: Stage,
}

/// The lifecycle of a customer as of the summary's day, in a base with the median gap G.
pub fn lifecycle(summary: &Summary, median: MedianGap) -> Lifecycle {
    lifecycle_on(summary, median, summary.period.as_of_day)
}

/// The lifecycle on `day` if nothing is bought until then.
pub fn lifecycle_on(summary: &Summary, median: MedianGap, day: i32) -> Lifecycle {
    let rhythm = Rhythm::of(summary.gap_sum_days(), summary.gap_count(), median);
    let Some(last) = summary.last_day() else {
        return Lifecycle { stage: Stage::Prospect, days_since: None, rhythm, next: None };
    };
    let since = i64::from(day) - i64::from(last);
    let course =
        Course { rhythm, one_order: summary.orders_all == 1, back_for: back_for(summary, median, rhythm, last) };
    let stage = course.stage(since);
    let next = course.turning_points().filter(|&at| at > since).find_map(|at| {
        let later = course.stage(at);
        (later != stage).then_some(Change { in_days: at - since, stage: later })
    });
    Lifecycle { stage, days_since: Some(since), rhythm, next }
}

/// How a customer's stage runs with the days since the last order.
struct Course {
    rhythm: Rhythm,
    one_order: bool,
    /// Won back up to this many days since the last order.
    back_for: Option<i64>,
}

impl Course {
    fn stage(&self, since: i64) -> Stage {
        let within = |times| since <= self.rhythm.within(times);
        if self.back_for.is_some_and(|days| since <= days) {
            Stage::WonBack
        } else if self.one_order && within(1) {
            Stage::New
        } else if within(2) {
            Stage::Active
        } else if within(3) {
            Stage::Cooling
        } else if within(5) {
            Stage::AtRisk
        } else if since > LOST_AFTER_DAYS {
            Stage::Lost
        } else {
            Stage::Dormant
        }
    }

    /// The days since the last order on which the stage can change, ascending.
    fn turning_points(&self) -> impl Iterator<Item = i64> {
        let mut points = [
            self.back_for.map_or(1, |days| days + 1),
            self.rhythm.within(1) + 1,
            self.rhythm.within(2) + 1,
            self.rhythm.within(3) + 1,
            self.rhythm.within(5) + 1,
            LOST_AFTER_DAYS + 1,
        ];
        points.sort_unstable();
        points.into_iter()
    }
}

/// Up to how many days after the last order the customer counts as won back, if at all: one `G_i` after the
/// latest return, which need not have been the last order.
fn back_for(summary: &Summary, median: MedianGap, rhythm: Rhythm, last: i32) -> Option<i64> {
    let first = i64::from(summary.first_day()?);
    let span = rhythm.within(1);
    summary
        .days
        .windows(2)
        .enumerate()
        .rev()
        .map(|(gaps_before, pair)| (gaps_before, i64::from(pair[0]), i64::from(pair[1])))
        // A return longer than one G_i before the last order is over whatever the day.
        .take_while(|&(_, _, back)| i64::from(last) - back <= span)
        .find(|&(gaps_before, gone, back)| {
            let rhythm_then = Rhythm::of(gone - first, gaps_before, median);
            back - gone > rhythm_then.within(5)
        })
        .map(|(_, _, back)| back + span - i64::from(last))
}
