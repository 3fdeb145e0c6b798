//! Finding the smallest value of a function of a few variables: Nelder-Mead from afar, Newton at the end.

#![allow(clippy::needless_range_loop)] // Matrices are walked by their indices.

/// A minimum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Minimum<const N: usize> {
    pub at: [f64; N],
    pub value: f64,
    /// Matrix of second derivatives there.
    pub hessian: [[f64; N]; N],
    /// Whether the function curves upwards in every direction: else the minimum is a valley or none at all.
    pub positive_definite: bool,
}

impl<const N: usize> Minimum<N> {
    /// Square roots of the diagonal of the inverse Hessian: standard errors, if the function is a negative
    /// log-likelihood. `None` if the Hessian is not positive definite.
    pub fn standard_errors(&self) -> Option<[f64; N]> {
        let factor = self.positive_definite.then(|| cholesky(&self.hessian)).flatten()?;
        let mut errors = [0.0; N];
        for (at, error) in errors.iter_mut().enumerate() {
            let mut unit = [0.0; N];
            unit[at] = 1.0;
            *error = solve(&factor, &unit)[at].max(0.0).sqrt();
        }
        Some(errors)
    }
}

/// Minimises `f` from `start`, the first steps being `step` long in each direction. Values that are not numbers
/// count as infinitely bad.
pub(super) fn minimise<const N: usize>(f: impl Fn(&[f64; N]) -> f64, start: [f64; N], step: f64) -> Minimum<N> {
    let f = |x: &[f64; N]| {
        let value = f(x);
        if value.is_nan() { f64::INFINITY } else { value }
    };
    let (at, value) = nelder_mead(&f, start, step);
    newton(&f, at, value)
}

/// Nelder and Mead, Computer Journal 7 (1965), with the usual coefficients 1, 2, 1/2, 1/2. Stops early: Newton's
/// method finishes.
fn nelder_mead<const N: usize>(f: &impl Fn(&[f64; N]) -> f64, start: [f64; N], step: f64) -> ([f64; N], f64) {
    let mut simplex: Vec<([f64; N], f64)> = vec![(start, f(&start))];
    for at in 0..N {
        let mut corner = start;
        corner[at] += step;
        simplex.push((corner, f(&corner)));
    }
    for _ in 0..400 * N {
        simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (best, worst) = (simplex[0], simplex[N]);
        if worst.1 - best.1 < 0.1 {
            break;
        }
        let mut centre = [0.0; N];
        for corner in &simplex[..N] {
            for (sum, value) in centre.iter_mut().zip(corner.0) {
                *sum += value / N as f64;
            }
        }
        let towards = |factor: f64| {
            let mut point = centre;
            for (value, from) in point.iter_mut().zip(worst.0) {
                *value += factor * (*value - from);
            }
            (point, f(&point))
        };
        let reflected = towards(1.0);
        simplex[N] = if reflected.1 < best.1 {
            let expanded = towards(2.0);
            if expanded.1 < reflected.1 { expanded } else { reflected }
        } else if reflected.1 < simplex[N - 1].1 {
            reflected
        } else {
            let contracted = if reflected.1 < worst.1 { towards(0.5) } else { towards(-0.5) };
            if contracted.1 < worst.1.min(reflected.1) {
                contracted
            } else {
                for corner in &mut simplex[1..] {
                    for (value, to) in corner.0.iter_mut().zip(best.0) {
                        *value = f64::midpoint(*value, to);
                    }
                    corner.1 = f(&corner.0);
                }
                continue;
            }
        };
    }
    simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
    simplex[0]
}

/// Newton's method with derivatives by central differences; the Hessian is made positive definite by adding to its
/// diagonal (Levenberg), and steps are halved until the value falls. Once steps are small the last Hessian serves on.
fn newton<const N: usize>(f: &impl Fn(&[f64; N]) -> f64, mut at: [f64; N], mut value: f64) -> Minimum<N> {
    let mut hessian = hessian(f, &at, value);
    for _ in 0..60 {
        let Some(step) = descent(&gradient(f, &at), &hessian) else { break };
        let mut factor = 1.0;
        let moved = (0..30).find_map(|_| {
            let mut next = at;
            for (coordinate, by) in next.iter_mut().zip(step) {
                *coordinate -= factor * by.clamp(-2.0, 2.0);
            }
            let found = f(&next);
            factor /= 2.0;
            (found <= value).then_some((next, found))
        });
        let Some((next, found)) = moved else { break };
        let length = next.iter().zip(at).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        let gained = value - found;
        (at, value) = (next, found);
        // A step that gains next to nothing is the last: the next would be far smaller, or this is an endless valley.
        if length < 1e-8 || gained <= 1e-11 * value.abs() {
            break;
        }
        if length > 1e-4 {
            hessian = self::hessian(f, &at, value);
        }
    }
    Minimum { at, value, hessian, positive_definite: is_positive_definite(&hessian) }
}

// Logarithmic parameters are of order one, the sums of order 10,000 with 12 good digits behind: these steps balance
// what differences lose against what the next derivative adds.
const GRADIENT_STEP: f64 = 1e-4;
const HESSIAN_STEP: f64 = 1e-3;

/// `f` with some coordinates moved.
fn moved<const N: usize>(f: &impl Fn(&[f64; N]) -> f64, at: &[f64; N], by: &[(usize, f64)]) -> f64 {
    let mut point = *at;
    for &(coordinate, by) in by {
        point[coordinate] += by;
    }
    f(&point)
}

fn gradient<const N: usize>(f: &impl Fn(&[f64; N]) -> f64, at: &[f64; N]) -> [f64; N] {
    let mut gradient = [0.0; N];
    for (i, slope) in gradient.iter_mut().enumerate() {
        let ends = moved(f, at, &[(i, GRADIENT_STEP)]) - moved(f, at, &[(i, -GRADIENT_STEP)]);
        *slope = ends / (2.0 * GRADIENT_STEP);
    }
    gradient
}

fn hessian<const N: usize>(f: &impl Fn(&[f64; N]) -> f64, at: &[f64; N], value: f64) -> [[f64; N]; N] {
    const STEP: f64 = HESSIAN_STEP;
    let mut hessian = [[0.0; N]; N];
    for i in 0..N {
        let ends = moved(f, at, &[(i, STEP)]) + moved(f, at, &[(i, -STEP)]);
        hessian[i][i] = (ends - 2.0 * value) / (STEP * STEP);
        for j in 0..i {
            let corner = |a: f64, b: f64| moved(f, at, &[(i, a * STEP), (j, b * STEP)]);
            let mixed = corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0);
            hessian[i][j] = mixed / (4.0 * STEP * STEP);
            hessian[j][i] = hessian[i][j];
        }
    }
    hessian
}

/// The Newton step (to be subtracted).
fn descent<const N: usize>(gradient: &[f64; N], hessian: &[[f64; N]; N]) -> Option<[f64; N]> {
    let scale = hessian.iter().flatten().map(|value| value.abs()).fold(1e-12, f64::max);
    if !scale.is_finite() {
        return None;
    }
    let mut added = 0.0;
    for _ in 0..40 {
        let mut damped = *hessian;
        for (at, row) in damped.iter_mut().enumerate() {
            row[at] += added;
        }
        if let Some(factor) = cholesky(&damped) {
            return Some(solve(&factor, gradient));
        }
        added = if added > 0.0 { added * 4.0 } else { scale * 1e-8 };
    }
    None
}

/// Positive definite beyond what rounding could have made: every pivot at least a hundred-millionth of its diagonal.
fn is_positive_definite<const N: usize>(hessian: &[[f64; N]; N]) -> bool {
    cholesky(hessian).is_some_and(|factor| {
        (0..N).all(|at| factor[at][at] * factor[at][at] > 1e-8 * hessian[at][at] && hessian[at][at] > 1e-4)
    })
}

/// The lower factor of a symmetric matrix; `None` if it is not positive definite.
fn cholesky<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut lower = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            let rest = matrix[i][j] - known;
            if i == j {
                if !(rest > 0.0 && rest.is_finite()) {
                    return None;
                }
                lower[i][i] = rest.sqrt();
            } else {
                lower[i][j] = rest / lower[j][j];
            }
        }
    }
    Some(lower)
}

/// Solves L L' x = b.
fn solve<const N: usize>(lower: &[[f64; N]; N], b: &[f64; N]) -> [f64; N] {
    let mut x = *b;
    for i in 0..N {
        let known: f64 = (0..i).map(|k| lower[i][k] * x[k]).sum();
        x[i] = (x[i] - known) / lower[i][i];
    }
    for i in (0..N).rev() {
        let known: f64 = (i + 1..N).map(|k| lower[k][i] * x[k]).sum();
        x[i] = (x[i] - known) / lower[i][i];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rosenbrocks_valley_is_walked_to_its_end() {
        let f = |x: &[f64; 2]| 100.0 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1.0 - x[0]) * (1.0 - x[0]);
        let found = minimise(f, [-1.2, 1.0], 0.5);
        assert!(found.at.iter().all(|x| (x - 1.0).abs() < 1e-5), "{found:?}");
        assert!(found.positive_definite);
    }

    #[test]
    fn a_valley_without_an_end_is_noticed() {
        let found = minimise(|x: &[f64; 2]| 1_000.0 * x[0] * x[0] + libm::exp(-x[1]), [1.0, 1.0], 0.5);
        assert!(!found.positive_definite, "{found:?}");
        assert_eq!(found.standard_errors(), None);
    }

    #[test]
    fn standard_errors_are_those_of_the_inverse() {
        // f = (2 x^2 + 2 x y + 3 y^2) / 2: the inverse of [[2, 1], [1, 3]] has the diagonal 0.6, 0.4.
        let f = |x: &[f64; 2]| f64::midpoint(2.0 * x[0] * x[0] + 2.0 * x[0] * x[1], 3.0 * x[1] * x[1]);
        let errors = minimise(f, [1.0, -1.0], 0.5).standard_errors().expect("positive definite");
        assert!((errors[0] - 0.6f64.sqrt()).abs() < 1e-6 && (errors[1] - 0.4f64.sqrt()).abs() < 1e-6, "{errors:?}");
    }
}
