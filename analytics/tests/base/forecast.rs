//! Forecasts: by hand, on series whose answer is known, and on anything.

use analytics::forecast::{
    Method, Seasonality, choose, croston, holt_winters, mean_of_last_twelve, seasonal_naive, simple_smoothing, tsb,
};
use proptest::prelude::*;

#[test]
fn plain_methods_by_hand() {
    assert_eq!(seasonal_naive(&[9.0, 1.0, 2.0, 3.0], 3, 4), Some(vec![1.0, 2.0, 3.0, 1.0]));
    assert_eq!(seasonal_naive(&[1.0], 3, 2), None);
    let thirteen: Vec<f64> = (0..13).map(f64::from).collect();
    assert_eq!(mean_of_last_twelve(&thirteen), Some(6.5));
    assert_eq!(simple_smoothing(&[4.0, 4.0, 4.0]), Some(4.0));
    // First demand after 2 periods of size 4, then after 2 more of size 8: size 4.4, gap 2.
    assert_eq!(croston(&[0.0, 4.0, 0.0, 8.0], 0.1), Some(4.4 / 2.0));
    assert_eq!((croston(&[0.0, 0.0], 0.1), croston(&[1.0, -1.0], 0.1)), (None, None));
    // TSB falls while nothing is bought, Croston does not.
    let gone = [3.0, 3.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    assert!(tsb(&gone, 0.1, 0.2).expect("demand") < 0.2 * croston(&gone, 0.1).expect("demand"));
}

#[test]
fn a_pure_trend_with_season_is_continued_exactly() {
    let value = |t: usize| 100.0 + 2.0 * t as f64 + [10.0, -5.0, 0.0, -5.0][t % 4];
    let series: Vec<f64> = (0..32).map(value).collect();
    let found = holt_winters(&series, Seasonality::Additive(4), 8).expect("two seasons");
    for (step, forecast) in found.iter().enumerate() {
        assert!((forecast - value(32 + step)).abs() < 1e-6, "{step}: {forecast} {}", value(32 + step));
    }
    let times = |t: usize| (50.0 + t as f64) * [1.2, 0.8, 1.1, 0.9][t % 4];
    let series: Vec<f64> = (0..32).map(times).collect();
    let chosen = choose(&series, 8, Some(4)).expect("a series");
    assert!(matches!(chosen.method, Method::HoltWintersMultiplicative | Method::HoltWintersLog), "{chosen:?}");
    assert!(chosen.values.iter().enumerate().all(|(step, v)| (v / times(32 + step) - 1.0).abs() < 0.05), "{chosen:?}");
}

#[test]
fn less_than_two_seasons_have_no_season() {
    let series: Vec<f64> = (0..23).map(|t| f64::from(t % 12)).collect();
    for method in [Method::SeasonalNaive, Method::HoltWintersAdditive, Method::HoltWintersMultiplicative] {
        assert_eq!(method.forecast(&series, 3, Some(12)), None);
    }
    let long: Vec<f64> = (0..48).map(|t| f64::from(t % 12)).collect();
    let chosen = choose(&long, 12, Some(12)).expect("a series");
    assert!(chosen.values.iter().zip(&long).all(|(a, b)| (a - b).abs() < 0.1), "{chosen:?}");
}

#[test]
fn too_little_says_so() {
    assert_eq!(choose(&[], 3, None), None);
    assert_eq!(choose(&[1.0, f64::NAN], 3, None), None);
    assert_eq!(choose(&[1.0, 2.0], 0, None), None);
    let one = choose(&[5.0], 2, Some(12)).expect("a value");
    assert_eq!((one.values, one.backtest), (vec![5.0, 5.0], None));
    let level = choose(&[3.0; 24], 3, None).expect("a series");
    assert_eq!((level.method, level.values), (Method::Naive, vec![3.0; 3]));
    assert_eq!(level.backtest.expect("tested").rmsse, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn forecasts_are_finite_and_never_negative_for_what_never_was(
        series in prop::collection::vec(prop_oneof![2 => Just(0.0), 3 => 0.0f64..1e6], 1..40),
        horizon in 1usize..15, season in prop::option::of(0usize..14),
    ) {
        let found = choose(&series, horizon, season).expect("a series");
        prop_assert_eq!(found.values.len(), horizon);
        prop_assert!(found.values.iter().all(|value| value.is_finite() && *value >= 0.0), "{found:?}");
        for method in Method::ALL {
            if let Some(values) = method.forecast(&series, horizon, season) {
                prop_assert!(values.iter().all(|value| value.is_finite() && *value >= 0.0), "{method:?} {values:?}");
            }
        }
    }
}
