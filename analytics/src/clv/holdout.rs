//! A model's word against what happened: fitted up to one day, checked on the time after it.

use super::calibrate::brier;

/// How good the predictions were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holdout {
    /// Customers predicted.
    pub customers: usize,
    /// Customers for whom it happened.
    pub happened: usize,
    /// Chance that one for whom it happened was ranked above one for whom it did not; ties count half. `None` if it
    /// happened to all or to none.
    pub auc: Option<f64>,
    /// Mean squared difference of prediction and outcome; 0 is perfect.
    pub brier: f64,
    /// Of those for whom it happened, the share among the fifth ranked highest: "last year's list would have caught
    /// so many of them". Ties at the end of the fifth count in proportion. `None` if it happened to none.
    pub caught_by_top_fifth: Option<f64>,
    /// Mean of the predictions less the share that happened: above zero = too confident.
    pub bias: f64,
}

/// Compares predicted chances with outcomes. `None` without any.
pub fn evaluate(predicted: &[(f64, bool)]) -> Option<Holdout> {
    if predicted.is_empty() {
        return None;
    }
    let mut ranked = predicted.to_vec();
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let count = ranked.len();
    let happened = ranked.iter().filter(|row| row.1).count();
    let mean = ranked.iter().map(|row| row.0).sum::<f64>() / count as f64;
    Some(Holdout {
        customers: count,
        happened,
        auc: auc(predicted),
        brier: brier(&ranked),
        caught_by_top_fifth: (happened > 0).then(|| caught(&ranked, count as f64 / 5.0) / happened as f64),
        bias: mean - happened as f64 / count as f64,
    })
}

/// Area under the receiver operating characteristic by ranks (Mann-Whitney), ties counted half.
pub fn auc(predicted: &[(f64, bool)]) -> Option<f64> {
    let mut ranked = predicted.to_vec();
    ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut twice_won, mut positives) = (0u128, 0u128, 0u128);
    for tied in ranked.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let yes = tied.iter().filter(|row| row.1).count() as u128;
        let no = tied.len() as u128 - yes;
        twice_won += yes * (2 * below + no);
        below += no;
        positives += yes;
    }
    let pairs = positives * below;
    (pairs > 0).then(|| twice_won as f64 / (2.0 * pairs as f64))
}

/// How many of those for whom it happened are among the first `places`; a tie across the border in proportion.
fn caught(ranked: &[(f64, bool)], places: f64) -> f64 {
    let mut left = places;
    let mut caught = 0.0;
    for tied in ranked.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let yes = tied.iter().filter(|row| row.1).count() as f64;
        let taken = (left / tied.len() as f64).clamp(0.0, 1.0);
        caught += yes * taken;
        left -= tied.len() as f64;
        if left <= 0.0 {
            break;
        }
    }
    caught
}
