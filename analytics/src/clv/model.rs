//! What the models have in common.

use std::sync::LazyLock;

use super::{BgNbd, Customer, Nbd, ParetoNbd};
use crate::special::{GaussLegendre, ln_rising};

/// A fitted model of purchase counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Model {
    /// BG/NBD.
    BgNbd(BgNbd),
    /// Pareto/NBD.
    ParetoNbd(ParetoNbd),
    /// NBD.
    Nbd(Nbd),
}

/// Where a count will lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// At least so many.
    pub low: u32,
    /// At most so many.
    pub high: u32,
}

impl Model {
    /// ln of the likelihood of one customer's purchase times.
    pub fn ln_likelihood(&self, customer: &Customer) -> f64 {
        match self {
            Self::BgNbd(model) => model.ln_likelihood(customer),
            Self::ParetoNbd(model) => model.ln_likelihood(customer),
            Self::Nbd(model) => model.ln_likelihood(customer),
        }
    }

    /// Chance that the customer has not left at T, 0 to 1. One minus it is *not* the risk that they do not come back.
    pub fn p_alive(&self, customer: &Customer) -> f64 {
        match self {
            Self::BgNbd(model) => model.p_alive(customer),
            Self::ParetoNbd(model) => model.p_alive(customer),
            Self::Nbd(_) => 1.0,
        }
    }

    /// Expected purchases in the `weeks` after T; never negative.
    pub fn expected(&self, customer: &Customer, weeks: f64) -> f64 {
        match self {
            Self::BgNbd(model) => model.expected(customer, weeks),
            Self::ParetoNbd(model) => model.expected(customer, weeks),
            Self::Nbd(model) => model.expected(customer, weeks.max(0.0)),
        }
    }

    /// Chance of at least one purchase in the `weeks` after T, 0 to 1.
    pub fn p_order(&self, customer: &Customer, weeks: f64) -> f64 {
        match self {
            Self::BgNbd(model) => model.p_order(customer, weeks),
            Self::ParetoNbd(model) => model.p_order(customer, weeks),
            Self::Nbd(model) => model.p_order(customer, weeks),
        }
    }

    /// The middle `level` (0 to 1, for example 0.8) of the purchases in the `weeks` after T. A mixture: nothing with
    /// the chance of having left, else negative binomial with the expected count as its mean (an approximation for
    /// those who leave on the way; the uncertainty of the parameters is not in it).
    pub fn interval(&self, customer: &Customer, weeks: f64, level: f64) -> Interval {
        let alive = self.p_alive(customer);
        let mean = if alive > 0.0 { self.expected(customer, weeks) / alive } else { 0.0 };
        let shape = f64::from(customer.x)
            + match self {
                Self::BgNbd(model) => model.r,
                Self::ParetoNbd(model) => model.r,
                Self::Nbd(model) => model.r,
            };
        let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
        let mut below = 1.0 - alive;
        let mut low = None;
        for count in 0..=MOST_COUNTED {
            below += alive * negative_binomial(shape, mean, f64::from(count));
            if low.is_none() && below >= tail {
                low = Some(count);
            }
            if below >= 1.0 - tail {
                return Interval { low: low.unwrap_or(count), high: count };
            }
        }
        Interval { low: low.unwrap_or(MOST_COUNTED), high: MOST_COUNTED }
    }
}

const MOST_COUNTED: u32 = 100_000;

/// Chance of exactly `count` when a Poisson mean is gamma distributed with this shape and mean.
fn negative_binomial(shape: f64, mean: f64, count: f64) -> f64 {
    if mean <= 0.0 {
        return if count > 0.0 { 0.0 } else { 1.0 };
    }
    let ln_factorial = if count > 0.0 { libm::lgamma(count + 1.0) } else { 0.0 };
    let ln_p =
        ln_rising(shape, count) - ln_factorial - shape * libm::log1p(mean / shape) - count * libm::log1p(shape / mean);
    libm::exp(ln_p)
}

/// Chance of at least one event in `weeks` of a Poisson process with a gamma rate: 1 - (alpha / (alpha + t))^r.
pub(super) fn p_any(r: f64, alpha: f64, weeks: f64) -> f64 {
    -libm::expm1(-r * libm::log1p(weeks.max(0.0) / alpha))
}

/// Whether logarithmic parameters are where anybody could mean them (e^-25 to e^25): optimisers wander.
pub(super) fn within_reach(x: &[f64]) -> bool {
    x.iter().all(|value| value.abs() <= 25.0)
}

static SHORT_RULE: LazyLock<GaussLegendre> = LazyLock::new(|| GaussLegendre::new(12));
static RULE: LazyLock<GaussLegendre> = LazyLock::new(|| GaussLegendre::new(24));

/// The integral of a smooth function that falls at least as fast as e^(-slowest u) from the lower end, and at most as
/// fast as e^(-steepest u). What is certain to lie more than e^-40 below the start is left out.
pub(super) fn smooth_rule(from: f64, to: f64, slowest: f64, steepest: f64, f: impl Fn(f64) -> f64) -> f64 {
    let to = if slowest > 0.0 { to.min(from + 40.0 / slowest) } else { to };
    // Within one piece the function falls by e^-20 at most, which 24 points follow to the last digits, as 12 do e^-5.
    let pieces = ((to - from) / 1.6).max(steepest * (to - from) / 20.0).ceil().clamp(1.0, 256.0);
    let width = (to - from) / pieces;
    let rule = if steepest * width <= 5.0 { &SHORT_RULE } else { &RULE };
    let mut sum = 0.0;
    let mut piece = 0.0;
    while piece < pieces {
        sum += rule.integrate(from + piece * width, from + (piece + 1.0) * width, &f);
        piece += 1.0;
    }
    sum
}
