//! What rules can ask about.

use crate::abc::Class;
use crate::lifecycle::Stage;
use crate::purchase::Summary;
use crate::rfm::{self, ScoringBasis};
use crate::tier::Figures;

/// An indicator. All are whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// Recency score, 1 to 5.
    RecencyScore,
    /// Frequency score, 1 to 5.
    FrequencyScore,
    /// Money score, 1 to 5.
    MoneyScore,
    /// The mean of frequency and money, 1 to 5.
    FmScore,
    /// Place of the eleven RFM segments, 0 (champions) to 10 (lost).
    Segment,
    /// Place of the eight RFM groups, 0 (important value) to 7 (lost).
    Group,
    /// Place of the lifecycle stage in `Stage::ALL`.
    Stage,
    /// Days since the last qualifying order.
    DaysSince,
    /// Qualifying orders, all history.
    Orders,
    /// Net revenue inside the window, minor units.
    Net,
    /// Share of the base's positive revenue, millionths.
    RevenueShare,
    /// ABC class: 3 = A, 2 = B, 1 = C, 0 = no value.
    AbcClass,
    /// Lifetime value, minor units.
    LifetimeValue,
    /// Interactions in the last 90 days.
    Interactions,
    /// Latest satisfaction, hundredths of points (100 to 500).
    Satisfaction,
    /// Different products held.
    ProductsHeld,
    /// Potential, 0 to 100, referral potential included.
    Potential,
    /// Customers referred.
    Referrals,
    /// Service level needed or agreed, 1 to 5.
    ServiceLevel,
    /// A mark given by hand, 0 to 100.
    Manual,
}

impl Indicator {
    /// All indicators.
    pub const ALL: [Self; 20] = [
        Self::RecencyScore,
        Self::FrequencyScore,
        Self::MoneyScore,
        Self::FmScore,
        Self::Segment,
        Self::Group,
        Self::Stage,
        Self::DaysSince,
        Self::Orders,
        Self::Net,
        Self::RevenueShare,
        Self::AbcClass,
        Self::LifetimeValue,
        Self::Interactions,
        Self::Satisfaction,
        Self::ProductsHeld,
        Self::Potential,
        Self::Referrals,
        Self::ServiceLevel,
        Self::Manual,
    ];
}

/// The known indicators of one customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    values: [Option<i64>; Indicator::ALL.len()],
}

impl Measures {
    /// What follows from the purchases: scores, segment, group, stage, days, orders and net.
    pub fn of(summary: &Summary, basis: &ScoringBasis) -> Self {
        let figures = Figures::of(summary, basis);
        let stage = Stage::ALL.iter().position(|&stage| stage == figures.lifecycle.stage);
        let mut measures = Self::default()
            .with(Indicator::Stage, stage.and_then(|at| i64::try_from(at).ok()))
            .with(Indicator::DaysSince, figures.lifecycle.days_since)
            .with(Indicator::Orders, Some(i64::from(figures.orders_all)))
            .with(Indicator::Net, Some(figures.net_window_minor));
        if let (Some(values), Some(scores)) = (figures.values, figures.scores) {
            let segment = basis.segment(&values, scores);
            let place = rfm::Segment::ALL.iter().position(|&other| other == segment);
            measures = measures
                .with(Indicator::RecencyScore, Some(scores.r.into()))
                .with(Indicator::FrequencyScore, Some(scores.f.into()))
                .with(Indicator::MoneyScore, Some(scores.m.into()))
                .with(Indicator::FmScore, Some(scores.fm().into()))
                .with(Indicator::Segment, place.and_then(|at| i64::try_from(at).ok()))
                .with(Indicator::Group, Some(basis.group(&values) as i64));
        }
        measures
    }

    /// With one indicator set, or (`None`) without data.
    #[must_use]
    pub fn with(mut self, indicator: Indicator, value: Option<i64>) -> Self {
        self.values[indicator as usize] = value;
        self
    }

    /// With the ABC class and the share of `positive_value` (all positive revenue of the base).
    #[must_use]
    pub fn with_abc(self, class: Class, value: i64, positive_value: i128) -> Self {
        let place = match class {
            Class::A => 3,
            Class::B => 2,
            Class::C => 1,
            Class::NoValue => 0,
        };
        let share = (positive_value > 0).then(|| i128::from(value.max(0)) * 1_000_000 / positive_value);
        self.with(Indicator::AbcClass, Some(place))
            .with(Indicator::RevenueShare, share.and_then(|share| i64::try_from(share).ok()))
    }

    /// An indicator; `None` without data.
    pub fn get(&self, indicator: Indicator) -> Option<i64> {
        self.values[indicator as usize]
    }
}
