//! From rules to a tier that does not flicker.

use super::{Axis, Measures, Scheme};

/// The tier a customer has had on an axis so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The tier.
    pub tier: usize,
    /// Since when.
    pub since_day: i32,
    /// Since when the rules would give a lower one, if they do.
    pub lower_since: Option<i32>,
}

/// A person's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The tier.
    pub tier: usize,
    /// Why.
    pub reason: String,
    /// The last day it holds; `None` = until taken back.
    pub until_day: Option<i32>,
}

/// Why a tier is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// This rule of the axis matched.
    Rule(usize),
    /// The rules say otherwise, but thresholds are missed by less than the hysteresis.
    Hysteresis,
    /// The rules say otherwise, but the minimum stay lasts until this day.
    MinimumStay(i32),
    /// The rules say otherwise, but the grace period lasts until this day.
    Grace(i32),
    /// A person decided so.
    Override(Override),
    /// No rule matched.
    NoRule,
}

/// A customer's tier on one axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The tier; `None` if no rule matches.
    pub tier: Option<usize>,
    /// Why.
    pub because: Because,
    /// What to remember for the next time; `None` without a tier.
    pub held: Option<Held>,
}

/// Assigns a tier on one axis. Better tiers are given at once, worse ones held back by minimum stay, hysteresis and
/// grace, in this order. An override wins until it expires.
pub fn assign(
    scheme: &Scheme,
    axis: &Axis,
    measures: &Measures,
    before: Option<Held>,
    decided: Option<&Override>,
    today: i32,
) -> Assignment {
    let known = |tier: usize| tier < axis.tiers.len();
    let before = before.filter(|held| known(held.tier));
    if let Some(decided) = decided.filter(|by| known(by.tier) && by.until_day.is_none_or(|until| today <= until)) {
        let since_day = before.filter(|held| held.tier == decided.tier).map_or(today, |held| held.since_day);
        let held = Some(Held { tier: decided.tier, since_day, lower_since: None });
        return Assignment { tier: Some(decided.tier), because: Because::Override(decided.clone()), held };
    }
    let rule = axis.matching_rule(measures);
    let by_rules = rule.map(|rule| axis.rules[rule].tier).filter(|&tier| known(tier));
    if let Some(held) = before
        && by_rules.is_none_or(|tier| tier > held.tier)
    {
        let lower_since = held.lower_since.unwrap_or(today);
        let stays_until = held.since_day.saturating_add(i32::from(scheme.minimum_stay_days));
        let grace_until = lower_since.saturating_add(i32::from(scheme.grace_days));
        let kept = if today < stays_until {
            Some(Because::MinimumStay(stays_until))
        } else if scheme.hysteresis_percent > 0 && axis.nearly(held.tier, measures, scheme.hysteresis_percent) {
            // Near enough: the grace period starts only once it is not.
            let held = Some(Held { lower_since: None, ..held });
            return Assignment { tier: held.map(|held| held.tier), because: Because::Hysteresis, held };
        } else if today < grace_until {
            Some(Because::Grace(grace_until))
        } else {
            None
        };
        if let Some(because) = kept {
            let held = Held { lower_since: Some(lower_since), ..held };
            return Assignment { tier: Some(held.tier), because, held: Some(held) };
        }
    }
    let held = by_rules.map(|tier| {
        let since_day = before.filter(|held| held.tier == tier).map_or(today, |held| held.since_day);
        Held { tier, since_day, lower_since: None }
    });
    Assignment { tier: by_rules, because: rule.map_or(Because::NoRule, Because::Rule), held }
}
