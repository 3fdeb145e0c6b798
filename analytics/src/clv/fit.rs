//! Which model a base gets, and what to say about it.

use std::fmt;

use super::cells::Cells;
use super::{BgNbd, Customer, GammaGammaFit, Model, Nbd, ParetoNbd, fit_gamma_gamma};

/// Fewest customers for a model.
pub const LEAST_CUSTOMERS: usize = 100;
/// Fewest customers with a repeat purchase for a model.
pub const LEAST_REPEATERS: usize = 30;
/// Shortest longest observation, in median gaps.
pub const LEAST_GAPS: f64 = 3.0;
/// The least a model with leaving must gain in log-likelihood over the NBD.
pub const LEAST_GAIN: f64 = 2.0;
/// Above this, b (or beta) says that nobody leaves.
pub const GREATEST_B: f64 = 1e6;
/// Above this correlation of repeats and spend the Gamma-Gamma model deserves a warning.
pub const GREATEST_CORRELATION: f64 = 0.3;

/// The model asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// BG/NBD, or NBD where it shows no leaving.
    #[default]
    Auto,
    /// BG/NBD, with the same fallback.
    BgNbd,
    /// Pareto/NBD, with the same fallback.
    ParetoNbd,
}

/// Why the NBD took a model's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fallback {
    /// It gained less than [`LEAST_GAIN`] in log-likelihood; what it did gain.
    SmallGain(f64),
    /// Its optimum is a valley: the parameters are not determined by the data.
    NotDetermined,
    /// b or beta beyond [`GREATEST_B`].
    Boundless,
}

/// Something to know about a fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// The NBD stands in.
    Fallback(Fallback),
    /// Repeats and spend go together (their correlation): the Gamma-Gamma model assumes they do not.
    SpendDependsOnFrequency(f64),
    /// The spend model has no finite mean (its q).
    NoFiniteMeanSpend(f64),
    /// No spend model: fewer than two repeaters with a spend above zero, or all spend the same.
    NoSpendModel,
    /// Customers without a repeat purchase: their expected spend is the population's mean.
    PopulationMean(usize),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fallback(why) => {
                f.write_str("no churn signal in this data: the NBD model, in which nobody leaves, is used (")?;
                match why {
                    Fallback::SmallGain(gain) => {
                        write!(f, "leaving gains {gain:.3} in log-likelihood, less than {LEAST_GAIN})")
                    }
                    Fallback::NotDetermined => f.write_str("the data do not determine the parameters of leaving)"),
                    Fallback::Boundless => f.write_str("the parameters of leaving run off to infinity)"),
                }
            }
            Self::SpendDependsOnFrequency(correlation) => write!(
                f,
                "spend and number of repeats go together (correlation {correlation:.2}); the spend model assumes they do not"
            ),
            Self::NoFiniteMeanSpend(q) => {
                write!(f, "the spend model has no finite mean (q = {q:.3}): observed means stand in")
            }
            Self::NoSpendModel => f.write_str("no spend model: too few repeat purchases with different amounts"),
            Self::PopulationMean(customers) => write!(
                f,
                "{customers} customers without a repeat purchase: their expected spend is the mean of the population"
            ),
        }
    }
}

/// A base too small for a model: only what was really spent may be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TooLittle {
    /// Customers with a purchase.
    pub customers: usize,
    /// Customers with a repeat.
    pub repeaters: usize,
    /// Longest observation in weeks.
    pub longest_weeks: f64,
    /// Median gap in weeks, if there is one.
    pub median_gap_weeks: Option<f64>,
}

impl fmt::Display for TooLittle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "too little data for a model, historic value only: {} customers (at least {LEAST_CUSTOMERS}), {} with a repeat purchase (at least {LEAST_REPEATERS}), observed for {:.1} weeks",
            self.customers, self.repeaters, self.longest_weeks
        )?;
        match self.median_gap_weeks {
            Some(gap) => write!(f, " with {gap:.1} weeks between purchases (at least {LEAST_GAPS} such gaps)"),
            None => f.write_str(" without a second purchase day"),
        }
    }
}

impl std::error::Error for TooLittle {}

/// A fitted base.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The model of purchases.
    pub model: Model,
    /// Its log-likelihood.
    pub log_likelihood: f64,
    /// Standard errors of its parameters in their order, from the curvature of the likelihood (delta method on
    /// logarithms); `None` if it has none.
    pub standard_errors: Option<Vec<f64>>,
    /// Customers it was fitted to.
    pub customers: usize,
    /// Those with a repeat purchase.
    pub repeaters: usize,
    /// The NBD's log-likelihood, for comparison.
    pub nbd_log_likelihood: f64,
    /// Why the NBD stands in, if it does.
    pub fallback: Option<Fallback>,
    /// The model of spend.
    pub spend: Option<GammaGammaFit>,
    /// What to know about it.
    pub notes: Vec<Note>,
}

/// Fits a base. `median_gap_weeks` as [`super::Summarised`] has it. The order of customers does not matter.
///
/// # Errors
/// [`TooLittle`] below 100 customers, 30 repeaters, or an observation of three median gaps.
pub fn fit(customers: &[Customer], median_gap_weeks: Option<f64>, wanted: Wanted) -> Result<Fit, TooLittle> {
    let repeaters = customers.iter().filter(|customer| customer.x > 0).count();
    let longest_weeks = customers.iter().map(|customer| customer.t).fold(0.0, f64::max);
    let long_enough = median_gap_weeks.is_some_and(|gap| longest_weeks >= LEAST_GAPS * gap);
    if customers.len() < LEAST_CUSTOMERS || repeaters < LEAST_REPEATERS || !long_enough {
        return Err(TooLittle { customers: customers.len(), repeaters, longest_weeks, median_gap_weeks });
    }
    let cells = Cells::of(customers);
    let (nbd, plain) = Nbd::fit(&cells);
    let nbd_log_likelihood = -plain.value;
    let (model, minimum, last) = if wanted == Wanted::ParetoNbd {
        let (model, found) = ParetoNbd::fit(&cells, nbd);
        (Model::ParetoNbd(model), found, model.beta)
    } else {
        let (model, found) = BgNbd::fit(&cells, nbd);
        (Model::BgNbd(model), found, model.b)
    };
    // The models contain the NBD as their limit: below zero is only the end of the search.
    let gain = (-minimum.value - nbd_log_likelihood).max(0.0);
    let fallback = if last > GREATEST_B {
        Some(Fallback::Boundless)
    } else if gain < LEAST_GAIN {
        Some(Fallback::SmallGain(gain))
    } else if !minimum.positive_definite {
        Some(Fallback::NotDetermined)
    } else {
        None
    };
    let (model, log_likelihood, standard_errors) = if fallback.is_some() {
        let errors = plain.standard_errors().map(|ln| vec![ln[0] * nbd.r, ln[1] * nbd.alpha]);
        (Model::Nbd(nbd), nbd_log_likelihood, errors)
    } else {
        let of_logs = minimum.standard_errors();
        let errors = of_logs.map(|ln| ln.iter().zip(minimum.at).map(|(error, at)| error * libm::exp(at)).collect());
        (model, -minimum.value, errors)
    };
    let spend = fit_gamma_gamma(customers);
    let notes = notes(fallback, spend.as_ref(), customers.len() - repeaters);
    Ok(Fit {
        model,
        log_likelihood,
        standard_errors,
        customers: customers.len(),
        repeaters,
        nbd_log_likelihood,
        fallback,
        spend,
        notes,
    })
}

fn notes(fallback: Option<Fallback>, spend: Option<&GammaGammaFit>, without_repeat: usize) -> Vec<Note> {
    let mut notes: Vec<Note> = fallback.map(Note::Fallback).into_iter().collect();
    match spend {
        None => notes.push(Note::NoSpendModel),
        Some(spend) => {
            let correlation = spend.correlation.filter(|value| value.abs() > GREATEST_CORRELATION);
            notes.extend(correlation.map(Note::SpendDependsOnFrequency));
            if spend.model.population_mean().is_none() {
                notes.push(Note::NoFiniteMeanSpend(spend.model.q));
            }
            if without_repeat > 0 {
                notes.push(Note::PopulationMean(without_repeat));
            }
        }
    }
    notes
}
