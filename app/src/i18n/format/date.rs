//! Calendar dates (days since 1970-01-01) and instants (milliseconds since 1970-01-01 UTC).
//!
//! A business date has no zone and is written as it is. An instant is written in the device's zone.

/// A date of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year, astronomical numbering.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

/// The calendar date of a day number (days since 1970-01-01). Method: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // month and day are bounded by the algorithm
pub fn civil(days: i32) -> Civil {
    let shifted = i64::from(days) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u8;
    Civil { year: year_of_era + era * 400 + i64::from(month <= 2), month, day }
}

const MS_PER_DAY: f64 = 86_400_000.0;

#[cfg(target_arch = "wasm32")]
use super::intl::{Pattern, format as pattern};

#[cfg(not(target_arch = "wasm32"))]
use native::{Pattern, pattern};

/// A date with its year: `2026年11月24日`, `24 Nov 2026`.
pub fn date(days: i32) -> String {
    pattern(Pattern::Date, f64::from(days) * MS_PER_DAY)
}

/// A date without its year: `11月24日`, `24 Nov`.
pub fn month_day(days: i32) -> String {
    pattern(Pattern::MonthDay, f64::from(days) * MS_PER_DAY)
}

/// A date as short as it can be said on `today`: without the year when it is this year's.
pub fn date_in(days: i32, today: i32) -> String {
    if civil(days).year == civil(today).year { month_day(days) } else { date(days) }
}

/// A month with its year: `2026年11月`, `Nov 2026`.
pub fn month(days: i32) -> String {
    pattern(Pattern::Month, f64::from(days) * MS_PER_DAY)
}

/// The day of the week: `周二`, `Tue`.
pub fn weekday(days: i32) -> String {
    pattern(Pattern::Weekday, f64::from(days) * MS_PER_DAY)
}

/// The time of day of an instant in the device's zone, 24 hours: `14:32`.
pub fn clock(ms: i64) -> String {
    pattern(Pattern::Clock, ms as f64)
}

/// An instant in the device's zone with date and time: `2026年11月24日 14:32`.
pub fn date_time(ms: i64) -> String {
    format!("{} {}", pattern(Pattern::LocalDate, ms as f64), clock(ms))
}

/// What stands in for `Intl` where there is no browser: ISO dates, English weekday names, UTC.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::{MS_PER_DAY, civil};

    #[derive(Clone, Copy)]
    pub enum Pattern {
        Date,
        LocalDate,
        MonthDay,
        Month,
        Weekday,
        Clock,
    }

    #[allow(clippy::cast_possible_truncation)] // days and minutes of an i64 of milliseconds that came from a date
    pub fn pattern(pattern: Pattern, ms: f64) -> String {
        let days = (ms / MS_PER_DAY).floor() as i32;
        let date = civil(days);
        match pattern {
            Pattern::Date | Pattern::LocalDate => format!("{:04}-{:02}-{:02}", date.year, date.month, date.day),
            Pattern::MonthDay => format!("{:02}-{:02}", date.month, date.day),
            Pattern::Month => format!("{:04}-{:02}", date.year, date.month),
            Pattern::Weekday => {
                ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days.rem_euclid(7).unsigned_abs() as usize].to_owned()
            }
            Pattern::Clock => {
                let minutes = (ms / 60_000.0).floor() as i64;
                format!("{:02}:{:02}", minutes.div_euclid(60).rem_euclid(24), minutes.rem_euclid(60))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_are_calendar_dates() {
        for (days, year, month, day) in
            [(0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (20_781, 2026, 11, 24), (-719_528, 0, 1, 1)]
        {
            assert_eq!(civil(days), Civil { year, month, day });
        }
    }

    #[test]
    fn consecutive_days_are_consecutive_dates() {
        let mut before = civil(-200_000);
        for days in -199_999..200_000 {
            let now = civil(days);
            let next_in_month = now.month == before.month && now.day == before.day + 1 && now.year == before.year;
            let next_month = now.day == 1 && before.day >= 28 && (now.month == before.month % 12 + 1);
            assert!(next_in_month || next_month, "{before:?} then {now:?}");
            before = now;
        }
    }

    #[test]
    fn the_year_is_left_out_in_its_own_year() {
        assert_eq!(date_in(20_781, 20_790), "11-24");
        assert_eq!(date_in(20_781, 20_900), "2026-11-24");
        assert_eq!(weekday(20_781), "Tue");
        assert_eq!(clock(-60_000), "23:59");
        assert_eq!(date_time(1_795_530_720_000), "2026-11-24 14:32");
    }
}
