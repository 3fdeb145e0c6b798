//! Fragile points: people and ties whose loss cuts others off.
//!
//! Hopcroft, Tarjan: "Algorithm 447: Efficient Algorithms for Graph Manipulation" (1973), with an explicit stack, and
//! with sums over the subtrees of the search, which say who is cut off. O(n + m). Directions are ignored.

use super::{Csr, NONE, index};
use crate::order::{pair, sort_by_number};

/// Articulation points and bridges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// People whose loss cuts others off, ascending.
    pub points: Vec<CutPoint>,
    /// Ties whose loss cuts others off, ascending.
    pub bridges: Vec<Bridge>,
}

/// A person without whom a component falls to pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutPoint {
    /// The person.
    pub node: u32,
    /// Pieces that remain, at least 2.
    pub pieces: u32,
    /// People cut off: everybody but the person and the largest piece.
    pub people: u32,
    /// What they are worth together, minor units. Among pieces of the same size the one worth most stays.
    pub value_minor: i64,
}

/// A tie that alone holds two parts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// The ends, the smaller one first.
    pub ends: (u32, u32),
    /// The end on the side that is cut off: that of fewer people, then of less value, then of the larger end.
    pub far: u32,
    /// People on that side.
    pub people: u32,
    /// What they are worth together, minor units.
    pub value_minor: i64,
}

/// People and value of one piece. Sums are wide: 4 billion people of `i64` each fit.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    people: u32,
    value: i128,
}

impl Piece {
    fn add(&mut self, other: Self) {
        self.people += other.people;
        self.value += other.value;
    }

    fn without(self, other: Self) -> Self {
        Self { people: self.people - other.people, value: self.value - other.value }
    }
}

/// What the search below a node has found.
#[derive(Clone, Copy, Default)]
struct Below {
    /// The node and everything below it.
    all: Piece,
    /// Subtrees that are cut off from above if the node goes: their sum, how many, and the largest.
    cut: Piece,
    pieces: u32,
    largest: Piece,
}

/// Finds the articulation points and bridges; `value_minor[v]` is what person v is worth (0 if the list is too short).
#[must_use]
pub fn cuts(graph: &Csr, value_minor: &[i64]) -> Cuts {
    let turned = (graph.kind() == super::Kind::Directed).then(|| graph.undirected());
    let graph = turned.as_ref().unwrap_or(graph);
    let search = Search::run(graph);
    let mut cuts = Cuts::default();
    let mut from = 0;
    for &root in &search.roots {
        // A component is one stretch of the order.
        let to = root as usize;
        if to > from {
            component(&search, from..to, value_minor, &mut cuts);
        }
        from = to;
    }
    component(&search, from..search.order.len(), value_minor, &mut cuts);
    sort_by_number(&mut cuts.points, |point| u64::from(point.node));
    sort_by_number(&mut cuts.bridges, |bridge| pair(bridge.ends.0, bridge.ends.1));
    cuts
}

/// A depth-first search of all components. Nodes are known by their place in its order: parents come before children.
struct Search {
    /// The nodes in the order they were met.
    order: Vec<u32>,
    /// Place of the parent of each place; `NONE` for a root.
    parent: Vec<u32>,
    /// The earliest place reachable from each place and below without the arc to the parent.
    low: Vec<u32>,
    /// The places of the roots, ascending.
    roots: Vec<u32>,
}

impl Search {
    fn run(graph: &Csr) -> Self {
        let nodes = graph.nodes();
        let mut place = vec![NONE; nodes as usize];
        let mut search = Self { order: Vec::new(), parent: Vec::new(), low: Vec::new(), roots: Vec::new() };
        // Places on the way down, and how many arcs of each were followed.
        let mut path: Vec<(u32, u32)> = Vec::new();
        for root in 0..nodes {
            if place[root as usize] != NONE {
                continue;
            }
            search.roots.push(index(search.order.len()));
            search.meet(root, NONE, &mut place, &mut path);
            while let Some((at, followed)) = path.last_mut() {
                let own = *at as usize;
                let next = graph.neighbours(search.order[own]).get(*followed as usize).copied();
                *followed += 1;
                match next.map(|other| (other, place[other as usize])) {
                    Some((other, NONE)) => {
                        let at = *at;
                        search.meet(other, at, &mut place, &mut path);
                    }
                    // Edges are merged, so the arc to the parent is the one we came by.
                    Some((_, met)) if met != search.parent[own] => search.low[own] = search.low[own].min(met),
                    Some(_) => {}
                    None => {
                        path.pop();
                        if let Some(&(above, _)) = path.last() {
                            let above = above as usize;
                            search.low[above] = search.low[above].min(search.low[own]);
                        }
                    }
                }
            }
        }
        search
    }

    fn meet(&mut self, node: u32, parent: u32, place: &mut [u32], path: &mut Vec<(u32, u32)>) {
        let at = index(self.order.len());
        place[node as usize] = at;
        self.order.push(node);
        self.parent.push(parent);
        self.low.push(at);
        path.push((at, 0));
    }
}

/// The cuts of one component, the places `stretch`.
fn component(search: &Search, stretch: std::ops::Range<usize>, values: &[i64], cuts: &mut Cuts) {
    let first = stretch.start;
    let own = |at: usize| {
        let value = values.get(search.order[at] as usize).copied().unwrap_or(0);
        Piece { people: 1, value: i128::from(value) }
    };
    let mut below: Vec<Below> = stretch.clone().map(|at| Below { all: own(at), ..Below::default() }).collect();
    // Children come after their parents: backwards, everything below a place is ready before the place.
    for at in stretch.clone().rev() {
        let done = below[at - first].all;
        if let Some(above) = search.parent[at].checked_sub(index(first)).and_then(|above| below.get_mut(above as usize))
        {
            above.all.add(done);
            if search.low[at] >= search.parent[at] {
                above.cut.add(done);
                above.pieces += 1;
                above.largest = above.largest.max(done);
            }
        }
    }
    let Some(whole) = below.first().map(|root| root.all) else { return };
    for (at, found) in stretch.zip(&below) {
        let others = whole.without(own(at));
        // What hangs together with the root once the node is gone; nothing if it is the root.
        let rest = if at == first { Piece::default() } else { others.without(found.cut) };
        let pieces = found.pieces + u32::from(rest.people > 0);
        if pieces >= 2 {
            let stays = if rest.people > 0 { found.largest.max(rest) } else { found.largest };
            let lost = others.without(stays);
            let node = search.order[at];
            cuts.points.push(CutPoint { node, pieces, people: lost.people, value_minor: narrow(lost.value) });
        }
        if at > first && search.low[at] as usize == at {
            let (node, parent) = (search.order[at], search.order[search.parent[at] as usize]);
            cuts.bridges.push(bridge(node, parent, found.all, whole.without(found.all)));
        }
    }
}

/// The tie between a node with `below` and its parent with the rest.
fn bridge(node: u32, parent: u32, below: Piece, rest: Piece) -> Bridge {
    let (far, lost) = match below.cmp(&rest) {
        std::cmp::Ordering::Less => (node, below),
        std::cmp::Ordering::Equal => (node.max(parent), below),
        std::cmp::Ordering::Greater => (parent, rest),
    };
    let ends = (node.min(parent), node.max(parent));
    Bridge { ends, far, people: lost.people, value_minor: narrow(lost.value) }
}

fn narrow(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// The pieces a component falls into without `node`: each ascending, the largest first, ties by the smallest member. One
/// piece if the person cuts nobody off; none for a person without ties, or who does not exist.
#[must_use]
pub fn pieces_without(graph: &Csr, node: u32) -> Vec<Vec<u32>> {
    let turned = (graph.kind() == super::Kind::Directed).then(|| graph.undirected());
    let graph = turned.as_ref().unwrap_or(graph);
    let mut piece = vec![NONE; graph.nodes() as usize];
    let mut pieces: Vec<Vec<u32>> = Vec::new();
    for &start in graph.neighbours(node) {
        if start == node || piece[start as usize] != NONE {
            continue;
        }
        let number = index(pieces.len());
        piece[start as usize] = number;
        let mut members = vec![start];
        let mut next = 0;
        while let Some(&at) = members.get(next) {
            next += 1;
            for &other in graph.neighbours(at) {
                if other != node && piece[other as usize] == NONE {
                    piece[other as usize] = number;
                    members.push(other);
                }
            }
        }
        sort_by_number(&mut members, |&member| u64::from(member));
        pieces.push(members);
    }
    // The larger first: counted down from the largest number.
    sort_by_number(&mut pieces, |piece| pair(NONE - index(piece.len()), piece[0]));
    pieces
}
