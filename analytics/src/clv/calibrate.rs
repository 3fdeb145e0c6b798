//! Isotonic calibration: predicted chances bent, in their order, to what happened.

/// A rising step function from predicted to observed chances.
#[derive(Clone, Debug, PartialEq)]
pub struct Isotonic {
    /// (Mean prediction of a block, share that happened), both ascending.
    blocks: Vec<(f64, f64)>,
}

impl Isotonic {
    /// Fits by pooling adjacent violators (Ayer and others, Annals of Mathematical Statistics 26 (1955)): the rising
    /// function with the least squared error. `None` without rows.
    pub fn fit(rows: &[(f64, bool)]) -> Option<Self> {
        let mut sorted = rows.to_vec();
        sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        // (sum of predictions, happened, rows): equal predictions are one block from the start.
        let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
        for tied in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            let rows = tied.len() as f64;
            let mut block = (tied[0].0 * rows, tied.iter().filter(|row| row.1).count() as f64, rows);
            while let Some(last) = blocks.last() {
                if last.1 * block.2 < block.1 * last.2 {
                    break;
                }
                block = (block.0 + last.0, block.1 + last.1, block.2 + last.2);
                blocks.pop();
            }
            blocks.push(block);
        }
        let blocks: Vec<(f64, f64)> = blocks.iter().map(|(sum, yes, rows)| (sum / rows, yes / rows)).collect();
        (!blocks.is_empty()).then_some(Self { blocks })
    }

    /// The calibrated chance: linear between blocks, level beyond their ends.
    pub fn apply(&self, predicted: f64) -> f64 {
        let after = self.blocks.partition_point(|block| block.0 < predicted);
        match (after.checked_sub(1).and_then(|at| self.blocks.get(at)), self.blocks.get(after)) {
            (Some(&(x0, y0)), Some(&(x1, y1))) if x1 > x0 => y0 + (y1 - y0) * (predicted - x0) / (x1 - x0),
            (_, Some(&(_, y))) | (Some(&(_, y)), None) => y,
            (None, None) => predicted,
        }
    }
}

/// Mean squared difference of predicted chances and outcomes; 0 without rows.
pub fn brier(rows: &[(f64, bool)]) -> f64 {
    let sum: f64 = rows.iter().map(|&(p, yes)| (p - f64::from(u8::from(yes))) * (p - f64::from(u8::from(yes)))).sum();
    sum / (rows.len() as f64).max(1.0)
}

/// The calibration to use, if a holdout says so: fitted on each half of the rows and judged on the other, it must have
/// the smaller Brier score. Halves alternate in the order of predictions, so that row order does not matter.
pub fn calibrated_if_better(rows: &[(f64, bool)]) -> Option<Isotonic> {
    let mut sorted = rows.to_vec();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let half = |parity: usize| -> Vec<(f64, bool)> {
        sorted.iter().enumerate().filter(|(at, _)| at % 2 == parity).map(|(_, &row)| row).collect()
    };
    let (even, odd) = (half(0), half(1));
    let mut calibrated = Vec::with_capacity(rows.len());
    for (train, test) in [(&even, &odd), (&odd, &even)] {
        let model = Isotonic::fit(train)?;
        calibrated.extend(test.iter().map(|&(p, yes)| (model.apply(p), yes)));
    }
    if brier(&calibrated) < brier(&sorted) { Isotonic::fit(&sorted) } else { None }
}
