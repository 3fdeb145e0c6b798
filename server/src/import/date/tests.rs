use super::*;
use proptest::prelude::*;

fn at(text: &str) -> Option<(i64, Option<i64>)> {
    parse(text, DateOrder::MonthFirst).map(|m| (m.day, m.ms))
}

/// 2010-12-01 in days since 1970.
const FIRST: i64 = 14_944;
/// 08:26 in milliseconds.
const EIGHT: i64 = (8 * 60 + 26) * 60_000;

#[test]
fn one_day_in_all_its_forms() {
    for text in [
        "2010-12-01",
        "2010/12/1",
        "2010.12.1",
        "2010年12月1日",
        "20101201",
        "12/1/2010",
        "12/1/10",
        "1.12.2010",
        "40513",
        "1-Dec-2010",
        "Dec 1, 2010",
        "December 1 2010",
        "２０１０年１２月１日",
        " 2010-12-1 ",
    ] {
        assert_eq!(at(text), Some((FIRST, None)), "{text}");
    }
    for text in [
        "2010-12-01 08:26:00",
        "12/1/2010 8:26",
        "2010-12-01T08:26:00",
        "2010年12月1日 8时26分",
        "20101201082600",
        "2010-12-01 08:26:00.000",
        "12/1/2010 8:26 AM",
        "2010/12/1 上午8:26",
        "40513.351388889",
        "2010年12月1日8时26分00秒",
    ] {
        assert_eq!(at(text), Some((FIRST, Some(EIGHT))), "{text}");
    }
    let twelve_hours = 12 * 3_600_000;
    assert_eq!(at("12/1/2010 8:26 PM"), Some((FIRST, Some(EIGHT + twelve_hours))));
    assert_eq!(at("12/1/2010 12:00 AM"), Some((FIRST, Some(0))));
    assert_eq!(parse("1/12/2010", DateOrder::DayFirst).map(|m| m.day), Some(FIRST));
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "2010-02-30",
        "2010-13-01",
        "31/31/2010",
        "2010-12-01 25:00",
        "2010-12-01 08:61",
        "soon",
        "1",
        "999999",
        "0000-01-01",
        "2010-12",
        "1799-12-31",
        "2200-01-01",
        "20101301",
        "2010-12-01 8:26 8:27",
        "1-2-3-4",
        "-",
        ":",
        "99:99",
        "12/1/201",
        "am",
    ] {
        assert_eq!(at(text), None, "{text}");
    }
}

#[test]
fn an_offset_moves_the_moment_into_the_organisations_zone() {
    let moment = parse("2010-12-01T20:00:00Z", DateOrder::MonthFirst).expect("a date");
    assert_eq!(moment.resolve(480), (FIRST + 1, Some(FIRST * DAY_MS + 20 * 3_600_000)));
    let local = parse("2010-12-01 20:00", DateOrder::MonthFirst).expect("a date");
    assert_eq!(local.resolve(480), (FIRST, Some(FIRST * DAY_MS + 12 * 3_600_000)));
}

#[test]
fn only_dates_that_do_not_tell_their_order_are_undecided() {
    assert_eq!(undecided("3/4/2025 10:00"), Some((3, 4)));
    assert_eq!(undecided("13-04-2025"), Some((13, 4)));
    for text in ["2025-03-04", "20250304", "3.4.2025", "45000", "4 Mar 2025", "x"] {
        assert_eq!(undecided(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,24}", digits in "[0-9/:.\\-T年月日+ Z上下午apm,]{0,24}") {
        for t in [&text, &digits] {
            let _ = parse(t, DateOrder::DayFirst);
            let _ = undecided(t);
        }
    }

    #[test]
    fn every_day_survives_writing_and_reading(day in MIN_DAY..MAX_DAY) {
        let date = NaiveDate::from_num_days_from_ce_opt(i32::try_from(day + 719_163).expect("in range")).expect("in range");
        let (y, m, d) = (date.year(), date.month(), date.day());
        let first = DateOrder::MonthFirst;
        prop_assert_eq!(parse(&format!("{y}-{m:02}-{d:02}"), first).map(|x| x.day), Some(day));
        prop_assert_eq!(parse(&format!("{m}/{d}/{y}"), first).map(|x| x.day), Some(day));
        prop_assert_eq!(parse(&format!("{d}/{m}/{y}"), DateOrder::DayFirst).map(|x| x.day), Some(day));
    }
}
