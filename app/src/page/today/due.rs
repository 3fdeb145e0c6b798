//! What is due today.

use crate::store::Store;
use domain::RowId;

/// At most so many rows of a section; the list shows all.
const SHOWN: usize = 12;
/// Birthdays are announced this many days ahead.
const AHEAD: i32 = 7;

/// Why somebody is on the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// A valuable customer whose rhythm is broken.
    Drifting {
        /// Days since the last purchase.
        since_purchase: i32,
        /// What they brought in the last 365 days, net, in minor units.
        net_minor: i64,
    },
    /// A birthday.
    Birthday {
        /// In how many days; 0 is today.
        in_days: i32,
    },
}

/// What is due.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Due {
    /// Open conflicts.
    pub conflicts: usize,
    /// Valuable customers drifting away, most valuable first.
    pub drifting: Vec<(RowId, Reason)>,
    /// How many there are of them.
    pub drifting_total: usize,
    /// Birthdays of the next days, soonest first.
    pub birthdays: Vec<(RowId, Reason)>,
}

/// Reads what is due from the store.
pub fn due(store: &Store) -> Due {
    let today = store.today();
    let mut drifting: Vec<(i64, RowId, i32)> = store.with_index(|index| {
        index
            .iter()
            .filter(|(_, e)| !e.deleted && matches!(index.terms.lifecycles.text(e.lifecycle), "cooling" | "at_risk"))
            .filter(|(_, e)| index.terms.tiers.text(e.tier) == "vip" || e.net_window > 0)
            .filter_map(|(_, e)| Some((e.net_year, e.id, today - e.last_purchase?)))
            .collect()
    });
    drifting.sort_by_key(|(net, id, _)| (std::cmp::Reverse(*net), *id));
    let drifting_total = drifting.len();
    let drifting = drifting
        .into_iter()
        .take(SHOWN)
        .map(|(net_minor, id, since_purchase)| (id, Reason::Drifting { since_purchase, net_minor }))
        .collect();
    let mut birthdays: Vec<(i32, RowId)> = store
        .birthdays()
        .into_iter()
        .filter_map(|(id, born)| Some((days_until(born, today)?, id)))
        .filter(|(in_days, _)| *in_days <= AHEAD)
        .collect();
    birthdays.sort_unstable();
    Due {
        conflicts: store.open_conflicts().len(),
        drifting,
        drifting_total,
        birthdays: birthdays.into_iter().take(SHOWN).map(|(in_days, id)| (id, Reason::Birthday { in_days })).collect(),
    }
}

/// Days until the next birthday of somebody born on day `born`; 29 February is kept on 1 March in other years.
fn days_until(born: i32, today: i32) -> Option<i32> {
    use analytics::calendar::{civil, day_number};
    let (birth, now) = (civil(born), civil(today));
    [now.year, now.year + 1]
        .into_iter()
        .map(|year| day_number(year, signed(birth.month), signed(birth.day)) - today)
        .find(|days| *days >= 0)
}

fn signed(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::calendar::day_number;

    #[test]
    fn the_next_birthday_is_this_year_or_the_next() {
        let today = day_number(2026, 11, 22);
        assert_eq!(days_until(day_number(1990, 11, 22), today), Some(0));
        assert_eq!(days_until(day_number(1990, 11, 24), today), Some(2));
        assert_eq!(days_until(day_number(1990, 11, 21), today), Some(364));
        assert_eq!(days_until(day_number(2000, 2, 29), today), Some(99));
    }
}
