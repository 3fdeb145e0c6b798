//! Tier schemes: many vocabularies on the same customers, by rules over any indicator.
//!
//! A [`Scheme`] has one axis or several (value x potential x service has three). On each axis the first rule whose
//! tests all hold gives the tier; hysteresis, a minimum stay and a grace period keep it from flickering, and a person
//! may override it for a time. An indicator without data holds no test. (`crate::tier` is the simpler engine of the
//! default scheme with its explanation of what ends a tier.)

mod assign;
mod measure;
mod movement;
mod preview;
mod template;

pub use assign::{Assignment, Because, Held, Override, assign};
pub use measure::{Indicator, Measures};
pub use movement::{Change, Movement, movement, tier_on};
pub use preview::{Moved, Preview, preview};
pub use template::{TEMPLATES, default_scheme, template};

/// A question about one or more indicators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The indicator is at least this.
    AtLeast(Indicator, i64),
    /// The indicator is at most this.
    AtMost(Indicator, i64),
    /// The indicator is one of these.
    OneOf(Indicator, Vec<i64>),
    /// The weighted mean of points (0 to 100) is at least this.
    PointsAtLeast(Vec<Weight>, i64),
}

/// One part of a weighted mean: 0 points at `zero` or worse, 100 at `full` or better, straight between. Indicators
/// without data are left out, with their weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The indicator.
    pub indicator: Indicator,
    /// Its weight.
    pub weight: u32,
    /// Where it earns nothing.
    pub zero: i64,
    /// Where it earns everything; may be below `zero` where less is better.
    pub full: i64,
}

/// All tests must hold; none at all matches everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Index of the tier it gives, into [`Axis::tiers`].
    pub tier: usize,
    /// The tests.
    pub all: Vec<Test>,
}

/// One axis of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// A stable key.
    pub key: String,
    /// Stable keys of the tiers, best first.
    pub tiers: Vec<String>,
    /// The rules; the first match wins.
    pub rules: Vec<Rule>,
}

/// A scheme as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// A stable key.
    pub key: String,
    /// The axes, at least one.
    pub axes: Vec<Axis>,
    /// By how many percent a threshold may be missed before a tier is lost again; 0 = none.
    pub hysteresis_percent: u8,
    /// No tier is lost within so many days of reaching it.
    pub minimum_stay_days: u16,
    /// A tier is lost only after the rules have said so for so many days.
    pub grace_days: u16,
}

impl Weight {
    fn points(&self, value: i64) -> i64 {
        let span = i128::from(self.full) - i128::from(self.zero);
        let done = i128::from(value) - i128::from(self.zero);
        if span == 0 {
            return if value >= self.full { 100 } else { 0 };
        }
        // Hundredths of points: rounding once, at the end.
        i64::try_from((done * 10_000 / span).clamp(0, 10_000)).unwrap_or(0)
    }
}

impl Test {
    /// The figure the test looks at; `None` without data.
    pub fn figure(&self, measures: &Measures) -> Option<i64> {
        match self {
            Self::AtLeast(indicator, _) | Self::AtMost(indicator, _) | Self::OneOf(indicator, _) => {
                measures.get(*indicator)
            }
            Self::PointsAtLeast(weights, _) => {
                let known = weights.iter().filter_map(|part| measures.get(part.indicator).map(|value| (part, value)));
                let (mut sum, mut weight) = (0i128, 0i128);
                for (part, value) in known {
                    sum += i128::from(part.points(value)) * i128::from(part.weight);
                    weight += i128::from(part.weight);
                }
                (weight > 0).then(|| i64::try_from(sum / weight / 100).unwrap_or(0))
            }
        }
    }

    /// Whether the test holds; with `slack_percent` thresholds may be missed by so much.
    pub fn holds(&self, measures: &Measures, slack_percent: u8) -> bool {
        let Some(figure) = self.figure(measures) else { return false };
        let slack = |threshold: i64| i128::from(threshold).abs() * i128::from(slack_percent);
        let figure_100 = i128::from(figure) * 100;
        match self {
            Self::AtLeast(_, least) | Self::PointsAtLeast(_, least) => {
                figure_100 >= i128::from(*least) * 100 - slack(*least)
            }
            Self::AtMost(_, most) => figure_100 <= i128::from(*most) * 100 + slack(*most),
            Self::OneOf(_, values) => values.contains(&figure),
        }
    }
}

impl Axis {
    /// The first rule whose tests all hold.
    pub fn matching_rule(&self, measures: &Measures) -> Option<usize> {
        self.rules.iter().position(|rule| rule.all.iter().all(|test| test.holds(measures, 0)))
    }

    /// Whether some rule of this tier holds when thresholds may be missed by so many percent.
    fn nearly(&self, tier: usize, measures: &Measures, slack_percent: u8) -> bool {
        let of_tier = self.rules.iter().filter(|rule| rule.tier == tier && !rule.all.is_empty());
        of_tier.into_iter().any(|rule| rule.all.iter().all(|test| test.holds(measures, slack_percent)))
    }
}
