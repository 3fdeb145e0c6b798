//! Dijkstra's search, once from the goal to everybody, and then towards the goal.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::graph::{Csr, NONE};

/// The price of a node that cannot be reached.
pub(super) const FAR: u64 = u64::MAX;

/// Prices are whole numbers below 2^53: no digit is lost.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn arcs(graph: &Csr, node: u32) -> impl Iterator<Item = (u32, u64)> + '_ {
    graph.arcs(node).map(|(other, price)| (other, price as u64))
}

/// The price from `start` to every node (Dijkstra 1959).
pub(super) fn all(graph: &Csr, start: u32) -> Vec<u64> {
    let mut prices = vec![FAR; graph.nodes() as usize];
    prices[start as usize] = 0;
    let mut open = BinaryHeap::from([Reverse((0, start))]);
    while let Some(Reverse((price, node))) = open.pop() {
        if price > prices[node as usize] {
            continue;
        }
        for (other, step) in arcs(graph, node) {
            let new = price.saturating_add(step);
            if new < prices[other as usize] {
                prices[other as usize] = new;
                open.push(Reverse((new, other)));
            }
        }
    }
    prices
}

/// Searches for one way at a time; what it writes is taken back before the next.
pub(super) struct Search<'a> {
    pub(super) graph: &'a Csr,
    /// The price from each node to the goal if nothing is forbidden: never more than what is left.
    ahead: &'a [u64],
    price: Vec<u64>,
    before: Vec<u32>,
    touched: Vec<u32>,
    /// Nodes the way may not meet.
    pub(super) forbidden: Vec<bool>,
}

impl<'a> Search<'a> {
    pub(super) fn new(graph: &'a Csr, ahead: &'a [u64]) -> Self {
        let nodes = ahead.len();
        Self {
            graph,
            ahead,
            price: vec![FAR; nodes],
            before: vec![NONE; nodes],
            touched: Vec::new(),
            forbidden: vec![false; nodes],
        }
    }

    /// The cheapest way from `from` to `to` whose first step leads to none of `not_first`.
    pub(super) fn way(&mut self, from: u32, to: u32, not_first: &[u32]) -> Option<(u64, Vec<u32>)> {
        for node in self.touched.drain(..) {
            self.price[node as usize] = FAR;
            self.before[node as usize] = NONE;
        }
        if self.ahead[from as usize] == FAR {
            return None;
        }
        self.price[from as usize] = 0;
        self.touched.push(from);
        // By the least the whole way can cost; of equal ones the one that is further, then the smaller node.
        let mut open = BinaryHeap::from([Reverse((self.ahead[from as usize], Reverse(0u64), from))]);
        while let Some(Reverse((_, Reverse(price), node))) = open.pop() {
            if price > self.price[node as usize] {
                continue;
            }
            if node == to {
                return Some((price, self.traced(to)));
            }
            for (other, step) in arcs(self.graph, node) {
                let at = other as usize;
                let closed =
                    self.forbidden[at] || self.ahead[at] == FAR || (node == from && not_first.contains(&other));
                let new = price.saturating_add(step);
                if closed || new > self.price[at] || (new == self.price[at] && node >= self.before[at]) {
                    continue;
                }
                if self.price[at] == FAR {
                    self.touched.push(other);
                }
                let cheaper = new < self.price[at];
                self.price[at] = new;
                self.before[at] = node;
                if cheaper {
                    open.push(Reverse((new.saturating_add(self.ahead[at]), Reverse(new), other)));
                }
            }
        }
        None
    }

    fn traced(&self, to: u32) -> Vec<u32> {
        let mut nodes = Vec::new();
        let mut at = to;
        while at != NONE {
            nodes.push(at);
            at = self.before[at as usize];
        }
        nodes.reverse();
        nodes
    }
}
