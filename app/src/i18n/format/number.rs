//! Integers, shares and ratios.

/// An integer with a comma every three digits, as both languages write it: `2,318`, `-1,000`.
pub fn integer(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        out.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share in percent with `decimals` (0 to 3) places: `percent(0.1234, 1)` is `12.3 %`. Not a number is a dash.
///
/// A share that is not zero but rounds to zero reads `<1 %`, so that nobody takes it for none.
pub fn percent(share: f64, decimals: usize) -> String {
    if !share.is_finite() {
        return "—".to_owned();
    }
    let decimals = decimals.min(3);
    let text = format!("{:.decimals$}", share * 100.0);
    let is_zero = text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.'));
    if is_zero && share > 0.0 {
        let smallest = match decimals {
            0 => "1",
            1 => "0.1",
            2 => "0.01",
            _ => "0.001",
        };
        return format!("<{smallest} %");
    }
    let text = if is_zero { text.trim_start_matches('-') } else { &text };
    format!("{text} %")
}

/// A number with `decimals` (0 to 6) places: `0.71`. Not a number is a dash.
pub fn ratio(value: f64, decimals: usize) -> String {
    if value.is_finite() { format!("{value:.*}", decimals.min(6)) } else { "—".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_grouped_by_three() {
        for (value, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (-1_000, "-1,000"),
            (100_000, "100,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(integer(value), text);
        }
        assert_eq!(integer(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn a_share_never_reads_as_none_when_there_is_some() {
        assert_eq!(percent(0.0, 0), "0 %");
        assert_eq!(percent(-0.0, 0), "0 %");
        assert_eq!(percent(0.001, 0), "<1 %");
        assert_eq!(percent(0.0001, 1), "<0.1 %");
        assert_eq!(percent(0.1234, 1), "12.3 %");
        assert_eq!(percent(1.0, 0), "100 %");
        assert_eq!(percent(f64::NAN, 0), "—");
    }
}
