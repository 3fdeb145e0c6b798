//! Amounts of money: integers of minor units with an ISO 4217 code.

use super::integer;
use crate::i18n::{Lang, lang};

/// Minor digits of a currency that is not in the table: most have two.
pub const MONEY_MINOR_DIGITS_DEFAULT: u32 = 2;

/// The number of decimal digits between a currency's major and minor unit (ISO 4217, list one, "Minor unit").
///
/// `code` is the three-letter code in upper case. Unknown codes have two, as most currencies do.
pub fn minor_digits(code: &str) -> u32 {
    match code {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => MONEY_MINOR_DIGITS_DEFAULT,
    }
}

/// The sign a currency is written with, the code itself where it has none of its own.
fn sign(code: &str) -> &str {
    match code {
        "CNY" | "JPY" => "¥",
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "KRW" => "₩",
        "INR" => "₹",
        "VND" => "₫",
        "HKD" => "HK$",
        "TWD" => "NT$",
        _ => code,
    }
}

/// The whole and the fractional part of an amount, without sign of currency: `1,234.50`, `1,234` when the fraction is nothing.
pub fn money_plain(minor: i64, code: &str) -> String {
    let digits = minor_digits(code);
    let unit = 10_u64.pow(digits);
    let magnitude = minor.unsigned_abs();
    let (whole, fraction) = (magnitude / unit, magnitude % unit);
    let whole = integer(i64::try_from(whole).unwrap_or(i64::MAX));
    let minus = if minor < 0 { "-" } else { "" };
    if fraction == 0 {
        format!("{minus}{whole}")
    } else {
        format!("{minus}{whole}.{fraction:0width$}", width = digits as usize)
    }
}

/// An amount with its currency: `¥86,420`, `¥12.50`, `CHF 9`. `minor` is in minor units; whole amounts have no decimals.
///
/// Exact for every `i64`: an amount is never taken through a floating-point number.
pub fn money(minor: i64, code: &str) -> String {
    let plain = money_plain(minor, code);
    let (minus, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let sign = sign(code);
    let gap = if sign.len() == 3 && sign == code { " " } else { "" };
    format!("{minus}{sign}{gap}{plain}")
}

/// An amount short enough for a chart or a narrow cell: `¥1,126 万` in Chinese, `¥11.3M` in English; three significant digits above the unit.
pub fn money_short(minor: i64, code: &str) -> String {
    let unit = 10_i64.pow(minor_digits(code));
    let whole = minor / unit;
    let steps: &[(i64, &str)] = match lang() {
        Lang::ZhCn => &[(100_000_000, " 亿"), (10_000, " 万")],
        Lang::En => &[(1_000_000_000, "B"), (1_000_000, "M"), (10_000, "k")],
    };
    let Some(&(threshold, suffix)) = steps.iter().find(|(threshold, _)| whole.abs() >= *threshold) else {
        return money(whole * unit, code);
    };
    // English starts to shorten at ten thousand but counts in thousands.
    let divisor = if suffix == "k" { 1_000 } else { threshold };
    let value = whole as f64 / divisor as f64;
    let number = if value.abs() >= 100.0 {
        integer(round(value))
    } else {
        format!("{value:.1}").trim_end_matches(".0").to_owned()
    };
    let (minus, number) = number.strip_prefix('-').map_or(("", number.as_str()), |rest| ("-", rest));
    format!("{minus}{}{number}{suffix}", sign(code))
}

/// Rounds to the nearest integer; the caller has divided an `i64` by at least a thousand, so it fits.
#[allow(clippy::cast_possible_truncation)]
fn round(value: f64) -> i64 {
    value.round() as i64
}

/// Reads an amount a person typed ("1,280.5", "¥1280", "１２８０") into minor units.
///
/// # Errors
/// `None` when it is not a number, has more decimals than the currency, or does not fit.
pub fn parse_money(text: &str, code: &str) -> Option<i64> {
    let digits = minor_digits(code);
    let sign = sign(code);
    let mut negative = false;
    let mut whole = String::new();
    let mut fraction: Option<String> = None;
    let text = text.trim();
    let text = if let Some(rest) = text.strip_prefix(['-', '−', '－']) {
        negative = true;
        rest.trim_start()
    } else {
        text
    };
    let text = text.trim_start_matches(sign).trim_start_matches(code).trim_start_matches(['¥', '￥']).trim();
    for raw in text.chars() {
        // Full-width digits and punctuation come from Chinese keyboards.
        let c = if ('！'..='～').contains(&raw) { char::from_u32(raw as u32 - 0xFEE0)? } else { raw };
        match c {
            '0'..='9' => fraction.as_mut().unwrap_or(&mut whole).push(c),
            ',' | ' ' | '，' | '\u{a0}' if fraction.is_none() => {}
            '.' | '。' if fraction.is_none() => fraction = Some(String::new()),
            _ => return None,
        }
    }
    let fraction = fraction.unwrap_or_default();
    if (whole.is_empty() && fraction.is_empty()) || fraction.len() > digits as usize {
        return None;
    }
    let padded = format!("{whole}{fraction:0<width$}", width = digits as usize);
    let value: i64 = padded.parse().ok()?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::tests::with_lang;

    #[test]
    fn amounts_are_exact_and_without_empty_decimals() {
        assert_eq!(money(8_642_000, "CNY"), "¥86,420");
        assert_eq!(money(1_250, "CNY"), "¥12.50");
        assert_eq!(money(-5, "CNY"), "-¥0.05");
        assert_eq!(money(1_250, "JPY"), "¥1,250");
        assert_eq!(money(1_005, "KWD"), "KWD 1.005");
        assert_eq!(money(900, "CHF"), "CHF 9");
        assert_eq!(money(i64::MIN, "CNY"), "-¥92,233,720,368,547,758.08");
    }

    #[test]
    fn short_amounts_count_as_each_language_does() {
        with_lang(Lang::ZhCn, || {
            assert_eq!(money_short(1_126_000_000, "CNY"), "¥1,126 万");
            assert_eq!(money_short(9_400_000, "CNY"), "¥9.4 万");
            assert_eq!(money_short(999_900, "CNY"), "¥9,999");
            assert_eq!(money_short(12_345_678_900_00, "CNY"), "¥123 亿");
        });
        with_lang(Lang::En, || {
            assert_eq!(money_short(1_126_000_000, "CNY"), "¥11.3M");
            assert_eq!(money_short(-1_500_000, "USD"), "-$15k");
        });
    }

    #[test]
    fn what_people_type_is_read_back() {
        assert_eq!(parse_money("1,280.5", "CNY"), Some(128_050));
        assert_eq!(parse_money("¥1280", "CNY"), Some(128_000));
        assert_eq!(parse_money("￥１２８０", "CNY"), Some(128_000));
        assert_eq!(parse_money("-3", "CNY"), Some(-300));
        assert_eq!(parse_money("1280", "JPY"), Some(1_280));
        for wrong in ["", ".", "1.234", "12a", "1.2.3", "99999999999999999999"] {
            assert_eq!(parse_money(wrong, "CNY"), None, "{wrong}");
        }
        for minor in [0, 1, 99, 100, 123_456_789_012] {
            assert_eq!(parse_money(&money(minor, "CNY"), "CNY"), Some(minor));
        }
    }
}
