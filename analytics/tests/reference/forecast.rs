//! Forecasts against R's Croston and on the air passengers.

use analytics::forecast::{Method, choose, croston, sba};

use crate::support::{folder, number, table};

#[test]
fn croston_on_partx_equals_r() {
    let Some(folder) = folder("forecast") else { return };
    let rows = table(folder.join("partx_croston_R.csv"));
    let series: Vec<f64> = rows.iter().map(|row| number(&row[1])).collect();
    let mut compared = 0;
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row[2] != "NA") {
        // R's fitted value of a period is the forecast from everything before it; 0 before the first demand.
        let found = croston(&series[..at], 0.1).unwrap_or(0.0);
        assert!((found - number(&row[2])).abs() < 1e-9, "period {at}: {found} instead of {}", row[2]);
        compared += 1;
    }
    assert!(compared >= 45, "{compared}");
    let last = croston(&series, 0.1).expect("demand");
    assert!((last - 0.628_334_159_995).abs() < 1e-9, "{last}");
    assert!((sba(&series, 0.1).expect("demand") - 0.95 * last).abs() < 1e-12);
}

#[test]
fn air_passengers_are_forecast_two_years_ahead() {
    let Some(folder) = folder("forecast") else { return };
    let series: Vec<f64> = table(folder.join("AirPassengers.csv")).iter().map(|row| number(&row[1])).collect();
    let (past, future) = series.split_at(120);
    assert_eq!(future.len(), 24);
    let mape = |values: &[f64]| {
        100.0 * values.iter().zip(future).map(|(f, a)| ((f - a) / a).abs()).sum::<f64>() / future.len() as f64
    };
    for method in Method::ALL {
        if let Some(values) = method.forecast(past, 24, Some(12)) {
            println!("{}: MAPE {:.2}", method.name(), mape(&values));
        }
    }
    let found = choose(past, 24, Some(12)).expect("a series");
    println!("chosen {:?}: MAPE {:.3}, {:?}", found.method, mape(&found.values), found.backtest);
    assert!(mape(&found.values) <= 6.5, "{:?} {}", found.method, mape(&found.values));
    assert!(found.backtest.expect("tested").rmsse < found.naive.expect("tested").rmsse);
}
