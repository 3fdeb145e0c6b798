//! Folding of text for comparing: width, case, Latin accents and white space.
//!
//! A small part of what Unicode calls NFKC case folding, chosen so that no Unicode tables travel to the page: full-width
//! forms, ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic capitals.

/// U+00C0..=U+017F as plain lower-case letters, one byte each.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// One character folded. Everything that is white space or a control character becomes a space.
pub fn fold_char(c: char) -> char {
    let n = u32::from(c);
    let moved = |by: u32| char::from_u32(n + by).unwrap_or(c);
    match n {
        0x41..=0x5a => c.to_ascii_lowercase(),
        0x00..=0x20 | 0x7f..=0xa0 | 0x1680 | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x2064 | 0x3000 | 0xfeff => {
            ' '
        }
        0xc0..=0x17f => LATIN.get((n - 0xc0) as usize).map_or(c, |b| char::from(*b)),
        0x391..=0x3a9 | 0x410..=0x42f => moved(32),
        0x400..=0x40f => moved(80),
        0xff01..=0xff5e => char::from_u32(n - 0xfee0).map_or(c, |narrow| narrow.to_ascii_lowercase()),
        _ => c,
    }
}

/// A text folded: see [`fold_char`]; no space at the ends, one space where there were several. The result has no control
/// characters.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().map(fold_char) {
        if c != ' ' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_accents_and_space_do_not_matter() {
        assert_eq!(fold("  Ａｂｃ　１２３\t王 \u{200b}小明\n"), "abc 123 王 小明");
        assert_eq!(fold("JOSÉ Ångström ŽIŽKA Łódź"), "jose angstrom zizka lodz");
        assert_eq!(fold("ΑΩ ЁЖ ¿"), "αω ёж ¿");
        assert_eq!(fold("\u{0}\u{1}"), "");
    }

    #[test]
    fn the_latin_table_matches_the_characters_own_letters() {
        for (c, plain) in
            [('À', 'a'), ('ß', 's'), ('÷', '/'), ('ā', 'a'), ('đ', 'd'), ('ğ', 'g'), ('ħ', 'h'), ('ŀ', 'l')]
        {
            assert_eq!(fold_char(c), plain, "{c}");
        }
        for (c, plain) in
            [('ĵ', 'j'), ('ŋ', 'n'), ('ő', 'o'), ('ř', 'r'), ('ş', 's'), ('ŧ', 't'), ('ů', 'u'), ('ź', 'z')]
        {
            assert_eq!(fold_char(c), plain, "{c}");
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in ".{0,40}") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once.clone());
            proptest::prop_assert!(!once.bytes().any(|b| b < b' '));
        }
    }
}
