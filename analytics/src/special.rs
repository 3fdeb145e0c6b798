//! Special functions of the lifetime-value models, in log space: nothing here over- or underflows.
//!
//! All transcendental functions go through `libm`, so that results are equal to the last bit natively and in WASM.

mod gamma;
mod hypergeometric;
mod quadrature;

pub use gamma::{ln_beta, ln_gamma, ln_rising};
pub use hypergeometric::ln_hyp2f1;
pub use quadrature::GaussLegendre;

/// ln(e^a + e^b) without overflow; either may be minus infinity.
pub fn ln_add_exp(a: f64, b: f64) -> f64 {
    let (high, low) = if a >= b { (a, b) } else { (b, a) };
    if high == f64::NEG_INFINITY { high } else { high + libm::log1p(libm::exp(low - high)) }
}
