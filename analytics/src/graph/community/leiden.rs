//! The three steps of Leiden's method: move, refine, collapse.

use std::collections::VecDeque;

use super::level::{Level, Sums, compact, members};
use crate::graph::{Csr, Random, index};

/// How far a refinement may stray from the best choice; the paper's value.
const RANDOMNESS: f64 = 0.01;
/// Gains below this are rounding, not progress.
const PROGRESS: f64 = 1e-10;
/// Rounds over the whole graph, each starting from the last one's division; most graphs need two or three.
const ROUNDS: usize = 10;
/// The same for large graphs, where a round is a tenth of a second and the later ones change the fourth digit.
const LARGE_ROUNDS: usize = 2;
const LARGE_NODES: usize = 20_000;

/// The community of each node, numbered without gaps.
pub(super) fn divide(graph: &Csr, seed: u64) -> Vec<u32> {
    let base = Level::base(graph);
    let mut random = Random::new(seed);
    let mut of: Vec<u32> = (0..graph.nodes()).collect();
    let rounds = if base.nodes() > LARGE_NODES { LARGE_ROUNDS } else { ROUNDS };
    for _ in 0..rounds {
        let before = of.clone();
        round(&base, &mut of, &mut random);
        compact(&mut of);
        if of == before {
            break;
        }
    }
    of
}

/// One way up through the levels, from a division to a better one.
fn round(base: &Level, of: &mut [u32], random: &mut Random) {
    let mut collapsed: Option<Level> = None;
    // The node of the current level each node of the base is in.
    let mut place: Vec<u32> = (0..index(base.nodes())).collect();
    let mut part = of.to_vec();
    loop {
        let level = collapsed.as_ref().unwrap_or(base);
        move_nodes(level, &mut part, random);
        let count = compact(&mut part);
        for (community, &node) in of.iter_mut().zip(&place) {
            *community = part[node as usize];
        }
        let mut refined = refine(level, &part, count, random);
        let parts = compact(&mut refined);
        if parts == level.nodes() {
            return;
        }
        let next = level.collapse(&refined, parts);
        let mut upper = vec![0; parts];
        for (&small, &large) in refined.iter().zip(&part) {
            upper[small as usize] = large;
        }
        for node in &mut place {
            *node = refined[*node as usize];
        }
        part = upper;
        collapsed = Some(next);
    }
}

/// Moves single nodes to the neighbouring community that gains most, until no move gains.
fn move_nodes(level: &Level, part: &mut [u32], random: &mut Random) {
    let nodes = level.nodes();
    if level.total <= 0.0 {
        return;
    }
    let mut degree = vec![0.0; nodes];
    let mut size = vec![0u32; nodes];
    for (node, &community) in part.iter().enumerate() {
        degree[community as usize] += level.degree[node];
        size[community as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..index(nodes)).filter(|&community| size[community as usize] == 0).collect();
    let mut order: Vec<u32> = (0..index(nodes)).collect();
    random.shuffle(&mut order);
    let mut queue = VecDeque::from(order);
    let mut waiting = vec![true; nodes];
    let mut sums = Sums::new(nodes);
    while let Some(node) = queue.pop_front() {
        let at = node as usize;
        waiting[at] = false;
        sums.clear();
        for (other, weight) in level.arcs(node) {
            sums.add(part[other as usize], weight);
        }
        let old = part[at];
        let own = level.degree[at];
        degree[old as usize] -= own;
        let gain = |community: u32, weight: f64| weight - own * degree[community as usize] / level.total;
        let mut best = (old, gain(old, sums.of[old as usize]));
        for &community in &sums.keys {
            let found = gain(community, sums.of[community as usize]);
            if found > best.1 + PROGRESS {
                best = (community, found);
            }
        }
        // Alone may be better than everywhere else.
        if best.1 < -PROGRESS
            && size[old as usize] > 1
            && let Some(&free) = empty.last()
        {
            best = (free, 0.0);
        }
        let new = best.0;
        degree[new as usize] += own;
        if new == old {
            continue;
        }
        if size[new as usize] == 0 {
            empty.pop();
        }
        size[new as usize] += 1;
        size[old as usize] -= 1;
        if size[old as usize] == 0 {
            empty.push(old);
        }
        part[at] = new;
        for (other, _) in level.arcs(node) {
            if part[other as usize] != new && !waiting[other as usize] {
                waiting[other as usize] = true;
                queue.push_back(other);
            }
        }
    }
}

/// Builds each community anew from its nodes, merging only what is tied well: the parts are connected, and the next
/// level can take a community apart that holds together badly.
fn refine(level: &Level, part: &[u32], count: usize, random: &mut Random) -> Vec<u32> {
    let mut state = Refinement::new(level, part, count);
    let mut sums = Sums::new(level.nodes());
    let mut choice: Vec<(u32, f64)> = Vec::new();
    for mut group in members(part, count) {
        random.shuffle(&mut group);
        for &node in &group {
            if state.size[node as usize] != 1 || state.of[node as usize] != node || !state.well_tied(node) {
                continue;
            }
            sums.clear();
            for (other, weight) in level.arcs(node) {
                if part[other as usize] == part[node as usize] {
                    sums.add(state.of[other as usize], weight);
                }
            }
            state.choices(node, &sums, &mut choice);
            let to = draw(&choice, random).unwrap_or(node);
            if to != node {
                state.merge(node, to, sums.of[to as usize]);
            }
        }
    }
    state.of
}

struct Refinement<'a> {
    level: &'a Level,
    part: &'a [u32],
    /// Degree of each community to be refined.
    whole: Vec<f64>,
    /// The refined community of each node, named after one of its nodes.
    of: Vec<u32>,
    size: Vec<u32>,
    degree: Vec<f64>,
    /// Weight between each refined community and the rest of its community.
    outside: Vec<f64>,
}

impl<'a> Refinement<'a> {
    fn new(level: &'a Level, part: &'a [u32], count: usize) -> Self {
        let nodes = index(level.nodes());
        let mut whole = vec![0.0; count];
        for (&community, degree) in part.iter().zip(&level.degree) {
            whole[community as usize] += degree;
        }
        let outside = (0..nodes)
            .map(|node| {
                let same = |&(other, _): &(u32, f64)| part[other as usize] == part[node as usize];
                level.arcs(node).filter(same).map(|(_, weight)| weight).sum()
            })
            .collect();
        Self {
            level,
            part,
            whole,
            of: (0..nodes).collect(),
            size: vec![1; nodes as usize],
            degree: level.degree.clone(),
            outside,
        }
    }

    /// Whether a refined community has at least as much weight to the rest as chance would give it.
    fn well_tied(&self, community: u32) -> bool {
        let at = community as usize;
        let whole = self.whole[self.part[at] as usize];
        self.outside[at] + PROGRESS >= self.degree[at] * (whole - self.degree[at]) / self.level.total
    }

    /// Where a single node may go, and what it gains there; itself gains nothing.
    fn choices(&self, node: u32, sums: &Sums, choice: &mut Vec<(u32, f64)>) {
        choice.clear();
        choice.push((node, 0.0));
        for &community in &sums.keys {
            let at = community as usize;
            let gain = sums.of[at] - self.level.degree[node as usize] * self.degree[at] / self.level.total;
            if gain >= 0.0 && self.well_tied(community) {
                choice.push((community, gain));
            }
        }
    }

    fn merge(&mut self, node: u32, to: u32, tie: f64) {
        let (from, at) = (node as usize, to as usize);
        self.of[from] = to;
        self.size[from] = 0;
        self.size[at] += 1;
        self.degree[at] += self.degree[from];
        self.outside[at] += self.outside[from] - 2.0 * tie;
    }
}

/// One of the choices, with a probability that grows with the exponential of its gain.
fn draw(choice: &[(u32, f64)], random: &mut Random) -> Option<u32> {
    let most = choice.iter().fold(0.0f64, |most, &(_, gain)| most.max(gain));
    let chance = |gain: f64| libm::exp((gain - most) / RANDOMNESS);
    let all: f64 = choice.iter().map(|&(_, gain)| chance(gain)).sum();
    let mut left = random.unit() * all;
    for &(community, gain) in choice {
        left -= chance(gain);
        if left < 0.0 {
            return Some(community);
        }
    }
    choice.last().map(|&(community, _)| community)
}
