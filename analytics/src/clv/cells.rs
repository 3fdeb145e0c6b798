//! Customers with equal figures counted once: a likelihood needs each of them only once.

use super::Customer;

/// Customers with the same x, `t_x` and T.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Position of x among the distinct values.
    pub at: usize,
    pub x: f64,
    pub t_x: f64,
    pub t: f64,
    pub count: f64,
}

/// A base for fitting, sorted: sums run in the same order whatever the order of the rows was.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    pub rows: Vec<Cell>,
    /// The distinct values of x, ascending.
    pub xs: Vec<f64>,
    pub mean_x: f64,
    pub mean_t: f64,
}

impl Cells {
    pub fn of(customers: &[Customer]) -> Self {
        let mut sorted: Vec<(u32, f64, f64)> = customers.iter().map(|c| (c.x, c.t_x, c.t)).collect();
        sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2)));
        let mut xs: Vec<f64> = Vec::new();
        let mut rows: Vec<Cell> = Vec::new();
        for (x, t_x, t) in sorted {
            let x = f64::from(x);
            if xs.last() != Some(&x) {
                xs.push(x);
            }
            match rows.last_mut() {
                Some(last) if (last.x, last.t_x, last.t) == (x, t_x, t) => last.count += 1.0,
                _ => rows.push(Cell { at: xs.len() - 1, x, t_x, t, count: 1.0 }),
            }
        }
        let count: f64 = rows.iter().map(|cell| cell.count).sum();
        let mean = |of: fn(&Cell) -> f64| rows.iter().map(|cell| cell.count * of(cell)).sum::<f64>() / count.max(1.0);
        let (mean_x, mean_t) = (mean(|cell| cell.x), mean(|cell| cell.t));
        Self { rows, xs, mean_x, mean_t }
    }

    /// Sum over all customers of `ll(what of_x gave for x, cell)`; `of_x` is asked once per distinct x.
    pub fn sum(&self, of_x: impl Fn(f64) -> f64, ll: impl Fn(&Cell) -> f64) -> f64 {
        let by_x: Vec<f64> = self.xs.iter().map(|&x| of_x(x)).collect();
        self.rows.iter().map(|cell| cell.count * (by_x[cell.at] + ll(cell))).sum()
    }
}
