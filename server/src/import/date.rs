//! Dates as people and programs write them in tables.

use chrono::{Datelike, NaiveDate};
use domain::schema::{MAX_DAY, MIN_DAY};
use serde::{Deserialize, Serialize};

/// What the first of two numbers in "3/4/2025" is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// The month, as in the United States.
    MonthFirst,
    /// The day, as in most of Europe.
    DayFirst,
}

/// A date, perhaps with a time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Milliseconds since midnight of that day, if a time was given.
    pub ms: Option<i64>,
    /// Minutes east of UTC, if the text says so.
    pub offset: Option<i64>,
}

impl Moment {
    /// Day in a zone and moment in UTC (milliseconds since 1970), where `zone` is the organisation's, in minutes east of
    /// UTC. A text without an offset is in that zone already.
    pub fn resolve(self, zone: i64) -> (i64, Option<i64>) {
        let Some(ms) = self.ms else {
            return (self.day, None);
        };
        let utc = self.day * 86_400_000 + ms - self.offset.unwrap_or(zone) * 60_000;
        ((utc + zone * 60_000).div_euclid(86_400_000), Some(utc))
    }
}

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// 1899-12-30, from which Excel counts its days, in days since 1970.
const EXCEL_EPOCH: i64 = -25_569;

#[derive(Clone, Copy, PartialEq)]
enum Piece {
    /// A number and how many digits it was written with.
    Number(u32, usize),
    Month(u32),
}

/// Reads a date: `2010-12-01 08:26:00`, `2010/12/1`, `2010.12.1`, `2010年12月1日`, `20101201`, `12/1/2010 8:26 PM` (in the given
/// order), `1-Dec-2010`, `Dec 1, 2010`, ISO 8601 with offset, Excel's serial numbers from 10000 to 99999. `None` when it is no
/// such date, when the date does not exist, or when it is before 1800 or after 2199.
pub fn parse(text: &str, order: DateOrder) -> Option<Moment> {
    let text = plain(text);
    if is_digits(&text) {
        return from_digits(&text);
    }
    let (pieces, dotted, time) = pieces(&text)?;
    let date = match pieces[..] {
        [Piece::Number(a, 1 | 2), Piece::Number(b, 1 | 2), Piece::Number(y, n @ (2 | 4))] => {
            let y = if n == 4 { y } else { century(y) };
            // With full stops the day always comes first.
            if dotted || order == DateOrder::DayFirst { (y, b, a) } else { (y, a, b) }
        }
        [Piece::Number(y, 4), Piece::Number(m, 1 | 2), Piece::Number(d, 1 | 2)]
        | [Piece::Number(d, 1 | 2), Piece::Month(m), Piece::Number(y, 4)]
        | [Piece::Month(m), Piece::Number(d, 1 | 2), Piece::Number(y, 4)] => (y, m, d),
        _ => return None,
    };
    let day = day_of(date)?;
    let (ms, offset) = time.unwrap_or((None, None));
    Some(Moment { day, ms, offset })
}

/// The two numbers of a date whose order the text does not tell; `None` for every other text.
pub fn undecided(text: &str) -> Option<(u32, u32)> {
    let text = plain(text);
    if is_digits(&text) {
        return None;
    }
    match pieces(&text) {
        Some((pieces, false, _)) => match pieces[..] {
            [Piece::Number(a, 1 | 2), Piece::Number(b, 1 | 2), Piece::Number(_, 2 | 4)] => Some((a, b)),
            _ => None,
        },
        _ => None,
    }
}

/// Half width, and Chinese units as separators.
fn plain(text: &str) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '年' | '月' => out.push('-'),
            '日' | '号' | '　' => out.push(' '),
            '时' | '点' | '：' => out.push(':'),
            '分' if rest.peek().is_some_and(char::is_ascii_digit) => out.push(':'),
            '分' | '秒' => {}
            '，' => out.push(','),
            '／' => out.push('/'),
            '上' | '下' if rest.peek() == Some(&'午') => {
                rest.next();
                out.push_str(if c == '上' { " am " } else { " pm " });
            }
            '０'..='９' => out.push(char::from(b'0' + u8::try_from(u32::from(c) - u32::from('０')).unwrap_or(0))),
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// Whether the text is digits with at most one full stop among them.
fn is_digits(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.').map_or_else(|| digits(text), |(whole, fraction)| digits(whole) && digits(fraction))
}

/// A compact date or a serial number.
fn from_digits(text: &str) -> Option<Moment> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let number = |range: std::ops::Range<usize>| whole.get(range).and_then(|t| t.parse::<u32>().ok());
    let compact = || {
        let day = day_of((number(0..4)?, number(4..6)?, number(6..8)?))?;
        let ms = match whole.len() {
            14 => Some(clock(number(8..10)?, number(10..12)?, number(12..14)?)?),
            _ => None,
        };
        Some(Moment { day, ms, offset: None })
    };
    match (whole.len(), fraction) {
        (8 | 14, None) => compact(),
        (5, None) => number(0..5).map(|n| Moment { day: i64::from(n) + EXCEL_EPOCH, ms: None, offset: None }),
        (5, Some(f)) => number(0..5).map(|n| {
            let part: f64 = format!("0.{f}").parse().unwrap_or(0.0);
            // Serial numbers are exact to the second at best.
            #[allow(clippy::cast_possible_truncation)]
            let ms = ((part * 86_400.0).round() as i64 * 1000).min(DAY_MS - 1000);
            Moment { day: i64::from(n) + EXCEL_EPOCH, ms: Some(ms), offset: None }
        }),
        _ => None,
    }
}

type Time = (Option<i64>, Option<i64>);

/// The three pieces of the date, whether full stops separate them, and the time.
fn pieces(text: &str) -> Option<(Vec<Piece>, bool, Option<Time>)> {
    let mut found = Vec::with_capacity(3);
    let mut dotted = false;
    let mut time: Option<Time> = None;
    let mut half: Option<bool> = None;
    for token in text.split([' ', ',', '\t']).flat_map(split_t).filter(|t| !t.is_empty()) {
        let token = token.trim_end_matches('-');
        if token.contains(':') {
            if time.is_some() {
                return None;
            }
            time = Some(read_time(token)?);
        } else if token.eq_ignore_ascii_case("am") || token.eq_ignore_ascii_case("pm") {
            half = Some(token.eq_ignore_ascii_case("pm"));
        } else {
            dotted |= token.contains('.') && token.split('.').count() == 3;
            for part in token.split(['-', '/', '.']) {
                if found.len() == 3 {
                    return None;
                }
                found.push(piece(part)?);
            }
        }
    }
    if let Some(pm) = half {
        let (ms, offset) = time?;
        let ms = ms?;
        let hour = ms / 3_600_000;
        if !(1..=12).contains(&hour) && !(13..24).contains(&hour) {
            return None;
        }
        // "13:05 PM" occurs; the mark then adds nothing.
        let hour_in_day = if hour > 12 { hour } else { hour % 12 + if pm { 12 } else { 0 } };
        time = Some((Some(ms + (hour_in_day - hour) * 3_600_000), offset));
    }
    (found.len() == 3).then_some((found, dotted, time))
}

/// `2010-12-01T08:26` in two.
fn split_t(token: &str) -> impl Iterator<Item = &str> {
    let at = token.find('T').filter(|i| {
        let bytes = token.as_bytes();
        *i > 0 && bytes[i - 1].is_ascii_digit() && bytes.get(i + 1).is_some_and(u8::is_ascii_digit)
    });
    let (date, time) = at.map_or((token, ""), |i| (&token[..i], &token[i + 1..]));
    [date, time].into_iter()
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn piece(part: &str) -> Option<Piece> {
    if !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()) {
        return part.parse().ok().map(|n| Piece::Number(n, part.len()));
    }
    let name = part.to_ascii_lowercase();
    let at =
        MONTHS.iter().position(|m| name.len() >= 3 && (m.starts_with(&name) || name == "sept" && *m == "september"))?;
    u32::try_from(at + 1).ok().map(Piece::Month)
}

/// `8:26`, `08:26:00.000`, each with `Z` or `+08:00` behind it.
fn read_time(token: &str) -> Option<Time> {
    let (token, offset) = match token.strip_suffix(['Z', 'z']) {
        Some(rest) => (rest, Some(0)),
        None => match token.rfind(['+', '-']) {
            Some(at) => (&token[..at], Some(read_offset(&token[at..])?)),
            None => (token, None),
        },
    };
    let mut parts = token.split(':').filter(|p| !p.is_empty());
    let number = |t: &str| if t.len() <= 2 { t.parse::<u32>().ok() } else { None };
    let (hour, minute) = (number(parts.next()?)?, number(parts.next().unwrap_or("0"))?);
    let second = parts.next().unwrap_or("0");
    let second = number(second.split('.').next().unwrap_or(""))?;
    if parts.next().is_some() {
        return None;
    }
    Some((Some(clock(hour, minute, second)?), offset))
}

fn read_offset(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = match digits.len() {
        2 => (digits.parse::<i64>().ok()?, 0),
        4 => (digits[..2].parse::<i64>().ok()?, digits[2..].parse::<i64>().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn clock(hour: u32, minute: u32, second: u32) -> Option<i64> {
    (hour < 24 && minute < 60 && second < 60).then(|| i64::from((hour * 60 + minute) * 60 + second) * 1000)
}

fn century(two_digits: u32) -> u32 {
    if two_digits < 70 { 2000 + two_digits } else { 1900 + two_digits }
}

fn day_of((year, month, day): (u32, u32, u32)) -> Option<i64> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let since_1970 = i64::from(date.num_days_from_ce()) - 719_163;
    (MIN_DAY..MAX_DAY).contains(&since_1970).then_some(since_1970)
}

#[cfg(test)]
mod tests;
