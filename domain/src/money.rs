//! Money: whole minor units and an ISO 4217 code.

/// How many decimal places a currency's minor unit has (ISO 4217, as of 2026). Unknown codes have two.
pub fn exponent(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// Divides, rounding half to even: the rule for storing a line's sum in minor units. `divisor` must be positive.
pub fn div_half_even(value: i128, divisor: i128) -> i128 {
    let quotient = value.div_euclid(divisor);
    let rest = value.rem_euclid(divisor);
    match (rest * 2).cmp(&divisor) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + (quotient & 1),
    }
}

/// Reads a decimal number as thousandths of a unit, millionths and so on: `scale` decimal places are kept, more are an
/// error. Accepts a sign, thousands separators (`,` between digits, also full width) and a currency sign in front.
///
/// # Errors
/// `None` when it is not such a number or too large.
pub fn parse_decimal(text: &str, scale: u32) -> Option<i64> {
    let mut digits: i128 = 0;
    let mut places: Option<u32> = None;
    let mut negative = false;
    let mut any = false;
    for c in text.trim().chars() {
        let c = match c {
            '０'..='９' => char::from(b'0' + u8::try_from(u32::from(c) - u32::from('０')).ok()?),
            '．' => '.',
            '，' => ',',
            '－' | '−' => '-',
            c => c,
        };
        match c {
            '0'..='9' => {
                any = true;
                if let Some(p) = places.as_mut() {
                    *p += 1;
                    if *p > scale {
                        if c != '0' {
                            return None;
                        }
                        *p -= 1;
                        continue;
                    }
                }
                digits = digits * 10 + i128::from(c.to_digit(10)?);
                if digits > i128::from(i64::MAX) {
                    return None;
                }
            }
            '.' if places.is_none() => places = Some(0),
            ',' if any && places.is_none() => {}
            '-' if !any && !negative => negative = true,
            '+' | '¥' | '￥' | '$' | '£' | '€' | ' ' if !any => {}
            _ => return None,
        }
    }
    if !any {
        return None;
    }
    let missing = scale - places.unwrap_or(0);
    let value = digits.checked_mul(10i128.checked_pow(missing)?)?;
    i64::try_from(if negative { -value } else { value }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_to_the_even_neighbour() {
        let r = |v| div_half_even(v, 10);
        assert_eq!((r(25), r(35), r(-25), r(-35), r(26), r(-26)), (2, 4, -2, -4, 3, -3));
    }

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(parse_decimal("2.55", 2), Some(255));
        assert_eq!(parse_decimal("-1,234.5", 2), Some(-123_450));
        assert_eq!(parse_decimal("￥１２．３０", 2), Some(1230));
        assert_eq!(parse_decimal("0.001", 6), Some(1000));
        assert_eq!(parse_decimal("0.001", 2), None);
        assert_eq!(parse_decimal("1.2000", 2), Some(120));
        for bad in ["", "-", "1.2.3", "12abc", "99999999999999999999"] {
            assert_eq!(parse_decimal(bad, 2), None, "{bad}");
        }
    }
}
