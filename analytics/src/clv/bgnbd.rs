//! BG/NBD: a customer may leave right after each purchase.

use super::Customer;
use super::cells::{Cell, Cells};
use super::model::{self, smooth_rule};
use super::nbd::Nbd;
use super::optimise::{Minimum, minimise};
use crate::special::{ln_beta, ln_hyp2f1, ln_rising};

/// The BG/NBD model (Fader, Hardie, Lee 2005).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BgNbd {
    /// Shape of the purchase rates, > 0.
    pub r: f64,
    /// Rate parameter of the purchase rates in weeks, > 0.
    pub alpha: f64,
    /// First shape of the chance to leave, > 0.
    pub a: f64,
    /// Second shape of the chance to leave, > 0; the mean chance is a / (a + b).
    pub b: f64,
}

impl BgNbd {
    /// ln of the likelihood of these purchase times (equation 6 of the paper).
    pub fn ln_likelihood(&self, customer: &Customer) -> f64 {
        let cell = Cell { at: 0, x: f64::from(customer.x), t_x: customer.t_x, t: customer.t, count: 1.0 };
        self.of_x(cell.x) + self.of_times(&cell)
    }

    /// Chance that the customer has not left at T.
    pub fn p_alive(&self, customer: &Customer) -> f64 {
        if customer.x == 0 {
            return 1.0;
        }
        1.0 / (1.0 + libm::exp(self.ln_odds_of_gone(f64::from(customer.x), customer.t_x, customer.t)))
    }

    /// Expected purchases in the next `weeks` (equation 10).
    pub fn expected(&self, customer: &Customer, weeks: f64) -> f64 {
        let x = f64::from(customer.x);
        self.p_alive(customer) * self.expected_of_living(self.r + x, self.alpha + customer.t, self.b + x, weeks)
    }

    /// Expected purchases of somebody new in the first `weeks` after the first purchase (equation 9).
    pub fn expected_of_new(&self, weeks: f64) -> f64 {
        self.expected_of_living(self.r, self.alpha, self.b, weeks)
    }

    /// Chance of at least one purchase in the next `weeks`: leaving comes only after a purchase, so one who is there
    /// at T buys before leaving.
    pub fn p_order(&self, customer: &Customer, weeks: f64) -> f64 {
        self.p_alive(customer) * model::p_any(self.r + f64::from(customer.x), self.alpha + customer.t, weeks)
    }

    /// With r, alpha and b after the purchases so far: (a + b - 1) / (a - 1) (1 - (alpha / (alpha + t))^r
    /// 2F1(r, b; a + b - 1; t / (alpha + t))).
    fn expected_of_living(&self, r: f64, alpha: f64, b: f64, weeks: f64) -> f64 {
        if weeks <= 0.0 {
            return 0.0;
        }
        let c = self.a + b - 1.0;
        let z = weeks / (alpha + weeks);
        let closed = ln_hyp2f1(r, b, c, z).map(|ln_f| -libm::expm1(ln_f - r * libm::log1p(weeks / alpha)));
        match closed {
            // The bracket tells something unless a is so close to 1 that both factors vanish.
            Some(bracket) if bracket.abs() > 1e-5 && (self.a - 1.0).abs() > 1e-5 => {
                (c / (self.a - 1.0) * bracket).clamp(0.0, r * weeks / alpha)
            }
            _ => self.expected_by_integral(r, alpha, b, weeks),
        }
    }

    /// The same as the integral over time of the expected rate, r / alpha (1 + s / alpha)^-(r + 1)
    /// 2F1(r + 1, b; a + b; s / (alpha + s)): positive throughout, no case left out.
    fn expected_by_integral(&self, r: f64, alpha: f64, b: f64, weeks: f64) -> f64 {
        let rate = |u: f64| {
            // u = ln(1 + s / alpha) makes the integrand smooth also where alpha is small.
            let ln_f = ln_hyp2f1(r + 1.0, b, self.a + b, -libm::expm1(-u)).unwrap_or(0.0);
            r * libm::exp(ln_f - r * u)
        };
        smooth_rule(0.0, libm::log1p(weeks / alpha), 0.0, r, rate).min(r * weeks / alpha)
    }

    fn ln_odds_of_gone(&self, x: f64, t_x: f64, t: f64) -> f64 {
        let longer = libm::log((self.alpha + t) / (self.alpha + t_x));
        libm::log(self.a / (self.b + x - 1.0)) + (self.r + x) * longer
    }

    fn of_x(&self, x: f64) -> f64 {
        ln_rising(self.r, x) + ln_beta(self.a, self.b + x) - ln_beta(self.a, self.b)
    }

    fn of_times(&self, cell: &Cell) -> f64 {
        let stayed = -self.r * libm::log1p(cell.t / self.alpha) - cell.x * libm::log(self.alpha + cell.t);
        if cell.x > 0.0 {
            let odds = self.ln_odds_of_gone(cell.x, cell.t_x, cell.t);
            // ln(1 + e^odds) without overflow.
            stayed + odds.max(0.0) + libm::log1p(libm::exp(-odds.abs()))
        } else {
            stayed
        }
    }

    pub(super) fn fit(cells: &Cells, start: Nbd) -> (Self, Minimum<4>) {
        let at = |x: &[f64; 4]| {
            let [r, alpha, a, b] = x.map(libm::exp);
            Self { r, alpha, a, b }
        };
        let f = |x: &[f64; 4]| {
            if !model::within_reach(x) {
                return f64::INFINITY;
            }
            let model = at(x);
            -cells.sum(|x| model.of_x(x), |cell| model.of_times(cell))
        };
        let found = minimise(f, [libm::log(start.r), libm::log(start.alpha), 0.0, 1.0], 0.4);
        (at(&found.at), found)
    }
}
