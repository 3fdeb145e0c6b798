//! Which encoding a text is in.

use super::error::FileError;
use serde::{Deserialize, Serialize};

/// An encoding of text that can be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little end first (what Excel calls "Unicode text").
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// GB18030, and so GBK and GB2312.
    Gb18030,
    /// Windows-1252, and so Latin-1. Never guessed, because every text would fit.
    Windows1252,
}

impl Encoding {
    pub(super) fn table(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
        }
    }

    /// The name people know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Gb18030 => "GB18030 (GBK)",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// One malformed sequence in this many that are not ASCII is damage; more than that is another encoding.
const DAMAGE: usize = 20;

/// The encoding of the text that `head` begins; `None` while it is all ASCII. The last character may be cut.
pub(super) fn detect(head: &[u8]) -> Result<Option<Encoding>, FileError> {
    if let Some((table, _)) = encoding_rs::Encoding::for_bom(head) {
        return Ok([Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be].into_iter().find(|e| e.table() == table));
    }
    if let Some(wide) = utf16_without_mark(head) {
        return Ok(Some(wide));
    }
    if head.is_ascii() {
        return Ok(None);
    }
    let (good, bad) = utf8_sequences(head);
    // Chinese text that is well formed as UTF-8 over and over is never GB18030; the other way round it happens.
    if bad * DAMAGE <= good {
        return Ok(Some(Encoding::Utf8));
    }
    let (gb_good, gb_bad) = gb18030_sequences(head);
    if gb_bad * DAMAGE <= gb_good { Ok(Some(Encoding::Gb18030)) } else { Err(FileError::Encoding) }
}

/// Delimiters, digits and line ends are ASCII, so in UTF-16 one byte of a pair is often zero and the other never. At least
/// one line end must be such a pair: a stray zero byte in other text must not pass for it.
fn utf16_without_mark(head: &[u8]) -> Option<Encoding> {
    let pairs = head.len() / 2;
    let zeros = |offset: usize| head[offset..].iter().step_by(2).filter(|b| **b == 0).count();
    let ends = |end: [u8; 2]| head.chunks_exact(2).any(|pair| pair == end);
    if pairs < 2 {
        return None;
    }
    let (first, second) = (zeros(0), zeros(1));
    if second * 20 > pairs && first * 100 < pairs && (ends([b'\n', 0]) || ends([b'\r', 0])) {
        Some(Encoding::Utf16Le)
    } else if first * 20 > pairs && second * 100 < pairs && (ends([0, b'\n']) || ends([0, b'\r'])) {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Well-formed sequences of more than one byte, and malformed ones.
fn utf8_sequences(mut bytes: &[u8]) -> (usize, usize) {
    let wide = |s: &[u8]| s.iter().filter(|b| **b >= 0xc0).count();
    let (mut good, mut bad) = (0, 0);
    loop {
        match std::str::from_utf8(bytes) {
            Ok(_) => return (good + wide(bytes), bad),
            Err(e) => {
                let (valid, rest) = bytes.split_at(e.valid_up_to());
                good += wide(valid);
                let Some(length) = e.error_len() else {
                    return (good, bad);
                };
                bad += 1;
                bytes = &rest[length..];
            }
        }
    }
}

fn gb18030_sequences(bytes: &[u8]) -> (usize, usize) {
    let mut text = String::with_capacity(bytes.len() * 2);
    // `last` is false: a character cut at the end of the head is not malformed.
    let mut decoder = encoding_rs::GB18030.new_decoder_without_bom_handling();
    text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
    let _ = decoder.decode_to_string(bytes, &mut text, false);
    let bad = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    (text.chars().filter(|c| !c.is_ascii()).count() - bad, bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &str = "编号,姓名,电话\n1,沈佩琳,15413620001\n2,欧阳静怡,15413620002\n";

    #[test]
    fn each_encoding_is_found_by_its_bytes() {
        assert_eq!(detect(ROWS.as_bytes()), Ok(Some(Encoding::Utf8)));
        assert_eq!(detect(&encoding_rs::GB18030.encode(ROWS).0), Ok(Some(Encoding::Gb18030)));
        let le: Vec<u8> = ROWS.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = ROWS.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(detect(&le), Ok(Some(Encoding::Utf16Le)));
        assert_eq!(detect(&be), Ok(Some(Encoding::Utf16Be)));
        assert_eq!(detect(&[b"\xef\xbb\xbf", ROWS.as_bytes()].concat()), Ok(Some(Encoding::Utf8)));
        assert_eq!(detect(b"id,name\n1,Anna\n"), Ok(None));
        assert_eq!(detect(b"a,b\n1,x\0y\n"), Ok(None));
    }

    #[test]
    fn a_character_cut_at_the_end_does_not_change_the_verdict() {
        for end in 1..ROWS.len() {
            assert_ne!(detect(&ROWS.as_bytes()[..end]), Ok(Some(Encoding::Gb18030)), "{end}");
        }
        let gbk = encoding_rs::GB18030.encode(ROWS).0.into_owned();
        for end in 4..gbk.len() {
            assert_eq!(detect(&gbk[..end]), Ok(Some(Encoding::Gb18030)), "{end}");
        }
    }

    #[test]
    fn latin_1_is_not_taken_for_chinese() {
        let latin = b"name\nCaf\xe9, M\xfcnchen\n\xa3 12\nOlivi\xe9 B\nJos\xe9 L\n";
        assert_eq!(detect(latin), Err(FileError::Encoding));
    }
}
