//! Telephone numbers as people type them.

/// The digits of a number (half width), with a leading `+` kept and the Chinese country code dropped, so that the same number
/// typed differently is the same text. Empty when there are no digits.
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' => out.push(c),
            '０'..='９' => out.extend(char::from_digit(u32::from(c) - u32::from('０'), 10)),
            '+' | '＋' if out.is_empty() => out.push('+'),
            _ => {}
        }
    }
    for prefix in ["+86", "0086"] {
        if let Some(rest) = out.strip_prefix(prefix) {
            return rest.to_owned();
        }
    }
    if out == "+" { String::new() } else { out }
}

/// A Chinese mobile number in groups of 3-4-4; anything else as it is.
pub fn display(text: &str) -> String {
    let n = normalise(text);
    if n.len() == 11 && n.starts_with('1') {
        format!("{} {} {}", &n[..3], &n[3..7], &n[7..])
    } else {
        text.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_typed_differently_is_the_same() {
        for typed in ["138 6213 4472", "+86 138-6213-4472", "１３８６２１３４４７２", "0086 13862134472"] {
            assert_eq!(normalise(typed), "13862134472", "{typed}");
        }
        assert_eq!(display("13862134472"), "138 6213 4472");
        assert_eq!(normalise("abc"), "");
        assert_eq!(normalise("+44 20 7946 0000"), "+442079460000");
    }
}
