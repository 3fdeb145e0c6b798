//! What is typed into the search field, and how well a customer's keys answer it.

use super::arena::PART;
use super::fold::fold;
use super::spelling::{self, Spelled};
use crate::phone;

/// More words are not looked at.
const MAX_WORDS: usize = 8;
/// Characters of a word beyond these are not looked at.
const MAX_CHARACTERS: usize = 64;
/// Fewer digits are not looked for in telephone numbers: they are in nearly all of them.
const MIN_DIGITS: usize = 3;
/// Shorter words are not searched with slips: too much is similar to them.
const MIN_NEAR: usize = 4;

/// Where and how a word was found; the best first. A customer has the rank of the word that was found worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Rank {
    /// The name begins with it.
    NamePrefix = 0,
    /// It is in the name.
    NameContains = 1,
    /// The initials of the name's pinyin begin with it.
    InitialsPrefix = 2,
    /// It is in the initials.
    Initials = 3,
    /// The pinyin of the name begins with it.
    PinyinPrefix = 4,
    /// The pinyin has it from the beginning of a syllable.
    PinyinContains = 5,
    /// Abbreviated syllables (`wangxm`).
    PinyinMixed = 6,
    /// A telephone number ends with it.
    PhoneSuffix = 7,
    /// A telephone number contains it.
    PhoneContains = 8,
    /// It is in the company's name or its pinyin.
    Company = 9,
    /// It is in a tag or its pinyin.
    Tag = 10,
    /// It is in the code of another system.
    Code = 11,
    /// Something like it is in the pinyin or Latin letters of the name: one letter is wrong, missing, too many, or
    /// two neighbours are exchanged.
    Near = 12,
}

impl Rank {
    /// All ranks, the best first.
    pub const ALL: [Self; 13] = [
        Self::NamePrefix,
        Self::NameContains,
        Self::InitialsPrefix,
        Self::Initials,
        Self::PinyinPrefix,
        Self::PinyinContains,
        Self::PinyinMixed,
        Self::PhoneSuffix,
        Self::PhoneContains,
        Self::Company,
        Self::Tag,
        Self::Code,
        Self::Near,
    ];
}

/// One word of a query in the forms in which it is looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    /// Folded; for names, companies, tags, codes.
    pub(super) text: String,
    /// Letters and digits only, when there is a letter and nothing that cannot be typed in pinyin; for spellings.
    pub(super) letters: Option<String>,
    /// At least [`MIN_DIGITS`] digits, when it looks like a telephone number.
    pub(super) digits: Option<String>,
}

/// A query: the words typed, all of which must be found. Order and repetition do not matter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    pub(super) words: Vec<Word>,
}

impl Query {
    /// Reads what was typed. Width and case do not matter. A telephone number may be typed in groups (`138 6213 4472`).
    /// At most eight words of 64 characters each are looked at.
    pub fn parse(typed: &str) -> Self {
        let folded = fold(typed);
        let number = folded.chars().all(is_phone_character) && folded.chars().any(|c| c.is_ascii_digit());
        let mut words: Vec<Word> = if number {
            vec![Word::new(&folded)]
        } else {
            folded.split(' ').filter(|w| !w.is_empty()).take(MAX_WORDS).map(Word::new).collect()
        };
        // The longest first: it leaves the fewest customers for the others.
        let before =
            |a: &Word, b: &Word| a.text.len() > b.text.len() || (a.text.len() == b.text.len() && a.text < b.text);
        crate::short::sort(&mut words, before);
        words.dedup();
        Self { words }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every customer that answers this query exactly also answers `wider`, so that only those need to be looked at.
    /// It may say no although it is so.
    pub fn narrows(&self, wider: &Self) -> bool {
        wider.words.iter().all(|w| self.words.iter().any(|word| word.narrows(w)))
    }

    /// The same for customers that answer both queries exactly or nearly. A word that may be answered nearly narrows only one
    /// that may be so too: whatever is one slip away from it is at most one slip away from its beginnings.
    pub(super) fn narrows_near(&self, wider: &Self) -> bool {
        let narrows =
            |word: &Word, w: &Word| word.narrows(w) && (word.near_letters().is_none() || w.near_letters().is_some());
        wider.words.iter().all(|w| self.words.iter().any(|word| narrows(word, w)))
    }
}

/// Characters of telephone numbers as people write them.
fn is_phone_character(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '.' | '/' | ' ')
}

impl Word {
    fn new(folded: &str) -> Self {
        let text: String = folded.chars().take(MAX_CHARACTERS).collect();
        let letters = || {
            let mut out = String::with_capacity(text.len());
            for c in text.chars() {
                match c {
                    'a'..='z' | '0'..='9' => out.push(c),
                    '\'' | '’' | '-' | '.' | '·' => {}
                    _ => return None,
                }
            }
            out.bytes().any(|b| b.is_ascii_lowercase()).then_some(out)
        };
        let digits = || {
            let number = phone::normalise(&text).trim_start_matches('+').to_owned();
            (text.chars().all(is_phone_character) && number.len() >= MIN_DIGITS).then_some(number)
        };
        let (letters, digits) = (letters(), digits());
        Self { text, letters, digits }
    }

    /// Whether whatever has this word exactly also has `wider`: in each form in which this word can be found, the other
    /// can be found as well.
    fn narrows(&self, wider: &Self) -> bool {
        let letters = match (&self.letters, &wider.letters) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(other)) => mine.starts_with(other.as_str()),
        };
        let digits = match (&self.digits, &wider.digits) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(other)) => mine.contains(other.as_str()),
        };
        letters && digits && self.text.contains(&wider.text)
    }

    /// Whether the word is long enough to be searched with slips, and its letters.
    pub(super) fn near_letters(&self) -> Option<&[u8]> {
        let letters = self.letters.as_deref()?;
        let long = letters.bytes().filter(u8::is_ascii_lowercase).count() >= MIN_NEAR;
        long.then_some(letters.as_bytes())
    }

    /// How a folded name has the word.
    pub(super) fn in_name(&self, name: &[u8]) -> Option<Rank> {
        if name.starts_with(self.text.as_bytes()) {
            Some(Rank::NamePrefix)
        } else {
            self.in_text(name).then_some(Rank::NameContains)
        }
    }

    /// Whether a folded text has the word.
    pub(super) fn in_text(&self, text: &[u8]) -> bool {
        let needle = self.text.as_bytes();
        text.len() >= needle.len() && text.windows(needle.len()).any(|w| w == needle)
    }

    /// How the spellings of a name have the word.
    pub(super) fn in_name_spelling(&self, spellings: &[u8]) -> Option<Rank> {
        let found = spelling::find(spellings, self.letters.as_ref()?.as_bytes())?;
        Some(match found {
            Spelled::InitialsPrefix => Rank::InitialsPrefix,
            Spelled::Initials => Rank::Initials,
            Spelled::Prefix => Rank::PinyinPrefix,
            Spelled::Inside => Rank::PinyinContains,
            Spelled::Mixed => Rank::PinyinMixed,
        })
    }

    /// Whether the spellings of another text have the word.
    pub(super) fn in_other_spelling(&self, spellings: &[u8]) -> bool {
        self.letters.as_ref().is_some_and(|letters| spelling::find(spellings, letters.as_bytes()).is_some())
    }

    /// How the telephone numbers of a customer have the word.
    pub(super) fn in_phones(&self, phones: &[u8]) -> Option<Rank> {
        let digits = self.digits.as_ref()?.as_bytes();
        phones
            .split(|b| *b == PART)
            .filter_map(|phone| {
                if phone.ends_with(digits) {
                    Some(Rank::PhoneSuffix)
                } else {
                    phone.windows(digits.len()).any(|w| w == digits).then_some(Rank::PhoneContains)
                }
            })
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forms(typed: &str) -> Vec<(String, Option<String>, Option<String>)> {
        Query::parse(typed).words.into_iter().map(|w| (w.text, w.letters, w.digits)).collect()
    }

    #[test]
    fn words_have_the_forms_in_which_they_can_be_found() {
        let s = |t: &str| t.to_owned();
        assert_eq!(forms("  王 XI'AN"), [(s("xi'an"), Some(s("xian")), None), (s("王"), None, None)]);
        assert_eq!(forms("138 6213-4472"), [(s("138 6213-4472"), None, Some(s("13862134472")))]);
        assert_eq!(forms("+86 138"), [(s("+86 138"), None, Some(s("138")))]);
        assert_eq!(forms("44"), [(s("44"), None, None)]);
        assert_eq!(forms("a a"), [(s("a"), Some(s("a")), None)]);
        assert!(Query::parse(" \u{3000}\t").is_empty());
        assert_eq!(forms("---"), [(s("---"), None, None)]);
    }

    #[test]
    fn longer_queries_narrow_unless_they_can_be_found_elsewhere() {
        let narrows = |longer: &str, shorter: &str| Query::parse(longer).narrows(&Query::parse(shorter));
        for (longer, shorter) in [("wang", "wan"), ("王小", "王"), ("王小 138", "王小"), ("1386", "138"), ("王", "")]
        {
            assert!(narrows(longer, shorter), "{longer} {shorter}");
        }
        for (longer, shorter) in [("wan", "wang"), ("138", "13"), ("xwang", "wang"), ("王", "李"), ("0086138", "0086")]
        {
            assert!(!narrows(longer, shorter), "{longer} {shorter}");
        }
    }

    #[test]
    fn phones_are_found_by_their_end_first() {
        let word = &Query::parse("4472").words[0];
        assert_eq!(word.in_phones(b"13862134472"), Some(Rank::PhoneSuffix));
        assert_eq!(word.in_phones(b"4472000\x0115100004472"), Some(Rank::PhoneSuffix));
        assert_eq!(word.in_phones(b"4472000"), Some(Rank::PhoneContains));
        assert_eq!(word.in_phones(b"44\x0172"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read(typed in ".{0,80}") {
            let query = Query::parse(&typed);
            prop_assert!(query.words.len() <= MAX_WORDS);
            prop_assert!(query.narrows(&query) && query.narrows(&Query::default()));
        }
    }
}
