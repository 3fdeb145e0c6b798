//! Gauss-Legendre quadrature: integrals of smooth functions as a weighted sum.

/// Nodes and weights on \[-1, 1\].
#[derive(Clone, Debug, PartialEq)]
pub struct GaussLegendre {
    nodes: Vec<(f64, f64)>,
}

impl GaussLegendre {
    /// The rule with `points` nodes (at least 1), exact for polynomials of degree 2 `points` - 1. Nodes are the
    /// zeros of the Legendre polynomial, found by Newton's method from Tricomi's estimate.
    pub fn new(points: u16) -> Self {
        let points = points.max(1);
        let count = f64::from(points);
        let mut nodes = Vec::with_capacity(usize::from(points));
        for index in 1..=points {
            let mut x = libm::cos(std::f64::consts::PI * (f64::from(index) - 0.25) / (count + 0.5));
            let mut slope = 1.0;
            for _ in 0..100 {
                let (value, derivative) = legendre(points, x);
                slope = derivative;
                let step = value / derivative;
                x -= step;
                if step.abs() < 1e-16 {
                    break;
                }
            }
            nodes.push((x, 2.0 / ((1.0 - x * x) * slope * slope)));
        }
        Self { nodes }
    }

    /// The integral of `f` from `from` to `to`.
    pub fn integrate(&self, from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
        let (middle, half) = (f64::midpoint(from, to), (to - from) / 2.0);
        self.nodes.iter().map(|&(x, weight)| weight * f(middle + half * x)).sum::<f64>() * half
    }
}

/// The Legendre polynomial of a degree and its derivative at x (|x| < 1), by the three-term recurrence.
fn legendre(degree: u16, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for k in 2..=degree {
        let k = f64::from(k);
        (before, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k);
    }
    (value, f64::from(degree) * (x * value - before) / (x * x - 1.0))
}
