//! Gamma-Gamma: what a purchase is worth.

use super::optimise::minimise;
use super::{Customer, model};
use crate::special::ln_beta;

/// The Gamma-Gamma model of spend (Fader, Hardie, note 025, 2013): a customer's purchases are gamma distributed with
/// shape p around a rate that is itself gamma distributed over customers with shape q and rate v.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GammaGamma {
    /// Shape of a customer's purchases, > 0.
    pub p: f64,
    /// Shape of the rates, > 0.
    pub q: f64,
    /// Rate of the rates in units of the currency, > 0.
    pub v: f64,
}

/// A fit of [`GammaGamma`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GammaGammaFit {
    /// The model.
    pub model: GammaGamma,
    /// Its log-likelihood.
    pub log_likelihood: f64,
    /// Customers it was fitted to: with a repeat purchase and a mean spend above zero.
    pub customers: usize,
    /// Correlation of the number of repeats with their mean spend; the model assumes there is none. `None` if one of
    /// them is the same for all.
    pub correlation: Option<f64>,
}

impl GammaGamma {
    /// ln of the density of a mean spend `z` over `x` purchases.
    pub fn ln_likelihood(&self, x: f64, z: f64) -> f64 {
        let shape = self.p * x;
        // The powers of v, z and x written as shares of v + x z, which neither cancel nor overflow.
        let total = self.v + x * z;
        -ln_beta(shape, self.q) + self.q * libm::log(self.v / total) + shape * libm::log(x * z / total) - libm::log(z)
    }

    /// Expected value of one purchase of a customer; one without a repeat gets the population's mean (say so).
    /// Finite and never negative: where the model has no finite mean (q <= 1), the observed mean or v stands in.
    pub fn expected_spend(&self, customer: &Customer) -> f64 {
        let x = f64::from(customer.x);
        let denominator = self.p * x + self.q - 1.0;
        if denominator > 0.0 {
            self.p * (self.v + x * customer.mean_spend.max(0.0)) / denominator
        } else if customer.x > 0 {
            customer.mean_spend.max(0.0)
        } else {
            self.v
        }
    }

    /// Mean spend of the population, p v / (q - 1); `None` if infinite (q <= 1).
    pub fn population_mean(&self) -> Option<f64> {
        (self.q > 1.0).then(|| self.p * self.v / (self.q - 1.0))
    }
}

/// Fits the model to customers with a repeat; `None` for fewer than two of them, or if all spend the same.
pub fn fit_gamma_gamma(customers: &[Customer]) -> Option<GammaGammaFit> {
    let mut rows: Vec<(f64, f64)> =
        customers.iter().filter(|c| c.x > 0 && c.mean_spend > 0.0).map(|c| (f64::from(c.x), c.mean_spend)).collect();
    // Sorted: sums do not depend on the order of rows.
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (first, rest) = rows.split_first()?;
    if rest.iter().all(|row| (row.1 - first.1).abs() <= 1e-12 * first.1) {
        return None;
    }
    let mean = rows.iter().map(|row| row.1).sum::<f64>() / rows.len() as f64;
    let at = |x: &[f64; 3]| {
        let [p, q, v] = x.map(libm::exp);
        // In units of the mean spend, so that no currency makes the search harder.
        GammaGamma { p, q, v: v * mean }
    };
    let f = |x: &[f64; 3]| {
        if !model::within_reach(x) {
            return f64::INFINITY;
        }
        let model = at(x);
        -rows.iter().map(|&(x, z)| model.ln_likelihood(x, z)).sum::<f64>()
    };
    let found = minimise(f, [1.5, 1.0, -1.0], 0.4);
    Some(GammaGammaFit {
        model: at(&found.at),
        log_likelihood: -found.value,
        customers: rows.len(),
        correlation: correlation(&rows),
    })
}

fn correlation(rows: &[(f64, f64)]) -> Option<f64> {
    let n = rows.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| rows.iter().map(of).sum::<f64>() / n;
    let (mean_x, mean_z) = (mean(|row| row.0), mean(|row| row.1));
    let (mut xx, mut zz, mut xz) = (0.0, 0.0, 0.0);
    for (x, z) in rows {
        let (x, z) = (x - mean_x, z - mean_z);
        xx += x * x;
        zz += z * z;
        xz += x * z;
    }
    (xx > 0.0 && zz > 0.0).then(|| (xz / (xx.sqrt() * zz.sqrt())).clamp(-1.0, 1.0))
}
