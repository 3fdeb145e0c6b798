//! Fragile points: people and ties whose loss cuts others off.
//!
//! Hopcroft, Tarjan: "Algorithm 447: Efficient Algorithms for Graph Manipulation" (1973), with an explicit stack, and
//! with sums over the subtrees of the search, which say who is cut off. O(n + m). Directions are ignored.

use super::{Csr, NONE, index};

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

/// What one visit of a node has found so far.
#[derive(Clone, Copy, Default)]
struct Visit {
    /// The earliest number reachable from below.
    low: u32,
    /// The node and everything below it in the search.
    below: Piece,
    /// Subtrees cut off from above if the node goes: their sum, how many, and the largest.
    cut: Piece,
    pieces: u32,
    largest: Piece,
}

/// Finds the articulation points and bridges; `value_minor[v]` is what person v is worth (0 if the list is too short).
#[must_use]
pub fn cuts(graph: &Csr, value_minor: &[i64]) -> Cuts {
    let turned = (graph.kind() == super::Kind::Directed).then(|| graph.undirected());
    let graph = turned.as_ref().unwrap_or(graph);
    let mut search = Search::new(graph.nodes(), value_minor);
    let mut cuts = Cuts::default();
    for root in 0..graph.nodes() {
        if search.number[root as usize] == NONE {
            search.component(graph, root, &mut cuts);
        }
    }
    cuts.points.sort_unstable_by_key(|point| point.node);
    cuts.bridges.sort_unstable_by_key(|bridge| bridge.ends);
    cuts
}

struct Search<'a> {
    values: &'a [i64],
    /// The order in which nodes were met.
    number: Vec<u32>,
    parent: Vec<u32>,
    /// How many arcs of a node were followed.
    followed: Vec<u32>,
    visit: Vec<Visit>,
    met: u32,
}

impl<'a> Search<'a> {
    fn new(nodes: u32, values: &'a [i64]) -> Self {
        let nodes = nodes as usize;
        Self {
            values,
            number: vec![NONE; nodes],
            parent: vec![NONE; nodes],
            followed: vec![0; nodes],
            visit: vec![Visit::default(); nodes],
            met: 0,
        }
    }

    fn enter(&mut self, node: u32, parent: u32, path: &mut Vec<u32>) {
        let value = self.values.get(node as usize).copied().unwrap_or(0);
        self.number[node as usize] = self.met;
        self.parent[node as usize] = parent;
        self.visit[node as usize].low = self.met;
        self.visit[node as usize].below = Piece { people: 1, value: i128::from(value) };
        self.met += 1;
        path.push(node);
    }

    fn component(&mut self, graph: &Csr, root: u32, cuts: &mut Cuts) {
        let mut path = Vec::new();
        let mut order = Vec::new();
        self.enter(root, NONE, &mut path);
        while let Some(&node) = path.last() {
            let at = node as usize;
            let next = graph.neighbours(node).get(self.followed[at] as usize).copied();
            self.followed[at] += 1;
            match next {
                Some(other) if self.number[other as usize] == NONE => self.enter(other, node, &mut path),
                // Edges are merged, so the arc to the parent is the one we came by.
                Some(other) if other != self.parent[at] => {
                    self.visit[at].low = self.visit[at].low.min(self.number[other as usize]);
                }
                Some(_) => {}
                None => {
                    path.pop();
                    order.push(node);
                    self.leave(node);
                }
            }
        }
        let whole = self.visit[root as usize].below;
        for &node in &order {
            self.judge(node, root, whole, cuts);
        }
    }

    /// Hands what was found below a node to its parent.
    fn leave(&mut self, node: u32) {
        let done = self.visit[node as usize];
        let Some(above) = self.visit.get_mut(self.parent[node as usize] as usize) else { return };
        above.below.add(done.below);
        above.low = above.low.min(done.low);
        if done.low >= self.number[self.parent[node as usize] as usize] {
            above.cut.add(done.below);
            above.pieces += 1;
            above.largest = above.largest.max(done.below);
        }
    }

    fn judge(&self, node: u32, root: u32, whole: Piece, cuts: &mut Cuts) {
        let own = self.visit[node as usize];
        let value = i128::from(self.values.get(node as usize).copied().unwrap_or(0));
        let others = whole.without(Piece { people: 1, value });
        // What hangs together with the search's root once the node is gone; nothing if it is the root.
        let rest = if node == root { Piece::default() } else { others.without(own.cut) };
        let pieces = own.pieces + u32::from(rest.people > 0);
        if pieces >= 2 {
            let stays = if rest.people > 0 { own.largest.max(rest) } else { own.largest };
            let lost = others.without(stays);
            cuts.points.push(CutPoint { node, pieces, people: lost.people, value_minor: narrow(lost.value) });
        }
        let parent = self.parent[node as usize];
        if parent != NONE && own.low == self.number[node as usize] {
            let near = whole.without(own.below);
            let (far, lost) = match own.below.cmp(&near) {
                std::cmp::Ordering::Less => (node, own.below),
                std::cmp::Ordering::Equal => (node.max(parent), own.below),
                std::cmp::Ordering::Greater => (parent, near),
            };
            let ends = (node.min(parent), node.max(parent));
            cuts.bridges.push(Bridge { ends, far, people: lost.people, value_minor: narrow(lost.value) });
        }
    }
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
        members.sort_unstable();
        pieces.push(members);
    }
    pieces.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    pieces
}
