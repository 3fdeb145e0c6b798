//! The vocabularies of the field as ready schemes: a starting point to edit.

use super::{Axis, Indicator, Rule, Scheme, Test, Weight};
use crate::lifecycle::Stage;
use crate::rfm::Segment;

/// The keys of all templates. The first is the default.
pub const TEMPLATES: [&str; 10] = [
    "vip-active-potential-dormant",
    "high-mid-low",
    "high-potential-general",
    "high-latent-general",
    "value-potential-service",
    "strategic-key-ordinary",
    "key-suitable-general",
    "high-latent-low",
    "rfm-8",
    "rfm-11",
];

/// VIP/活跃/潜在/休眠: the scheme of a new base.
pub fn default_scheme() -> Scheme {
    let gone = [Stage::AtRisk, Stage::Dormant, Stage::Lost];
    let stages = (0..).zip(Stage::ALL).filter(|(_, stage)| gone.contains(stage)).map(|(at, _)| at).collect();
    let vip = [least(Indicator::MoneyScore, 5), least(Indicator::RecencyScore, 3)];
    one(
        TEMPLATES[0],
        &["vip", "active", "potential", "dormant"],
        [
            (0, vip.to_vec()),
            (3, vec![Test::OneOf(Indicator::Stage, stages)]),
            (2, vec![most(Indicator::Orders, 1)]),
            (1, Vec::new()),
        ],
    )
}

/// A template by its key; `None` for an unknown one.
pub fn template(key: &str) -> Option<Scheme> {
    use Indicator as I;
    let scheme = match TEMPLATES.iter().position(|&known| known == key)? {
        // 高/中/低价值: by contribution.
        1 => one(
            key,
            &["high", "mid", "low"],
            [(0, vec![least(I::AbcClass, 3)]), (1, vec![least(I::AbcClass, 2)]), (2, Vec::new())],
        ),
        // 高价值/潜力/一般: potential = recent and not small, or promising by other signs.
        2 => one(
            key,
            &["high", "potential", "general"],
            [
                (0, vec![least(I::FmScore, 5)]),
                (1, vec![least(I::Potential, 60)]),
                (1, vec![least(I::RecencyScore, 4), least(I::MoneyScore, 3)]),
                (2, Vec::new()),
            ],
        ),
        // 高价值/潜在/一般: by RFM alone.
        3 => one(
            key,
            &["high", "latent", "general"],
            [
                (0, vec![least(I::RecencyScore, 4), least(I::FrequencyScore, 4), least(I::MoneyScore, 4)]),
                (1, vec![least(I::RecencyScore, 3), least(I::FmScore, 3)]),
                (2, Vec::new()),
            ],
        ),
        4 => three_axes(key),
        // 战略/重点/普通: strategic = one percent of all revenue or more.
        5 => one(
            key,
            &["strategic", "key", "ordinary"],
            [(0, vec![least(I::RevenueShare, 10_000)]), (1, vec![least(I::AbcClass, 3)]), (2, Vec::new())],
        ),
        // 关键/合适/一般: by weighted points.
        6 => one(
            key,
            &["key", "suitable", "general"],
            [
                (0, vec![Test::PointsAtLeast(all_round(), 75)]),
                (1, vec![Test::PointsAtLeast(all_round(), 45)]),
                (2, Vec::new()),
            ],
        ),
        // 高价值/潜在/低价值.
        7 => one(
            key,
            &["high", "latent", "low"],
            [
                (0, vec![least(I::MoneyScore, 4), least(I::FrequencyScore, 3)]),
                (1, vec![least(I::Potential, 60)]),
                (1, vec![least(I::RecencyScore, 4)]),
                (2, Vec::new()),
            ],
        ),
        8 => by_place(
            key,
            I::Group,
            &[
                "important-value",
                "important-recall",
                "important-develop",
                "important-retain",
                "potential",
                "new",
                "maintain",
                "lost",
            ],
        ),
        9 => {
            let keys = Segment::ALL.map(Segment::name).map(|name| name.to_lowercase().replace(' ', "-"));
            by_place(key, I::Segment, &keys.each_ref().map(String::as_str))
        }
        _ => default_scheme(),
    };
    Some(scheme)
}

/// 价值 x 潜力 x 服务: three independent axes.
fn three_axes(key: &str) -> Scheme {
    use Indicator as I;
    let value = axis(
        "value",
        &["high", "mid", "low"],
        [(0, vec![least(I::FmScore, 4)]), (1, vec![least(I::FmScore, 3)]), (2, Vec::new())],
    );
    let growth = vec![
        part(I::Potential, 3, 0, 100),
        part(I::RecencyScore, 1, 1, 5),
        part(I::Referrals, 1, 0, 3),
        part(I::ProductsHeld, 1, 1, 5),
    ];
    let potential = axis(
        "potential",
        &["high-potential", "mid-potential", "low-potential"],
        [
            (0, vec![Test::PointsAtLeast(growth.clone(), 67)]),
            (1, vec![Test::PointsAtLeast(growth, 34)]),
            (2, Vec::new()),
        ],
    );
    let service = axis(
        "service",
        &["important", "general", "ordinary"],
        [
            (0, vec![least(I::ServiceLevel, 4)]),
            (1, vec![least(I::ServiceLevel, 2)]),
            (1, vec![least(I::Interactions, 3)]),
            (2, Vec::new()),
        ],
    );
    Scheme { axes: vec![value, potential, service], ..one(key, &[], []) }
}

/// Value, loyalty, contact and satisfaction, as the field weighs them: money most.
fn all_round() -> Vec<Weight> {
    use Indicator as I;
    vec![
        part(I::MoneyScore, 40, 1, 5),
        part(I::FrequencyScore, 25, 1, 5),
        part(I::RecencyScore, 15, 1, 5),
        part(I::Satisfaction, 10, 100, 500),
        part(I::Interactions, 5, 0, 6),
        part(I::Potential, 5, 0, 100),
    ]
}

/// One tier per place of an indicator; customers without it get none.
fn by_place(key: &str, indicator: Indicator, tiers: &[&str]) -> Scheme {
    let rules: Vec<(usize, Vec<Test>)> =
        (0..tiers.len()).zip(0i64..).map(|(tier, place)| (tier, vec![Test::OneOf(indicator, vec![place])])).collect();
    one(key, tiers, rules)
}

fn one(key: &str, tiers: &[&str], rules: impl IntoIterator<Item = (usize, Vec<Test>)>) -> Scheme {
    Scheme {
        key: key.to_owned(),
        axes: vec![axis("tier", tiers, rules)],
        hysteresis_percent: 0,
        minimum_stay_days: 0,
        grace_days: 0,
    }
}

fn axis(key: &str, tiers: &[&str], rules: impl IntoIterator<Item = (usize, Vec<Test>)>) -> Axis {
    Axis {
        key: key.to_owned(),
        tiers: tiers.iter().map(|&tier| tier.to_owned()).collect(),
        rules: rules.into_iter().map(|(tier, all)| Rule { tier, all }).collect(),
    }
}

fn least(indicator: Indicator, value: i64) -> Test {
    Test::AtLeast(indicator, value)
}

fn most(indicator: Indicator, value: i64) -> Test {
    Test::AtMost(indicator, value)
}

fn part(indicator: Indicator, weight: u32, zero: i64, full: i64) -> Weight {
    Weight { indicator, weight, zero, full }
}
