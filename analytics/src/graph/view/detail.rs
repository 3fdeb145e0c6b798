//! How much is drawn.

use crate::graph::Csr;

/// More nodes than this in the window are drawn as points and community bubbles.
pub const MOST_NODES: usize = 20_000;
/// A node with more neighbours than this that lead nowhere else is collapsed.
pub const HUB: usize = 30;

/// What to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nodes, edges and names.
    Full,
    /// Points without edges, and a bubble for each community.
    Communities,
}

/// Decides by the nodes in the window. `now` is what is drawn: it changes back only when a tenth fewer are in the window,
/// so that it does not flip while somebody zooms at the limit.
#[must_use]
pub fn detail(in_window: usize, now: Detail) -> Detail {
    let limit = if now == Detail::Communities { MOST_NODES - MOST_NODES / 10 } else { MOST_NODES };
    if in_window > limit { Detail::Communities } else { Detail::Full }
}

/// A community as one thing to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bubble {
    /// Its number.
    pub community: u32,
    /// Members that are drawn.
    pub members: u32,
    /// The middle of them.
    pub x: f32,
    /// The middle of them.
    pub y: f32,
    /// Root mean square distance of the members from the middle.
    pub radius: f32,
}

/// The bubbles of the communities `of` (by node) that have a drawn member, ascending.
#[must_use]
pub fn bubbles(of: &[u32], x: &[f32], y: &[f32], shown: &[bool]) -> Vec<Bubble> {
    let count = of.iter().max().map_or(0, |&last| last as usize + 1).min(of.len());
    // Count, sums and sums of squares.
    let mut sums = vec![(0u32, [0.0f64; 4]); count];
    for (node, (&community, (&x, &y))) in of.iter().zip(x.iter().zip(y)).enumerate() {
        if shown.get(node).copied().unwrap_or(true)
            && let Some((members, sum)) = sums.get_mut(community as usize)
        {
            let (x, y) = (f64::from(x), f64::from(y));
            *members += 1;
            *sum = [sum[0] + x, sum[1] + y, sum[2] + x * x, sum[3] + y * y];
        }
    }
    (0u32..)
        .zip(sums)
        .filter(|(_, (members, _))| *members > 0)
        .map(|(community, (members, sum))| {
            let mean = sum.map(|sum| sum / f64::from(members));
            let spread = (mean[2] - mean[0] * mean[0] + mean[3] - mean[1] * mean[1]).max(0.0).sqrt();
            Bubble { community, members, x: narrow(mean[0]), y: narrow(mean[1]), radius: narrow(spread) }
        })
        .collect()
}

/// A hub whose leaves are drawn as one number: "+237".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hub {
    /// The hub.
    pub node: u32,
    /// The neighbours that lead nowhere else, ascending; their number is what is shown.
    pub leaves: Vec<u32>,
}

/// The hubs with more than `most` leaves (usually [`HUB`]), ascending. `kept` are nodes that stay visible: found, selected
/// or on a path; ascending.
#[must_use]
pub fn hubs(graph: &Csr, most: usize, kept: &[u32]) -> Vec<Hub> {
    let leaf = |node: u32, hub: u32| {
        let elsewhere = graph.neighbours(node).iter().any(|&other| other != hub && other != node);
        node != hub && !elsewhere && kept.binary_search(&node).is_err()
    };
    (0..graph.nodes())
        .filter(|&node| graph.neighbours(node).len() > most)
        .map(|node| {
            let leaves = graph.neighbours(node).iter().copied().filter(|&other| leaf(other, node)).collect();
            Hub { node, leaves }
        })
        .filter(|hub: &Hub| hub.leaves.len() > most)
        .collect()
}

#[allow(clippy::cast_possible_truncation)]
fn narrow(value: f64) -> f32 {
    value as f32
}
