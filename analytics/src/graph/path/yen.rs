//! Yen's method: every further way leaves an earlier one somewhere.

use super::search::{Search, arcs};

/// A way that may be the next: by price, then steps, then nodes. `left_at` is where it left the way it came from.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    price: u64,
    steps: usize,
    nodes: Vec<u32>,
    left_at: usize,
}

pub(super) fn shortest(search: &mut Search, from: u32, to: u32, k: usize) -> Vec<(u64, Vec<u32>)> {
    let mut found: Vec<(u64, Vec<u32>)> = Vec::new();
    // The best last. There are never more than wanted, so a list does.
    let mut candidates: Vec<Candidate> = Vec::new();
    if let Some((price, nodes)) = search.way(from, to, &[]) {
        candidates.push(Candidate { price, steps: nodes.len(), nodes, left_at: 0 });
    }
    while found.len() < k {
        let Some(best) = candidates.pop() else { break };
        let (way, left_at) = (best.nodes.clone(), best.left_at);
        found.push((best.price, best.nodes));
        if found.len() == k {
            break;
        }
        // Ways that leave earlier were looked for when the earlier way was found (Lawler).
        leave(search, &found, &way, left_at, to, &mut candidates);
        // Only as many as can still be wanted.
        let surplus = candidates.len().saturating_sub(k - found.len());
        candidates.drain(..surplus);
    }
    found
}

/// The cheapest way that leaves `way` at each of its nodes from `left_at` on.
fn leave(
    search: &mut Search,
    found: &[(u64, Vec<u32>)],
    way: &[u32],
    left_at: usize,
    to: u32,
    candidates: &mut Vec<Candidate>,
) {
    let mut so_far = 0u64;
    for at in 0..way.len() - 1 {
        if at >= left_at {
            let root = &way[..=at];
            let taken: Vec<u32> = found
                .iter()
                .filter(|(_, nodes)| nodes.len() > at + 1 && nodes[..=at] == *root)
                .map(|(_, nodes)| nodes[at + 1])
                .collect();
            if let Some((price, rest)) = search.way(way[at], to, &taken) {
                let nodes = [&way[..at], &rest[..]].concat();
                let price = so_far.saturating_add(price);
                let new = Candidate { price, steps: nodes.len(), nodes, left_at: at };
                let place = candidates.partition_point(|other| *other > new);
                if candidates.get(place) != Some(&new) {
                    candidates.insert(place, new);
                }
            }
        }
        search.forbidden[way[at] as usize] = true;
        let step = arcs(search.graph, way[at]).find(|&(other, _)| other == way[at + 1]);
        so_far = so_far.saturating_add(step.map_or(0, |(_, price)| price));
    }
    for &node in way {
        search.forbidden[node as usize] = false;
    }
}
