//! RFM: ties, order, cells, and the basis against the definition.

use std::collections::{HashMap, HashSet};

use analytics::purchase::gap::MedianGap;
use analytics::purchase::{Period, Refund, Summary, summarise};
use analytics::rfm::basis::OwnCuts;
use analytics::rfm::{Axis, CutRule, Group, Scores, ScoringBasis, Segment, Values};
use proptest::prelude::*;

use crate::support::{customer, id, order, period, summary_strategy};

const AS_OF: i32 = 1_000;

fn basis(base: &[Summary]) -> ScoringBasis {
    ScoringBasis::build(base, period(AS_OF), &OwnCuts::default()).expect("one period")
}

/// The definition, word for word: 1 + floor(5 W / N), W = customers strictly worse. Somebody from outside can be
/// better than all N, which makes 6: still a 5.
fn by_definition(base: &[Values], customer: &Values) -> Scores {
    let score = |axis: Axis| {
        let worse = |other: &&Values| match axis {
            Axis::Recency => other.get(axis) > customer.get(axis),
            _ => other.get(axis) < customer.get(axis),
        };
        let score = 1 + 5 * base.iter().filter(worse).count() / base.len();
        u8::try_from(score.min(5)).expect("1 to 5")
    };
    let net_not_positive = customer.net_minor <= 0;
    Scores {
        r: score(Axis::Recency),
        f: score(Axis::Frequency),
        m: if net_not_positive { 1 } else { score(Axis::Money) },
        net_not_positive,
    }
}

fn cell(r: u8, fm: u8) -> Scores {
    Scores { r, f: fm, m: fm, net_not_positive: false }
}

#[test]
fn each_of_the_25_cells_has_exactly_the_segment_of_the_design() {
    use Segment as S;
    let table: [(Segment, &[u8]); 11] = [
        (S::Champions, &[55, 54, 45]),
        (S::Loyal, &[53, 44, 35, 34]),
        (S::PotentialLoyalist, &[52, 42, 43, 33]),
        (S::New, &[51]),
        (S::Promising, &[41, 31]),
        (S::NeedsAttention, &[32, 23, 22]),
        (S::AboutToSleep, &[21]),
        (S::AtRisk, &[25, 24, 13]),
        (S::CantLose, &[15, 14]),
        (S::Hibernating, &[12]),
        (S::Lost, &[11]),
    ];
    let mut seen = HashSet::new();
    for (segment, cells) in table {
        for &code in cells {
            assert!(seen.insert(code), "{code} twice");
            assert_eq!(Segment::of(cell(code / 10, code % 10), true), segment, "{code}");
        }
    }
    assert_eq!(seen.len(), 25);
    assert_eq!(Segment::of(cell(5, 1), false), S::Promising);
    let segments: HashSet<_> = table.iter().map(|(segment, _)| *segment).collect();
    assert!(Segment::ALL.iter().all(|segment| segments.contains(segment)));
}

#[test]
fn fm_is_the_mean_with_halves_upwards() {
    let fm = |f, m| Scores { r: 1, f, m, net_not_positive: false }.fm();
    let found: Vec<[u8; 5]> = (1..=5).map(|f| [1, 2, 3, 4, 5].map(|m| fm(f, m))).collect();
    assert_eq!(found, [[1, 2, 2, 3, 3], [2, 2, 3, 3, 4], [2, 3, 3, 4, 4], [3, 3, 4, 4, 5], [3, 4, 4, 5, 5]]);
}

#[test]
fn a_base_below_fifty_uses_thresholds_relative_to_itself() {
    // Gaps of 10 days throughout, so G = 10.
    let spends = [(1, 1_000), (2, 2_000), (3, 4_000), (5, 8_000), (9, 500)];
    let base: Vec<Summary> = (0i32..)
        .zip(spends)
        .map(|(at, (orders, each))| {
            let last = AS_OF - [10, 11, 20, 30, 61][usize::try_from(at).expect("small")];
            let days: Vec<i32> = (0..orders).map(|back| last - 10 * back).collect();
            customer(&days, each, AS_OF)
        })
        .collect();
    let basis = basis(&base);
    assert_eq!(basis.median_gap, MedianGap { half_days: 20, gaps: 15 });
    assert_eq!(basis.recency.rule, CutRule::SmallBase);
    assert_eq!(basis.recency.score, [60, 30, 20, 10]);
    assert_eq!(basis.frequency.score, [2, 3, 5, 9]);
    // Nets 1,000 4,000 12,000 40,000 4,500: median 4,500.
    assert_eq!(basis.money.score, [1_125, 2_250, 4_500, 9_000]);
    let scores: Vec<[u8; 3]> = base
        .iter()
        .filter_map(Values::of)
        .map(|values| basis.score(&values))
        .map(|scores| [scores.r, scores.f, scores.m])
        .collect();
    assert_eq!(scores, [[5, 1, 1], [4, 2, 3], [4, 3, 5], [3, 4, 5], [1, 5, 4]]);
}

#[test]
fn the_small_bases_money_thresholds_round_up_and_look_at_positive_nets_only() {
    let base: Vec<Summary> = [1, 10, -5].map(|net| customer(&[500, 990], net, AS_OF)).to_vec();
    // Nets 2 and 20, median 11: quarters of it are 2.75, 5.5, 11 and 22.
    assert_eq!(basis(&base).money.score, [3, 6, 11, 22]);
    let unpaying = [customer(&[1, 990], 0, AS_OF), Summary::empty(period(AS_OF))];
    assert_eq!(basis(&unpaying).money.score, [1; 4]);
}

#[test]
fn where_most_spend_nothing_a_high_rank_is_not_yet_a_high_spend() {
    // Everybody has one order of 1.00; all but twenty gave back more than that, each a different amount.
    let base: Vec<Summary> = (0..100u32)
        .map(|n| {
            let amount = if n < 80 { 1_000 - i64::from(n) } else { 0 };
            let refund = Refund { id: id(500), order: None, day: AS_OF, amount_minor: Some(amount) };
            summarise(&[order(n, AS_OF, 100)], &[refund], period(AS_OF))
        })
        .collect();
    let basis = basis(&base);
    assert_eq!(basis.money.rule, CutRule::Rank);
    assert_eq!(basis.money.score, [1, 1, 1, 1]);
    let at = |n: usize| Values::of(&base[n]).expect("has an order");
    assert_eq!(basis.better_than_percent(Axis::Money, at(70).net_minor), 70);
    let scores = basis.score(&at(70));
    assert_eq!((scores.m, scores.net_not_positive), (1, true));
    assert_eq!(basis.group(&at(70)), Group::Lost);
    assert_eq!((basis.score(&at(90)).m, basis.group(&at(90))), (5, Group::ImportantRetain));
}

#[test]
fn prospects_are_counted_and_not_scored_and_own_cuts_override() {
    let base = [Summary::empty(period(AS_OF)), customer(&[AS_OF - 40], 700, AS_OF)];
    let own = OwnCuts { recency_at_most_days: Some([90, 60, 45, 30]), ..OwnCuts::default() };
    let basis = ScoringBasis::build(&base, period(AS_OF), &own).expect("one period");
    assert_eq!((basis.scored, basis.prospects), (1, 1));
    assert_eq!(Values::of(&base[0]), None);
    let scores = basis.score(&Values::of(&base[1]).expect("one order"));
    assert_eq!((basis.recency.rule, scores.r), (CutRule::Own, 4));
    assert_eq!(basis.frequency.rule, CutRule::SmallBase);
}

#[test]
fn an_empty_base_and_a_foreign_period_do_no_harm() {
    let basis = basis(&[]);
    assert_eq!((basis.scored, basis.money.percent.len()), (0, 0));
    let values = Values { days_since: 1, orders: 1, net_minor: 5, days_since_first: 1 };
    assert_eq!(basis.better_than_percent(Axis::Money, 5), 0);
    assert_eq!(basis.group(&values), Group::Lost);
    assert!((1..=5).contains(&basis.score(&values).m));
    let other = Period { as_of_day: AS_OF + 1, ..period(AS_OF) };
    assert!(ScoringBasis::build(&[Summary::empty(other)], period(AS_OF), &OwnCuts::default()).is_err());
}

#[test]
fn the_eight_groups_are_the_eight_octants() {
    let groups: HashSet<_> = (0..8u8).map(|bits| Group::of(bits & 1 > 0, bits & 2 > 0, bits & 4 > 0)).collect();
    assert_eq!(groups.len(), 8);
    assert_eq!(Group::of(false, true, true), Group::ImportantRecall);
    assert_eq!(Group::of(true, false, false), Group::New);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_basis_scores_everybody_as_the_full_run_does(
        base in prop::collection::vec(summary_strategy(AS_OF), 60..160),
        newcomer in summary_strategy(AS_OF),
    ) {
        let values: Vec<Values> = base.iter().filter_map(Values::of).collect();
        prop_assume!(values.len() >= 50);
        let basis = basis(&base);
        prop_assert_eq!(basis.recency.rule, CutRule::Rank);
        for customer in values.iter().chain(&Values::of(&newcomer)) {
            let expected = by_definition(&values, customer);
            prop_assert_eq!(basis.score(customer), expected);
            for axis in Axis::ALL {
                let worse = values.iter().filter(|other| match axis {
                    Axis::Recency => other.get(axis) > customer.get(axis),
                    _ => other.get(axis) < customer.get(axis),
                });
                let percent = (100 * worse.count() / values.len()).min(99);
                prop_assert_eq!(usize::from(basis.better_than_percent(axis, customer.get(axis))), percent);
            }
        }
    }

    #[test]
    fn ties_are_never_split(base in prop::collection::vec(summary_strategy(AS_OF), 1..120)) {
        let basis = basis(&base);
        let mut seen: HashMap<(Axis, i64), u8> = HashMap::new();
        for values in base.iter().filter_map(Values::of) {
            let scores = basis.score(&values);
            for axis in Axis::ALL {
                let first = *seen.entry((axis, values.get(axis))).or_insert_with(|| scores.get(axis));
                prop_assert_eq!(first, scores.get(axis));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_row_order_changes_anything(
        (base, shuffled) in prop::collection::vec(summary_strategy(AS_OF), 0..120)
            .prop_flat_map(|base| (Just(base.clone()), Just(base).prop_shuffle())),
    ) {
        prop_assert_eq!(basis(&base), basis(&shuffled));
    }
}
