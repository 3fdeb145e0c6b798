//! Repulsion of everybody by everybody, groups far away counting as one.
//!
//! Not one walk through the tree for each node, but one for each cell of a few neighbours (Barnes: "A Modified Tree Code:
//! Don't Laugh; It Runs", 1990): what is far from the cell is far from all its nodes. The list it yields is then summed up
//! for eight nodes at a time, which the processor does side by side.

use super::quadtree::{Cell, Quadtree};
use super::{Settings, narrow};
use crate::graph::Random;

/// Nodes that share a walk: the largest cells with at most so many.
const GROUP: u32 = 32;
/// Nodes summed up side by side.
const LANES: usize = 8;

#[derive(Clone, Debug, Default)]
pub(super) struct Repulsion {
    tree: Quadtree,
    list: Vec<Source>,
}

/// The nodes, and where their forces go.
pub(super) struct Bodies<'a> {
    pub x: &'a mut [f32],
    pub y: &'a mut [f32],
    pub mass: &'a [f32],
    pub pinned: &'a [bool],
    pub push_x: &'a mut [f32],
    pub push_y: &'a mut [f32],
}

/// What repels: a point or a group.
#[derive(Clone, Copy, Debug)]
struct Source {
    x: f32,
    y: f32,
    mass: f32,
}

/// The box around the nodes of a cell.
struct Bounds {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Repulsion {
    /// Writes the repulsion of every node. Nodes in the very same place would never part: those that may move are put a
    /// little aside first.
    pub(super) fn forces(&mut self, bodies: &mut Bodies, settings: &Settings) {
        let mut side = self.tree.sort(bodies.x, bodies.y);
        if self.part(bodies, side) {
            side = self.tree.sort(bodies.x, bodies.y);
        }
        self.tree.build(bodies.x, bodies.y, bodies.mass, side);
        let tree = &self.tree;
        let mut at = 0;
        while let Some(cell) = tree.cells.get(at) {
            if cell.to - cell.from > GROUP && !cell.leaf {
                at += 1;
                continue;
            }
            walk(tree, cell, settings.theta, &mut self.list);
            for from in (cell.from as usize..cell.to as usize).step_by(LANES) {
                let lanes = from..(cell.to as usize).min(from + LANES);
                let (sum_x, sum_y) = sum(&tree.x[lanes.clone()], &tree.y[lanes.clone()], &self.list);
                for (lane, point) in lanes.enumerate() {
                    let node = tree.node[point] as usize;
                    let strength = settings.scaling * tree.mass[point];
                    bodies.push_x[node] = strength * sum_x[lane];
                    bodies.push_y[node] = strength * sum_y[lane];
                }
            }
            at = cell.next as usize;
        }
    }

    fn part(&self, bodies: &mut Bodies, side: f32) -> bool {
        let mut moved = false;
        for pair in self.tree.node.windows(2) {
            let (one, other) = (pair[0] as usize, pair[1] as usize);
            let same = |values: &[f32]| values[one].to_bits() == values[other].to_bits();
            if same(bodies.x) && same(bodies.y) && !bodies.pinned[other] {
                let mut random = Random::new(u64::from(pair[1]));
                let mut push = || (narrow(random.unit()) - 0.5) * side.max(1.0) * 1e-3;
                bodies.x[other] += push();
                bodies.y[other] += push();
                moved = true;
            }
        }
        moved
    }
}

/// Everything that repels the nodes of a cell: groups that look small from everywhere in the cell, else single nodes.
fn walk(tree: &Quadtree, group: &Cell, theta: f32, list: &mut Vec<Source>) {
    list.clear();
    let bounds = bounds(tree, group);
    let theta2 = theta * theta;
    let mut at = 0;
    while let Some(cell) = tree.cells.get(at) {
        // From the nearest point of the box to the centre of mass.
        let dx = (bounds.left - cell.x).max(cell.x - bounds.right).max(0.0);
        let dy = (bounds.top - cell.y).max(cell.y - bounds.bottom).max(0.0);
        if cell.side * cell.side < theta2 * (dx * dx + dy * dy) {
            list.push(Source { x: cell.x, y: cell.y, mass: cell.mass });
            at = cell.next as usize;
        } else if cell.leaf {
            for point in cell.from as usize..cell.to as usize {
                list.push(Source { x: tree.x[point], y: tree.y[point], mass: tree.mass[point] });
            }
            at = cell.next as usize;
        } else {
            at += 1;
        }
    }
}

fn bounds(tree: &Quadtree, group: &Cell) -> Bounds {
    let points = group.from as usize..group.to as usize;
    let mut bounds = Bounds { left: f32::MAX, right: f32::MIN, top: f32::MAX, bottom: f32::MIN };
    for (&x, &y) in tree.x[points.clone()].iter().zip(&tree.y[points]) {
        bounds.left = bounds.left.min(x);
        bounds.right = bounds.right.max(x);
        bounds.top = bounds.top.min(y);
        bounds.bottom = bounds.bottom.max(y);
    }
    bounds
}

/// Sums up mass over distance, by direction, for up to [`LANES`] points.
fn sum(x: &[f32], y: &[f32], list: &[Source]) -> ([f32; LANES], [f32; LANES]) {
    let (mut own_x, mut own_y) = ([0.0; LANES], [0.0; LANES]);
    own_x[..x.len()].copy_from_slice(x);
    own_y[..y.len()].copy_from_slice(y);
    let (mut sum_x, mut sum_y) = ([0.0f32; LANES], [0.0f32; LANES]);
    for source in list {
        for lane in 0..LANES {
            let dx = own_x[lane] - source.x;
            let dy = own_y[lane] - source.y;
            // A node does not repel itself: its distance is 0, and 0 times anything finite stays 0.
            let pull = source.mass / (dx * dx + dy * dy).max(NEAREST);
            sum_x[lane] += dx * pull;
            sum_y[lane] += dy * pull;
        }
    }
    (sum_x, sum_y)
}

/// The square of the distance below which repulsion grows no more.
const NEAREST: f32 = 1e-8;
