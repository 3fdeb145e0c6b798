//! Referrals that lead back to where they began.

use super::{Finding, Held, Referral};
use crate::graph::household::{Evidence, Shared};
use crate::graph::walk::Sets;
use crate::graph::{Csr, Kind, NONE, index};

/// People who share something are one point here; a cycle of points is a loop.
pub(super) fn loops(people: u32, referrals: &[Referral], things: &[Evidence], held: &Held, found: &mut Vec<Finding>) {
    let mut sets = Sets::new(people);
    for thing in things {
        for pair in thing.people.windows(2) {
            sets.unite(pair[0], pair[1]);
        }
    }
    let point = sets.numbered();
    let of = |person: u32| point.of[person as usize];
    // Within a point there is nothing to go round: such referrals are findings of their own. Referrals are sorted, so the
    // first one between two points is always the same.
    let mut between: Vec<(u32, u32, usize)> = referrals
        .iter()
        .enumerate()
        .map(|(at, one)| (of(one.referrer), of(one.referred), at))
        .filter(|&(from, to, _)| from != to)
        .collect();
    between.sort_unstable();
    between.dedup_by_key(|step| (step.0, step.1));
    let edges: Vec<(u32, u32)> = between.iter().map(|&(from, to, _)| (from, to)).collect();
    let graph = Csr::build(Kind::Directed, index(point.len()), &edges, None);
    let strong = strong_components(&graph);

    let mut members: Vec<Vec<u32>> = vec![Vec::new(); graph.nodes() as usize];
    for (node, &component) in (0u32..).zip(&strong) {
        members[component as usize].push(node);
    }
    for component in members.iter().filter(|component| component.len() > 1) {
        let round = way_round(&graph, component[0], &strong);
        let steps: Vec<Referral> = round
            .iter()
            .zip(round.iter().cycle().skip(1))
            .filter_map(|(&from, &to)| edges.binary_search(&(from, to)).ok())
            .map(|at| referrals[between[at].2])
            .collect();
        found.push(Finding::Loop {
            joined: joints(&steps, things, held, &point.of),
            people: involved(referrals, &point.of, &strong, strong[component[0] as usize]),
            steps,
        });
    }
}

/// What the people between the steps share: the things that hold together the points where two steps do not meet.
fn joints(steps: &[Referral], things: &[Evidence], held: &Held, point: &[u32]) -> Vec<(Shared, u32)> {
    let mut joined = Vec::new();
    for (one, next) in steps.iter().zip(steps.iter().cycle().skip(1)) {
        if one.referred == next.referrer {
            continue;
        }
        let direct = held.common(things, one.referred, next.referrer);
        if direct.is_empty() {
            // Only through others: everything that holds the point together.
            let own = things.iter().filter(|thing| point[thing.people[0] as usize] == point[one.referred as usize]);
            joined.extend(own.map(|thing| (thing.shared, thing.key)));
        } else {
            joined.extend(direct);
        }
    }
    joined.sort_unstable();
    joined.dedup();
    joined
}

/// Ends of referrals that run inside one strong component.
fn involved(referrals: &[Referral], point: &[u32], strong: &[u32], component: u32) -> Vec<u32> {
    let inside = |person: u32| strong[point[person as usize] as usize] == component;
    let mut people: Vec<u32> = referrals
        .iter()
        .filter(|one| inside(one.referrer) && inside(one.referred))
        .flat_map(|one| [one.referrer, one.referred])
        .collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// A shortest cycle through a node of a strong component of at least two.
fn way_round(graph: &Csr, start: u32, strong: &[u32]) -> Vec<u32> {
    let mut before = vec![NONE; graph.nodes() as usize];
    let mut queue = vec![start];
    let mut next = 0;
    while let Some(&node) = queue.get(next) {
        next += 1;
        for &other in graph.neighbours(node) {
            if other == start {
                let mut way = Vec::new();
                let mut at = node;
                while at != NONE {
                    way.push(at);
                    at = before[at as usize];
                }
                way.reverse();
                return way;
            }
            if before[other as usize] == NONE && strong[other as usize] == strong[start as usize] {
                before[other as usize] = node;
                queue.push(other);
            }
        }
    }
    Vec::new()
}

/// Strongly connected components (Tarjan 1972, with an explicit stack).
fn strong_components(graph: &Csr) -> Vec<u32> {
    let nodes = graph.nodes() as usize;
    let mut number = vec![NONE; nodes];
    let mut low = vec![0u32; nodes];
    let mut followed = vec![0usize; nodes];
    let mut component = vec![NONE; nodes];
    let (mut met, mut components) = (0u32, 0u32);
    let mut waiting: Vec<u32> = Vec::new();
    for root in 0..graph.nodes() {
        let mut path = if number[root as usize] == NONE { vec![root] } else { Vec::new() };
        while let Some(&node) = path.last() {
            let at = node as usize;
            if number[at] == NONE {
                number[at] = met;
                low[at] = met;
                met += 1;
                waiting.push(node);
            }
            let next = graph.neighbours(node).get(followed[at]).copied();
            followed[at] += 1;
            match next {
                Some(other) if number[other as usize] == NONE => path.push(other),
                Some(other) if component[other as usize] == NONE => low[at] = low[at].min(number[other as usize]),
                Some(_) => {}
                None => {
                    path.pop();
                    if let Some(&above) = path.last() {
                        low[above as usize] = low[above as usize].min(low[at]);
                    }
                    if low[at] == number[at] {
                        while let Some(member) = waiting.pop() {
                            component[member as usize] = components;
                            if member == node {
                                break;
                            }
                        }
                        components += 1;
                    }
                }
            }
        }
    }
    component
}
