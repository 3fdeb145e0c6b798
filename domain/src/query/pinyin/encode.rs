//! Making the file of a pinyin table; the server does this once.

use super::{BLOCK, BLOCK_LEN, MAGIC, MAX_LETTERS, MAX_SYLLABLES, PinyinError};
use std::collections::{BTreeMap, BTreeSet};

/// The bytes of a table for [`super::PinyinTable::decode`], from characters with their readings, the usual one first. Tone
/// marks and tone numbers are dropped, ü becomes `v`, and readings that are then the same count once. A character given twice
/// has the readings of both.
///
/// Readings beyond the first cost three bytes each; rare ones also find customers nobody looked for, so the caller should
/// give only those that occur in names.
///
/// # Errors
/// [`PinyinError::Syllable`] for a reading that is not Latin letters, [`PinyinError::TooManySyllables`] beyond 511.
pub fn encode<R, S>(characters: impl IntoIterator<Item = (char, R)>) -> Result<Vec<u8>, PinyinError>
where
    R: IntoIterator<Item = S>,
    S: AsRef<str>,
{
    let mut given: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (character, readings) in characters {
        let known = given.entry(u32::from(character)).or_default();
        for reading in readings {
            let syllable = plain(character, reading.as_ref())?;
            if !known.contains(&syllable) {
                known.push(syllable);
            }
        }
    }
    let syllables: BTreeSet<&str> = given.values().flatten().map(String::as_str).collect();
    if syllables.len() > MAX_SYLLABLES {
        return Err(PinyinError::TooManySyllables);
    }
    let numbers: BTreeMap<&str, u16> = syllables.iter().copied().zip(1..).collect();

    let in_block = |c: u32| c.checked_sub(BLOCK).filter(|place| *place < BLOCK_LEN);
    let places = given.keys().rev().find_map(|c| in_block(*c)).map_or(0, |last| last as usize + 1);
    let mut low = vec![0u8; places];
    let mut ninth = vec![0u8; places.div_ceil(8)];
    let mut further = Vec::new();
    let mut previous = 0;
    for (character, readings) in &given {
        let mut readings = readings.iter().map(|r| numbers[r.as_str()]);
        if let Some(place) = in_block(*character).map(|p| p as usize)
            && let Some(main) = readings.next()
        {
            let [byte, bit] = main.to_le_bytes();
            low[place] = byte;
            ninth[place / 8] |= bit << (place % 8);
        }
        for number in readings {
            leb128(&mut further, character - previous);
            further.extend(number.to_le_bytes());
            previous = *character;
        }
    }

    let mut text = String::new();
    for syllable in syllables {
        text.push_str(syllable);
        text.push('\n');
    }
    // 511 syllables of six letters and 20,992 places fit; saturating would be refused by `decode`.
    let length = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
    let mut out = MAGIC.to_vec();
    out.extend(length(text.len()));
    out.extend(text.as_bytes());
    out.extend(length(places));
    out.extend(low);
    out.extend(ninth);
    out.extend(further);
    Ok(out)
}

fn leb128(out: &mut Vec<u8>, mut n: u32) {
    loop {
        let [low, ..] = n.to_le_bytes();
        n >>= 7;
        if n == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

/// A reading as lower-case letters without its tone.
fn plain(character: char, reading: &str) -> Result<String, PinyinError> {
    let mut out = String::new();
    for c in reading.trim().chars() {
        out.push(match c {
            'a'..='z' => c,
            'A'..='Z' => c.to_ascii_lowercase(),
            'ā' | 'á' | 'ǎ' | 'à' => 'a',
            'ē' | 'é' | 'ě' | 'è' | 'ê' | 'ế' | 'ề' => 'e',
            'ī' | 'í' | 'ǐ' | 'ì' => 'i',
            'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
            'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
            'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'v',
            'ń' | 'ň' | 'ǹ' => 'n',
            'ḿ' => 'm',
            // Tone numbers, and the combining marks of ê̄, ê̌, m̀.
            '0'..='5' | '\u{300}'..='\u{30c}' => continue,
            _ => return Err(PinyinError::Syllable { character, reading: reading.to_owned() }),
        });
    }
    if (1..=MAX_LETTERS).contains(&out.len()) {
        Ok(out)
    } else {
        Err(PinyinError::Syllable { character, reading: reading.to_owned() })
    }
}
