//! Texts in files that spreadsheets open (RFC 4180).

/// Words that a spreadsheet takes for words: what it would take for a formula or a signed number gets an apostrophe in front.
pub fn words(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// A text that a spreadsheet does not take for a formula; numbers stay numbers.
pub fn harmless(text: &str) -> String {
    if text.parse::<f64>().is_ok() { text.to_owned() } else { words(text) }
}

/// A text as a field of CSV: in quotes where it needs them.
pub fn field(text: &str) -> String {
    let plain = !text.contains([',', '"', '\n', '\r']) && text.trim() == text;
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("+86 139"), "'+86 139");
        assert_eq!(harmless("-12.5"), "-12.5");
        assert_eq!(words("-12.5"), "'-12.5");
        assert_eq!(harmless("陈静"), "陈静");
        assert_eq!(harmless("a=b"), "a=b");
    }

    #[test]
    fn quotes_stand_where_they_must() {
        assert_eq!([field("a"), field("a,b"), field("a\"b"), field(" a")], ["a", "\"a,b\"", "\"a\"\"b\"", "\" a\""]);
    }
}
