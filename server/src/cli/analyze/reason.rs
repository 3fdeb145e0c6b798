//! Why a customer is in a tier, as a sentence with the figures.

use analytics::lifecycle::Stage;
use analytics::rfm::Segment;
use analytics::scheme::{Axis, Indicator, Measures, Rule, Test};

use super::decimal;

/// The rule that matched with its figures; for a rule that asks nothing, what is missing for the tiers before it.
pub(super) fn sentence(axis: &Axis, rule: Option<usize>, measures: &Measures) -> String {
    let facts = |rule: &Rule, only_missed: bool| -> Vec<String> {
        let asked = rule.all.iter().filter(|test| !only_missed || !test.holds(measures, 0));
        asked.map(|test| fact(test, measures)).collect()
    };
    let before = &axis.rules[..rule.unwrap_or(axis.rules.len())];
    let missed = before
        .iter()
        .map(|rule| format!("not {}: {}", axis.tiers[rule.tier], facts(rule, true).join(", ")))
        .collect::<Vec<_>>()
        .join("; ");
    match rule.map(|rule| &axis.rules[rule]) {
        Some(rule) if !rule.all.is_empty() => facts(rule, false).join(", "),
        Some(_) if missed.is_empty() => "everybody".to_owned(),
        Some(_) => missed,
        None => format!("no rule applies ({missed})"),
    }
}

fn fact(test: &Test, measures: &Measures) -> String {
    let figure = |indicator: Indicator| match test.figure(measures) {
        Some(value) => value_text(indicator, value),
        None => "no data".to_owned(),
    };
    match test {
        Test::AtLeast(indicator, least) => {
            format!("{} {} (at least {})", name(*indicator), figure(*indicator), value_text(*indicator, *least))
        }
        Test::AtMost(indicator, most) => {
            format!("{} {} (at most {})", name(*indicator), figure(*indicator), value_text(*indicator, *most))
        }
        Test::OneOf(indicator, values) => {
            let wanted: Vec<String> = values.iter().map(|&value| value_text(*indicator, value)).collect();
            format!("{} {} (one of: {})", name(*indicator), figure(*indicator), wanted.join(", "))
        }
        Test::PointsAtLeast(_, least) => {
            let points = test.figure(measures).map_or_else(|| "no data".to_owned(), |points| points.to_string());
            format!("points {points} of 100 (at least {least})")
        }
    }
}

fn name(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::RecencyScore => "recency score",
        Indicator::FrequencyScore => "frequency score",
        Indicator::MoneyScore => "money score",
        Indicator::FmScore => "FM score",
        Indicator::Segment => "segment",
        Indicator::Group => "group",
        Indicator::Stage => "stage",
        Indicator::DaysSince => "days since the last order",
        Indicator::Orders => "orders",
        Indicator::Net => "net revenue",
        Indicator::RevenueShare => "share of revenue",
        Indicator::AbcClass => "ABC class",
        Indicator::LifetimeValue => "lifetime value",
        Indicator::Interactions => "interactions in 90 days",
        Indicator::Satisfaction => "satisfaction",
        Indicator::ProductsHeld => "products held",
        Indicator::Potential => "potential",
        Indicator::Referrals => "customers referred",
        Indicator::ServiceLevel => "service level",
        Indicator::Manual => "mark",
    }
}

fn value_text(indicator: Indicator, value: i64) -> String {
    const GROUPS: [&str; 8] = [
        "important value",
        "important recall",
        "important develop",
        "important retain",
        "potential",
        "new",
        "maintain",
        "lost",
    ];
    let place = usize::try_from(value).unwrap_or(usize::MAX);
    let known = match indicator {
        Indicator::Segment => Segment::ALL.get(place).map(|segment| segment.name().to_owned()),
        Indicator::Stage => Stage::ALL.get(place).map(|stage| stage_name(*stage).to_owned()),
        Indicator::Group => GROUPS.get(place).map(|&group| group.to_owned()),
        Indicator::AbcClass => ["none", "C", "B", "A"].get(place).map(|&class| class.to_owned()),
        Indicator::Net | Indicator::LifetimeValue => Some(decimal::text(value.into())),
        Indicator::RevenueShare => Some(format!("{:.4} %", value as f64 / 1e4)),
        Indicator::Satisfaction => Some(format!("{:.2}", value as f64 / 1e2)),
        _ => None,
    };
    known.unwrap_or_else(|| value.to_string())
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Prospect => "prospect",
        Stage::New => "new",
        Stage::Active => "active",
        Stage::WonBack => "won back",
        Stage::Cooling => "cooling",
        Stage::AtRisk => "at risk",
        Stage::Dormant => "dormant",
        Stage::Lost => "lost",
    }
}
