//! Treemap: parts of a whole as areas (squarified: Bruls, Huizing, van Wijk 2000).

use super::Bar;

/// Lays values out in `width` times `height`: area in proportion to the value, rectangles as square as they can be. The
/// result is in the order of the input; values at or below zero and values that are not finite get no area. Equal
/// values keep their input order.
pub fn treemap(values: &[f64], width: f64, height: f64) -> Vec<Bar> {
    let mut bars = vec![Bar::default(); values.len()];
    let mut order: Vec<usize> = (0..values.len()).filter(|&at| values[at].is_finite() && values[at] > 0.0).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let total: f64 = order.iter().map(|&at| values[at]).sum();
    if total <= 0.0 || !total.is_finite() || width <= 0.0 || height <= 0.0 {
        return bars;
    }
    let scale = width * height / total;
    let area = |at: usize| values[at] * scale;
    let mut free = Bar { x: 0.0, y: 0.0, width, height };
    let mut rest = &order[..];
    while !rest.is_empty() {
        let side = free.width.min(free.height);
        // Take into the row what does not make its worst rectangle longer. Values fall: the first is the largest.
        let mut taken = 1;
        let mut sum = area(rest[0]);
        while let Some(&next) = rest.get(taken) {
            let longer = worst(sum + area(next), area(rest[0]), area(next), side);
            if longer > worst(sum, area(rest[0]), area(rest[taken - 1]), side) {
                break;
            }
            sum += area(next);
            taken += 1;
        }
        let (row, others) = rest.split_at(taken);
        let thick = if side > 0.0 { sum / side } else { 0.0 };
        let mut along = 0.0;
        for &at in row {
            let long = if thick > 0.0 { area(at) / thick } else { 0.0 };
            bars[at] = if free.width >= free.height {
                Bar { x: free.x, y: free.y + along, width: thick, height: long }
            } else {
                Bar { x: free.x + along, y: free.y, width: long, height: thick }
            };
            along += long;
        }
        if free.width >= free.height {
            free = Bar { x: free.x + thick, width: (free.width - thick).max(0.0), ..free };
        } else {
            free = Bar { y: free.y + thick, height: (free.height - thick).max(0.0), ..free };
        }
        rest = others;
    }
    bars
}

/// The worst ratio of sides in a row with this sum, largest and smallest area along this side.
fn worst(sum: f64, largest: f64, smallest: f64, side: f64) -> f64 {
    let (squared, side) = (sum * sum, side * side);
    (side * largest / squared).max(squared / (side * smallest))
}
