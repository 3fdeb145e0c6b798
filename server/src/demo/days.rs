//! When people come to the shop.

use super::random::Random;
use chrono::{Datelike, NaiveDate};

/// The calendar date of a day since 1970.
pub(super) fn date(day: i64) -> NaiveDate {
    let epoch = NaiveDate::from_num_days_from_ce_opt(719_163).unwrap_or_default();
    epoch.checked_add_signed(chrono::TimeDelta::try_days(day).unwrap_or_default()).unwrap_or(epoch)
}

/// How busy a month is, in hundredths: before New Year everybody wants a new dress; spring and autumn are for weddings;
/// after the holidays and in high summer it is quiet.
const MONTHS: [i64; 12] = [135, 70, 95, 112, 118, 92, 74, 78, 108, 122, 112, 124];
/// How busy a day of the week is, Monday first.
const WEEK: [u32; 7] = [7, 8, 8, 9, 12, 24, 21];

/// How busy the shop is around a day, in hundredths.
pub(super) fn season(day: i64) -> i64 {
    MONTHS[date(day).month0() as usize]
}

/// A day near `day` (within three days) when people rather come: weekends.
pub(super) fn shopping_day(day: i64, random: &mut Random) -> i64 {
    let mut near = [(0i64, 0u32); 7];
    for (slot, offset) in near.iter_mut().zip(-3i64..) {
        // 1970-01-01 was a Thursday.
        let weekday = usize::try_from((day + offset + 3).rem_euclid(7)).unwrap_or(0);
        *slot = (day + offset, WEEK[weekday]);
    }
    random.weighted(&near)
}

/// A moment of a day during opening hours (9:30 to 20:00 in China), as milliseconds since 1970, UTC.
pub(super) fn moment(day: i64, random: &mut Random) -> i64 {
    let minute = random.between(9 * 60 + 30, 20 * 60);
    day * 86_400_000 + (minute - 8 * 60) * 60_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_come_at_weekends() {
        let mut random = Random::new(1);
        let days: Vec<i64> = (0..7000).map(|d| shopping_day(20_000 + d % 7, &mut random)).collect();
        let at_weekends = days.iter().filter(|d| date(**d).weekday().num_days_from_monday() >= 5).count();
        assert!((3200..4200).contains(&at_weekends), "{at_weekends} of 7000");
        assert_eq!(date(20_779).to_string(), "2026-11-22");
    }
}
