//! Gauss' hypergeometric function 2F1 for positive parameters, as a logarithm.

#![allow(clippy::many_single_char_names)] // a, b, c, z and n, as every book calls them.

/// Where sums are scaled down before they overflow.
const SCALE: f64 = 1e270;
/// The longest sum. Only for z within about 1e-5 of 1 more terms would be needed; the rest is then estimated by its
/// geometric bound.
const MOST_TERMS: u32 = 4_000_000;

/// ln 2F1(a, b; c; z) for a, b, c > 0 and 0 <= z < 1, where it is finite and never negative; `None` outside.
///
/// The series has positive terms only, so nothing cancels, and it is scaled as it grows, so nothing overflows. Where
/// Euler's transformation 2F1(a, b; c; z) = (1 - z)^(c - a - b) 2F1(c - a, c - b; c; z) (DLMF 15.8.1) also leads to
/// positive terms and to fewer of them, it is used.
pub fn ln_hyp2f1(a: f64, b: f64, c: f64, z: f64) -> Option<f64> {
    let domain = [a, b, c].iter().all(|value| value.is_finite() && *value > 0.0) && (0.0..1.0).contains(&z);
    if !domain {
        return None;
    }
    // The exponent with the rounding error of its sum put back: it is multiplied by ln (1 - z).
    let sum = a + b;
    let lost = if a >= b { b - (sum - a) } else { a - (sum - b) };
    let excess = (sum - c) + lost;
    if excess > 0.0 && c > a && c > b {
        Some(ln_series(c - a, c - b, c, z) - excess * libm::log1p(-z))
    } else {
        Some(ln_series(a, b, c, z))
    }
}

/// ln of the power series. Starts with the sum without its first term, so that a result near zero is exact too.
fn ln_series(a: f64, b: f64, c: f64, z: f64) -> f64 {
    let mut term = 1.0f64;
    let mut sum = 0.0f64;
    let mut error = 0.0f64;
    let mut ln_scale = 0.0f64;
    let mut one = 1.0f64;
    let mut n = 0.0f64;
    for _ in 0..MOST_TERMS {
        let ratio = (a + n) * (b + n) / ((c + n) * (n + 1.0)) * z;
        term *= ratio;
        n += 1.0;
        // Kahan's compensated sum: tens of thousands of terms may be of one size.
        let corrected = term - error;
        let next = sum + corrected;
        error = (next - sum) - corrected;
        sum = next;
        if sum > SCALE {
            sum /= SCALE;
            term /= SCALE;
            error /= SCALE;
            one /= SCALE;
            ln_scale += libm::log(SCALE);
        }
        // Beyond the peak the ratios fall towards z or rise towards it: bound the rest by the larger.
        let bound = ratio.max(z);
        if ratio < 1.0 && term * bound <= (sum + one) * 1e-17 * (1.0 - bound) {
            break;
        }
        if n >= f64::from(MOST_TERMS) && ratio < 1.0 {
            sum += term * bound / (1.0 - bound);
        }
    }
    if ln_scale > 0.0 { ln_scale + libm::log(one + sum) } else { libm::log1p(sum) }
}
