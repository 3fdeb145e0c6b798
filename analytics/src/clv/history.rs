//! Purchases to the few figures the models need.

/// One purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Purchase {
    /// Day of the purchase.
    pub day: i32,
    /// What was spent in minor units; zero counts as a purchase, below zero (a refund) does not.
    pub minor: i64,
}

/// What the models know of one customer.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Customer {
    /// Repeat purchases: distinct purchase days less one.
    pub x: u32,
    /// Weeks from the first to the last purchase; 0 without a repeat.
    pub t_x: f64,
    /// Weeks from the first purchase to the end of the calibration; at least `t_x`.
    pub t: f64,
    /// Mean spend of a repeat purchase day (the first purchase left out), in units of the currency; 0 without a repeat.
    pub mean_spend: f64,
}

/// A customer's purchases. The order does not matter.
pub type History = Vec<Purchase>;

/// All customers of a base as of the end of the calibration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summarised {
    /// One entry per history; `None` for customers without a purchase by then.
    pub customers: Vec<Option<Customer>>,
    /// Median gap between consecutive purchase days in weeks; `None` if nobody bought on two days.
    pub median_gap_weeks: Option<f64>,
    /// Purchases after the end of the calibration: left out.
    pub later_purchases: usize,
    /// Purchases below zero: left out.
    pub negative_purchases: usize,
}

impl Summarised {
    /// The customers with at least one purchase.
    pub fn present(&self) -> Vec<Customer> {
        self.customers.iter().copied().flatten().collect()
    }
}

/// Summarises histories as of the end of `calibration_end`. `minor_per_unit`: minor units in one unit of the currency
/// (100 for pence in pounds).
pub fn summarise(histories: &[History], calibration_end: i32, minor_per_unit: f64) -> Summarised {
    let mut all = Summarised::default();
    let mut gaps: Vec<u32> = Vec::new();
    for history in histories {
        let mut purchases: Vec<Purchase> = Vec::with_capacity(history.len());
        for purchase in history {
            if purchase.day > calibration_end {
                all.later_purchases += 1;
            } else if purchase.minor < 0 {
                all.negative_purchases += 1;
            } else {
                purchases.push(*purchase);
            }
        }
        purchases.sort_unstable();
        gaps.extend(purchases.windows(2).map(|pair| pair[1].day.abs_diff(pair[0].day)).filter(|&gap| gap > 0));
        all.customers.push(one(&purchases, calibration_end, minor_per_unit));
    }
    gaps.sort_unstable();
    let middle = gaps.len() / 2;
    all.median_gap_weeks = gaps.get(middle).map(|&upper| {
        let lower = if gaps.len() % 2 == 1 { upper } else { gaps[middle - 1] };
        f64::midpoint(f64::from(lower), f64::from(upper)) / 7.0
    });
    all
}

/// `purchases`: ascending, none after the end.
fn one(purchases: &[Purchase], end: i32, minor_per_unit: f64) -> Option<Customer> {
    let (first, last) = (purchases.first()?.day, purchases.last()?.day);
    let x = purchases.windows(2).filter(|pair| pair[0].day != pair[1].day).count();
    let repeat: i128 = purchases.iter().filter(|p| p.day != first).map(|p| i128::from(p.minor)).sum();
    let weeks = |day: i32| f64::from(day.abs_diff(first)) / 7.0;
    Some(Customer {
        x: u32::try_from(x).unwrap_or(u32::MAX),
        t_x: weeks(last),
        t: weeks(end),
        mean_spend: if x > 0 { repeat as f64 / minor_per_unit / x as f64 } else { 0.0 },
    })
}
