//! The form in which a judgement's changes are logged: at most one change for each row.

use super::World;
use crate::change::{Change, apply_edits};
use crate::row::{Row, RowRef, Stamp};

/// Joins the changes of one operation, so that each row has one; [`crate::change::apply`] would skip the second, as it skips whatever a
/// row has seen.
///
/// A row that devices stream after the rest (tier B) is logged whole. A device may not have it yet: a patch would be lost, and the
/// snapshot's older row would come later and stay.
pub(super) fn one_change_per_row<W: World>(world: &W, changes: Vec<Change>, at: Stamp) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        let address = change.address();
        match (joined.iter_mut().find(|c| c.address() == address), change) {
            (Some(Change::Patch { edits, .. }), Change::Patch { edits: more, .. }) => edits.extend(more),
            (Some(Change::Enter(row)), Change::Patch { edits, .. }) => apply_edits(row, &edits, at),
            (Some(earlier), later) => *earlier = later,
            (None, change) => joined.push(change),
        }
    }
    joined.into_iter().map(|change| whole_if_streamed(world, change, at)).collect()
}

fn whole_if_streamed<W: World>(world: &W, change: Change, at: Stamp) -> Change {
    let now = |row: RowRef| -> Option<Row> { world.row(row).filter(|_| !row.kind.in_memory()).cloned() };
    match change {
        Change::Patch { row, edits } => match now(row) {
            Some(mut whole) => {
                apply_edits(&mut whole, &edits, at);
                Change::Enter(whole)
            }
            None => Change::Patch { row, edits },
        },
        other => other,
    }
}
