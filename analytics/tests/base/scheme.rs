//! Tier schemes: templates, staying power, overrides, preview and movement.

use analytics::abc::{Class, abc};
use analytics::purchase::Summary;
use analytics::rfm::ScoringBasis;
use analytics::rfm::basis::OwnCuts;
use analytics::scheme::{
    Axis, Because, Change, Held, Indicator, Measures, Moved, Override, Rule, Scheme, TEMPLATES, Test, Weight, assign,
    default_scheme, movement, preview, template, tier_on,
};
use analytics::tier::{self, Figures};
use proptest::prelude::*;

use crate::support::{period, summary_strategy};

const AS_OF: i32 = 1_000;

/// gold from 100 orders on, silver from 50, else none; 10 % hysteresis, 30 days of stay, 7 of grace.
fn scheme() -> Scheme {
    let from = |tier, least| Rule { tier, all: vec![Test::AtLeast(Indicator::Orders, least)] };
    let axis = Axis {
        key: "tier".to_owned(),
        tiers: vec!["gold".to_owned(), "silver".to_owned()],
        rules: vec![from(0, 100), from(1, 50)],
    };
    Scheme { key: "own".to_owned(), axes: vec![axis], hysteresis_percent: 10, minimum_stay_days: 30, grace_days: 7 }
}

fn orders(count: i64) -> Measures {
    Measures::default().with(Indicator::Orders, Some(count))
}

fn run(count: i64, before: Option<Held>, today: i32) -> analytics::scheme::Assignment {
    let scheme = scheme();
    assign(&scheme, &scheme.axes[0], &orders(count), before, None, today)
}

#[test]
fn a_tier_does_not_flicker() {
    let first = run(100, None, 10);
    assert_eq!((first.tier, first.because), (Some(0), Because::Rule(0)));
    // Far below at once: the minimum stay of 30 days holds it.
    let stay = run(60, first.held, 39);
    assert_eq!((stay.tier, &stay.because), (Some(0), &Because::MinimumStay(40)));
    // A little below after that: hysteresis.
    assert_eq!(run(90, first.held, 50).because, Because::Hysteresis);
    assert_eq!(run(89, first.held, 50).because, Because::Grace(57));
    // Below since day 50: the grace period ends on day 57, then the rules decide.
    let grace = run(60, first.held, 50);
    assert_eq!(grace.held.expect("a tier").lower_since, Some(50));
    assert_eq!(run(60, grace.held, 56).because, Because::Grace(57));
    let down = run(60, grace.held, 57);
    assert_eq!((down.tier, down.held), (Some(1), Some(Held { tier: 1, since_day: 57, lower_since: None })));
    // Up again at once; out of all tiers with everything over.
    assert_eq!(run(120, down.held, 58).tier, Some(0));
    let out = run(3, Some(Held { tier: 1, since_day: 0, lower_since: Some(80) }), 90);
    assert_eq!((out.tier, out.because, out.held), (None, Because::NoRule, None));
    assert_eq!(run(100, first.held, 99).held.expect("a tier").since_day, 10);
}

#[test]
fn an_override_wins_until_it_expires() {
    let scheme = scheme();
    let by_hand = Override { tier: 0, reason: "the founder's sister".to_owned(), until_day: Some(20) };
    let on = |day| assign(&scheme, &scheme.axes[0], &orders(1), None, Some(&by_hand), day);
    assert_eq!((on(20).tier, on(20).because), (Some(0), Because::Override(by_hand.clone())));
    assert_eq!(on(21).tier, None);
    let unknown = Override { tier: 9, ..by_hand };
    assert_eq!(assign(&scheme, &scheme.axes[0], &orders(1), None, Some(&unknown), 1).tier, None);
}

#[test]
fn points_are_weighted_and_missing_ones_left_out() {
    let part = |indicator, weight, zero, full| Weight { indicator, weight, zero, full };
    let weights = vec![part(Indicator::Orders, 3, 0, 10), part(Indicator::DaysSince, 1, 100, 0)];
    let test = Test::PointsAtLeast(weights, 60);
    // 50 points by weight 3, 90 by weight 1.
    let measures = orders(5).with(Indicator::DaysSince, Some(10));
    assert_eq!(test.figure(&measures), Some(60));
    assert!(test.holds(&measures, 0));
    assert_eq!(test.figure(&orders(5)), Some(50));
    assert!(!test.holds(&orders(5), 0) && test.holds(&orders(5), 20));
    assert_eq!(test.figure(&Measures::default()), None);
    assert!(!test.holds(&Measures::default(), 100), "no data holds no test");
}

#[test]
fn the_preview_names_who_surprises() {
    let row = |customer: u32, from, to, value_minor| Moved { customer, from, to, value_minor };
    let rows = vec![
        row(1, Some(0), Some(0), 900),
        row(2, Some(0), Some(2), 1_000),
        row(3, Some(1), Some(2), 5),
        row(4, Some(2), Some(0), 1),
        row(5, None, Some(2), 50),
        row(6, Some(2), None, 2),
    ];
    let found = preview(&rows, 3, 2);
    assert_eq!((found.customers, found.moved, found.up, found.down), (6, 5, 2, 3));
    assert_eq!(found.after, [2, 0, 3, 1]);
    // The best customer falls two tiers, the worst rises two.
    assert_eq!(found.surprising.iter().map(|moved| moved.customer).collect::<Vec<_>>(), [2, 4]);
    let mut mixed = rows.clone();
    mixed.reverse();
    assert_eq!(preview(&mixed, 3, 2), found);
}

#[test]
fn movement_counts_by_the_last_row() {
    let row = |customer: u32, day, sequence, to| Change { customer, day, sequence, to };
    let history = [
        row(1, 10, 1, Some(0)),
        row(1, 30, 2, Some(1)),
        row(1, 30, 3, Some(0)),
        row(2, 5, 4, Some(1)),
        row(2, 25, 5, None),
        row(3, 28, 6, Some(1)),
        row(4, 99, 7, Some(0)),
    ];
    let found = movement(&history, 2, 20, 40);
    assert_eq!(found.matrix, [[1, 0, 0], [0, 0, 1], [0, 1, 0]]);
    assert_eq!(found.customers[&(2, 1)], [3]);
    assert_eq!(found, movement(&history, 2, 40, 20));
    assert_eq!(tier_on(&history, 30)[&1], Some(0));
}

#[test]
fn templates_are_complete() {
    for key in TEMPLATES {
        let scheme = template(key).expect(key);
        assert_eq!(scheme.key, key);
        for axis in &scheme.axes {
            let reached: std::collections::BTreeSet<usize> = axis.rules.iter().map(|rule| rule.tier).collect();
            assert_eq!(reached, (0..axis.tiers.len()).collect(), "{key} {}: every tier has a rule", axis.key);
        }
    }
    assert_eq!(template("value-potential-service").expect("three").axes.len(), 3);
    assert_eq!(template("rfm-11").expect("eleven").axes[0].tiers.len(), 11);
    assert_eq!(template("nonsense"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn everybody_gets_one_tier_and_the_default_is_the_old_default(
        base in prop::collection::vec(summary_strategy(AS_OF), 1..90),
    ) {
        let basis = ScoringBasis::build(&base, period(AS_OF), &OwnCuts::default()).expect("one period");
        let rows: Vec<(usize, i64)> = base.iter().map(|summary| summary.net_all_minor).enumerate().collect();
        let classes = abc(&rows);
        let measures: Vec<Measures> = base
            .iter()
            .zip(&classes.classes)
            .map(|(summary, &class)| {
                Measures::of(summary, &basis).with_abc(class, summary.net_all_minor, classes.positive_value)
            })
            .collect();
        let tier = |scheme: &Scheme, axis: usize, of: &Measures| {
            assign(scheme, &scheme.axes[axis], of, None, None, AS_OF).tier
        };
        let (default, old) = (default_scheme(), tier::Scheme::default());
        for (summary, of) in base.iter().zip(&measures) {
            prop_assert_eq!(tier(&default, 0, of), old.assign(&Figures::of(summary, &basis)));
            for key in TEMPLATES {
                let scheme = template(key).expect("known");
                for axis in 0..scheme.axes.len() {
                    let scored = summary.orders_all > 0 || !key.starts_with("rfm");
                    prop_assert_eq!(tier(&scheme, axis, of).is_some(), scored, "{}", key);
                }
            }
        }
        let a = classes.classes.iter().filter(|&&class| class == Class::A).count();
        let high = template("high-mid-low").expect("known");
        prop_assert_eq!(measures.iter().filter(|of| tier(&high, 0, of) == Some(0)).count(), a);
    }

    #[test]
    fn movement_is_conserved(
        history in prop::collection::vec((0u8..12, 0i32..60, prop::option::of(0usize..3)), 0..60),
        first in 0i32..60, second in 0i32..60,
    ) {
        let rows: Vec<Change<u8>> = (0..)
            .zip(&history)
            .map(|(sequence, &(customer, day, to))| Change { customer, day, sequence, to })
            .collect();
        let found = movement(&rows, 3, first, second);
        let count = |day: i32, tier: Option<usize>| tier_on(&rows, day).values().filter(|&&t| t == tier).count();
        let (early, late) = (first.min(second), first.max(second));
        for tier in 0..3 {
            prop_assert_eq!(found.before()[tier], count(early, Some(tier)));
            prop_assert_eq!(found.after()[tier], count(late, Some(tier)));
        }
        prop_assert_eq!(found.before().iter().sum::<usize>(), tier_on(&rows, late).len());
        for (cell, customers) in &found.customers {
            prop_assert_eq!(found.matrix[cell.0][cell.1], customers.len());
        }
        let mut mixed = rows.clone();
        mixed.reverse();
        prop_assert_eq!(movement(&mixed, 3, first, second), found);
    }
}

#[test]
fn summaries_without_an_order_have_measures() {
    let basis = ScoringBasis::build(&[], period(AS_OF), &OwnCuts::default()).expect("one period");
    let of = Measures::of(&Summary::empty(period(AS_OF)), &basis);
    assert_eq!((of.get(Indicator::MoneyScore), of.get(Indicator::Orders)), (None, Some(0)));
}
