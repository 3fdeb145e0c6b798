//! Logarithms of the gamma and beta functions of positive arguments.

/// ln sqrt(2 pi).
const LN_SQRT_2_PI: f64 = 0.918_938_533_204_672_8;

/// Arguments are kept within this range, so that every result is finite.
const LEAST: f64 = 1e-300;
const GREATEST: f64 = 1e300;

/// ln Gamma(x) for x > 0. Arguments outside \[1e-300, 1e300\] count as the nearest end (not-a-number as the lower).
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(within(x))
}

/// ln B(a, b) = ln Gamma(a) + ln Gamma(b) - ln Gamma(a + b) for a, b > 0 (clamped as in [`ln_gamma`]).
///
/// For large arguments the three logarithms nearly cancel; then Stirling's series are subtracted analytically
/// (`DiDonato` and Morris, ACM TOMS 18 (1992), algorithm 708; the split at 10 as in R's `lbeta`).
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a <= b { (within(a), within(b)) } else { (within(b), within(a)) };
    let share = small / (small + large);
    if small >= 10.0 {
        let correction = stirling(small) + stirling(large) - stirling(small + large);
        -0.5 * libm::log(large)
            + LN_SQRT_2_PI
            + correction
            + (small - 0.5) * libm::log(share)
            + large * libm::log1p(-share)
    } else if large >= 10.0 {
        let correction = stirling(large) - stirling(small + large);
        libm::lgamma(small) + correction + small - small * libm::log(small + large)
            + (large - 0.5) * libm::log1p(-share)
    } else {
        libm::lgamma(small) + (libm::lgamma(large) - libm::lgamma(small + large))
    }
}

/// ln of the rising factorial, ln Gamma(a + n) - ln Gamma(a) for a > 0, n >= 0. Exact to rounding even where both
/// terms are huge and nearly equal.
pub fn ln_rising(a: f64, n: f64) -> f64 {
    if n > 0.0 { ln_gamma(n) - ln_beta(a, n) } else { 0.0 }
}

fn within(x: f64) -> f64 {
    // Not-a-number is not above the least and becomes it.
    if x > LEAST { x.min(GREATEST) } else { LEAST }
}

/// ln Gamma(x) - ((x - 1/2) ln x - x + ln sqrt(2 pi)) for x >= 10, by Stirling's series; the first term left out is
/// below 3e-17 there.
fn stirling(x: f64) -> f64 {
    const TERMS: [f64; 7] =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1_260.0, -1.0 / 1_680.0, 1.0 / 1_188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    let inverse = 1.0 / x;
    let squared = inverse * inverse;
    TERMS.iter().rev().fold(0.0, |sum, term| sum * squared + term) * inverse
}
