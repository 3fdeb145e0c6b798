//! Customers as they are now, merges included, and the referral tree over them.

use super::World;
use crate::alias::Aliases;
use crate::id::RowId;
use crate::row::RowRef;
use crate::schema::Kind;
use std::collections::HashMap;

/// The row of the customer that `id` is now.
pub(super) fn address<W: World>(world: &W, id: RowId) -> RowRef {
    RowRef::new(Kind::Customer, world.aliases().root(id))
}

/// A referral that stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Standing {
    /// The edge.
    pub edge: RowId,
    /// Who referred, as the edge names them.
    pub who: RowId,
    /// The record that was referred.
    pub to: RowId,
    /// Whether the two are one person by now, so that the edge is not shown.
    pub hidden: bool,
}

/// The standing referrals of a customer (a root). Records that were merged bring each their own: those that are shown come first, the
/// customer's own before others.
pub(super) fn standing<W: World>(world: &W, root: RowId) -> Vec<Standing> {
    standing_as(world, world.aliases(), root)
}

fn standing_as<W: World>(world: &W, aliases: &Aliases, root: RowId) -> Vec<Standing> {
    let of =
        |to: RowId| world.referrer(to).map(|(edge, who)| Standing { edge, who, to, hidden: aliases.root(who) == root });
    let mut all: Vec<Standing> = aliases.members(root).into_iter().filter_map(of).collect();
    all.sort_by_key(|s| s.hidden);
    all
}

/// Those that are shown.
pub(super) fn parents<W: World>(world: &W, root: RowId) -> impl Iterator<Item = Standing> {
    standing(world, root).into_iter().filter(|s| !s.hidden)
}

/// If `to` is above `from` in the referral tree (both roots), the path between them as ids, for the person to see.
pub(super) fn path_up<W: World>(world: &W, from: RowId, to: RowId) -> Option<String> {
    path_up_as(world, world.aliases(), from, to)
}

/// The same if these were the merges; `from` and `to` may be one.
pub(super) fn path_up_as<W: World>(world: &W, aliases: &Aliases, from: RowId, to: RowId) -> Option<String> {
    let mut came_from: HashMap<RowId, RowId> = HashMap::new();
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        for referral in standing_as(world, aliases, at).into_iter().filter(|s| !s.hidden) {
            let up = aliases.root(referral.who);
            if up == to {
                return Some(path(&came_from, from, at, to));
            }
            if up != from && !came_from.contains_key(&up) {
                came_from.insert(up, at);
                next.push(up);
            }
        }
    }
    None
}

fn path(came_from: &HashMap<RowId, RowId>, from: RowId, last: RowId, to: RowId) -> String {
    let mut path = vec![to, last];
    let mut at = last;
    while at != from
        && let Some(down) = came_from.get(&at)
    {
        path.push(*down);
        at = *down;
    }
    path.iter().rev().map(RowId::to_string).collect::<Vec<_>>().join(" ")
}
