//! Finding typed letters in spellings.

use super::super::arena::PART;

/// Longer needles are not matched as a mixture of abbreviations; a mask of needle places has this many bits besides one.
const MAX_MIXED: usize = 30;

/// How letters are found in a spelling, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in super::super) enum Spelled {
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
pub(in super::super) fn find(spellings: &[u8], letters: &[u8]) -> Option<Spelled> {
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
pub(in super::super) fn find_near(spellings: &[u8], letters: &[u8]) -> bool {
    spellings.split(|b| *b == PART).any(|spelling| {
        let places = spelling.iter().enumerate().filter(|(_, b)| is_start(**b));
        places.into_iter().any(|(place, _)| near_prefix(&spelling[place..], letters))
    })
}

/// The byte by which to look for spellings that may contain the letters.
pub(in super::super) fn anchor(letters: &[u8]) -> Option<u8> {
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
    use super::*;
    use proptest::prelude::*;

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
