//! Tiers: a scheme is an ordered list of rules over a customer's figures; the first rule that matches wins.

mod explain;

pub use explain::{Actual, Ends, Explanation, Fact, explain};

use crate::lifecycle::{self, Lifecycle, Stage};
use crate::purchase::Summary;
use crate::rfm::{Axis, Scores, ScoringBasis, Values};

/// What a rule asks of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The score on an axis is at least this (1 to 5). A prospect has no score and never meets it.
    ScoreAtLeast(Axis, u8),
    /// The score on an axis is at most this (1 to 5). A prospect never meets it.
    ScoreAtMost(Axis, u8),
    /// The lifecycle stage is one of these.
    StageIn(Vec<Stage>),
    /// At least this many qualifying orders, all history.
    OrdersAtLeast(u32),
    /// At most this many qualifying orders, all history.
    OrdersAtMost(u32),
    /// Net revenue inside the window of at least this, minor units.
    NetAtLeast(i64),
    /// Net revenue inside the window of at most this, minor units.
    NetAtMost(i64),
}

/// One rule: all conditions must hold. No condition at all matches everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Index of the tier it assigns, into [`Scheme::tiers`].
    pub tier: usize,
    /// The conditions.
    pub all: Vec<Condition>,
}

/// A tier scheme as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Stable keys of the tiers, best first; the words on screen belong to the caller.
    pub tiers: Vec<String>,
    /// The rules, first match wins. Several rules may assign one tier.
    pub rules: Vec<Rule>,
}

impl Default for Scheme {
    /// VIP = M score 5 and R score at least 3; dormant = stage At risk, Dormant or Lost; potential = no order or
    /// one; active = the rest.
    fn default() -> Self {
        let gone = vec![Stage::AtRisk, Stage::Dormant, Stage::Lost];
        let rule = |tier, all| Rule { tier, all };
        Self {
            tiers: ["vip", "active", "potential", "dormant"].map(String::from).to_vec(),
            rules: vec![
                rule(0, vec![Condition::ScoreAtLeast(Axis::Money, 5), Condition::ScoreAtLeast(Axis::Recency, 3)]),
                rule(3, vec![Condition::StageIn(gone)]),
                rule(2, vec![Condition::OrdersAtMost(1)]),
                rule(1, Vec::new()),
            ],
        }
    }
}

impl Scheme {
    /// The first matching rule, as an index into [`Scheme::rules`]; `None` if no rule matches.
    pub fn matching_rule(&self, figures: &Figures) -> Option<usize> {
        self.rules.iter().position(|rule| rule.all.iter().all(|condition| condition.holds(figures)))
    }

    /// The tier of a customer with these figures; `None` if no rule matches.
    pub fn assign(&self, figures: &Figures) -> Option<usize> {
        self.matching_rule(figures).map(|rule| self.rules[rule].tier)
    }
}

/// The figures rules look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The values scores are made from; `None` for a prospect.
    pub values: Option<Values>,
    /// The scores; `None` for a prospect.
    pub scores: Option<Scores>,
    /// Lifecycle stage with its own figures.
    pub lifecycle: Lifecycle,
    /// Qualifying orders, all history.
    pub orders_all: u32,
    /// Net revenue inside the window, minor units.
    pub net_window_minor: i64,
}

impl Figures {
    /// A customer's figures as of the summary's day.
    pub fn of(summary: &Summary, basis: &ScoringBasis) -> Self {
        Self::on(summary, basis, summary.period.as_of_day)
    }

    /// The figures on `day` if nothing is bought until then and the basis stays as it is.
    pub fn on(summary: &Summary, basis: &ScoringBasis, day: i32) -> Self {
        let values = Values::on(summary, day);
        Self {
            values,
            scores: values.map(|values| basis.score(&values)),
            lifecycle: lifecycle::lifecycle_on(summary, basis.median_gap, day),
            orders_all: summary.orders_all,
            net_window_minor: summary.net_window_minor,
        }
    }
}

impl Condition {
    /// Whether a customer with these figures meets the condition.
    pub fn holds(&self, figures: &Figures) -> bool {
        let score = |axis: Axis| figures.scores.map(|scores| scores.get(axis));
        match self {
            Self::ScoreAtLeast(axis, least) => score(*axis).is_some_and(|score| score >= *least),
            Self::ScoreAtMost(axis, most) => score(*axis).is_some_and(|score| score <= *most),
            Self::StageIn(stages) => stages.contains(&figures.lifecycle.stage),
            Self::OrdersAtLeast(least) => figures.orders_all >= *least,
            Self::OrdersAtMost(most) => figures.orders_all <= *most,
            Self::NetAtLeast(least) => figures.net_window_minor >= *least,
            Self::NetAtMost(most) => figures.net_window_minor <= *most,
        }
    }
}

/// One tier's part of the base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TierTotal {
    /// Customers in the tier.
    pub customers: u64,
    /// Their net revenue, minor units.
    pub net_minor: i64,
}

/// Customers and net revenue per tier, from (tier, net minor units) of every customer. The entry after the last
/// tier holds the customers no rule matched.
pub fn distribution(tiers: usize, base: impl IntoIterator<Item = (Option<usize>, i64)>) -> Vec<TierTotal> {
    let mut sums = vec![(0u64, 0i128); tiers + 1];
    for (tier, net) in base {
        let sum = &mut sums[tier.map_or(tiers, |tier| tier.min(tiers))];
        sum.0 += 1;
        sum.1 += i128::from(net);
    }
    let clamp = |net: i128| i64::try_from(net).unwrap_or(if net < 0 { i64::MIN } else { i64::MAX });
    sums.into_iter().map(|(customers, net)| TierTotal { customers, net_minor: clamp(net) }).collect()
}
