//! Pareto/NBD: a customer may leave at any time.

use super::Customer;
use super::cells::{Cell, Cells};
use super::model::{self, smooth_rule};
use super::nbd::Nbd;
use super::optimise::{Minimum, minimise};
use crate::special::{ln_add_exp, ln_rising};

/// The Pareto/NBD model (Schmittlein, Morrison, Colombo 1987).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParetoNbd {
    /// Shape of the purchase rates, > 0.
    pub r: f64,
    /// Rate parameter of the purchase rates in weeks, > 0.
    pub alpha: f64,
    /// Shape of the rates of leaving, > 0.
    pub s: f64,
    /// Rate parameter of the rates of leaving in weeks, > 0.
    pub beta: f64,
}

impl ParetoNbd {
    /// ln of the likelihood of these purchase times.
    ///
    /// Instead of the published difference of two hypergeometric functions (Fader, Hardie, "A note on deriving the
    /// Pareto/NBD model", 2005), which cancels for frequent buyers, the integral it came from is computed: over the
    /// time of leaving, all terms positive.
    pub fn ln_likelihood(&self, customer: &Customer) -> f64 {
        let cell = Cell { at: 0, x: f64::from(customer.x), t_x: customer.t_x, t: customer.t, count: 1.0 };
        ln_rising(self.r, cell.x) + self.of_times(&cell)
    }

    /// Chance that the customer has not left at T.
    pub fn p_alive(&self, customer: &Customer) -> f64 {
        1.0 / (1.0 + libm::exp(self.ln_odds_of_gone(f64::from(customer.x), customer.t_x, customer.t)))
    }

    /// Expected purchases in the next `weeks`: P(alive) (r + x) (beta + T) / ((alpha + T) (s - 1))
    /// (1 - ((beta + T) / (beta + T + t))^(s - 1)).
    pub fn expected(&self, customer: &Customer, weeks: f64) -> f64 {
        let rate = (self.r + f64::from(customer.x)) / (self.alpha + customer.t);
        self.p_alive(customer) * rate * self.expected_stay(self.beta + customer.t, weeks)
    }

    /// Expected purchases of somebody new in the first `weeks` after the first purchase.
    pub fn expected_of_new(&self, weeks: f64) -> f64 {
        self.r / self.alpha * self.expected_stay(self.beta, weeks)
    }

    /// Chance of at least one purchase in the next `weeks`: the integral of the density of the next purchase while the
    /// customer is still there.
    pub fn p_order(&self, customer: &Customer, weeks: f64) -> f64 {
        if weeks <= 0.0 {
            return 0.0;
        }
        let rate = self.r + f64::from(customer.x);
        let (alpha, beta) = (self.alpha + customer.t, self.beta + customer.t);
        let density = |u: f64| {
            let waited = alpha * libm::expm1(u);
            rate * libm::exp(-rate * u - self.s * libm::log1p(waited / beta))
        };
        let some = smooth_rule(0.0, libm::log1p(weeks / alpha), rate, rate + self.s * (alpha / beta).max(1.0), density);
        self.p_alive(customer) * some.clamp(0.0, 1.0)
    }

    /// beta / (s - 1) (1 - (beta / (beta + t))^(s - 1)), continuous at s = 1: the expected time there.
    fn expected_stay(&self, beta: f64, weeks: f64) -> f64 {
        let log = libm::log1p(weeks.max(0.0) / beta);
        let power = (self.s - 1.0) * log;
        beta * if power.abs() < 1e-12 { log } else { log * (-libm::expm1(-power) / power) }
    }

    /// ln of the chance to have left between `t_x` and T against not having left, given the purchases:
    /// integral of s / (beta + y) ((alpha + T) / (alpha + y))^(r + x) ((beta + T) / (beta + y))^s over y.
    fn ln_odds_of_gone(&self, x: f64, t_x: f64, t: f64) -> f64 {
        let purchases = self.r + x;
        // In v = ln(m + y), m the smaller of both, the integrand is smooth. It falls with y.
        let least = self.alpha.min(self.beta);
        let (from, to) = (libm::log(least + t_x), libm::log(least + t));
        if to <= from {
            return f64::NEG_INFINITY;
        }
        // Relative to the value at t_x, so that nothing overflows.
        let peak = purchases * libm::log((self.alpha + t) / (self.alpha + t_x))
            + self.s * libm::log((self.beta + t) / (self.beta + t_x));
        let (more_alpha, more_beta) = (self.alpha - least, self.beta - least);
        let (alpha_from, beta_from) = (libm::log(self.alpha + t_x), libm::log(self.beta + t_x));
        let value = |v: f64| {
            let y = libm::exp(v);
            let ln_alpha = if more_alpha > 0.0 { libm::log(more_alpha + y) } else { v };
            let ln_beta = if more_beta > 0.0 { libm::log(more_beta + y) } else { v };
            y / (more_beta + y) * libm::exp(purchases * (alpha_from - ln_alpha) + self.s * (beta_from - ln_beta))
        };
        // The exponents fall at these rates at the start, faster later on; y / (beta + y) grows at most as e^v.
        let share = |more: f64| (least + t_x) / (more + least + t_x);
        let slowest = purchases * share(more_alpha) + self.s * share(more_beta) - 1.0;
        let integral = smooth_rule(from, to, slowest, purchases + self.s, value);
        libm::log(self.s) + peak + libm::log(integral.max(f64::MIN_POSITIVE))
    }

    fn of_times(&self, cell: &Cell) -> f64 {
        let stayed = -self.r * libm::log1p(cell.t / self.alpha)
            - cell.x * libm::log(self.alpha + cell.t)
            - self.s * libm::log1p(cell.t / self.beta);
        stayed + ln_add_exp(0.0, self.ln_odds_of_gone(cell.x, cell.t_x, cell.t))
    }

    pub(super) fn fit(cells: &Cells, start: Nbd) -> (Self, Minimum<4>) {
        let at = |x: &[f64; 4]| {
            let [r, alpha, s, beta] = x.map(libm::exp);
            Self { r, alpha, s, beta }
        };
        let f = |x: &[f64; 4]| {
            if !model::within_reach(x) {
                return f64::INFINITY;
            }
            let model = at(x);
            -cells.sum(|x| ln_rising(model.r, x), |cell| model.of_times(cell))
        };
        let half = libm::log((cells.mean_t / 2.0).max(1.0));
        let found = minimise(f, [libm::log(start.r), libm::log(start.alpha), libm::log(0.5), half], 0.4);
        (at(&found.at), found)
    }
}
