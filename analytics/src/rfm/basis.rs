//! What a single customer is scored against.

use super::{Axis, Group, Scores, Segment, Values};
use crate::purchase::gap::MedianGap;
use crate::purchase::{Period, PeriodMismatch, Summary};

/// Below this many scored customers ranks say little, and thresholds relative to the base are used.
pub const SMALL_BASE: u32 = 50;

/// Where an axis' cut points come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CutRule {
    /// Ranks: score s = strictly better than at least (s - 1) / 5 of the scored customers.
    Rank,
    /// Fewer than [`SMALL_BASE`] scored customers: R at 1, 2, 3, 6 median gaps, F at 2, 3, 5, 9 orders, M at
    /// 0.25, 0.5, 1, 2 times the median net of the customers with a positive net.
    SmallBase,
    /// The organisation's own cut points.
    Own,
}

/// Own cut points, one per axis or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnCuts {
    /// Most days since the last order for a score of at least 2, 3, 4, 5 (descending).
    pub recency_at_most_days: Option<[i64; 4]>,
    /// Fewest orders for a score of at least 2, 3, 4, 5 (ascending).
    pub frequency_at_least: Option<[i64; 4]>,
    /// Least net in minor units for a score of at least 2, 3, 4, 5 (ascending).
    pub money_at_least_minor: Option<[i64; 4]>,
}

/// The cut points of one axis. A value reaches a cut if it is at least as good as the cut (`<=` for recency,
/// `>=` for the others).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cuts {
    /// Where the scores' cut points come from.
    pub rule: CutRule,
    /// The worst value that still earns a score of at least 2, 3, 4, 5.
    pub score: [i64; 4],
    /// 99 entries, or none if nobody is scored: entry p - 1 is the worst value strictly better than at least
    /// p % of the scored customers.
    pub percent: Vec<i64>,
}

/// Everything needed to score one customer exactly as the run over the whole base does: small, plain, synced.
/// A customer who was not part of the run, or has bought since, is scored by the same definition against it (at
/// most 5, even if better than everybody).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoringBasis {
    /// The as-of day and window of the run.
    pub period: Period,
    /// N: customers with a qualifying order.
    pub scored: u32,
    /// Customers without one; they have no score.
    pub prospects: u32,
    /// G, the base's median gap between purchase days.
    pub median_gap: MedianGap,
    /// Cut points in days since the last qualifying order.
    pub recency: Cuts,
    /// Cut points in orders inside the window.
    pub frequency: Cuts,
    /// Cut points in net minor units inside the window; a score above 1 always needs at least 1.
    pub money: Cuts,
}

impl ScoringBasis {
    /// Builds the basis from the summaries of the whole base, in any order.
    ///
    /// # Errors
    /// [`PeriodMismatch`] if a summary was made for another day or window.
    pub fn build<'a, I>(base: I, period: Period, own: &OwnCuts) -> Result<Self, PeriodMismatch>
    where
        I: IntoIterator<Item = &'a Summary> + Clone,
    {
        for summary in base.clone() {
            if summary.period != period {
                return Err(PeriodMismatch { expected: period, found: summary.period });
            }
        }
        let median_gap = MedianGap::of(base.clone());
        Ok(Self::of_values(base.into_iter().map(Values::of), period, median_gap, own))
    }

    /// Builds the basis from the values of the whole base (`None` for a prospect), in any order.
    pub fn of_values(
        base: impl IntoIterator<Item = Option<Values>>,
        period: Period,
        median_gap: MedianGap,
        own: &OwnCuts,
    ) -> Self {
        let mut columns: [Vec<i64>; 3] = Default::default();
        let mut prospects = 0u32;
        for values in base {
            match values {
                None => prospects = prospects.saturating_add(1),
                Some(values) => {
                    for (column, axis) in columns.iter_mut().zip(Axis::ALL) {
                        column.push(goodness(axis, values.get(axis)));
                    }
                }
            }
        }
        for column in &mut columns {
            column.sort_unstable();
        }
        let scored = u32::try_from(columns[0].len()).unwrap_or(u32::MAX);
        let [recency, frequency, money] = &columns;
        let small = SmallCuts { gap: median_gap, sorted_net: money };
        Self {
            period,
            scored,
            prospects,
            median_gap,
            recency: cuts(Axis::Recency, recency, own.recency_at_most_days, &small),
            frequency: cuts(Axis::Frequency, frequency, own.frequency_at_least, &small),
            money: cuts(Axis::Money, money, own.money_at_least_minor, &small),
        }
    }

    /// The cut points of one axis.
    pub fn cuts(&self, axis: Axis) -> &Cuts {
        match axis {
            Axis::Recency => &self.recency,
            Axis::Frequency => &self.frequency,
            Axis::Money => &self.money,
        }
    }

    /// The scores of a customer with these values.
    pub fn score(&self, values: &Values) -> Scores {
        let [r, f, m] = Axis::ALL.map(|axis| {
            let value = values.get(axis);
            self.cuts(axis).score.iter().fold(1, |score, &cut| score + u8::from(reaches(axis, value, cut)))
        });
        let net_not_positive = values.net_minor <= 0;
        Scores { r, f, m: if net_not_positive { 1 } else { m }, net_not_positive }
    }

    /// The greatest whole percentage p (0 to 99) of scored customers that `value` is strictly better than:
    /// "better than at least p %". On the money axis this is the plain rank, even for a net of zero or below.
    pub fn better_than_percent(&self, axis: Axis, value: i64) -> u8 {
        let reached = self.cuts(axis).percent.partition_point(|&cut| reaches(axis, value, cut));
        u8::try_from(reached).unwrap_or(99)
    }

    /// The segment of a customer with these values and scores.
    pub fn segment(&self, values: &Values, scores: Scores) -> Segment {
        // Within 2 G: the median gap is stored as 2 G already.
        Segment::of(scores, values.days_since_first <= i64::from(self.median_gap.half_days))
    }

    /// The customer's group in the eight-group scheme.
    pub fn group(&self, values: &Values) -> Group {
        let [recent, frequent, high_spend] =
            Axis::ALL.map(|axis| self.better_than_percent(axis, values.get(axis)) >= 50);
        Group::of(recent, frequent, high_spend && values.net_minor > 0)
    }
}

/// Turned so that more is better on every axis; its own inverse.
fn goodness(axis: Axis, value: i64) -> i64 {
    if axis == Axis::Recency { value.saturating_neg() } else { value }
}

fn reaches(axis: Axis, value: i64, cut: i64) -> bool {
    goodness(axis, value) >= goodness(axis, cut)
}

/// `sorted`: the axis' goodness values, ascending.
fn cuts(axis: Axis, sorted: &[i64], own: Option<[i64; 4]>, small: &SmallCuts<'_>) -> Cuts {
    // W / N >= p / 100 holds for a value exactly if it is strictly better than the k-th worst of the N
    // values, k = ceil(p N / 100); values are integers, so one more than that is the worst that qualifies.
    let at = |percent: usize| {
        let k = (percent * sorted.len()).div_ceil(100);
        sorted.get(k.saturating_sub(1)).map(|&value| goodness(axis, value.saturating_add(1)))
    };
    let (rule, mut score) = if let Some(own) = own {
        (CutRule::Own, own)
    } else if sorted.len() < SMALL_BASE as usize {
        (CutRule::SmallBase, small.of(axis))
    } else {
        (CutRule::Rank, [20, 40, 60, 80].map(|percent| at(percent).unwrap_or_default()))
    };
    if axis == Axis::Money {
        score = score.map(|cut| cut.max(1));
    }
    Cuts { rule, score, percent: (1..100).filter_map(at).collect() }
}

/// The thresholds of a base too small for ranks.
struct SmallCuts<'a> {
    gap: MedianGap,
    /// Net of every scored customer, ascending.
    sorted_net: &'a [i64],
}

impl SmallCuts<'_> {
    fn of(&self, axis: Axis) -> [i64; 4] {
        match axis {
            Axis::Recency => [6, 3, 2, 1].map(|gaps| gaps * i64::from(self.gap.half_days) / 2),
            Axis::Frequency => [2, 3, 5, 9],
            Axis::Money => self.money(),
        }
    }

    fn money(&self) -> [i64; 4] {
        let positive = &self.sorted_net[self.sorted_net.partition_point(|&net| net <= 0)..];
        let Some(&upper) = positive.get(positive.len() / 2) else {
            return [1; 4];
        };
        let lower = if positive.len() % 2 == 1 { upper } else { positive[positive.len() / 2 - 1] };
        let twice_median = i128::from(lower) + i128::from(upper);
        // Quarter, half, one and two medians, rounded up: the smallest whole amount that is at least that much.
        [1, 2, 4, 8].map(|eighths| i64::try_from((twice_median * eighths + 7) / 8).unwrap_or(i64::MAX))
    }
}
