//! Lifetime value: how often a customer will come back, whether they still do, and what they will spend.
//!
//! Models of purchase counts, by maximum likelihood:
//! - **BG/NBD** (Fader, Hardie, Lee, Marketing Science 24 (2005)): purchases at a rate that is gamma distributed over
//!   customers; after each purchase a customer leaves with a chance that is beta distributed.
//! - **Pareto/NBD** (Schmittlein, Morrison, Colombo, Management Science 33 (1987)): leaving comes with time, at a rate
//!   that is gamma distributed.
//! - **NBD** (Ehrenberg 1959): nobody leaves. What is left where the data show no sign of leaving.
//!
//! and of the money per purchase: **Gamma-Gamma** (Fader, Hardie, note 025, 2013).
//!
//! Definitions: x = distinct purchase days less one, `t_x` = weeks from the first to the last, T = weeks from the
//! first to the end of the calibration; weeks are days / 7, not rounded. Orders of one day are one purchase. An order
//! of zero counts as a purchase here (the published CDNOW fits count them; RFM does not).

mod bgnbd;
mod calibrate;
mod cells;
mod fit;
mod gamma_gamma;
mod history;
mod holdout;
mod model;
mod nbd;
mod optimise;
mod pnbd;
mod value;

pub use bgnbd::BgNbd;
pub use calibrate::{Isotonic, brier, calibrated_if_better};
pub use fit::{Fallback, Fit, Note, TooLittle, Wanted, fit};
pub use gamma_gamma::{GammaGamma, GammaGammaFit, fit_gamma_gamma};
pub use history::{Customer, History, Purchase, Summarised, summarise};
pub use holdout::{Holdout, auc, evaluate};
pub use model::{Interval, Model};
pub use nbd::Nbd;
pub use pnbd::ParetoNbd;
pub use value::{Terms, lifetime_value, value_at_risk};

/// Weeks in the 90 days that "will they order again soon" asks about.
pub const NINETY_DAYS_IN_WEEKS: f64 = 90.0 / 7.0;
