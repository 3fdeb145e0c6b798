//! Why a customer is in a tier, what keeps them out of an earlier one, and when it ends by itself.

use super::{Condition, Figures, Scheme};
use crate::lifecycle::{Rhythm, Stage};
use crate::purchase::Summary;
use crate::rfm::{Axis, ScoringBasis};

/// The figures a condition was held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actual {
    /// A score and what it was made of.
    Score {
        /// The score, 1 to 5.
        score: u8,
        /// The value on the axis: days, orders or minor units.
        value: i64,
        /// Strictly better than at least this whole percentage of the scored customers, 0 to 99.
        better_than_percent: u8,
        /// "At least": the worst value that meets the condition. "At most": the worst that is too good for it.
        /// `None` where every score does.
        cut: Option<i64>,
    },
    /// No qualifying order, hence no score.
    NoScore,
    /// The lifecycle stage and what it follows from.
    Stage {
        /// The stage.
        stage: Stage,
        /// Days since the last qualifying order.
        days_since: Option<i64>,
        /// The customer's own rhythm.
        rhythm: Rhythm,
    },
    /// Qualifying orders, all history.
    Orders(u32),
    /// Net revenue inside the window, minor units.
    Net(i64),
}

/// A condition, the figures, and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What was asked.
    pub condition: Condition,
    /// What was found.
    pub actual: Actual,
    /// The verdict.
    pub holds: bool,
}

/// What ends a tier if nothing is bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ends {
    /// In how many days, at least 1.
    pub in_days: i64,
    /// The tier that follows; `None` if no rule matches then.
    pub becomes: Option<usize>,
    /// The facts of that day whose verdict differs from today's, of today's rule and of the rule that follows.
    pub because: Vec<Fact>,
}

/// A tier, explained with the figures it used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The tier, an index into [`Scheme::tiers`]; `None` if no rule matches.
    pub tier: Option<usize>,
    /// The rule that matched, an index into [`Scheme::rules`].
    pub rule: Option<usize>,
    /// The facts of the rule that matched.
    pub facts: Vec<Fact>,
    /// For each rule before it, its tier and the facts that do not hold: what is missing for that tier.
    pub missed: Vec<(usize, Vec<Fact>)>,
    /// What ends it by the mere passing of time, with frequency, money and the basis as they are.
    pub ends: Option<Ends>,
}

/// Explains a customer's tier as of the summary's day.
pub fn explain(scheme: &Scheme, summary: &Summary, basis: &ScoringBasis) -> Explanation {
    let figures = Figures::of(summary, basis);
    let rule = scheme.matching_rule(&figures);
    let before = rule.unwrap_or(scheme.rules.len());
    let missed = scheme.rules[..before]
        .iter()
        .map(|rule| {
            let failed = facts(&rule.all, &figures, basis).filter(|fact| !fact.holds);
            (rule.tier, failed.collect())
        })
        .collect();
    Explanation {
        tier: rule.map(|rule| scheme.rules[rule].tier),
        rule,
        facts: rule.map_or_else(Vec::new, |rule| facts(&scheme.rules[rule].all, &figures, basis).collect()),
        missed,
        ends: ends(scheme, summary, basis, rule, &figures),
    }
}

/// Only a recency score or the stage can change by time alone, so only the days they change on are tried.
fn ends(
    scheme: &Scheme,
    summary: &Summary,
    basis: &ScoringBasis,
    rule: Option<usize>,
    today: &Figures,
) -> Option<Ends> {
    let tier_of = |rule: Option<usize>| rule.map(|rule| scheme.rules[rule].tier);
    let as_of = summary.period.as_of_day;
    let mut in_days = 0;
    let mut figures = *today;
    while let Some(step) = days_to_next_change(basis, &figures) {
        in_days += step;
        let Some(day) = i32::try_from(in_days).ok().and_then(|days| as_of.checked_add(days)) else {
            break;
        };
        figures = Figures::on(summary, basis, day);
        let then = &figures;
        let next = scheme.matching_rule(then);
        if tier_of(next) == tier_of(rule) {
            continue;
        }
        let mut because: Vec<Fact> = Vec::new();
        for rule in [rule, next].into_iter().flatten() {
            for fact in facts(&scheme.rules[rule].all, then, basis) {
                if fact.condition.holds(today) != fact.holds && !because.contains(&fact) {
                    because.push(fact);
                }
            }
        }
        return Some(Ends { in_days, becomes: tier_of(next), because });
    }
    None
}

/// In how many days (at least 1) the recency score or the stage changes next.
fn days_to_next_change(basis: &ScoringBasis, figures: &Figures) -> Option<i64> {
    let since = figures.values?.days_since;
    let score_falls = basis.recency.score.iter().map(|&cut| cut.saturating_add(1).saturating_sub(since));
    let stage_changes = figures.lifecycle.next.map(|change| change.in_days);
    score_falls.chain(stage_changes).filter(|&days| days > 0).min()
}

fn facts<'a>(
    conditions: &'a [Condition],
    figures: &'a Figures,
    basis: &'a ScoringBasis,
) -> impl Iterator<Item = Fact> + 'a {
    conditions.iter().map(|condition| Fact {
        condition: condition.clone(),
        actual: actual(condition, figures, basis),
        holds: condition.holds(figures),
    })
}

fn actual(condition: &Condition, figures: &Figures, basis: &ScoringBasis) -> Actual {
    match condition {
        Condition::ScoreAtLeast(axis, least) => score(*axis, *least, figures, basis),
        Condition::ScoreAtMost(axis, most) => score(*axis, most.saturating_add(1), figures, basis),
        Condition::StageIn(_) => Actual::Stage {
            stage: figures.lifecycle.stage,
            days_since: figures.lifecycle.days_since,
            rhythm: figures.lifecycle.rhythm,
        },
        Condition::OrdersAtLeast(_) | Condition::OrdersAtMost(_) => Actual::Orders(figures.orders_all),
        Condition::NetAtLeast(_) | Condition::NetAtMost(_) => Actual::Net(figures.net_window_minor),
    }
}

fn score(axis: Axis, threshold: u8, figures: &Figures, basis: &ScoringBasis) -> Actual {
    let (Some(values), Some(scores)) = (figures.values, figures.scores) else {
        return Actual::NoScore;
    };
    let value = values.get(axis);
    let cuts = basis.cuts(axis);
    Actual::Score {
        score: scores.get(axis),
        value,
        better_than_percent: basis.better_than_percent(axis, value),
        cut: threshold.checked_sub(2).and_then(|at| cuts.score.get(usize::from(at))).copied(),
    }
}
