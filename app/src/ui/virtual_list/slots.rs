//! Rows that are made once and then show one customer after the other: scrolling a screen, or typing a key, makes no elements.

use std::{collections::VecDeque, sync::Arc};

use leptos::prelude::*;

/// One row's element: where it stands in the list and what it shows.
pub(super) struct Slot<K: 'static> {
    /// Which of the slots it is.
    pub id: usize,
    /// The position it stands at; `None` while it is not needed.
    pub at: ArcRwSignal<Option<usize>>,
    /// The row it shows; what it showed last, while it is not needed.
    pub key: ArcRwSignal<K>,
}

impl<K> Clone for Slot<K> {
    fn clone(&self) -> Self {
        Self { id: self.id, at: self.at.clone(), key: self.key.clone() }
    }
}

/// The slots of a list.
pub(super) struct Slots<K: 'static>(Vec<Slot<K>>);

impl<K> Default for Slots<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Clone + PartialEq + Send + Sync + 'static> Slots<K> {
    /// Shows the rows at the `wanted` positions (ascending) and answers with all slots there are.
    pub fn show(&mut self, wanted: &[usize], keys: &Arc<[K]>) -> Vec<Slot<K>> {
        let standing: Vec<Option<usize>> = self.0.iter().map(|slot| slot.at.get_untracked()).collect();
        for (id, at) in assign(&standing, wanted).into_iter().enumerate() {
            let key = at.and_then(|at| keys.get(at));
            match (self.0.get(id), key) {
                (Some(slot), Some(key)) => {
                    if slot.key.with_untracked(|shown| shown != key) {
                        slot.key.set(key.clone());
                    }
                    if standing[id] != at {
                        slot.at.set(at);
                    }
                }
                (Some(slot), None) if standing[id].is_some() => slot.at.set(None),
                (None, Some(key)) => {
                    self.0.push(Slot { id, at: ArcRwSignal::new(at), key: ArcRwSignal::new(key.clone()) });
                }
                _ => {}
            }
        }
        self.0.clone()
    }
}

/// Which slot stands at which of the `wanted` positions (ascending), if they stand at `standing` now.
///
/// A slot whose position is still wanted stays, so that a row keeps the focus; the others are given away from the top of the list to its
/// end. New ones come last.
fn assign(standing: &[Option<usize>], wanted: &[usize]) -> Vec<Option<usize>> {
    let stays = |at: &usize| wanted.binary_search(at).is_ok();
    let mut next: Vec<Option<usize>> = standing.iter().map(|at| at.filter(stays)).collect();
    let mut free: Vec<usize> = (0..next.len()).filter(|id| next[*id].is_none()).collect();
    free.sort_by_key(|id| standing[*id].unwrap_or(usize::MAX));
    let mut free = VecDeque::from(free);
    let taken: Vec<usize> = next.iter().flatten().copied().collect();
    for at in wanted.iter().filter(|at| !taken.contains(at)) {
        match free.pop_front() {
            Some(id) => next[id] = Some(*at),
            None => next.push(Some(*at)),
        }
    }
    next
}

/// Which elements can stay where they are when elements in this `order` are to be put in ascending order by moving as few as possible;
/// one that is `held` (it has the focus, which moving takes away) always stays.
pub(super) fn staying(order: &[usize], held: Option<usize>) -> Vec<bool> {
    let weight = |i: usize| if Some(i) == held { order.len() + 1 } else { 1 };
    // The heaviest ascending run that ends at each place, and the place before it.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(order.len());
    for i in 0..order.len() {
        let before = (0..i).filter(|j| order[*j] <= order[i]).max_by_key(|j| best[*j].0);
        best.push((weight(i) + before.map_or(0, |j| best[j].0), before));
    }
    let mut stays = vec![false; order.len()];
    let mut at = (0..order.len()).max_by_key(|i| best[*i].0);
    while let Some(i) = at {
        stays[i] = true;
        at = best[i].1;
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scrolling_down_moves_the_rows_above_below() {
        let standing = [Some(0), Some(1), Some(2), Some(3)];
        assert_eq!(assign(&standing, &[2, 3, 4, 5]), [Some(4), Some(5), Some(2), Some(3)]);
        assert_eq!(assign(&[Some(4), Some(5), Some(2), Some(3)], &[4, 5, 6, 7]), [Some(4), Some(5), Some(6), Some(7)]);
    }

    #[test]
    fn the_focused_row_keeps_its_element_while_the_list_runs_away() {
        let standing = [Some(0), Some(1), Some(2)];
        assert_eq!(assign(&standing, &[1, 500, 501]), [Some(500), Some(1), Some(501)]);
    }

    #[test]
    fn a_list_that_gets_shorter_leaves_slots_unused_and_uses_them_again() {
        let short = assign(&[Some(0), Some(1), Some(2)], &[0]);
        assert_eq!(short, [Some(0), None, None]);
        assert_eq!(assign(&short, &[0, 1, 2, 3]), [Some(0), Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn after_a_scroll_only_the_given_away_rows_move() {
        assert_eq!(staying(&[4, 5, 2, 3], None), [false, false, true, true]);
        assert_eq!(staying(&[7, 1, 2, 3], Some(0)), [true, false, false, false], "moving it would take its focus");
        assert_eq!(staying(&[], None), Vec::<bool>::new());
    }

    proptest! {
        #[test]
        fn every_wanted_position_has_one_slot(
            standing in proptest::collection::btree_set(0_usize..60, 0..30),
            wanted in proptest::collection::btree_set(0_usize..60, 0..30),
            unused in 0_usize..4,
        ) {
            let mut standing: Vec<Option<usize>> = standing.into_iter().map(Some).collect();
            standing.extend(std::iter::repeat_n(None, unused));
            let wanted: Vec<usize> = wanted.into_iter().collect();
            let next = assign(&standing, &wanted);
            let mut shown: Vec<usize> = next.iter().flatten().copied().collect();
            shown.sort_unstable();
            prop_assert_eq!(&shown, &wanted);
            prop_assert!(next.len() >= standing.len());
            for (before, after) in standing.iter().zip(&next) {
                prop_assert!(before.is_none_or(|at| !wanted.contains(&at)) || before == after);
            }
        }

        #[test]
        fn what_stays_is_in_order(order in proptest::collection::vec(0_usize..50, 0..30)) {
            let stays = staying(&order, None);
            let kept: Vec<usize> = order.iter().zip(&stays).filter(|(_, stays)| **stays).map(|(at, _)| *at).collect();
            prop_assert!(kept.is_sorted());
            prop_assert!(order.is_empty() || !kept.is_empty());
        }
    }
}
