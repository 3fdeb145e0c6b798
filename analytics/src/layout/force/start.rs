//! Where a layout begins. A good beginning saves most of the iterations.

use std::collections::VecDeque;

use super::{Force, Settings, extent, narrow};
use crate::graph::community::Communities;
use crate::graph::{Csr, Kind, NONE, Random, index};
use crate::layout::radial;
use crate::order::sort_by_number;
use crate::tree::Forest;

/// Positions by node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Positions {
    /// Horizontal.
    pub x: Vec<f32>,
    /// Vertical.
    pub y: Vec<f32>,
}

impl Positions {
    fn zero(nodes: usize) -> Self {
        Self { x: vec![0.0; nodes], y: vec![0.0; nodes] }
    }

    fn put(&mut self, node: u32, x: f32, y: f32) {
        self.x[node as usize] = x;
        self.y[node as usize] = y;
    }
}

/// Room for one node: the distances at which layouts with the default settings come to rest.
const ROOM: f32 = 10.0;

/// Anywhere in a disc, by `seed`: the beginning that presumes nothing.
#[must_use]
pub fn random(nodes: u32, seed: u64) -> Positions {
    let mut random = Random::new(seed);
    let radius = ROOM * (nodes as f32).sqrt();
    let mut positions = Positions::zero(nodes as usize);
    for node in 0..nodes {
        // Points of the square until one is in the disc: no angles needed.
        let (x, y) = loop {
            let (x, y) = (narrow(random.unit()) * 2.0 - 1.0, narrow(random.unit()) * 2.0 - 1.0);
            if x * x + y * y <= 1.0 {
                break (x, y);
            }
        };
        positions.put(node, x * radius, y * radius);
    }
    positions
}

/// By who is near whom: every component as rings around its middle, as in [`by_forest`]. O(n + m). For relations without
/// a tree of their own. Directions are ignored.
#[must_use]
pub fn by_distance(graph: &Csr, seed: u64) -> Positions {
    let turned = (graph.kind() == Kind::Directed).then(|| graph.undirected());
    let graph = turned.as_ref().unwrap_or(graph);
    let mut search = Search { parent: vec![NONE; graph.nodes() as usize], order: Vec::new() };
    let mut done = vec![false; graph.nodes() as usize];
    let mut links = Vec::new();
    for node in 0..graph.nodes() {
        if done[node as usize] {
            continue;
        }
        // Halfway between two people who are far apart is the middle.
        let one = search.run(graph, node);
        let other = search.run(graph, one);
        let way = search.way(other);
        search.run(graph, way[way.len() / 2]);
        for &member in &search.order {
            done[member as usize] = true;
            links.push((search.parent[member as usize], member));
        }
    }
    // The root of a search is its own parent, which is no link.
    links.retain(|&(above, below)| above != below);
    let forest = Forest::build(&links, &vec![0; graph.nodes() as usize], 1.0);
    by_forest(&forest, seed)
}

/// One breadth-first search after another.
struct Search {
    parent: Vec<u32>,
    order: Vec<u32>,
}

impl Search {
    /// Returns the node that was reached last.
    fn run(&mut self, graph: &Csr, from: u32) -> u32 {
        for node in self.order.drain(..) {
            self.parent[node as usize] = NONE;
        }
        self.parent[from as usize] = from;
        self.order.push(from);
        let mut next = 0;
        while let Some(&node) = self.order.get(next) {
            next += 1;
            for &other in graph.neighbours(node) {
                if self.parent[other as usize] == NONE {
                    self.parent[other as usize] = node;
                    self.order.push(other);
                }
            }
        }
        self.order.last().copied().unwrap_or(from)
    }

    fn way(&self, to: u32) -> Vec<u32> {
        let mut way = vec![to];
        let mut at = to;
        while self.parent[at as usize] != at {
            at = self.parent[at as usize];
            way.push(at);
        }
        way
    }
}

/// Every tree on rings ([`radial`]), the largest in the middle, the others around it. `seed` moves nodes by a thousandth,
/// so that none is in the place of another.
#[must_use]
pub fn by_forest(forest: &Forest, seed: u64) -> Positions {
    let mut positions = Positions::zero(forest.len());
    let mut roots = forest.roots.clone();
    sort_by_number(&mut roots, |&root| u64::from(NONE - forest.descendants[root as usize]));
    let mut spiral = Spiral::default();
    let mut random = Random::new(seed);
    for root in roots {
        let placed = radial(forest, root, ROOM);
        let reach = placed.x.iter().zip(&placed.y).fold(0.0f32, |most, (x, y)| most.max(x * x + y * y)).sqrt();
        let (x, y) = spiral.next(reach + ROOM);
        for (at, &node) in placed.nodes.iter().enumerate() {
            let mut stir = || (narrow(random.unit()) - 0.5) * ROOM * 1e-3;
            positions.put(node, x + placed.x[at] + stir(), y + placed.y[at] + stir());
        }
    }
    positions
}

/// By circles: communities where a layout of their own puts them, each one's members in a disc of their number.
#[must_use]
pub fn by_community(graph: &Csr, communities: &Communities, seed: u64) -> Positions {
    let count = communities.sizes.len();
    let of = |node: u32| communities.of.get(node as usize).copied().unwrap_or(NONE);
    let ties: Vec<(u32, u32)> =
        graph.edges().map(|(a, b, _)| (of(a), of(b))).filter(|&(a, b)| a != b && a != NONE && b != NONE).collect();
    let circles = Csr::build(Kind::Undirected, index(count), &ties, None);
    let begin = by_distance(&circles, seed);
    let mut force = Force::new(&circles, Settings::default(), &begin.x, &begin.y);
    for _ in 0..CIRCLE_STEPS {
        force.step();
    }
    // As much room as all discs need together, and some between them.
    let room: f32 = communities.sizes.iter().map(|&size| size as f32).sum::<f32>().sqrt() * ROOM * 2.0;
    let side = extent(force.x()).max(extent(force.y()));
    let scale = if side > 0.0 { (room / side).max(1e-3) } else { 0.0 };
    let mut positions = Positions::zero(graph.nodes() as usize);
    let mut discs: Vec<Spiral> = vec![Spiral::default(); count];
    for node in 0..graph.nodes() {
        let Some(disc) = discs.get_mut(of(node) as usize) else { continue };
        let (x, y) = disc.next(ROOM / 2.0);
        let circle = of(node) as usize;
        positions.put(node, force.x()[circle] * scale + x, force.y()[circle] * scale + y);
    }
    positions
}

/// Steps for the layout of the communities: few nodes, and their own ones follow.
const CIRCLE_STEPS: usize = 60;

/// The golden angle, radians: neighbours on a spiral of such steps never line up.
const GOLDEN: f64 = 2.399_963_229_728_653;

/// Discs on a spiral, from the inside out.
#[derive(Clone, Debug, Default)]
struct Spiral {
    placed: u32,
    /// The square of the radius of the disc that holds all so far.
    area: f32,
}

impl Spiral {
    /// The middle of the next disc.
    fn next(&mut self, radius: f32) -> (f32, f32) {
        let (sin, cos) = libm::sincos(f64::from(self.placed) * GOLDEN);
        let distance = if self.placed == 0 { 0.0 } else { self.area.sqrt() + radius };
        self.placed += 1;
        // Discs leave gaps.
        self.area += radius * radius * 1.5;
        (distance * narrow(cos), distance * narrow(sin))
    }
}

/// Places the nodes of `new` beside their neighbours: in the middle of those that have a place, a little aside by `seed`;
/// neighbours of neighbours follow; who knows nobody is put outside. Nodes without a place must be in `new`; those that
/// do not exist are ignored. Nobody else moves. O(n + m).
pub fn beside(graph: &Csr, positions: &mut Positions, new: &[u32], seed: u64) {
    let turned = (graph.kind() == Kind::Directed).then(|| graph.undirected());
    let graph = turned.as_ref().unwrap_or(graph);
    let nodes = graph.nodes() as usize;
    positions.x.resize(nodes, 0.0);
    positions.y.resize(nodes, 0.0);
    let mut waiting = vec![false; nodes];
    for &node in new.iter().filter(|&&node| (node as usize) < nodes) {
        waiting[node as usize] = true;
    }
    let outside = Outside::of(positions, &waiting);
    let mut lone = Spiral { placed: 1, area: outside.radius * outside.radius };
    let mut random = Random::new(seed);
    // First those beside somebody who has a place, then their neighbours, and so on.
    let beside_placed =
        |&node: &u32| waiting[node as usize] && graph.neighbours(node).iter().any(|&other| !waiting[other as usize]);
    let mut queue: VecDeque<u32> = (0..graph.nodes()).filter(beside_placed).collect();
    let mut rest = 0..graph.nodes();
    // Once the queue is empty, nobody left knows anybody with a place: one goes outside, its friends follow.
    while let Some(node) = queue.pop_front().or_else(|| rest.find(|&node| waiting[node as usize])) {
        if !waiting[node as usize] {
            continue;
        }
        let placed = || graph.neighbours(node).iter().map(|&other| other as usize).filter(|&other| !waiting[other]);
        let count = placed().count();
        let (x, y) = if count == 0 {
            let (x, y) = lone.next(ROOM);
            (outside.x + x, outside.y + y)
        } else {
            let mean = |of: &[f32]| placed().map(|other| of[other]).sum::<f32>() / count as f32;
            let mut aside = || (narrow(random.unit()) - 0.5) * ROOM;
            (mean(&positions.x) + aside(), mean(&positions.y) + aside())
        };
        positions.put(node, x, y);
        waiting[node as usize] = false;
        queue.extend(graph.neighbours(node).iter().filter(|&&other| waiting[other as usize]));
    }
}

/// The disc around everybody who has a place.
struct Outside {
    x: f32,
    y: f32,
    radius: f32,
}

impl Outside {
    fn of(positions: &Positions, waiting: &[bool]) -> Self {
        let placed = || (0..waiting.len()).filter(|&node| !waiting[node]);
        let count = placed().count().max(1) as f32;
        let x = placed().map(|node| positions.x[node]).sum::<f32>() / count;
        let y = placed().map(|node| positions.y[node]).sum::<f32>() / count;
        let square = |node: usize| {
            (positions.x[node] - x) * (positions.x[node] - x) + (positions.y[node] - y) * (positions.y[node] - y)
        };
        Self { x, y, radius: placed().map(square).fold(0.0, f32::max).sqrt() }
    }
}
