//! Lifetime-value fits, clusters, scores and rules of large bases: `cargo run --release -p analytics --example
//! bench_value [CDNOW_sample.txt]`. The same figures of lifetimes, scikit-learn and pandas: `bench_value.py`.

use std::collections::BTreeMap;
use std::time::Instant;

use analytics::calendar::day_number;
use analytics::clv::{History, Purchase, Wanted, fit, summarise};
use analytics::kmeans::{Options, Table, kmeans};
use analytics::purchase::{Period, Window};
use analytics::rfm::columns::Columns;

/// A linear congruential generator (Knuth, MMIX): the same data every time, and easy to repeat in Python.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / 9_007_199_254_740_992.0
    }
}

fn main() {
    let rounds = 5;
    if let Some(file) = std::env::args().nth(1) {
        match std::fs::read_to_string(&file) {
            Ok(text) => fits(&text, rounds),
            Err(error) => eprintln!("{file} cannot be read: {error}"),
        }
    }
    scores(&mut Random(7), rounds);
    let mut random = Random(42);
    let rows: Vec<Vec<f64>> = (0..82_000)
        .map(|n: u32| {
            let heap = f64::from(n % 5);
            let mut around = |centre: f64| centre + random.unit() + random.unit() + random.unit() + random.unit() - 2.0;
            vec![around(heap), around(heap * 0.7 - 1.0), around((heap - 2.0) * (heap - 2.0) * 0.5)]
        })
        .collect();
    if let Ok(table) = Table::new(&rows) {
        timed("k-means 82k x 3, k = 5, 10 starts", 1, || kmeans(&table, Options { k: 5, starts: Some(10), seed: 1 }));
        let found = kmeans(&table, Options { k: 5, starts: Some(10), seed: 1 });
        print("k-means 82k x 3, inertia", "", found.inertia);
    }
}

fn fits(text: &str, rounds: u32) {
    let mut by_customer: BTreeMap<&str, History> = BTreeMap::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [_, customer, date, _, amount] = fields[..] else { continue };
        let (Ok(date), Ok(amount)) = (date.parse::<i32>(), amount.parse::<f64>()) else { continue };
        let day = day_number(date / 10_000, date / 100 % 100, date % 100);
        #[allow(clippy::cast_possible_truncation)] // Cents of one order.
        by_customer.entry(customer).or_default().push(Purchase { day, minor: (amount * 100.0).round() as i64 });
    }
    let histories: Vec<History> = by_customer.into_values().collect();
    let summary = summarise(&histories, day_number(1997, 9, 30), 100.0);
    let customers = summary.present();
    for wanted in [Wanted::BgNbd, Wanted::ParetoNbd] {
        let name = format!("{wanted:?} and Gamma-Gamma fit of CDNOW");
        timed(&name, rounds, || fit(&customers, summary.median_gap_weeks, wanted).map(|fit| fit.log_likelihood));
    }
    let no_spend: Vec<_> = customers.iter().map(|c| analytics::clv::Customer { mean_spend: 0.0, ..*c }).collect();
    timed("BG/NBD fit of CDNOW alone", rounds, || {
        fit(&no_spend, summary.median_gap_weeks, Wanted::BgNbd).map(|fit| fit.log_likelihood)
    });
}

/// A million orders of 100,000 customers: columns in memory to scores.
fn scores(random: &mut Random, rounds: u32) {
    const ROWS: u32 = 1_000_000;
    const CUSTOMERS: u32 = 100_000;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and `n`.
    let mut below = |n: u32| (random.unit() * f64::from(n)) as u32;
    let customers: Vec<u32> = (0..ROWS).map(|_| below(CUSTOMERS)).collect();
    let days: Vec<i32> = (0..ROWS).map(|_| 20_000 - below(700).cast_signed()).collect();
    let minor: Vec<i64> = (0..ROWS).map(|_| i64::from(100 + below(90_000))).collect();
    let columns = Columns { customers: &customers, days: &days, minor: &minor };
    let period = Period { as_of_day: 20_001, window: Window::default() };
    timed("RFM scores of 1M rows", rounds, || columns.scores(period));
}

/// Prints the fastest of some rounds.
fn timed<T>(metric: &str, rounds: u32, work: impl Fn() -> T) {
    let mut best = f64::INFINITY;
    for _ in 0..rounds {
        let started = Instant::now();
        let done = std::hint::black_box(work());
        best = best.min(started.elapsed().as_secs_f64() * 1000.0);
        drop(done);
    }
    print(metric, "ms", best);
}

fn print(metric: &str, unit: &str, value: f64) {
    println!(r#"{{"metric": "{metric}", "unit": "{unit}", "value": {value}}}"#);
}
