//! The referral forest of the customers on this device, from the edges that stand.

use crate::store::{Store, stands};
use analytics::tree::{Forest, NONE};
use domain::schema::fields::referral;
use domain::{Kind, RowId};
use std::collections::HashMap;

/// How much less revenue counts with each step away.
const DECAY: f64 = 0.5;

/// The forest with the customers its nodes stand for.
#[derive(Debug, PartialEq)]
pub struct Tree {
    ids: Vec<RowId>,
    nodes: HashMap<RowId, u32>,
    /// The forest; its revenue is that of the last 12 months.
    pub forest: Forest,
    links: usize,
}

/// What one person brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// People they referred themselves.
    pub direct: usize,
    /// Everybody below them.
    pub below: usize,
    /// Generations below them.
    pub depth: usize,
    /// Revenue of everybody below them, minor units, last 12 months.
    pub revenue: i64,
}

/// Reads the forest.
pub fn read_tree(store: &Store) -> Tree {
    let mut ids: Vec<RowId> = Vec::new();
    let mut nodes: HashMap<RowId, u32> = HashMap::new();
    let mut node = |id: RowId| {
        *nodes.entry(id).or_insert_with(|| {
            ids.push(id);
            u32::try_from(ids.len() - 1).unwrap_or(NONE)
        })
    };
    let mut edges: Vec<(RowId, RowId)> = store
        .of_kind(Kind::Referral)
        .into_iter()
        .filter(stands)
        .filter_map(|e| Some((e.reference(referral::FROM)?, e.reference(referral::TO)?)))
        .collect();
    edges.sort_unstable();
    let links: Vec<(u32, u32)> = edges.iter().map(|(from, to)| (node(*from), node(*to))).collect();
    let revenue: Vec<i64> =
        store.with_index(|index| ids.iter().map(|id| index.get(*id).map_or(0, |e| e.net_year)).collect());
    let forest = Forest::build(&links, &revenue, DECAY);
    Tree { ids, nodes, forest, links: links.len() }
}

/// What one person brought; nothing for somebody who brought nobody.
pub fn figures_of(tree: &Tree, id: RowId) -> Figures {
    let Some(node) = tree.node(id) else { return Figures::default() };
    let f = &tree.forest;
    let at = node as usize;
    Figures {
        direct: f.children(node).len(),
        below: f.descendants.get(at).map_or(0, |n| *n as usize),
        depth: f.height.get(at).map_or(0, |n| *n as usize),
        revenue: f.downstream_minor.get(at).copied().unwrap_or(0),
    }
}

impl Tree {
    /// The node of a customer.
    pub fn node(&self, id: RowId) -> Option<u32> {
        self.nodes.get(&id).copied()
    }

    /// The customer of a node.
    pub fn id(&self, node: u32) -> RowId {
        self.ids.get(node as usize).copied().unwrap_or_default()
    }

    /// Who referred a customer.
    pub fn referrer(&self, id: RowId) -> Option<RowId> {
        let up = self.forest.parent.get(self.node(id)? as usize).copied()?;
        (up != NONE).then(|| self.id(up))
    }

    /// Everybody who brought somebody, whoever brought most revenue first, then most people.
    pub fn top(&self) -> Vec<RowId> {
        let mut all: Vec<u32> =
            (0..u32::try_from(self.ids.len()).unwrap_or(0)).filter(|n| !self.forest.children(*n).is_empty()).collect();
        let f = &self.forest;
        all.sort_by_key(|n| {
            let at = *n as usize;
            (std::cmp::Reverse(f.downstream_minor[at]), std::cmp::Reverse(f.descendants[at]), self.ids[at])
        });
        all.into_iter().map(|n| self.id(n)).collect()
    }

    /// How many people are in the forest.
    pub fn people(&self) -> usize {
        self.ids.len()
    }

    /// How many edges stand.
    pub fn links(&self) -> usize {
        self.links
    }
}
