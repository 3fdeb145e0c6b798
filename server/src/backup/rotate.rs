//! Which backups are no longer needed. Pure.

use analytics::calendar;

const DAY_MS: i64 = 86_400_000;

/// How many backups stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// The last one of each of so many days.
    pub daily: usize,
    /// The last one of each of so many weeks (from Monday on).
    pub weekly: usize,
    /// The last one of each of so many months.
    pub monthly: usize,
    /// Of those made before a change of the schema, so many.
    pub before: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Self { daily: 7, weekly: 4, monthly: 3, before: 3 }
    }
}

/// A backup, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it was made, Unix milliseconds.
    pub made_ms: i64,
    /// Whether it was made before a change of the schema.
    pub before: bool,
}

/// The places in `all` of the backups that may go. Days are those of a zone so many minutes east of UTC.
///
/// The newest one stays in any case. One from the future (the clock was wrong) stays and takes nobody's place.
pub fn superfluous(all: &[Entry], keep: Keep, now_ms: i64, zone_minutes: i32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..all.len()).filter(|i| all[*i].made_ms <= now_ms).collect();
    order.sort_by_key(|i| std::cmp::Reverse(all[*i].made_ms));
    let (before, regular): (Vec<usize>, Vec<usize>) = order.iter().partition(|i| all[**i].before);
    let day = |i: usize| (all[i].made_ms + i64::from(zone_minutes) * 60_000).div_euclid(DAY_MS);
    let month = |i: usize| {
        let date = calendar::civil(i32::try_from(day(i)).unwrap_or(0));
        i64::from(date.year) * 12 + i64::from(date.month)
    };
    // 1970-01-01 was a Thursday.
    let week = |i: usize| (day(i) + 3).div_euclid(7);
    let mut stays: Vec<usize> = before.iter().copied().take(keep.before).chain(order.first().copied()).collect();
    stays.extend(newest_of_each(&regular, keep.daily, day));
    stays.extend(newest_of_each(&regular, keep.weekly, week));
    stays.extend(newest_of_each(&regular, keep.monthly, month));
    order.retain(|i| !stays.contains(i));
    order
}

/// The first of each of so many periods.
fn newest_of_each(order: &[usize], count: usize, period: impl Fn(usize) -> i64) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for i in order.iter().copied() {
        if found.len() < count && found.last().is_none_or(|last| period(*last) != period(i)) {
            found.push(i);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: i32 = 480;
    /// 2026-11-22 12:00 in the zone, a Sunday.
    const NOON: i64 = 1_795_305_600_000 + 4 * 3_600_000;

    fn days_ago(days: i64) -> Entry {
        Entry { made_ms: NOON - days * DAY_MS, before: false }
    }

    fn left(all: &[Entry], now_ms: i64) -> Vec<Entry> {
        let gone = superfluous(all, Keep::default(), now_ms, ZONE);
        all.iter().enumerate().filter(|(i, _)| !gone.contains(i)).map(|(_, entry)| *entry).collect()
    }

    #[test]
    fn a_year_of_nights_leaves_a_week_a_month_and_a_quarter() {
        let mut all: Vec<Entry> = Vec::new();
        for days in (0..365).rev() {
            all.push(days_ago(days));
            all = left(&all, NOON - days * DAY_MS);
        }
        let kept: Vec<i64> = all.iter().rev().map(|e| (NOON - e.made_ms) / DAY_MS).collect();
        // Seven days; the Sundays that end the weeks before; the last days of October and September.
        assert_eq!(kept, [0, 1, 2, 3, 4, 5, 6, 7, 14, 21, 22, 53]);
    }

    #[test]
    fn of_one_day_the_last_stays() {
        let hour = |h: i64| Entry { made_ms: NOON + h * 3_600_000, before: false };
        assert_eq!(left(&[hour(0), hour(2), hour(1)], NOON + DAY_MS), [hour(2)]);
        // Half past seven in the morning and eleven at night of UTC's day before are the same day in the shop.
        assert_eq!(left(&[hour(-11), hour(-4)], NOON), [hour(-4)]);
    }

    #[test]
    fn those_before_a_change_of_the_schema_are_counted_by_themselves() {
        let before = |days: i64| Entry { before: true, ..days_ago(days) };
        let all: Vec<Entry> = (0..5).map(before).chain([days_ago(100)]).collect();
        assert_eq!(left(&all, NOON), [before(0), before(1), before(2), days_ago(100)]);
    }

    #[test]
    fn a_wrong_clock_pushes_nothing_out() {
        let future: Vec<Entry> = (400..420).map(|days| days_ago(-days)).collect();
        let all: Vec<Entry> = future.iter().copied().chain([days_ago(0)]).collect();
        assert_eq!(left(&all, NOON), all);
    }
}
