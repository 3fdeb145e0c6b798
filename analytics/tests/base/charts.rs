//! Geometry of the charts of value: what is drawn adds up and stays inside.

use analytics::calendar::day_number;
use analytics::chart::Bar;
use analytics::chart::heat::{calendar, heat};
use analytics::chart::histogram::histogram;
use analytics::chart::sankey::sankey;
use analytics::chart::treemap::treemap;
use proptest::prelude::*;

#[test]
fn a_calendar_has_mondays_on_top() {
    // 2024-02-28 was a Wednesday.
    let days =
        calendar(day_number(2024, 2, 28), &[Some(1.0), None, Some(3.0), Some(2.0), Some(0.0), Some(4.0)], 10.0, 4);
    let places: Vec<(f64, f64)> = days.iter().map(|day| (day.cell.bar.x, day.cell.bar.y)).collect();
    assert_eq!(places, [(0.0, 20.0), (0.0, 30.0), (0.0, 40.0), (0.0, 50.0), (0.0, 60.0), (10.0, 0.0)]);
    assert_eq!(days.iter().position(|day| day.starts_month), Some(2));
    let steps: Vec<Option<usize>> = days.iter().map(|day| day.cell.step).collect();
    assert_eq!(steps, [Some(1), None, Some(3), Some(2), Some(0), Some(3)]);
}

#[test]
fn equal_values_have_the_middle_colour_and_no_data_none() {
    let cells = heat(&[vec![Some(5.0), None], vec![Some(5.0), Some(f64::NAN)]], 100.0, 50.0, 5);
    assert_eq!((cells[0][0].step, cells[0][1].step, cells[1][1].step), (Some(2), None, None));
    assert!((cells[1][1].bar.x + cells[1][1].bar.width - 100.0).abs() < 1e-9);
    assert!(heat(&[], 10.0, 10.0, 5).is_empty());
}

#[test]
fn histograms_have_round_borders() {
    let values: Vec<f64> = (0..100).map(f64::from).chain([f64::NAN]).collect();
    let found = histogram(&values, 5, &[0.5, 0.9], 100.0, 40.0);
    let borders: Vec<(f64, f64, usize)> = found.bins.iter().map(|bin| (bin.from, bin.to, bin.count)).collect();
    assert_eq!(borders, [(0.0, 20.0, 20), (20.0, 40.0, 20), (40.0, 60.0, 20), (60.0, 80.0, 20), (80.0, 100.0, 20)]);
    assert_eq!((found.left_out, found.quantiles[0]), (1, (0.5, 49.5, 49.5)));
    let one = histogram(&[3.0, 3.0], 5, &[0.5], 100.0, 40.0);
    assert_eq!((one.bins.len(), one.bins[0].count), (1, 2));
    assert!(histogram(&[], 5, &[0.5], 1.0, 1.0).bins.is_empty());
}

fn inside(bar: &Bar, width: f64, height: f64) -> bool {
    let slack = 1e-6 * (width + height);
    let numbers = [bar.x, bar.y, bar.width, bar.height];
    numbers.iter().all(|number| number.is_finite() && *number >= -slack)
        && bar.x + bar.width <= width + slack
        && bar.y + bar.height <= height + slack
}

proptest! {
    #[test]
    fn a_sankey_conserves_what_flows(
        matrix in prop::collection::vec(prop::collection::vec(0usize..50, 4), 1..6), gap in 0.0f64..40.0,
    ) {
        let found = sankey(&matrix, 300.0, 200.0, 12.0, gap);
        let total: usize = matrix.iter().flatten().sum();
        prop_assert_eq!(found.ribbons.iter().map(|ribbon| ribbon.count).sum::<usize>(), total);
        let sum = |bars: &[Bar]| bars.iter().map(|bar| bar.height).sum::<f64>();
        prop_assert!((sum(&found.left) - sum(&found.right)).abs() < 1e-6);
        prop_assert!(found.left.iter().chain(&found.right).all(|bar| inside(bar, 300.0, 200.0)));
        prop_assert!(total == 0 || sum(&found.left) >= 99.9);
        for ribbon in &found.ribbons {
            let thick = ribbon.left.1 - ribbon.left.0;
            prop_assert!((thick - (ribbon.right.1 - ribbon.right.0)).abs() < 1e-9 && thick > 0.0);
            let (left, right) = (found.left[ribbon.from], found.right[ribbon.to]);
            prop_assert!(ribbon.left.0 >= left.y - 1e-6 && ribbon.left.1 <= left.y + left.height + 1e-6);
            prop_assert!(ribbon.right.0 >= right.y - 1e-6 && ribbon.right.1 <= right.y + right.height + 1e-6);
        }
    }

    #[test]
    fn a_treemap_fills_its_space_in_proportion(
        values in prop::collection::vec(prop_oneof![4 => 0.1f64..1e4, 1 => Just(0.0), 1 => Just(-3.0)], 0..40),
        width in 10.0f64..800.0, height in 10.0f64..800.0,
    ) {
        let bars = treemap(&values, width, height);
        let total: f64 = values.iter().filter(|value| **value > 0.0).sum();
        for (bar, &value) in bars.iter().zip(&values) {
            prop_assert!(inside(bar, width, height), "{bar:?}");
            let area = if value > 0.0 { value / total * width * height } else { 0.0 };
            prop_assert!((bar.width * bar.height - area).abs() < 1e-6 * width * height);
        }
        for (at, a) in bars.iter().enumerate() {
            for b in &bars[at + 1..] {
                let across = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
                let down = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
                prop_assert!(across <= 1e-6 || down <= 1e-6, "{a:?} overlaps {b:?}");
            }
        }
    }

    #[test]
    fn a_histogram_counts_everything_once(values in prop::collection::vec(-1e6f64..1e6, 0..80), count in 1usize..30) {
        let found = histogram(&values, count, &[0.0, 0.5, 1.0], 640.0, 300.0);
        prop_assert_eq!(found.bins.iter().map(|bin| bin.count).sum::<usize>(), values.len());
        prop_assert!(found.bins.iter().all(|bin| inside(&bin.bar, 640.0, 300.0)));
        prop_assert!(found.quantiles.is_sorted_by(|a, b| a.1 <= b.1));
        let mut mixed = values.clone();
        mixed.reverse();
        prop_assert_eq!(histogram(&mixed, count, &[0.0, 0.5, 1.0], 640.0, 300.0), found);
    }

}
