//! Toneless pinyin of Chinese characters, from a table that is loaded when the page has time for it.
//!
//! The file: the four bytes `JPY1`; a little-endian `u16` with the length of the syllables, which follow in ascending order,
//! each ended by a line feed; a `u16` with the number of characters in the block that begins at U+4E00; for each of them the
//! low eight bits of its main reading's number (0 = none, otherwise counted from 1), then the ninth bits, eight to a byte, the
//! lowest bit first; then, to the end, further readings and characters outside the block: the distance to the previous
//! character as LEB128 (0 for one more reading of the same), and the reading's number as `u16`.
//! 20,992 characters with 5,000 further readings are about 40 kB.

mod encode;
pub mod surname;

pub use encode::encode;

/// The first character of the block with one place per character.
const BLOCK: u32 = 0x4e00;
/// The length of that block: the CJK Unified Ideographs U+4E00..=U+9FFF.
const BLOCK_LEN: u32 = 0x5200;
const MAGIC: &[u8; 4] = b"JPY1";
/// Syllable numbers have nine bits and 0 means "none".
const MAX_SYLLABLES: usize = 511;
/// The longest syllable is "zhuang".
const MAX_LETTERS: usize = 6;

/// Why a pinyin table cannot be made or read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PinyinError {
    /// A reading is not one to six Latin letters (with or without tone mark or tone number).
    #[error("the reading {reading:?} of {character:?} is not a pinyin syllable")]
    Syllable {
        /// Whose reading.
        character: char,
        /// The reading as given.
        reading: String,
    },
    /// More than 511 different syllables: these are not toneless.
    #[error("more than 511 different syllables")]
    TooManySyllables,
    /// The bytes are not a pinyin table, or they were cut off.
    #[error("these bytes are not a pinyin table, or not a whole one")]
    Format,
}

/// The readings of Chinese characters, lower-case letters without tones, `v` for ü.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PinyinTable {
    syllables: Vec<Box<str>>,
    low: Box<[u8]>,
    ninth: Box<[u8]>,
    /// (character, syllable number), ascending by character, the readings of one in order of preference.
    further: Vec<(u32, u16)>,
}

/// Takes the first `n` bytes off a slice.
fn take<'a>(bytes: &mut &'a [u8], n: usize) -> Result<&'a [u8], PinyinError> {
    let (head, tail) = bytes.split_at_checked(n).ok_or(PinyinError::Format)?;
    *bytes = tail;
    Ok(head)
}

fn take_u16(bytes: &mut &[u8]) -> Result<u16, PinyinError> {
    let pair = take(bytes, 2)?;
    Ok(u16::from_le_bytes([pair[0], pair[1]]))
}

impl PinyinTable {
    /// Reads a table made by [`encode`].
    ///
    /// # Errors
    /// [`PinyinError::Format`] when the bytes are something else, cut off, or refer to syllables that are not there.
    pub fn decode(mut bytes: &[u8]) -> Result<Self, PinyinError> {
        let bytes = &mut bytes;
        if take(bytes, MAGIC.len())? != MAGIC {
            return Err(PinyinError::Format);
        }
        let length = take_u16(bytes)?;
        let text = std::str::from_utf8(take(bytes, usize::from(length))?).map_err(|_| PinyinError::Format)?;
        let syllables: Vec<Box<str>> = text.split_terminator('\n').map(Box::from).collect();
        let well_formed = |s: &str| (1..=MAX_LETTERS).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_lowercase());
        if syllables.len() > MAX_SYLLABLES || !syllables.iter().all(|s| well_formed(s)) {
            return Err(PinyinError::Format);
        }
        let places = usize::from(take_u16(bytes)?);
        let low = take(bytes, places)?.into();
        let ninth = take(bytes, places.div_ceil(8))?.into();
        let mut further = Vec::new();
        let mut character = 0u32;
        while !bytes.is_empty() {
            let mut distance = 0u32;
            for shift in [0, 7, 14] {
                let byte = take(bytes, 1)?[0];
                distance |= u32::from(byte & 0x7f) << shift;
                if byte & 0x80 == 0 {
                    break;
                }
                if shift == 14 {
                    return Err(PinyinError::Format);
                }
            }
            character += distance;
            if char::from_u32(character).is_none() {
                return Err(PinyinError::Format);
            }
            further.push((character, take_u16(bytes)?));
        }
        let table = Self { syllables, low, ninth, further };
        let in_block = (0..places).map(|place| table.main(place));
        let all = in_block.chain(table.further.iter().map(|(_, number)| *number));
        if all.max().is_some_and(|number| usize::from(number) > table.syllables.len()) {
            return Err(PinyinError::Format);
        }
        Ok(table)
    }

    /// The readings of a character, the usual one first; none for characters that are not in the table.
    pub fn readings(&self, character: char) -> impl Iterator<Item = &str> {
        let code = u32::from(character);
        let main = code.checked_sub(BLOCK).map_or(0, |place| self.main(place as usize));
        let from = self.further.partition_point(|(c, _)| *c < code);
        let further = self.further[from..].iter().take_while(move |(c, _)| *c == code).map(|(_, number)| *number);
        std::iter::once(main).chain(further).filter_map(|number| {
            let place = usize::from(number).checked_sub(1)?;
            self.syllables.get(place).map(|s| &**s)
        })
    }

    /// The number of the main reading at a place of the block; 0 for none.
    fn main(&self, place: usize) -> u16 {
        let Some(low) = self.low.get(place) else { return 0 };
        let ninth = self.ninth[place / 8] >> (place % 8) & 1;
        u16::from(*low) | u16::from(ninth) << 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn readings(table: &PinyinTable, c: char) -> Vec<&str> {
        table.readings(c).collect()
    }

    #[test]
    fn a_table_comes_back_with_tones_removed_and_readings_in_order() {
        let given = [
            ('单', vec!["dān", "chán", "shàn"]),
            ('吕', vec!["lǚ"]),
            ('行', vec!["xing2", "hang2", "xing4"]),
            ('㐀', vec!["qiu"]),
        ];
        let bytes = encode(given).expect("well-formed");
        let table = PinyinTable::decode(&bytes).expect("just made");
        assert_eq!(readings(&table, '单'), ["dan", "chan", "shan"]);
        assert_eq!(readings(&table, '吕'), ["lv"]);
        assert_eq!(readings(&table, '行'), ["xing", "hang"]);
        assert_eq!(readings(&table, '㐀'), ["qiu"]);
        assert!(readings(&table, '好').is_empty() && readings(&table, 'a').is_empty());
    }

    #[test]
    fn broken_tables_are_refused() {
        let bytes = encode([('王', vec!["wang"]), ('单', vec!["dan", "shan"])]).expect("well-formed");
        for cut in [0, 3, 5, 20, bytes.len() - 1] {
            assert_eq!(PinyinTable::decode(&bytes[..cut]), Err(PinyinError::Format), "cut at {cut}");
        }
        let mut wrong = bytes.clone();
        *wrong.last_mut().expect("not empty") = 9;
        assert_eq!(PinyinTable::decode(&wrong), Err(PinyinError::Format), "a syllable that is not there");
        assert!(matches!(encode([('王', vec!["w王"])]), Err(PinyinError::Syllable { character: '王', .. })));
        assert!(matches!(encode([('王', vec!["wangwang"])]), Err(PinyinError::Syllable { .. })));
    }

    #[test]
    fn a_full_table_is_small_enough() {
        let syllable =
            |n: u32| format!("{}{}", char::from(b'a' + (n / 26 % 26) as u8), char::from(b'a' + (n % 26) as u8));
        let given = (0..BLOCK_LEN).filter_map(|n| {
            let readings =
                if n % 4 == 0 { vec![syllable(n % 410), syllable((n + 7) % 410)] } else { vec![syllable(n % 410)] };
            char::from_u32(BLOCK + n).map(|c| (c, readings))
        });
        let bytes = encode(given).expect("well-formed");
        assert!(bytes.len() <= 45_000, "{}", bytes.len());
    }

    proptest! {
        #[test]
        fn whatever_goes_in_comes_out(
            given in proptest::collection::btree_map(
                proptest::char::ranges(vec!['\u{4e00}'..='\u{9fff}', '\u{3400}'..='\u{4dbf}', '\u{20000}'..='\u{2a6df}'].into()),
                proptest::collection::vec("[a-z]{1,2}", 1..4),
                0..60,
            ),
        ) {
            prop_assume!(given.values().flatten().collect::<std::collections::BTreeSet<_>>().len() <= MAX_SYLLABLES);
            let bytes = encode(given.iter().map(|(c, r)| (*c, r.clone()))).expect("well-formed");
            let table = PinyinTable::decode(&bytes).expect("just made");
            for (c, wanted) in given {
                let mut once: Vec<String> = Vec::new();
                for r in wanted {
                    if !once.contains(&r) {
                        once.push(r);
                    }
                }
                prop_assert_eq!(readings(&table, c), once);
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(tail in proptest::collection::vec(any::<u8>(), 0..60)) {
            let mut bytes = MAGIC.to_vec();
            bytes.extend([2, 0, b'a', b'\n']);
            bytes.extend(tail);
            if let Ok(table) = PinyinTable::decode(&bytes) {
                prop_assert!(readings(&table, '一').iter().all(|r| *r == "a"));
            }
        }
    }
}
