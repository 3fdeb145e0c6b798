//! The words for schemes: their tiers, axes, indicators and rules as sentences.

use crate::i18n::{format, insights, tiers as words};
use crate::page::customer::words::{lifecycle_word, segment_word};
use crate::page::insights::{SEGMENTS, STAGES};
use analytics::scheme::{Indicator, Rule, Test};

/// A tier of a template; empty for one that is a segment, or unknown.
pub fn tier_name(scheme: &str, code: &str) -> &'static str {
    match code {
        // 关键 of one vocabulary is not 重点 of the other.
        "key" if scheme == "key-suitable-general" => words::tier_crucial(),
        "high" => words::tier_high(),
        "mid" => words::tier_mid(),
        "low" => words::tier_low(),
        "potential" => words::tier_potential(),
        "general" => words::tier_general(),
        "latent" => words::tier_latent(),
        "strategic" => words::tier_strategic(),
        "key" => words::tier_key(),
        "ordinary" => words::tier_ordinary(),
        "suitable" => words::tier_suitable(),
        "important" => words::tier_important(),
        "high-potential" => words::tier_high_potential(),
        "mid-potential" => words::tier_mid_potential(),
        "low-potential" => words::tier_low_potential(),
        _ => "",
    }
}

/// What an axis of several is about, with what separates it from the rest; empty for the only one.
pub fn axis_name(key: &str) -> &'static str {
    match key {
        "value" => words::axis_value(),
        "potential" => words::axis_potential(),
        "service" => words::axis_service(),
        _ => "",
    }
}

/// An indicator.
pub fn indicator_name(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::RecencyScore => words::by_recency(),
        Indicator::FrequencyScore => words::by_frequency(),
        Indicator::MoneyScore => words::by_money(),
        Indicator::FmScore => insights::worth(),
        Indicator::Segment | Indicator::Group => insights::segment(),
        Indicator::Stage => insights::stage(),
        Indicator::DaysSince => words::by_days(),
        Indicator::Orders => words::by_orders(),
        Indicator::Net => insights::window_revenue(),
        Indicator::RevenueShare => words::by_share(),
        Indicator::AbcClass => words::by_abc(),
        Indicator::LifetimeValue => words::by_lifetime(),
        Indicator::Interactions => words::by_contacts(),
        Indicator::Satisfaction => words::by_satisfaction(),
        Indicator::ProductsHeld => words::by_products(),
        Indicator::Potential => words::by_potential(),
        Indicator::Referrals => words::by_referrals(),
        Indicator::ServiceLevel => words::by_service(),
        Indicator::Manual => words::by_hand(),
    }
}

/// A rule as a sentence: what must hold.
pub fn rule_words(rule: &Rule) -> String {
    if rule.all.is_empty() {
        return words::everybody_else().to_owned();
    }
    rule.all.iter().map(test_words).collect::<Vec<_>>().join(words::and_also())
}

fn test_words(test: &Test) -> String {
    match test {
        Test::AtLeast(Indicator::AbcClass, class) => {
            format!("{} {}", words::by_abc(), if *class >= 3 { "A" } else { "A/B" })
        }
        Test::AtLeast(indicator, least) => format!("{} ≥ {}", indicator_name(*indicator), figure(*indicator, *least)),
        Test::AtMost(indicator, most) => format!("{} ≤ {}", indicator_name(*indicator), figure(*indicator, *most)),
        Test::OneOf(indicator, values) => {
            let values: Vec<String> = values.iter().map(|value| figure(*indicator, *value)).collect();
            format!("{} {}", indicator_name(*indicator), values.join(words::list_comma()))
        }
        Test::PointsAtLeast(parts, least) => {
            let parts: Vec<String> =
                parts.iter().map(|part| format!("{} {}", indicator_name(part.indicator), part.weight)).collect();
            words::points(*least, &parts.join(words::list_comma()))
        }
    }
}

/// A threshold as people say it.
fn figure(indicator: Indicator, value: i64) -> String {
    let code = |all: &[&'static str]| usize::try_from(value).ok().and_then(|at| all.get(at).copied());
    match indicator {
        Indicator::RevenueShare => format::percent(value as f64 / 1_000_000.0, 1),
        Indicator::Stage => code(&STAGES).map_or_else(|| value.to_string(), |stage| lifecycle_word(stage).to_owned()),
        Indicator::Segment => code(&SEGMENTS).map_or_else(|| value.to_string(), |s| segment_word(s).to_owned()),
        _ => format::integer(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::scheme::{TEMPLATES, template};

    #[test]
    fn every_template_speaks_in_words() {
        for key in TEMPLATES.into_iter().filter(|key| !key.starts_with("rfm") && !key.starts_with("vip")) {
            let scheme = template(key).expect("a template");
            for axis in &scheme.axes {
                for tier in &axis.tiers {
                    assert!(!tier_name(key, tier).is_empty(), "{key}: {tier}");
                }
                for rule in &axis.rules {
                    assert!(!rule_words(rule).is_empty());
                }
                assert!(scheme.axes.len() == 1 || !axis_name(&axis.key).is_empty(), "{}", axis.key);
            }
        }
        assert_eq!(test_words(&Test::AtLeast(Indicator::RevenueShare, 10_000)), "占全部收入 ≥ 1.0 %");
        assert_eq!(test_words(&Test::AtLeast(Indicator::AbcClass, 2)), "ABC A/B");
    }
}
