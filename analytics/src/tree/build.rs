//! Links to [`Forest`].

use super::{Forest, NONE, Rejected};
use crate::order::{pair, sort_by_number};

pub(super) fn build(links: &[(u32, u32)], revenue: &[i64], decay: f64) -> Forest {
    // Indices up to u32::MAX - 1: the last one means "none".
    let nodes = u32::try_from(revenue.len()).unwrap_or(NONE).min(NONE - 1);
    let revenue = &revenue[..nodes as usize];
    let mut rejected = Rejected::default();
    let mut parent = parents(links, nodes, &mut rejected);
    cut_cycles(&mut parent, &mut rejected);

    let (child_start, child) = children(&parent);
    let roots: Vec<u32> = (0..nodes).filter(|&node| parent[node as usize] == NONE).collect();
    let preorder = preorder(&roots, &child_start, &child);
    let mut forest = Forest {
        roots,
        position: vec![0; parent.len()],
        depth: vec![0; parent.len()],
        height: vec![0; parent.len()],
        descendants: vec![0; parent.len()],
        downstream_minor: vec![0; parent.len()],
        downstream_decayed: vec![0.0; parent.len()],
        parent,
        preorder,
        child_start,
        child,
        rejected,
    };
    sum_up(&mut forest, revenue, decay);
    forest
}

/// The parent each child keeps: the smallest that claims it. Only what is left over needs sorting.
fn parents(links: &[(u32, u32)], nodes: u32, rejected: &mut Rejected) -> Vec<u32> {
    let known = |&(above, below): &(u32, u32)| above < nodes && below < nodes;
    let mut parent = vec![NONE; nodes as usize];
    for &(above, below) in links.iter().filter(|link| known(link)) {
        let kept = &mut parent[below as usize];
        *kept = above.min(*kept);
    }
    for &link in links {
        if !known(&link) {
            rejected.unknown_nodes.push(link);
        } else if parent[link.1 as usize] != link.0 {
            rejected.second_claims.push(link);
        }
    }
    for list in [&mut rejected.unknown_nodes, &mut rejected.second_claims] {
        sort_by_number(list, |link| pair(link.0, link.1));
        list.dedup();
    }
    parent
}

/// Every node has at most one parent, so walking up from a node meets each cycle head on: a node reached
/// twice in one walk lies on one. Each node is walked once.
fn cut_cycles(parent: &mut [u32], rejected: &mut Rejected) {
    let mut walk_of = vec![NONE; parent.len()];
    for (walk, start) in (0u32..).zip(0..parent.len()) {
        let mut at = start;
        while walk_of[at] == NONE {
            walk_of[at] = walk;
            match parent[at] {
                NONE => break,
                above => at = above as usize,
            }
        }
        // Met again in the same walk, and not just at a root the walk ended on.
        if walk_of[at] == walk && parent[at] != NONE {
            let mut node = at;
            loop {
                let above = parent[node];
                if above == NONE {
                    break;
                }
                parent[node] = NONE;
                rejected.on_cycle.push(u32::try_from(node).unwrap_or(NONE));
                node = above as usize;
            }
        }
    }
    sort_by_number(&mut rejected.on_cycle, |&node| u64::from(node));
}

/// Children by counting sort: ascending within each parent.
fn children(parent: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut start = vec![0u32; parent.len() + 1];
    for &above in parent {
        if above != NONE {
            start[above as usize + 1] += 1;
        }
    }
    for at in 1..start.len() {
        start[at] += start[at - 1];
    }
    let mut next = start.clone();
    let mut child = vec![0u32; start.last().copied().unwrap_or(0) as usize];
    for (below, &above) in (0u32..).zip(parent) {
        if above != NONE {
            let slot = &mut next[above as usize];
            child[*slot as usize] = below;
            *slot += 1;
        }
    }
    (start, child)
}

fn preorder(roots: &[u32], child_start: &[u32], child: &[u32]) -> Vec<u32> {
    let mut order = Vec::with_capacity(child_start.len().saturating_sub(1));
    let mut open: Vec<u32> = roots.iter().rev().copied().collect();
    while let Some(node) = open.pop() {
        order.push(node);
        let (from, to) = (child_start[node as usize] as usize, child_start[node as usize + 1] as usize);
        open.extend(child[from..to].iter().rev());
    }
    order
}

/// Depth on the way down, everything else on the way back up.
fn sum_up(forest: &mut Forest, revenue: &[i64], decay: f64) {
    let mut sums = vec![0i128; forest.parent.len()];
    for (at, &node) in (0u32..).zip(&forest.preorder) {
        forest.position[node as usize] = at;
        let above = forest.parent[node as usize];
        if above != NONE {
            forest.depth[node as usize] = forest.depth[above as usize] + 1;
        }
    }
    for &node in forest.preorder.iter().rev() {
        let node = node as usize;
        forest.downstream_minor[node] =
            i64::try_from(sums[node]).unwrap_or(if sums[node] < 0 { i64::MIN } else { i64::MAX });
        let above = forest.parent[node];
        if above == NONE {
            continue;
        }
        let above = above as usize;
        forest.descendants[above] += forest.descendants[node] + 1;
        forest.height[above] = forest.height[above].max(forest.height[node] + 1);
        sums[above] += sums[node] + i128::from(revenue[node]);
        forest.downstream_decayed[above] += decay * (revenue[node] as f64 + forest.downstream_decayed[node]);
    }
}
