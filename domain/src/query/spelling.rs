//! How a name is spelled in Latin letters, in a form that can be searched by syllables.
//!
//! A spelling is a row of syllables, each with a capital first letter: 王小明 is `WangXiaoMing`. Words in Latin letters and
//! single digits count as syllables (`O'Connor` is `OConnor`). Several spellings of one name are separated by [`PART`].

mod find;

pub(super) use find::{Spelled, anchor, find, find_near};

use super::arena::PART;
use super::fold::fold;
use super::pinyin::{PinyinTable, surname};
use std::borrow::Cow;

/// Spellings kept of a person's name; the ones with the fewest unusual readings.
const PERSON_SPELLINGS: usize = 8;
/// Spellings kept of a company's name or of a tag.
const OTHER_SPELLINGS: usize = 2;

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

#[cfg(test)]
mod tests {
    use super::super::pinyin::encode;
    use super::*;

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
    fn the_order_of_names_is_by_pinyin_and_then_character() {
        let table = table();
        let key = |name| sort_key(name, NameOf::Person, Some(&table));
        let mut names = ["汪小明", "王明", "Wanda", "万小", "王小明", "王", "单明", "安"];
        names.sort_by_key(|n| key(n));
        assert_eq!(names, ["单明", "万小", "Wanda", "汪小明", "王", "王明", "王小明", "安"]);
    }
}
