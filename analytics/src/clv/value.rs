//! From purchases to money.

use super::{Customer, Model};

/// Weeks in a month: a twelfth of 365.25 days.
const WEEKS_IN_MONTH: f64 = 365.25 / 12.0 / 7.0;

/// What a lifetime value is reckoned with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// How far to look, in months.
    pub months: u16,
    /// Discount a year: 0.1 = 10 %.
    pub annual_discount: f64,
    /// Share of the revenue that is margin, 0 to 1.
    pub margin: f64,
}

impl Default for Terms {
    /// Twelve months, 10 % a year, all of the revenue.
    fn default() -> Self {
        Self { months: 12, annual_discount: 0.1, margin: 1.0 }
    }
}

/// CLV(H) = `spend` x margin x the sum over months k of dE\[X\] / (1 + d)^(k - 1/2), with d the discount of one month:
/// money is taken to come in the middle of the month. `spend`: expected value of one purchase. Never negative.
pub fn lifetime_value(model: &Model, customer: &Customer, spend: f64, terms: &Terms) -> f64 {
    let ln_month = libm::log1p(terms.annual_discount.max(-0.99)) / 12.0;
    let mut before = 0.0;
    let mut sum = 0.0;
    for month in 1..=terms.months {
        let month = f64::from(month);
        let expected = model.expected(customer, month * WEEKS_IN_MONTH).max(before);
        sum += (expected - before) * libm::exp(-(month - 0.5) * ln_month);
        before = expected;
    }
    (spend * terms.margin * sum).max(0.0)
}

/// What is at stake if the customer stays away: the chance of no order times the margin they would bring. Work lists
/// sort by it. `p_order` is the chance of an order, never the chance to be alive.
pub fn value_at_risk(p_order: f64, expected_margin: f64) -> f64 {
    (1.0 - p_order.clamp(0.0, 1.0)) * expected_margin.max(0.0)
}
