//! Answers in words, as data: what a sentence in any language needs, names included.

use crate::graph::cut::{Cuts, pieces_without};
use crate::graph::path::{Network, Path};
use crate::graph::{Csr, UNREACHED, distances};

/// One way to be introduced.
#[derive(Clone, Debug, PartialEq)]
pub struct Introduction {
    /// Everybody on the way, by name, both ends included.
    pub names: Vec<String>,
    /// The same by node.
    pub nodes: Vec<u32>,
    /// How likely a request gets through: 0 to 1.
    pub chance: f64,
}

/// "Who can introduce me to X": the best `k` ways. A person without a name is called by [`unnamed`].
#[must_use]
pub fn introductions(network: &Network, names: &[String], from: u32, to: u32, k: usize) -> Vec<Introduction> {
    let told = |path: Path| Introduction {
        names: path.nodes.iter().map(|&node| name(names, node)).collect(),
        chance: libm::exp(-path.cost),
        nodes: path.nodes,
    };
    network.introductions(from, to, k).into_iter().map(told).collect()
}

/// "What do we lose if this person leaves?"
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The person's name.
    pub name: String,
    /// What the person is worth, minor units.
    pub own_minor: i64,
    /// People cut off from the largest rest, by node, the larger groups first.
    pub groups: Vec<Vec<u32>>,
    /// How many they are.
    pub people: u32,
    /// What they are worth together, minor units.
    pub value_minor: i64,
}

/// Tells who is cut off if `node` leaves; nobody, for most people. Consistent with [`Cuts`], whose sums it takes.
#[must_use]
pub fn loss(graph: &Csr, cuts: &Cuts, names: &[String], value_minor: &[i64], node: u32) -> Loss {
    let own_minor = value_minor.get(node as usize).copied().unwrap_or(0);
    let point = cuts.points.binary_search_by_key(&node, |point| point.node).ok().map(|at| cuts.points[at]);
    let Some(point) = point else {
        return Loss { name: name(names, node), own_minor, groups: Vec::new(), people: 0, value_minor: 0 };
    };
    let worth = |group: &[u32]| -> i128 {
        group.iter().map(|&one| i128::from(value_minor.get(one as usize).copied().unwrap_or(0))).sum()
    };
    let mut groups = pieces_without(graph, node);
    // The one that stays is the largest; of those the one worth most.
    let stays = groups
        .iter()
        .enumerate()
        .max_by(|(a, one), (b, other)| (one.len(), worth(one)).cmp(&(other.len(), worth(other))).then(b.cmp(a)))
        .map(|(at, _)| at);
    if let Some(stays) = stays {
        groups.remove(stays);
    }
    Loss { name: name(names, node), own_minor, groups, people: point.people, value_minor: point.value_minor }
}

/// "Who connects these two groups?" The people on a shortest way from one to the other, and how far apart they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Steps between the nearest members.
    pub steps: u32,
    /// Everybody on some way of that length, both ends included, ascending.
    pub nodes: Vec<u32>,
}

/// Tells who is on the shortest ways from a member of `one` to a member of `other`; none if no way leads there.
#[must_use]
pub fn connection(graph: &Csr, one: &[u32], other: &[u32]) -> Option<Connection> {
    let there = distances(graph, one, UNREACHED);
    let back = distances(&graph.reversed(), other, UNREACHED);
    let both = |node: usize| {
        let reached = there[node] != UNREACHED && back[node] != UNREACHED;
        reached.then(|| there[node] + back[node])
    };
    let steps = (0..there.len()).filter_map(both).min()?;
    let nodes = (0..graph.nodes()).filter(|&node| both(node as usize) == Some(steps)).collect();
    Some(Connection { steps, nodes })
}

/// What a person without a name is called: the place in the list.
pub fn unnamed(node: u32) -> String {
    format!("#{node}")
}

fn name(names: &[String], node: u32) -> String {
    names.get(node as usize).filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| unnamed(node))
}
