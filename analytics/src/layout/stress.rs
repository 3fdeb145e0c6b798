//! How well a drawing shows who is near whom.

use crate::graph::{Csr, UNREACHED, distances};

/// The stress of a drawing, seen from `pivots` nodes spread evenly over the indices: 0 if distances on the page are the
/// distances in steps, times any scale; a random drawing has a quarter to two thirds. The lower the better. Pairs without a way
/// between them do not count; 0 if there is no pair.
///
/// Normalised stress with weights 1 / d² (Gansner, Koren, North: "Graph Drawing by Stress Majorization", 2004), at the
/// best scale.
#[must_use]
pub fn stress(graph: &Csr, x: &[f32], y: &[f32], pivots: u32) -> f64 {
    let nodes = graph.nodes();
    let pivots = pivots.clamp(1, nodes.max(1));
    // Sums of page² / steps², page / steps and 1 over all pairs: enough for the best scale and what is left then.
    let (mut squares, mut products, mut pairs) = (0.0, 0.0, 0.0);
    for at in 0..pivots {
        let pivot = u64::from(at) * u64::from(nodes) / u64::from(pivots);
        let Ok(pivot) = u32::try_from(pivot) else { continue };
        let from = pivot as usize;
        for (to, &steps) in distances(graph, &[pivot], UNREACHED).iter().enumerate() {
            let place = |of: &[f32], node: usize| f64::from(of.get(node).copied().unwrap_or(0.0));
            if steps == UNREACHED || steps == 0 {
                continue;
            }
            let (dx, dy) = (place(x, to) - place(x, from), place(y, to) - place(y, from));
            let ratio = (dx * dx + dy * dy).sqrt() / f64::from(steps);
            squares += ratio * ratio;
            products += ratio;
            pairs += 1.0;
        }
    }
    if pairs > 0.0 && squares > 0.0 { 1.0 - products * products / (squares * pairs) } else { 0.0 }
}
