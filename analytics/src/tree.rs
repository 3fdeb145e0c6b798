//! Referral forests: who brought whom, and what it earned.
//!
//! Nodes are indices 0 to n - 1. All passes are iterative and linear (rejected links are sorted); the result depends on the
//! set of links only.

mod build;

/// "No node": the parent of a root.
pub const NONE: u32 = u32::MAX;

/// A forest in preorder: every node's subtree is one contiguous stretch of [`Forest::preorder`]. Roots and the
/// children of a node come in ascending order.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// The parent each node hangs under, [`NONE`] for roots.
    pub parent: Vec<u32>,
    /// Nodes without a parent, ascending. Nodes on a cycle stand here, too.
    pub roots: Vec<u32>,
    /// All nodes, parents before their children.
    pub preorder: Vec<u32>,
    /// Where each node stands in `preorder`.
    pub position: Vec<u32>,
    /// Generations above each node: 0 for a root.
    pub depth: Vec<u32>,
    /// Generations below each node: 0 for a leaf.
    pub height: Vec<u32>,
    /// Nodes below each node, itself left out.
    pub descendants: Vec<u32>,
    /// Revenue of all nodes below each node, itself left out, minor units.
    pub downstream_minor: Vec<i64>,
    /// The same, each generation counting `decay` times the one above it.
    pub downstream_decayed: Vec<f64>,
    /// Children of node v: `child[child_start[v]..child_start[v + 1]]`.
    child_start: Vec<u32>,
    child: Vec<u32>,
    /// Links that could not be used.
    pub rejected: Rejected,
}

/// Links that are not part of the forest, each for a person to look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejected {
    /// Nodes on a cycle (a self-referral is a cycle of one), ascending. The links between them are left out.
    pub on_cycle: Vec<u32>,
    /// Further (parent, child) claims on a child that already has a parent; the smallest parent was kept.
    pub second_claims: Vec<(u32, u32)>,
    /// Links that name a node outside 0 to n - 1.
    pub unknown_nodes: Vec<(u32, u32)>,
}

impl Forest {
    /// Builds the forest of `revenue_minor.len()` nodes (at most `u32::MAX - 1`; links to nodes beyond are
    /// rejected) from (parent, child) links. A link given twice counts once. `decay` is the weight of each
    /// further generation in [`Forest::downstream_decayed`], usually 0 to 1: children count `decay`,
    /// grandchildren `decay` squared.
    pub fn build(links: &[(u32, u32)], revenue_minor: &[i64], decay: f64) -> Self {
        build::build(links, revenue_minor, decay)
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Whether there are no nodes at all.
    pub fn is_empty(&self) -> bool {
        self.parent.is_empty()
    }

    /// The direct children of a node, ascending; none for a node that does not exist.
    pub fn children(&self, node: u32) -> &[u32] {
        let node = node as usize;
        match (self.child_start.get(node), self.child_start.get(node + 1)) {
            (Some(&from), Some(&to)) => &self.child[from as usize..to as usize],
            _ => &[],
        }
    }

    /// A node and everything below it, in preorder; empty for a node that does not exist.
    pub fn subtree(&self, node: u32) -> &[u32] {
        let Some(&position) = self.position.get(node as usize) else {
            return &[];
        };
        let from = position as usize;
        &self.preorder[from..=from + self.descendants[node as usize] as usize]
    }

    /// Nodes per generation below and including `node`: entry 0 is 1, entry 1 its children, and so on.
    pub fn width(&self, node: u32) -> Vec<u32> {
        let Some(&top) = self.depth.get(node as usize) else {
            return Vec::new();
        };
        let mut width = vec![0; self.height[node as usize] as usize + 1];
        for &below in self.subtree(node) {
            width[(self.depth[below as usize] - top) as usize] += 1;
        }
        width
    }

    /// The way from a node up to its root, the node first.
    pub fn lineage(&self, node: u32) -> Vec<u32> {
        let mut lineage = Vec::new();
        let mut at = node;
        while let Some(&parent) = self.parent.get(at as usize) {
            lineage.push(at);
            at = parent;
        }
        lineage
    }
}
