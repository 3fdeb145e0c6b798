//! How a name is spelled in Latin letters, in a form that can be searched by syllables.
//!
//! A spelling is a row of syllables, each with a capital first letter: 王小明 is `WangXiaoMing`. Words in Latin letters and
//! single digits count as syllables (`O'Connor` is `OConnor`). Several spellings of one name are separated by [`PART`].

use super::arena::PART;
use super::fold::fold;
use super::pinyin::{PinyinTable, surname};
use std::borrow::Cow;

/// Spellings kept of a person's name; the ones with the fewest unusual readings.
const PERSON_SPELLINGS: usize = 8;
/// Spellings kept of a company's name or of a tag.
const OTHER_SPELLINGS: usize = 2;
/// Longer needles are not matched as a mixture of abbreviations; a mask of needle places has this many bits besides one.
const MAX_MIXED: usize = 30;

/// Whether a text is a person's name, whose first characters are the surname.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NameOf {
    Person,
    Other,
}

/// The spellings of a text, folded or not; empty when nothing in it can be spelled.
pub(super) fn spell(text: &str, of: NameOf, table: Option<&PinyinTable>) -> Vec<u8> {
    if text.is_empty() {
        return Vec::new();
    }
    let units = units(text, of, table);
    let cap = if of == NameOf::Person { PERSON_SPELLINGS } else { OTHER_SPELLINGS };
    let mut out = Vec::new();
    for choice in combinations(&units.iter().map(Vec::len).collect::<Vec<_>>(), cap) {
        if !out.is_empty() {
            out.push(PART);
        }
        for (readings, chosen) in units.iter().zip(choice) {
            let syllable = readings[chosen].as_bytes();
            out.extend(syllable.first().map(u8::to_ascii_uppercase));
            out.extend(syllable.get(1..).unwrap_or_default());
        }
    }
    out
}

/// A key whose byte order is the order of names: by pinyin and then character, one character after the other; names and
/// characters without pinyin by their folded text.
pub(super) fn sort_key(name: &str, of: NameOf, table: Option<&PinyinTable>) -> Vec<u8> {
    let characters: Vec<char> = fold(name).chars().collect();
    let mut out = Vec::new();
    let mut utf8 = [0; 4];
    for (place, c) in characters.iter().enumerate() {
        if let Some(reading) = readings(&characters, place, of, table).first() {
            out.extend(reading.as_bytes());
            // Below every letter, so that 万 (wan) comes before 王 (wang), and all 汪 before the first 王.
            out.push(PART);
        }
        out.extend(c.encode_utf8(&mut utf8).as_bytes());
    }
    out
}

/// The readings of one character of a name, the likeliest first.
fn readings<'a>(name: &[char], place: usize, of: NameOf, table: Option<&'a PinyinTable>) -> Vec<&'a str> {
    let Some(table) = table else { return Vec::new() };
    let usual: Vec<&str> = table.readings(name[place]).collect();
    let special = if of == NameOf::Person && !usual.is_empty() { surname::readings(name, place) } else { &[] };
    special.iter().copied().chain(usual.into_iter().filter(|r| !special.contains(r))).collect()
}

/// The syllables of a text with their possible readings.
fn units<'a>(text: &str, of: NameOf, table: Option<&'a PinyinTable>) -> Vec<Vec<Cow<'a, str>>> {
    let characters: Vec<char> = fold(text).chars().collect();
    let mut units: Vec<Vec<Cow<'a, str>>> = Vec::new();
    let mut in_word = false;
    for (place, c) in characters.iter().enumerate() {
        if c.is_ascii_lowercase() {
            match units.last_mut().and_then(|u| u.first_mut()) {
                Some(word) if in_word => word.to_mut().push(*c),
                _ => units.push(vec![Cow::Owned(c.to_string())]),
            }
            in_word = true;
            continue;
        }
        in_word = false;
        if c.is_ascii_digit() {
            units.push(vec![Cow::Owned(c.to_string())]);
            continue;
        }
        let found = readings(&characters, place, of, table);
        if !found.is_empty() {
            units.push(found.into_iter().map(Cow::Borrowed).collect());
        }
    }
    units
}

/// Choices of one alternative per place, at most `cap`: all first ones, then those with one other choice, then with two…
fn combinations(alternatives: &[usize], cap: usize) -> Vec<Vec<usize>> {
    if alternatives.is_empty() {
        return Vec::new();
    }
    // Each choice is made from an earlier one by changing one place behind the last changed one, so none comes twice.
    let mut made: Vec<(Vec<usize>, usize)> = vec![(vec![0; alternatives.len()], 0)];
    let mut next = 0;
    while next < made.len() && made.len() < cap {
        let (choice, from) = made[next].clone();
        next += 1;
        let changes =
            (from..alternatives.len()).flat_map(|place| (1..alternatives[place]).map(move |other| (place, other)));
        for (place, other) in changes.take(cap - made.len()) {
            let mut changed = choice.clone();
            changed[place] = other;
            made.push((changed, place + 1));
        }
    }
    made.into_iter().map(|(choice, _)| choice).collect()
}

/// How letters are found in a spelling, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Spelled {
    /// The initials, from the first one.
    InitialsPrefix,
    /// The initials, from a later one.
    Initials,
    /// The spelling, from its beginning.
    Prefix,
    /// The spelling, from a later syllable.
    Inside,
    /// A mixture: every syllable by its first letters (`wangxm`, `zhxming`).
    Mixed,
}

/// How letters (lower case, not empty) are found in spellings; the best way there is.
pub(super) fn find(spellings: &[u8], letters: &[u8]) -> Option<Spelled> {
    let mut best = None;
    for (tail, first) in starts(spellings, letters) {
        if let Some(found) = at(tail, first, letters) {
            if found == Spelled::InitialsPrefix {
                return Some(found);
            }
            best = Some(best.map_or(found, |b: Spelled| b.min(found)));
        }
    }
    best
}

/// Whether letters are found in spellings with one letter wrong, missing, too many, or two neighbours exchanged: some syllable
/// begins a text with a prefix at a Damerau distance (optimal string alignment) of at most one.
pub(super) fn find_near(spellings: &[u8], letters: &[u8]) -> bool {
    spellings.split(|b| *b == PART).any(|spelling| {
        let places = spelling.iter().enumerate().filter(|(_, b)| is_start(**b));
        places.into_iter().any(|(place, _)| near_prefix(&spelling[place..], letters))
    })
}

/// The byte by which to look for spellings that may contain the letters.
pub(super) fn anchor(letters: &[u8]) -> Option<u8> {
    letters.first().map(u8::to_ascii_uppercase)
}

fn is_start(byte: u8) -> bool {
    !byte.is_ascii_lowercase()
}

/// Whether a typed letter means a letter of a spelling; ü is spelled `v` and typed as `v` or `u`.
fn same(spelled: u8, typed: u8) -> bool {
    let spelled = spelled.to_ascii_lowercase();
    spelled == typed || (spelled == b'v' && typed == b'u')
}

/// The places where a syllable begins with the first letter: the rest of that spelling, and whether it is its first syllable.
fn starts<'a>(spellings: &'a [u8], letters: &[u8]) -> impl Iterator<Item = (&'a [u8], bool)> {
    let anchor = anchor(letters);
    spellings.split(|b| *b == PART).flat_map(move |spelling| {
        let places = spelling.iter().enumerate().filter(move |(_, b)| Some(**b) == anchor);
        places.map(move |(place, _)| (&spelling[place..], place == 0))
    })
}

/// How letters are found at the beginning of a text that begins with a syllable.
fn at(tail: &[u8], first: bool, letters: &[u8]) -> Option<Spelled> {
    let mut initials = tail.iter().filter(|b| is_start(**b));
    if letters.iter().all(|typed| initials.next().is_some_and(|b| same(*b, *typed))) {
        return Some(if first { Spelled::InitialsPrefix } else { Spelled::Initials });
    }
    if tail.len() >= letters.len() && tail.iter().zip(letters).all(|(b, typed)| same(*b, *typed)) {
        return Some(if first { Spelled::Prefix } else { Spelled::Inside });
    }
    mixed(tail, letters).then_some(Spelled::Mixed)
}

/// Whether the letters are the first letters of consecutive syllables, at least one of each.
fn mixed(tail: &[u8], letters: &[u8]) -> bool {
    // Two letters are both initials or both of one syllable, which was tried before.
    if !(3..=MAX_MIXED).contains(&letters.len()) {
        return false;
    }
    // Bit i: the letters before place i are used up by the syllables so far.
    let mut reached = 1u32;
    let mut rest = tail;
    while reached != 0 && !rest.is_empty() {
        let length = 1 + rest[1..].iter().take_while(|b| !is_start(**b)).count();
        let (syllable, behind) = rest.split_at(length);
        let mut next = 0;
        for place in (0..letters.len()).filter(|place| reached >> place & 1 == 1) {
            let shared = syllable.iter().zip(&letters[place..]).take_while(|(b, typed)| same(**b, **typed)).count();
            for used in 1..=shared {
                next |= 1 << (place + used);
            }
        }
        if next >> letters.len() & 1 == 1 {
            return true;
        }
        reached = next;
        rest = behind;
    }
    false
}

/// Whether some prefix of a text is at most one slip away from the letters. The slip is where they first differ: trying it
/// earlier gives nothing that trying it there does not.
fn near_prefix(text: &[u8], letters: &[u8]) -> bool {
    let begins = |text: &[u8], letters: &[u8]| {
        text.len() >= letters.len() && text.iter().zip(letters).all(|(b, typed)| same(*b, *typed))
    };
    let shared = text.iter().zip(letters).take_while(|(b, typed)| same(**b, **typed)).count();
    let (text, letters) = (&text[shared..], &letters[shared..]);
    match letters {
        [] | [_] => true,
        [_, one_less @ ..] => {
            let behind = text.get(1..).unwrap_or_default();
            let exchanged = text.len() >= 2
                && same(text[0], letters[1])
                && same(text[1], letters[0])
                && begins(&text[2..], &letters[2..]);
            begins(behind, one_less) && !text.is_empty()
                || begins(text, one_less)
                || begins(behind, letters)
                || exchanged
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pinyin::encode;
    use super::*;
    use proptest::prelude::*;

    fn table() -> PinyinTable {
        let given = [
            ('王', vec!["wang"]),
            ('汪', vec!["wang"]),
            ('万', vec!["wan"]),
            ('小', vec!["xiao"]),
            ('明', vec!["ming"]),
            ('单', vec!["dan", "chan", "shan"]),
            ('吕', vec!["lv"]),
            ('行', vec!["xing", "hang"]),
            ('乐', vec!["le", "yue"]),
        ];
        PinyinTable::decode(&encode(given).expect("well-formed")).expect("just made")
    }

    fn spelled(name: &str, of: NameOf) -> Vec<String> {
        let bytes = spell(name, of, Some(&table()));
        String::from_utf8(bytes).expect("ascii").split('\u{1}').map(str::to_owned).collect()
    }

    #[test]
    fn names_are_spelled_by_syllable_with_the_surname_read_as_one() {
        assert_eq!(spelled("王小明", NameOf::Person), ["WangXiaoMing"]);
        assert_eq!(spelled("单明", NameOf::Person), ["ShanMing", "DanMing", "ChanMing"]);
        assert_eq!(spelled("单明", NameOf::Other), ["DanMing", "ChanMing"]);
        assert_eq!(spelled("王Ｔom 2号", NameOf::Person), ["WangTom2"]);
        assert_eq!(spelled("O'Connor", NameOf::Person), ["OConnor"]);
        assert_eq!(spelled("行乐行乐单", NameOf::Person).len(), PERSON_SPELLINGS);
        assert_eq!(spelled("，。", NameOf::Person), [""]);
        assert!(spell("王小明", NameOf::Person, None).is_empty());
        assert_eq!(spell("Tom", NameOf::Person, None), b"Tom");
    }

    #[test]
    fn combinations_begin_with_the_usual_readings() {
        assert_eq!(combinations(&[2, 1, 3], 99), [[0, 0, 0], [1, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 1], [1, 0, 2]]);
        assert_eq!(combinations(&[2, 2], 3).len(), 3);
        assert!(combinations(&[], 3).is_empty());
    }

    #[test]
    fn letters_are_found_as_initials_whole_or_mixed() {
        use Spelled::{Initials, InitialsPrefix, Inside, Mixed, Prefix};
        let found = |letters: &str| find(b"WangXiaoMing\x01YuXiaoMing", letters.as_bytes());
        assert_eq!(found("w"), Some(InitialsPrefix));
        assert_eq!(found("wxm"), Some(InitialsPrefix));
        assert_eq!(found("xm"), Some(Initials));
        assert_eq!(found("wangx"), Some(Prefix));
        assert_eq!(found("xiaoming"), Some(Inside));
        assert_eq!(found("wangxm"), Some(Mixed));
        assert_eq!(found("waximing"), Some(Mixed));
        assert_eq!(found("yux"), Some(Prefix));
        assert_eq!(found("ang"), None, "not at a syllable");
        assert_eq!(found("wangming"), None);
        assert_eq!(find(b"LvWei", b"luwei"), Some(Prefix));
    }

    #[test]
    fn one_slip_is_forgiven() {
        for typed in ["wnag", "wamg", "wan g", "wwang", "wagxiao", "wangxaio", "angx", "xiaomnig"] {
            let typed = typed.replace(' ', "");
            assert!(find_near(b"WangXiaoMing", typed.as_bytes()), "{typed}");
        }
        for typed in ["wgnaxiao", "zhou", "mingxiao", "wangmingx"] {
            assert!(!find_near(b"WangXiaoMing", typed.as_bytes()), "{typed}");
        }
    }

    #[test]
    fn the_order_of_names_is_by_pinyin_and_then_character() {
        let table = table();
        let key = |name| sort_key(name, NameOf::Person, Some(&table));
        let mut names = ["汪小明", "王明", "Wanda", "万小", "王小明", "王", "单明", "安"];
        names.sort_by_key(|n| key(n));
        assert_eq!(names, ["单明", "万小", "Wanda", "汪小明", "王", "王明", "王小明", "安"]);
    }

    /// Damerau distance (optimal string alignment), the textbook way.
    fn distance(a: &[u8], b: &[u8]) -> usize {
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = match (i, j) {
                    (0, n) | (n, 0) => n,
                    _ => {
                        let swap = usize::from(a[i - 1] != b[j - 1]);
                        let mut best = (d[i - 1][j] + 1).min(d[i][j - 1] + 1).min(d[i - 1][j - 1] + swap);
                        if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                            best = best.min(d[i - 2][j - 2] + 1);
                        }
                        best
                    }
                };
            }
        }
        d[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn near_means_a_prefix_at_distance_one(text in "[abc]{0,7}", letters in "[abc]{1,6}") {
            let (text, letters) = (text.as_bytes(), letters.as_bytes());
            let wanted = (0..=text.len()).any(|n| distance(&text[..n], letters) <= 1);
            prop_assert_eq!(near_prefix(text, letters), wanted);
        }

        #[test]
        fn what_is_found_is_found_while_typing_it(name in "([A-C][abc]{0,3}){1,4}", letters in "[abc]{1,6}") {
            if find(name.as_bytes(), letters.as_bytes()).is_some() {
                for n in 1..letters.len() {
                    prop_assert!(find(name.as_bytes(), &letters.as_bytes()[..n]).is_some());
                }
            }
        }
    }
}
