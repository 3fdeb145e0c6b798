//! Radial layout: generations on evenly spaced rings, angles by what each subtree needs.

use std::f64::consts::{PI, TAU};

use super::Placed;
use crate::tree::Forest;

/// Places `root` and everything below it on rings that are the same distance apart, neighbours on a ring at least
/// `spacing` from each other. The first child stands to the right of the root; the others follow clockwise (y points
/// down) in their order. A root that does not exist gives nothing.
///
/// A node on ring d needs an arc of one spacing, which is 1/d of the angle it would need on the first ring, and a
/// subtree needs what its widest generation needs (the separation of d3-hierarchy's radial tree, made exact for
/// subtrees). So a few people with many descendants do not push the first ring out to the last one.
#[must_use]
pub fn radial(forest: &Forest, root: u32, spacing: f32) -> Placed {
    let nodes = forest.subtree(root);
    let Some(&top) = forest.depth.get(root as usize) else {
        return Placed::default();
    };
    let rings: Vec<f64> = nodes.iter().map(|&node| f64::from(forest.depth[node as usize] - top)).collect();
    let spans = spans(forest, nodes, &rings);
    let middles = middles(forest, nodes, &spans);
    // The angle of one unit of span, and with it the distance at which neighbours on the first ring are a spacing apart.
    // On ring d neighbours are at least 1/d of that angle apart, and d · sin(a / d) is never less than sin a.
    let unit = TAU / spans[0].max(1.0);
    let step = f64::from(spacing).max(f64::from(spacing) / (2.0 * libm::sin(unit.min(PI) / 2.0)));
    let first = middles.get(1).copied().unwrap_or_default();

    let mut placed = Placed { nodes: nodes.to_vec(), ..Placed::default() };
    for (ring, middle) in rings.iter().zip(&middles) {
        let (sin, cos) = libm::sincos((middle - first) * unit);
        placed.x.push(narrow(ring * step * cos));
        placed.y.push(narrow(ring * step * sin));
    }
    placed
}

/// What each subtree needs, in units of what one node needs on the first ring.
fn spans(forest: &Forest, nodes: &[u32], rings: &[f64]) -> Vec<f64> {
    let mut spans = vec![0.0; nodes.len()];
    // From the end of the preorder a node's children are ready before the node.
    for at in (0..nodes.len()).rev() {
        let below: f64 = children(forest, nodes, at).map(|child| spans[child]).sum();
        let own = if rings[at] > 0.0 { 1.0 / rings[at] } else { 0.0 };
        spans[at] = below.max(own);
    }
    spans
}

/// The middle of each node's span; its children share the middle of it.
fn middles(forest: &Forest, nodes: &[u32], spans: &[f64]) -> Vec<f64> {
    let mut starts = vec![0.0; nodes.len()];
    for at in 0..nodes.len() {
        let below: f64 = children(forest, nodes, at).map(|child| spans[child]).sum();
        let mut start = starts[at] + (spans[at] - below) / 2.0;
        for child in children(forest, nodes, at) {
            starts[child] = start;
            start += spans[child];
        }
    }
    starts.iter().zip(spans).map(|(start, span)| start + span / 2.0).collect()
}

/// Places in the preorder of the children of the node at `at`.
fn children<'a>(forest: &'a Forest, nodes: &'a [u32], at: usize) -> impl Iterator<Item = usize> + 'a {
    let mut next = at + 1;
    (0..forest.children(nodes[at]).len()).map(move |_| {
        let child = next;
        // After a child come all of its descendants, then its next sibling.
        next += forest.descendants[nodes[child] as usize] as usize + 1;
        child
    })
}

/// Screens need no more than `f32`.
#[allow(clippy::cast_possible_truncation)]
fn narrow(value: f64) -> f32 {
    value as f32
}
