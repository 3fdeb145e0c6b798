//! Calendar arithmetic on day numbers (proleptic Gregorian, 0 = 1970-01-01).
//!
//! The conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`
//! (<https://howardhinnant.github.io/date_algorithms.html>).

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Civil {
    /// Year, astronomical numbering.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, 1 to 31.
    pub day: u32,
}

/// The calendar date of a day number.
pub fn civil(day: i32) -> Civil {
    let z = i64::from(day) + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    Civil {
        year: saturate(year_of_era + era * 400 + i64::from(month <= 2)),
        month: u32::try_from(month).unwrap_or(1),
        day: u32::try_from(day_of_year - (153 * shifted + 2) / 5 + 1).unwrap_or(1),
    }
}

/// The day number of a calendar date, saturating at the ends of `i32`. A month outside 1 to 12 carries
/// into the year; a day outside the month carries into its neighbours.
pub fn day_number(year: i32, month: i32, day: i32) -> i32 {
    let months = i64::from(year) * 12 + i64::from(month) - 1;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    let y = year - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * from_march + 2) / 5 + i64::from(day) - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    saturate(era * 146_097 + of_era - 719_468)
}

/// Months since January 1970: equal exactly for days of the same calendar month.
pub fn month_number(day: i32) -> i32 {
    let date = civil(day);
    saturate((i64::from(date.year) - 1970) * 12 + i64::from(date.month) - 1)
}

/// The same day of the month `months` earlier, or the last day of that month if it is shorter
/// (31 March less one month is 28 or 29 February).
pub fn minus_months(day: i32, months: u16) -> i32 {
    let date = civil(day);
    let month = i32::try_from(date.month).unwrap_or(1) - i32::from(months);
    let of_month = i32::try_from(date.day).unwrap_or(1);
    let first = day_number(date.year, month, 1);
    let next = day_number(date.year, month.saturating_add(1), 1);
    first.saturating_add(of_month - 1).min(next.saturating_sub(1))
}

fn saturate(value: i64) -> i32 {
    i32::try_from(value).unwrap_or(if value < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_dates() {
        assert_eq!(day_number(1970, 1, 1), 0);
        assert_eq!(day_number(2000, 2, 29), 11_016);
        assert_eq!(day_number(2011, 12, 10), 15_318);
        assert_eq!(civil(15_318), Civil { year: 2011, month: 12, day: 10 });
        assert_eq!(civil(-1), Civil { year: 1969, month: 12, day: 31 });
    }

    #[test]
    fn months_back_stop_at_the_end_of_a_shorter_month() {
        assert_eq!(minus_months(day_number(2024, 3, 31), 1), day_number(2024, 2, 29));
        assert_eq!(minus_months(day_number(2024, 2, 29), 12), day_number(2023, 2, 28));
        assert_eq!(minus_months(day_number(2026, 1, 15), 24), day_number(2024, 1, 15));
        assert_eq!(minus_months(day_number(2026, 1, 15), 1), day_number(2025, 12, 15));
    }

    proptest! {
        #[test]
        fn a_day_survives_the_round_trip(day in -1_000_000i32..1_000_000) {
            let date = civil(day);
            prop_assert_eq!(day_number(date.year, date.month.cast_signed(), date.day.cast_signed()), day);
            prop_assert!(civil(day + 1) > date);
        }

        #[test]
        fn no_day_number_panics(day: i32, months: u16) {
            let earlier = minus_months(day, months);
            prop_assert!(earlier <= day);
            let _ = month_number(day);
        }
    }
}
