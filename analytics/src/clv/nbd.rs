//! The negative binomial model: nobody ever leaves.

use super::cells::Cells;
use super::optimise::{Minimum, minimise};
use super::{Customer, model};
use crate::special::ln_rising;

/// NBD: purchases are Poisson at a rate that is gamma distributed over customers with shape r and rate alpha.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nbd {
    /// Shape of the purchase rates, > 0.
    pub r: f64,
    /// Rate parameter in weeks, > 0: the mean is r / alpha purchases a week.
    pub alpha: f64,
}

impl Nbd {
    /// ln of the chance of exactly these purchase times.
    pub fn ln_likelihood(&self, customer: &Customer) -> f64 {
        let x = f64::from(customer.x);
        ln_rising(self.r, x) + self.of_x(x, customer.t)
    }

    /// Expected purchases in the next `weeks`: (r + x) t / (alpha + T).
    pub fn expected(&self, customer: &Customer, weeks: f64) -> f64 {
        (self.r + f64::from(customer.x)) * weeks / (self.alpha + customer.t)
    }

    /// Chance of at least one purchase in the next `weeks`.
    pub fn p_order(&self, customer: &Customer, weeks: f64) -> f64 {
        model::p_any(self.r + f64::from(customer.x), self.alpha + customer.t, weeks)
    }

    fn of_x(&self, x: f64, t: f64) -> f64 {
        -self.r * libm::log1p(t / self.alpha) - x * libm::log(self.alpha + t)
    }

    pub(super) fn fit(cells: &Cells) -> (Self, Minimum<2>) {
        let at = |x: &[f64; 2]| Self { r: libm::exp(x[0]), alpha: libm::exp(x[1]) };
        let f = |x: &[f64; 2]| {
            if !model::within_reach(x) {
                return f64::INFINITY;
            }
            let model = at(x);
            -cells.sum(|x| ln_rising(model.r, x), |cell| model.of_x(cell.x, cell.t))
        };
        // A shape of one half, and the rate that gives the mean.
        let rate = (cells.mean_x / cells.mean_t.max(1e-3)).max(1e-6);
        let found = minimise(f, [libm::log(0.5), libm::log(0.5 / rate)], 0.5);
        (at(&found.at), found)
    }
}
