//! Radial layout: generations on rings, angles by leaf count.

use std::f64::consts::TAU;

use super::Placed;
use crate::tree::Forest;

/// Places `root` and everything below it on rings. Every leaf gets the same angle and every node the middle of
/// its leaves. Rings are at least `spacing` apart and wide enough for neighbours on a ring to be `spacing`
/// apart as well. A root that does not exist gives nothing.
#[must_use]
pub fn radial(forest: &Forest, root: u32, spacing: f32) -> Placed {
    let nodes = forest.subtree(root);
    let Some(&top) = forest.depth.get(root as usize) else {
        return Placed::default();
    };
    let middle = middles(forest, nodes);
    let leaves = nodes.iter().filter(|&&node| forest.children(node).is_empty()).count();
    let step = TAU / leaves.max(1) as f64;
    let ring_of = |node: u32| (forest.depth[node as usize] - top) as usize;
    let rings = forest.height[root as usize] as usize + 1;
    let radius = radii(nodes.iter().map(|&node| ring_of(node)).zip(&middle), rings, leaves, step, f64::from(spacing));

    let mut placed = Placed { nodes: nodes.to_vec(), ..Placed::default() };
    for (&node, &middle) in nodes.iter().zip(&middle) {
        let (sin, cos) = libm::sincos(middle * step);
        let radius = radius[ring_of(node)];
        placed.x.push(narrow(radius * cos));
        placed.y.push(narrow(radius * sin));
    }
    placed
}

/// The middle of each node's leaves, in leaves counted from the first one.
fn middles(forest: &Forest, nodes: &[u32]) -> Vec<f64> {
    // Ascending through preorder meets the leaves in order; the leaves below a node are those met in its stretch.
    let mut met = Vec::with_capacity(nodes.len() + 1);
    let mut count = 0u32;
    for &node in nodes {
        met.push(count);
        count += u32::from(forest.children(node).is_empty());
    }
    met.push(count);
    (0..nodes.len())
        .map(|at| {
            let end = at + forest.descendants[nodes[at] as usize] as usize + 1;
            f64::from(met[at] + met[end] - 1) / 2.0
        })
        .collect()
}

/// The radius of each ring, from the narrowest angle between neighbours on it.
fn radii<'a>(
    placed: impl Iterator<Item = (usize, &'a f64)>,
    rings: usize,
    leaves: usize,
    step: f64,
    spacing: f64,
) -> Vec<f64> {
    let mut first = vec![None; rings];
    let mut last = vec![0.0; rings];
    let mut narrowest = vec![f64::INFINITY; rings];
    for (ring, &middle) in placed {
        if first[ring].is_none() {
            first[ring] = Some(middle);
        } else {
            narrowest[ring] = narrowest[ring].min(middle - last[ring]);
        }
        last[ring] = middle;
    }
    let mut radii = vec![0.0; rings];
    for ring in 1..rings {
        // The ring closes: its last node has its first one as a neighbour, unless they are the same.
        let first = first[ring].unwrap_or(0.0);
        let around = if last[ring] > first { leaves as f64 - last[ring] + first } else { f64::INFINITY };
        let angle = narrowest[ring].min(around) * step;
        let chord = if angle < TAU / 2.0 { spacing / (2.0 * libm::sin(angle / 2.0)) } else { 0.0 };
        radii[ring] = f64::max(radii[ring - 1] + spacing, chord);
    }
    radii
}

/// Screens need no more than `f32`.
#[allow(clippy::cast_possible_truncation)]
fn narrow(value: f64) -> f32 {
    value as f32
}
