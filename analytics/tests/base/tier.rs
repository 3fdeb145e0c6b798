//! Tiers: the default scheme, its explanation, and when a tier ends.

use std::time::{Duration, Instant};

use analytics::lifecycle::Stage;
use analytics::purchase::gap::MedianGap;
use analytics::purchase::{Summary, Window, summarise};
use analytics::rfm::basis::{Cuts, OwnCuts};
use analytics::rfm::{Axis, CutRule, ScoringBasis};
use analytics::tier::{Actual, Condition, Figures, Rule, Scheme, TierTotal, distribution, explain};
use proptest::prelude::*;

use crate::support::{customer, order, period, summary_strategy};

const AS_OF: i32 = 1_000;

/// G = 30 days; R at 120, 90, 60, 30 days; M at 10, 20, 30, 40.
fn basis() -> ScoringBasis {
    let cuts = |score| Cuts { rule: CutRule::Own, score, percent: Vec::new() };
    ScoringBasis {
        period: period(AS_OF),
        scored: 100,
        prospects: 0,
        median_gap: MedianGap { half_days: 60, gaps: 10 },
        recency: cuts([120, 90, 60, 30]),
        frequency: cuts([2, 3, 4, 5]),
        money: Cuts { percent: (1..100).map(|p| p / 2).collect(), ..cuts([10, 20, 30, 40]) },
    }
}

fn tier(summary: &Summary) -> String {
    let scheme = Scheme::default();
    let tier = scheme.assign(&Figures::of(summary, &basis())).expect("the last rule matches everybody");
    scheme.tiers[tier].clone()
}

#[test]
fn the_default_scheme_follows_its_order() {
    assert_eq!(tier(&customer(&[AS_OF - 90, AS_OF - 80], 25, AS_OF)), "vip");
    // At risk by rhythm, yet first match wins: M 5 and R 3.
    let at_risk = customer(&[AS_OF - 78, AS_OF - 77, AS_OF - 76, AS_OF - 75], 25, AS_OF);
    assert_eq!(Figures::of(&at_risk, &basis()).lifecycle.stage, Stage::AtRisk);
    assert_eq!(tier(&at_risk), "vip");
    assert_eq!(tier(&customer(&[AS_OF - 89, AS_OF - 88, AS_OF - 87], 5, AS_OF)), "dormant");
    assert_eq!(tier(&customer(&[AS_OF - 300], 50, AS_OF)), "dormant");
    assert_eq!(tier(&customer(&[AS_OF - 20], 5, AS_OF)), "potential");
    assert_eq!(tier(&Summary::empty(period(AS_OF))), "potential");
    assert_eq!(tier(&customer(&[AS_OF - 40, AS_OF - 20], 5, AS_OF)), "active");
}

#[test]
fn a_vip_is_told_the_figures_and_the_day_it_ends() {
    let summary = customer(&[AS_OF - 90, AS_OF - 80], 25, AS_OF);
    let explained = explain(&Scheme::default(), &summary, &basis());
    assert_eq!((explained.tier, explained.rule), (Some(0), Some(0)));
    assert!(explained.facts.iter().all(|fact| fact.holds));
    assert_eq!(
        explained.facts[0].actual,
        Actual::Score { score: 5, value: 50, better_than_percent: 99, cut: Some(40) }
    );
    assert_eq!(explained.facts[1].actual, Actual::Score { score: 3, value: 80, better_than_percent: 0, cut: Some(90) });
    // R stays 3 up to 90 days: it falls on day 91, 11 days ahead. G_i = (90 + 10) / 4 = 25: At risk until 125.
    let ends = explained.ends.expect("time ends it");
    assert_eq!((ends.in_days, ends.becomes), (11, Some(3)));
    assert!(ends.because.iter().any(|fact| fact.condition == Condition::ScoreAtLeast(Axis::Recency, 3)
        && !fact.holds
        && matches!(fact.actual, Actual::Score { score: 2, value: 91, .. })));
}

#[test]
fn what_is_missing_for_an_earlier_tier_is_listed() {
    let explained = explain(&Scheme::default(), &customer(&[AS_OF - 40, AS_OF - 20], 6, AS_OF), &basis());
    assert_eq!(explained.tier, Some(1));
    assert!(explained.facts.is_empty(), "the last rule asks for nothing");
    let (vip, missing) = &explained.missed[0];
    assert_eq!(*vip, 0);
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].actual, Actual::Score { score: 2, value: 12, better_than_percent: 25, cut: Some(40) });
    // G_i = (90 + 20) / 4 = 27.5: dormant once At risk, after 82 days, that is in 63.
    let ends = explained.ends.expect("time ends it");
    assert_eq!((ends.in_days, ends.becomes), (63, Some(3)));
    assert!(matches!(ends.because[0].actual, Actual::Stage { stage: Stage::AtRisk, days_since: Some(83), .. }));
}

#[test]
fn prospects_and_the_lost_stay_what_they_are() {
    let scheme = Scheme::default();
    let prospect = explain(&scheme, &Summary::empty(period(AS_OF)), &basis());
    assert_eq!((prospect.tier, &prospect.ends), (Some(2), &None));
    assert!(prospect.missed[0].1.iter().all(|fact| fact.actual == Actual::NoScore));
    assert_eq!(explain(&scheme, &customer(&[0], 90, AS_OF), &basis()).ends, None);
}

#[test]
fn a_scheme_without_a_last_resort_leaves_people_out() {
    let scheme = Scheme {
        tiers: vec!["regular".to_owned()],
        rules: vec![Rule {
            tier: 0,
            all: vec![
                Condition::OrdersAtLeast(2),
                Condition::NetAtLeast(10),
                Condition::NetAtMost(100),
                Condition::ScoreAtMost(Axis::Frequency, 2),
            ],
        }],
    };
    let assign = |summary: &Summary| scheme.assign(&Figures::of(summary, &basis()));
    assert_eq!(assign(&customer(&[AS_OF - 2, AS_OF - 1], 5, AS_OF)), Some(0));
    assert_eq!(assign(&customer(&[AS_OF - 2, AS_OF - 1], 51, AS_OF)), None);
    assert_eq!(assign(&customer(&[AS_OF - 3, AS_OF - 2, AS_OF - 1], 5, AS_OF)), None);
    assert_eq!(assign(&Summary::empty(period(AS_OF))), None);
    assert_eq!(explain(&scheme, &Summary::empty(period(AS_OF)), &basis()).tier, None);
}

#[test]
fn the_distribution_counts_everybody_once() {
    let totals = distribution(2, [(Some(0), 70), (Some(1), 10), (None, 5), (Some(0), -20)]);
    let total = |customers, net_minor| TierTotal { customers, net_minor };
    assert_eq!(totals, [total(2, 50), total(1, 10), total(1, 5)]);
}

/// The product's target: all of 100,000 customers in 5 s, one more purchase in 100 ms.
#[test]
fn a_base_of_100_000_is_recalculated_in_time() {
    let mut orders = Vec::new();
    for customer in 0..100_000u32 {
        let mixed = customer.wrapping_mul(2_654_435_761).cast_signed();
        let last = AS_OF - (mixed & 255);
        let gap = 5 + (mixed >> 8 & 63);
        let days = (0..=customer % 9).map(|n| order(n, last - gap * n.cast_signed(), 900));
        orders.push(days.collect::<Vec<_>>());
    }
    let started = Instant::now();
    let base: Vec<Summary> = orders.iter().map(|orders| summarise(orders, &[], period(AS_OF))).collect();
    let basis = ScoringBasis::build(&base, period(AS_OF), &OwnCuts::default()).expect("one period");
    let scheme = Scheme::default();
    let assigned = base.iter().map(|summary| (scheme.assign(&Figures::of(summary, &basis)), summary.net_window_minor));
    let totals = distribution(scheme.tiers.len(), assigned);
    let all = started.elapsed();
    assert_eq!(totals.iter().map(|total| total.customers).sum::<u64>(), 100_000);
    assert!(totals[..4].iter().all(|total| total.customers > 0), "{totals:?}");

    let started = Instant::now();
    let updated = base[7].with_order(&order(99, AS_OF, 5_000));
    let explained = explain(&scheme, &updated, &basis);
    let one = started.elapsed();
    assert_eq!(explained.tier, Some(0));
    println!("100,000 customers in {all:?}, one more purchase in {one:?}");
    assert!(all < Duration::from_secs(5) && one < Duration::from_millis(100), "{all:?} {one:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_tier_ends_on_the_day_forecast_and_not_before(
        base in prop::collection::vec(summary_strategy(AS_OF), 1..90),
    ) {
        let basis = ScoringBasis::build(&base, period(AS_OF), &OwnCuts::default()).expect("one period");
        let scheme = Scheme::default();
        prop_assert_eq!(basis.period.window, Window::default());
        for summary in base.iter().take(20) {
            let on = |days: i64| {
                let day = AS_OF + i32::try_from(days).expect("small");
                scheme.assign(&Figures::on(summary, &basis, day))
            };
            let explained = explain(&scheme, summary, &basis);
            prop_assert_eq!(explained.tier, on(0));
            match explained.ends {
                Some(ends) => {
                    prop_assert!((1..ends.in_days).all(|days| on(days) == explained.tier));
                    prop_assert_eq!(on(ends.in_days), ends.becomes);
                    prop_assert_ne!(ends.becomes, explained.tier);
                    prop_assert!(!ends.because.is_empty());
                }
                None => prop_assert!((1..1_500).all(|days| on(days) == explained.tier)),
            }
        }
    }
}
