//! Tidy tree layout.
//!
//! Buchheim, Jünger, Leipert: "Improving Walker's Algorithm to Run in Linear Time" (2002). The paper's first
//! walk is recursive; here a node's children are placed side by side once all of them are laid out, which
//! reverse preorder guarantees and which gives the same result, because placing a child only looks at its left
//! siblings' subtrees.

use super::Placed;
use crate::tree::{Forest, NONE};

/// Places `root` and everything below it: generations `level_gap` apart downwards, nodes of one generation at
/// least `node_gap` apart, parents centred over their children, subtrees of the same shape drawn alike. A root
/// that does not exist gives nothing.
#[must_use]
pub fn tidy(forest: &Forest, root: u32, node_gap: f32, level_gap: f32) -> Placed {
    let nodes = forest.subtree(root);
    if nodes.is_empty() {
        return Placed::default();
    }
    let mut walk = Walk::new(forest, nodes);
    for at in (0..walk.nodes[0].size).rev() {
        walk.place_children(at);
    }
    walk.positions(nodes, node_gap, level_gap)
}

/// A node during the walk: 64 bytes, one cache line. All indices are places in the subtree's preorder, where a
/// node's first child is the next place and its next sibling follows its last descendant.
#[derive(Clone, Copy)]
struct Node {
    /// Position in the parent's frame.
    preliminary: f64,
    /// What the children move by, on top of the node's own preliminary position.
    modifier: f64,
    shift: f64,
    change: f64,
    /// The middle of the children in their own frame.
    middle: f64,
    parent: u32,
    /// The node and everything below it.
    size: u32,
    /// The last child, or [`NONE`].
    last_child: u32,
    /// The next node of the contour below a leaf, or [`NONE`].
    thread: u32,
    ancestor: u32,
    /// Number among its siblings.
    number: u32,
}

struct Walk {
    nodes: Vec<Node>,
    /// The children being placed; kept to save allocations.
    children: Vec<u32>,
}

impl Walk {
    fn new(forest: &Forest, nodes: &[u32]) -> Self {
        let base = forest.position[nodes[0] as usize];
        let local = |node: u32| forest.position[node as usize] - base;
        let node = |(at, &node): (u32, &u32)| {
            // The root's own parent, if it has one, is not part of this tree.
            let parent = if at == 0 { NONE } else { local(forest.parent[node as usize]) };
            Node {
                preliminary: 0.0,
                modifier: 0.0,
                shift: 0.0,
                change: 0.0,
                middle: 0.0,
                parent,
                size: forest.descendants[node as usize] + 1,
                last_child: forest.children(node).last().map_or(NONE, |&child| local(child)),
                thread: NONE,
                ancestor: at,
                number: 0,
            }
        };
        Self { nodes: (0u32..).zip(nodes).map(node).collect(), children: Vec::new() }
    }

    fn node(&self, at: u32) -> &Node {
        &self.nodes[at as usize]
    }

    fn node_mut(&mut self, at: u32) -> &mut Node {
        &mut self.nodes[at as usize]
    }

    /// Puts the laid-out subtrees of a node's children side by side.
    fn place_children(&mut self, at: u32) {
        let Node { size, last_child: last, .. } = *self.node(at);
        if last == NONE {
            return;
        }
        let mut children = std::mem::take(&mut self.children);
        children.clear();
        let first = at + 1;
        let mut child = first;
        while child < at + size {
            children.push(child);
            child += self.node(child).size;
        }
        let mut default_ancestor = first;
        let mut left = NONE;
        for (number, &child) in (0u32..).zip(&children) {
            let middle = self.node(child).middle;
            let preliminary = if left == NONE { middle } else { self.node(left).preliminary + 1.0 };
            let node = self.node_mut(child);
            node.number = number;
            node.preliminary = preliminary;
            if left != NONE {
                if node.last_child != NONE {
                    node.modifier = preliminary - middle;
                }
                default_ancestor = self.move_apart(child, left, first, default_ancestor);
            }
            left = child;
        }
        self.spread(&children);
        self.children = children;
        self.node_mut(at).middle = f64::midpoint(self.node(first).preliminary, self.node(last).preliminary);
    }

    /// Walks down the facing contours of `child` and of its left siblings together and moves `child` right where
    /// they would be less than one apart. ("Apportion" in the paper.)
    fn move_apart(&mut self, child: u32, left: u32, first: u32, mut default_ancestor: u32) -> u32 {
        let (mut inner_right, mut outer_right, mut inner_left, mut outer_left) = (child, child, left, first);
        let mut sum_inner_right = self.node(inner_right).modifier;
        let mut sum_outer_right = self.node(outer_right).modifier;
        let mut sum_inner_left = self.node(inner_left).modifier;
        let mut sum_outer_left = self.node(outer_left).modifier;
        loop {
            let (next_left, next_right) = (self.next_right(inner_left), self.next_left(inner_right));
            if next_left == NONE || next_right == NONE {
                break;
            }
            inner_left = next_left;
            inner_right = next_right;
            outer_left = self.next_left(outer_left);
            outer_right = self.next_right(outer_right);
            self.node_mut(outer_right).ancestor = child;
            let overlap = self.node(inner_left).preliminary + sum_inner_left + 1.0
                - (self.node(inner_right).preliminary + sum_inner_right);
            if overlap > 0.0 {
                let moved_from = self.ancestor_of(inner_left, child, default_ancestor);
                self.move_subtree(moved_from, child, overlap);
                sum_inner_right += overlap;
                sum_outer_right += overlap;
            }
            sum_inner_left += self.node(inner_left).modifier;
            sum_inner_right += self.node(inner_right).modifier;
            sum_outer_left += self.node(outer_left).modifier;
            sum_outer_right += self.node(outer_right).modifier;
        }
        let (deeper_left, deeper_right) = (self.next_right(inner_left), self.next_left(inner_right));
        if deeper_left != NONE && self.next_right(outer_right) == NONE {
            self.node_mut(outer_right).thread = deeper_left;
            self.node_mut(outer_right).modifier += sum_inner_left - sum_outer_right;
        }
        if deeper_right != NONE && self.next_left(outer_left) == NONE {
            self.node_mut(outer_left).thread = deeper_right;
            self.node_mut(outer_left).modifier += sum_inner_right - sum_outer_left;
            default_ancestor = child;
        }
        default_ancestor
    }

    fn next_left(&self, at: u32) -> u32 {
        let node = self.node(at);
        if node.last_child == NONE { node.thread } else { at + 1 }
    }

    fn next_right(&self, at: u32) -> u32 {
        let node = self.node(at);
        if node.last_child == NONE { node.thread } else { node.last_child }
    }

    fn ancestor_of(&self, inner_left: u32, child: u32, default_ancestor: u32) -> u32 {
        let ancestor = self.node(inner_left).ancestor;
        if self.node(ancestor).parent == self.node(child).parent { ancestor } else { default_ancestor }
    }

    /// Moves `right` and its subtree, and remembers to spread the siblings in between evenly.
    fn move_subtree(&mut self, left: u32, right: u32, by: f64) {
        let share = by / f64::from(self.node(right).number - self.node(left).number);
        self.node_mut(left).change += share;
        let right = self.node_mut(right);
        right.change -= share;
        right.shift += by;
        right.preliminary += by;
        right.modifier += by;
    }

    fn spread(&mut self, children: &[u32]) {
        let (mut shift, mut change) = (0.0, 0.0);
        for &child in children.iter().rev() {
            let node = self.node_mut(child);
            node.preliminary += shift;
            node.modifier += shift;
            change += node.change;
            shift += node.shift + change;
        }
    }

    /// Sums the modifiers on the way down.
    fn positions(self, nodes: &[u32], node_gap: f32, level_gap: f32) -> Placed {
        let root = self.nodes[0].middle;
        let mut placed = Placed { nodes: nodes.to_vec(), x: vec![0.0; nodes.len()], y: vec![0.0; nodes.len()] };
        // (what the children move by, generation)
        let mut frames = vec![(0.0, 0.0f32); nodes.len()];
        for (at, node) in self.nodes.iter().enumerate().skip(1) {
            let (moved, generation) = frames[node.parent as usize];
            frames[at] = (moved + node.modifier, generation + 1.0);
            placed.x[at] = narrow((node.preliminary + moved - root) * f64::from(node_gap));
            placed.y[at] = (generation + 1.0) * level_gap;
        }
        placed
    }
}

/// Screens need no more than `f32`.
#[allow(clippy::cast_possible_truncation)]
fn narrow(value: f64) -> f32 {
    value as f32
}
