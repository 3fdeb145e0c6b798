//! Lifecycle: each stage at its edges, and the forecast of the next change.

use analytics::lifecycle::{Change, Rhythm, Stage, lifecycle, lifecycle_on};
use analytics::purchase::Summary;
use analytics::purchase::gap::MedianGap;
use proptest::prelude::*;

use crate::support::{customer, period, summary_strategy};

/// G = 30 days.
const MEDIAN: MedianGap = MedianGap { half_days: 60, gaps: 100 };

fn stages(summary: &Summary, offsets: &[i32]) -> Vec<Stage> {
    let last = summary.last_day().expect("has bought");
    offsets.iter().map(|offset| lifecycle_on(summary, MEDIAN, last + offset).stage).collect()
}

#[test]
fn a_first_order_runs_from_new_to_lost() {
    use Stage::{Active, AtRisk, Cooling, Dormant, Lost, New};
    let one = customer(&[0], 100, 0);
    // No gap of its own: G_i = G = 30.
    assert_eq!(
        stages(&one, &[0, 30, 31, 60, 61, 90, 91, 150, 151, 365, 366]),
        [New, New, Active, Active, Cooling, Cooling, AtRisk, AtRisk, Dormant, Dormant, Lost]
    );
}

#[test]
fn own_gaps_bend_the_rhythm() {
    // (3 * 30 + 10 + 10) / (3 + 2) = 22
    let summary = customer(&[0, 10, 20], 100, 20);
    let found = lifecycle(&summary, MEDIAN);
    assert_eq!(found.rhythm, Rhythm::of(20, 2, MEDIAN));
    assert_eq!([1, 2, 3, 5].map(|times| found.rhythm.within(times)), [22, 44, 66, 110]);
    assert_eq!(found.next, Some(Change { in_days: 45, stage: Stage::Cooling }));
    // A half day of G counts: (3 * 30.5 + 10) / 4 = 25.375, five times that is 126.875.
    assert_eq!(Rhythm::of(10, 1, MedianGap { half_days: 61, gaps: 2 }).within(5), 126);
}

#[test]
fn two_orders_on_one_day_are_not_new() {
    assert_eq!(lifecycle(&customer(&[0, 0], 100, 0), MEDIAN).stage, Stage::Active);
}

#[test]
fn a_long_rhythm_goes_from_at_risk_straight_to_lost() {
    let slow = MedianGap { half_days: 200, gaps: 9 };
    let one = customer(&[0], 100, 0);
    assert_eq!(lifecycle_on(&one, slow, 500).stage, Stage::AtRisk);
    assert_eq!(lifecycle_on(&one, slow, 500).next, Some(Change { in_days: 1, stage: Stage::Lost }));
}

#[test]
fn who_returns_from_dormancy_is_won_back_for_one_gap() {
    use Stage::{Active, WonBack};
    // Dormant from day 151 on. Return on day 151: G_i = (90 + 151) / 4 = 60.25.
    let back = customer(&[0, 151], 100, 151);
    assert_eq!(stages(&back, &[0, 60, 61, 120]), [WonBack, WonBack, Active, Active]);
    // A day earlier it was At risk only.
    assert_eq!(stages(&customer(&[0, 150], 100, 150), &[0]), [Active]);
    // One more order does not end it: (90 + 151 + 9) / 5 = 50 days from the return on day 151, last order on 160.
    assert_eq!(stages(&customer(&[0, 151, 160], 100, 160), &[0, 41, 42]), [WonBack, WonBack, Active]);
    // The rhythm before the gap decides, not the one the gap itself makes longer.
    assert_eq!(stages(&customer(&[0, 10, 150], 100, 150), &[0]), [WonBack]);
}

#[test]
fn a_prospect_has_no_days_and_no_next_stage() {
    let found = lifecycle(&Summary::empty(period(5)), MEDIAN);
    assert_eq!((found.stage, found.days_since, found.next), (Stage::Prospect, None, None));
}

proptest! {
    #[test]
    fn the_next_change_comes_exactly_when_forecast(summary in summary_strategy(400), half_days in 2u32..300, ahead in 0i32..700) {
        let median = MedianGap { half_days, gaps: 1 };
        let today = lifecycle_on(&summary, median, 400 + ahead);
        let on = |days: i64| lifecycle_on(&summary, median, 400 + ahead + i32::try_from(days).expect("small")).stage;
        match today.next {
            Some(change) => {
                prop_assert!((1..change.in_days).all(|days| on(days) == today.stage));
                prop_assert_eq!(on(change.in_days), change.stage);
                prop_assert_ne!(change.stage, today.stage);
            }
            None => prop_assert!((1..2_000).all(|days| on(days) == today.stage)),
        }
    }
}
