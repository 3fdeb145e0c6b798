//! Amounts as whole millionths: exact, whatever binary fractions would do.

/// Decimals kept.
const DECIMALS: i32 = 6;
/// Millionths in one.
pub(super) const PER_UNIT: f64 = 1e6;

/// Reads a decimal number ("12.50", "-3", "1e3") as millionths; further decimals are rounded half to even. `None` for
/// anything else and for numbers beyond nine million millions.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|e| e.abs() <= 400)?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = || whole.bytes().chain(fraction.bytes());
    if all().next().is_none() || !all().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Digits that count: those up to the sixth decimal after shifting by the exponent.
    let kept = i32::try_from(whole.len()).ok()? + exponent + DECIMALS;
    let mut value = 0i128;
    let mut digits = all();
    for _ in 0..kept.max(0) {
        let digit = digits.next().map_or(0, |byte| i128::from(byte - b'0'));
        value = value.checked_mul(10)?.checked_add(digit).filter(|value| *value < i128::from(i64::MAX))?;
    }
    // Of a number so small that not even its first digit counts, nothing is left.
    let first_dropped = if kept < 0 { None } else { digits.next() };
    let half = first_dropped.map_or(std::cmp::Ordering::Less, |byte| byte.cmp(&b'5'));
    let exact_half = half.is_eq() && digits.all(|byte| byte == b'0');
    let up = half.is_gt() || (half.is_eq() && (!exact_half || value % 2 == 1));
    let value = i64::try_from(value + i128::from(up)).ok()?;
    Some(if negative { -value } else { value })
}

/// Millionths as text with six decimals.
pub(super) fn text(millionths: i128) -> String {
    let magnitude = millionths.unsigned_abs();
    let sign = if millionths < 0 { "-" } else { "" };
    format!("{sign}{}.{:06}", magnitude / 1_000_000, magnitude % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (text, value) in [
            ("0", 0),
            ("12.5", 12_500_000),
            ("-12.50", -12_500_000),
            ("+.5", 500_000),
            ("7.", 7_000_000),
            ("310.44000000000005", 310_440_000),
            ("0.0000005", 0),
            ("0.0000015", 2),
            ("0.00000050001", 1),
            ("1e3", 1_000_000_000),
            ("1.5E-3", 1_500),
            ("1e-9", 0),
            ("9e-7", 1),
            ("0.00", 0),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for wrong in
            ["", "-", ".", "1,5", "1.2.3", "abc", "NaN", "inf", "1e", "0x10", "1 000", "99999999999999", "1e99"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn amounts_are_written_with_six_decimals() {
        assert_eq!(text(12_500_000), "12.500000");
        assert_eq!(text(-1), "-0.000001");
        assert_eq!(text(0), "0.000000");
    }
}
