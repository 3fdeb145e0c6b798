//! Calendar days as `<input type="date">` writes them.

use analytics::calendar::{civil, day_number};

/// Reads `2026-11-24`, also with `/` or `.`; days since 1970-01-01. `None` when there is no such day.
pub fn parse(text: &str) -> Option<i32> {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let (year, month, day): (i32, i32, i32) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    if !(1800..=2200).contains(&year) {
        return None;
    }
    let number = day_number(year, month, day);
    let date = civil(number);
    (date.year == year && i32::try_from(date.month) == Ok(month) && i32::try_from(date.day) == Ok(day))
        .then_some(number)
}

/// A day as `2026-11-24`.
pub fn iso(day: i32) -> String {
    let date = civil(day);
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_written() {
        for text in ["1988-02-29", "2026-11-24", "1970-01-01"] {
            assert_eq!(parse(text).map(iso).as_deref(), Some(text));
        }
        assert_eq!(parse(" 2026/1/5 "), parse("2026-01-05"));
        for wrong in ["", "2026-02-30", "2025-02-29", "2026-13-01", "26-1-1", "2026-11", "x-y-z", "99999-01-01"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
