//! Filters as one byte for each node: the renderer compares it with a mask, so a filter uploads nothing but the byte.

/// Why a node is not drawn: bits of its flag. 0 is drawn.
pub const EDGE_KIND: u8 = 1;
/// Its tier is filtered out.
pub const TIER: u8 = 2;
/// Its stage is filtered out.
pub const STAGE: u8 = 4;
/// It does not exist yet, or no more, at the time of the slider.
pub const TIME: u8 = 8;
/// Its owner is filtered out.
pub const OWNER: u8 = 16;
/// It does not match what was typed.
pub const TEXT: u8 = 32;
/// It is inside a collapsed hub or subtree.
pub const COLLAPSED: u8 = 64;

/// Sets or clears one reason for all nodes: `hidden(v)` says for which it holds. Returns how many changed.
pub fn set(flags: &mut [u8], reason: u8, hidden: impl Fn(u32) -> bool) -> usize {
    let mut changed = 0;
    for (node, flag) in (0u32..).zip(flags) {
        let new = if hidden(node) { *flag | reason } else { *flag & !reason };
        changed += usize::from(new != *flag);
        *flag = new;
    }
    changed
}

/// Which nodes are drawn: those with none of the reasons in `mask`.
#[must_use]
pub fn shown(flags: &[u8], mask: u8) -> Vec<bool> {
    flags.iter().map(|flag| flag & mask == 0).collect()
}

/// Places of the edges that are drawn: both ends are, the kind's bit is in `kinds`, and `at` is within since and until
/// (both days included; none is open). Kinds beyond 63 are drawn.
#[must_use]
pub fn edges(list: &[FilterEdge], shown: &[bool], kinds: u64, at: Option<i32>) -> Vec<u32> {
    let drawn = |node: u32| shown.get(node as usize).copied().unwrap_or(false);
    let in_time = |edge: &FilterEdge| {
        at.is_none_or(|at| edge.since.is_none_or(|since| since <= at) && edge.until.is_none_or(|until| at <= until))
    };
    let of_kind = |edge: &FilterEdge| edge.kind > 63 || kinds >> edge.kind & 1 == 1;
    (0u32..)
        .zip(list)
        .filter(|(_, edge)| drawn(edge.ends.0) && drawn(edge.ends.1) && of_kind(edge) && in_time(edge))
        .map(|(place, _)| place)
        .collect()
}

/// An edge, as far as filters go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilterEdge {
    /// Both ends.
    pub ends: (u32, u32),
    /// The kind as a number from 0 on.
    pub kind: u8,
    /// The first day, since 1970.
    pub since: Option<i32>,
    /// The last day, since 1970.
    pub until: Option<i32>,
}
