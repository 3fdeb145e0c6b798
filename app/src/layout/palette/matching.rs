//! Which acts a text finds.

/// Whether every word of `text` begins a word of the label or the keywords, or stands anywhere in the label. An empty text finds everything.
pub(super) fn matches(text: &str, label: &str, keywords: &str) -> bool {
    let label = label.to_lowercase();
    let keywords = keywords.to_lowercase();
    text.to_lowercase()
        .split_whitespace()
        .all(|word| label.contains(word) || keywords.split_whitespace().any(|keyword| keyword.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_find_acts_by_label_pinyin_and_initials() {
        let find = |text| matches(text, "新客户", "xinkehu xkh new customer");
        for text in ["", "客户", "xin", "XKH", "new cust", "新 new"] {
            assert!(find(text), "{text}");
        }
        for text in ["旧", "kehu", "new x y"] {
            assert!(!find(text), "{text}");
        }
    }
}
