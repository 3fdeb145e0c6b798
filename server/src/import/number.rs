//! Numbers as people and programs write them in tables, kept exactly.

use domain::money::div_half_even;

/// Why a text is not a usable number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotANumber {
    /// It is no number at all.
    Form,
    /// It is too large.
    Size,
}

/// A number as a whole count of small units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scaled {
    /// The count.
    pub units: i64,
    /// Whether the text had more decimal places than are kept; they were rounded half to even.
    pub rounded: bool,
}

/// Reads a decimal number as a count of units of `10^-scale`. Accepts a sign, brackets for negative, thousands separators, a
/// currency sign or 元 around it, full width and an exponent. With `decimal_comma` (files whose fields are separated by
/// semicolons come from places where 2,50 is two and a half) a comma is the decimal mark and a full stop separates thousands
/// where both occur or the full stop occurs more than once.
///
/// # Errors
/// [`NotANumber`].
pub fn parse(text: &str, scale: u32, decimal_comma: bool) -> Result<Scaled, NotANumber> {
    if let Some(plain) = plain(text.trim().as_bytes(), scale) {
        return Ok(plain);
    }
    let mut text = half_width(text);
    for unit in ["元", "rmb", "cny", "gbp", "usd", "eur"] {
        text = text.strip_suffix(unit).or_else(|| text.strip_prefix(unit)).unwrap_or(&text).trim().to_owned();
    }
    let mut negative = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        (text, negative) = (inner.trim().to_owned(), true);
    }
    let mut body = text.as_str();
    let mut signed = false;
    loop {
        body = body.trim_start();
        match body.chars().next() {
            Some('-' | '+') if signed => return Err(NotANumber::Form),
            Some('-') => (negative, signed) = (!negative, true),
            Some('+') => signed = true,
            Some('¥' | '$' | '£' | '€') => {}
            _ => break,
        }
        body = body.get(body.chars().next().map_or(0, char::len_utf8)..).unwrap_or("");
    }
    let (digits, exponent) = match body.split_once('e') {
        Some((digits, e)) => (digits, e.parse::<i32>().map_err(|_| NotANumber::Form)?),
        None => (body, 0),
    };
    let plain = marks(digits, decimal_comma).ok_or(NotANumber::Form)?;
    let (mantissa, places) = count(&plain)?;
    let scaled = rescale(mantissa, places - exponent.clamp(-400, 400), scale)?;
    Ok(Scaled { units: if negative { -scaled.units } else { scaled.units }, ..scaled })
}

/// The usual form, `-12.50`, without any allocation; `None` leaves everything else to the long way. A number that fits into
/// eighteen digits cannot overflow.
fn plain(text: &[u8], scale: u32) -> Option<Scaled> {
    let (negative, digits) = text.strip_prefix(b"-").map_or((false, text), |rest| (true, rest));
    let stop = digits.iter().position(|b| *b == b'.').unwrap_or(digits.len());
    let (whole, fraction) = (&digits[..stop], digits.get(stop + 1..).unwrap_or(&[]));
    let places = usize::try_from(scale).ok()?;
    if whole.is_empty() || fraction.len() > places || whole.len() + places > 18 {
        return None;
    }
    let mut units = 0i64;
    for b in whole.iter().chain(fraction) {
        units = units * 10 + i64::from(b.is_ascii_digit().then(|| b - b'0')?);
    }
    units *= 10i64.pow(scale - u32::try_from(fraction.len()).ok()?);
    Some(Scaled { units: if negative { -units } else { units }, rounded: false })
}

/// Lower case, half width, without blanks at the ends.
fn half_width(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '￥' => '¥',
            '−' => '-',
            '　' | '\u{a0}' => ' ',
            c => c,
        })
        .map(|c| c.to_ascii_lowercase())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The digits with a full stop as decimal mark and no thousands separators; `None` when separators are at wrong places.
fn marks(digits: &str, decimal_comma: bool) -> Option<String> {
    let (commas, stops) = (digits.matches(',').count(), digits.matches('.').count());
    let (thousands, decimal) = if decimal_comma && (commas == 1 || stops > 1) { ('.', ',') } else { (',', '.') };
    let (whole, fraction) = digits.split_once(decimal).map_or((digits, ""), |(w, f)| (w, f));
    if fraction.contains([',', '.']) {
        return None;
    }
    let mut groups = whole.split(thousands);
    let first = groups.next()?;
    let mut out = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        out.push_str(group);
    }
    if digits.contains(decimal) {
        out.push('.');
        out.push_str(fraction);
    }
    Some(out)
}

/// All digits as one number, and how many of them are behind the decimal mark.
fn count(plain: &str) -> Result<(i128, i32), NotANumber> {
    let (mut mantissa, mut places, mut any, mut behind) = (0i128, 0, false, false);
    for c in plain.chars() {
        match c.to_digit(10) {
            Some(d) => {
                any = true;
                // Places beyond what an i128 holds are far beyond what is kept.
                if mantissa > 1_000_000_000_000_000_000_000_000_000_000_000 {
                    if behind {
                        continue;
                    }
                    return Err(NotANumber::Size);
                }
                mantissa = mantissa * 10 + i128::from(d);
                places += i32::from(behind);
            }
            None if c == '.' && !behind => behind = true,
            None => return Err(NotANumber::Form),
        }
    }
    if any { Ok((mantissa, places)) } else { Err(NotANumber::Form) }
}

fn rescale(mantissa: i128, places: i32, scale: u32) -> Result<Scaled, NotANumber> {
    let shift = i32::try_from(scale).unwrap_or(0) - places;
    let power = |n: i32| u32::try_from(n).ok().and_then(|n| 10i128.checked_pow(n));
    let (units, rounded) = if mantissa == 0 {
        (0, false)
    } else if shift >= 0 {
        let factor = power(shift).ok_or(NotANumber::Size)?;
        (mantissa.checked_mul(factor).ok_or(NotANumber::Size)?, false)
    } else {
        match power(-shift).filter(|d| *d < i128::MAX / 2) {
            Some(divisor) => (div_half_even(mantissa, divisor), mantissa % divisor != 0),
            None => (0, true),
        }
    };
    Ok(Scaled { units: i64::try_from(units).map_err(|_| NotANumber::Size)?, rounded })
}

/// A count of `10^-places` as decimal text, without zeros at the end: `9747747934` with 3 places is `9747747.934`.
pub fn decimal(units: i128, places: u32) -> String {
    let one = 10u128.pow(places.min(30));
    let size = units.unsigned_abs();
    let sign = if units < 0 { "-" } else { "" };
    let fraction = format!("{:0width$}", size % one, width = places as usize);
    let fraction = if places == 0 { "" } else { fraction.trim_end_matches('0') };
    let whole = size / one;
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn millionths(text: &str) -> Result<i64, NotANumber> {
        parse(text, 6, false).map(|s| s.units)
    }

    #[test]
    fn numbers_in_their_many_forms() {
        for (text, expected) in [
            ("2.55", 2_550_000),
            ("-11062.06", -11_062_060_000),
            ("1,234.5", 1_234_500_000),
            ("￥１２．３０", 12_300_000),
            ("(3.50)", -3_500_000),
            ("12 元", 12_000_000),
            ("£-2", -2_000_000),
            ("-£2", -2_000_000),
            ("1.5E-3", 1500),
            ("1e3", 1_000_000_000),
            (".5", 500_000),
            ("7.", 7_000_000),
            ("0e999", 0),
        ] {
            assert_eq!(millionths(text), Ok(expected), "{text}");
        }
        for text in ["", "-", "1.2.3", "12abc", "1,23", "12,34,567", "--2", "1e", "NaN", "inf", "()", "1 2"] {
            assert_eq!(millionths(text), Err(NotANumber::Form), "{text}");
        }
        for text in ["99999999999999999999", "1e30", "1e999", &"9".repeat(100)] {
            assert_eq!(millionths(text), Err(NotANumber::Size), "{text}");
        }
    }

    #[test]
    fn more_places_than_are_kept_are_rounded_half_to_even_and_said() {
        assert_eq!(parse("0.125", 2, false), Ok(Scaled { units: 12, rounded: true }));
        assert_eq!(parse("0.135", 2, false), Ok(Scaled { units: 14, rounded: true }));
        assert_eq!(parse("0.1200", 2, false), Ok(Scaled { units: 12, rounded: false }));
        assert_eq!(parse("0.30000000000000004", 6, false), Ok(Scaled { units: 300_000, rounded: true }));
    }

    #[test]
    fn a_comma_is_the_decimal_mark_where_semicolons_separate() {
        let read = |t| parse(t, 2, true).map(|s| s.units);
        assert_eq!((read("2,55"), read("1.234,56"), read("2.55")), (Ok(255), Ok(123_456), Ok(255)));
        assert_eq!((read("1.234.567,8"), read("1,234,567.8")), (Ok(123_456_780), Ok(123_456_780)));
    }

    #[test]
    fn decimals_are_written_without_needless_zeros() {
        assert_eq!(decimal(9_747_747_934_000_000, 9), "9747747.934");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!((decimal(0, 9), decimal(120, 2), decimal(7, 0)), ("0".into(), "1.2".into(), "7".into()));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,20}", like in "[-+0-9.,eE()¥元 ]{0,40}", comma: bool) {
            let _ = parse(&text, 6, comma);
            let _ = parse(&like, 6, comma);
        }

        #[test]
        fn what_is_written_is_read_back(units in -1_000_000_000_000i64..1_000_000_000_000) {
            let text = decimal(i128::from(units), 6);
            prop_assert_eq!(parse(&text, 6, false), Ok(Scaled { units, rounded: false }));
        }
    }
}
