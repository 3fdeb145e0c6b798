//! Chart geometry.

use analytics::calendar::day_number;
use analytics::chart::scale::{Band, Linear};
use analytics::chart::spark::{MONTHS, monthly, spark};
use analytics::chart::tier_bars::tier_bars;
use analytics::tier::TierTotal;
use proptest::prelude::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn ticks_are_round_numbers() {
    let ticks = |low, high| Linear { domain: (low, high), range: (0.0, 1.0) }.ticks(5);
    assert_eq!(ticks(0.0, 1.0), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
    assert_eq!(ticks(0.0, 97.0), [0.0, 20.0, 40.0, 60.0, 80.0]);
    assert_eq!(ticks(-3.0, 7.0), [-2.0, 0.0, 2.0, 4.0, 6.0]);
    assert_eq!(ticks(0.0, 0.003), [0.0, 0.0005, 0.001, 0.0015, 0.002, 0.0025, 0.003]);
    assert!(ticks(5.0, 5.0).is_empty());
    assert!(ticks(f64::NAN, 1.0).is_empty());
    assert!(ticks(0.0, f64::INFINITY).is_empty());
    let nice = Linear { domain: (0.0, 0.61), range: (0.0, 100.0) }.nice(5);
    assert_eq!(nice.domain, (0.0, 0.7));
}

#[test]
fn bands_fill_the_range() {
    let band = Band { count: 4, range: (10.0, 110.0), padding: 0.2 };
    assert!(close(band.start(0), 10.0));
    assert!(close(band.start(3) + band.width(), 110.0));
    assert!(close(band.start(1) - band.start(0) - band.width(), 0.2 * band.step()));
    assert!(close(Band { count: 0, ..band }.step(), 0.0));
}

#[test]
fn tier_bars_share_one_scale() {
    let total = |customers, net_minor| TierTotal { customers, net_minor };
    let chart = tier_bars(&[total(12, 6_100), total(88, 4_000), total(0, -100)], 700.0, 300.0);
    let vip = chart.tiers[0];
    assert!(close(vip.customers.share, 0.12) && close(vip.revenue.share, 0.61));
    assert!(close(vip.customers.bar.width / vip.revenue.bar.width, 0.12 / 0.61));
    assert!(close(vip.customers.bar.y + vip.customers.bar.height, vip.revenue.bar.y));
    assert!(chart.tiers[1].customers.bar.width <= 700.0);
    assert!(close(chart.tiers[2].revenue.share, -0.01));
    assert!(close(chart.tiers[2].revenue.bar.width, 0.0));
    let last = chart.tiers[2].revenue.bar;
    assert!(close(last.y + last.height, 300.0));
    assert!(chart.ticks.iter().any(|&(share, _)| close(share, 0.8)));

    let empty = tier_bars(&[TierTotal::default()], 700.0, 300.0);
    assert!(close(empty.tiers[0].customers.bar.width, 0.0) && empty.ticks.is_empty());
}

#[test]
fn months_are_calendar_months_up_to_the_as_of_day() {
    let as_of = day_number(2026, 3, 15);
    let amounts = [
        (day_number(2026, 3, 1), 5),
        (as_of, 2),
        (as_of + 1, 1_000),
        (day_number(2026, 2, 28), 7),
        (day_number(2025, 4, 1), 11),
        (day_number(2025, 3, 31), 500),
    ];
    assert_eq!(monthly(amounts, as_of), [11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7]);
}

#[test]
fn a_month_of_refunds_hangs_below_the_line() {
    let mut months = [0; MONTHS];
    months[0] = 30;
    months[1] = -10;
    let chart = spark(&months, 120.0, 40.0);
    assert!(close(chart.base_line, 30.0));
    assert!(close(chart.bars[0].y, 0.0) && close(chart.bars[0].height, 30.0));
    assert!(close(chart.bars[1].y, 30.0) && close(chart.bars[1].height, 10.0));
    assert!(close(chart.bars[11].x + chart.bars[11].width, 120.0));
    let empty = spark(&[0; MONTHS], 120.0, 40.0);
    assert!(close(empty.base_line, 40.0) && empty.bars.iter().all(|bar| close(bar.height, 0.0)));
}

proptest! {
    #[test]
    fn ticks_stay_inside_and_few(low in -1e9f64..1e9, extent in 1e-6f64..1e9, count in 1usize..12) {
        let scale = Linear { domain: (low, low + extent), range: (0.0, 100.0) };
        let ticks = scale.ticks(count);
        prop_assert!(ticks.len() <= 2 * count + 2);
        prop_assert!(ticks.iter().all(|tick| (low..=low + extent).contains(tick)));
        prop_assert!(ticks.is_sorted_by(|a, b| a < b));
        let nice = scale.nice(count);
        prop_assert!(nice.domain.0 <= low && nice.domain.1 >= low + extent);
    }

    #[test]
    fn no_float_breaks_a_scale(low: f64, high: f64, count: usize) {
        let scale = Linear { domain: (low, high), range: (0.0, 100.0) };
        prop_assert!(scale.ticks(count).iter().all(|tick| tick.is_finite()));
        let _ = scale.nice(count).position(low);
    }

    #[test]
    fn sparks_stay_inside(months in prop::array::uniform12(any::<i64>())) {
        let chart = spark(&months, 120.0, 40.0);
        for bar in chart.bars {
            prop_assert!(bar.height >= 0.0 && bar.y >= -1e-9 && bar.y + bar.height <= 40.0 + 1e-9);
        }
    }
}
