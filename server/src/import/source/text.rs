//! Bytes to lines of text.

use super::encoding::{Encoding, detect};
use super::error::{FileError, MAX_TEXT};
use super::input::read_full;
use super::record::MAX_RECORD;
use encoding_rs::Decoder;
use std::io::Read;

/// How much is looked at to find the encoding and the delimiter, and how much is read at a time, in bytes.
const CHUNK: usize = 1 << 16;

/// Decoded text, line by line.
pub(super) struct Text {
    bytes: Box<dyn Read>,
    chunk: Vec<u8>,
    encoding: Encoding,
    /// None while everything has been ASCII.
    decoder: Option<Decoder>,
    buffer: String,
    /// Where in `buffer` the next line begins.
    start: usize,
    taken: u64,
    ended: bool,
    line: u64,
    /// Old Macintosh files end lines with `\r` alone.
    terminator: u8,
}

/// What came of asking for a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Line {
    /// A line, without its end.
    Whole,
    /// It was longer than [`MAX_RECORD`]; the rest was thrown away.
    TooLong,
    /// There is none.
    End,
}

impl Text {
    pub fn new(bytes: Box<dyn Read>, encoding: Option<Encoding>) -> Result<Self, FileError> {
        let mut text = Self {
            bytes,
            chunk: vec![0; CHUNK],
            encoding: encoding.unwrap_or(Encoding::Utf8),
            decoder: encoding.map(|e| e.table().new_decoder_with_bom_removal()),
            buffer: String::new(),
            start: 0,
            taken: 0,
            ended: false,
            line: 0,
            terminator: b'\n',
        };
        text.fill()?;
        if text.buffer.contains('\r') && !text.buffer.contains('\n') {
            text.terminator = b'\r';
        }
        Ok(text)
    }

    /// What has been decoded and not yet taken.
    pub fn head(&self) -> &str {
        &self.buffer[self.start..]
    }

    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The number of the line that was taken last, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Appends the next line to `out`.
    pub fn next(&mut self, out: &mut String) -> Result<Line, FileError> {
        let mut length = 0;
        loop {
            let rest = &self.buffer.as_bytes()[self.start..];
            if let Some(end) = rest.iter().position(|b| *b == self.terminator) {
                let found = self.take(end, &mut length, out);
                self.start += 1;
                self.line += 1;
                if self.terminator == b'\n' && out.ends_with('\r') {
                    out.pop();
                }
                return Ok(found);
            }
            let all = rest.len();
            self.take(all, &mut length, out);
            if self.ended {
                if length == 0 {
                    return Ok(Line::End);
                }
                self.line += 1;
                return Ok(if length > MAX_RECORD { Line::TooLong } else { Line::Whole });
            }
            self.fill()?;
        }
    }

    /// Moves `count` bytes to `out`, as far as the line is not too long.
    fn take(&mut self, count: usize, length: &mut usize, out: &mut String) -> Line {
        *length += count;
        let part = &self.buffer[self.start..self.start + count];
        self.start += count;
        if *length > MAX_RECORD {
            return Line::TooLong;
        }
        out.push_str(part);
        Line::Whole
    }

    /// Reads and decodes one more chunk.
    fn fill(&mut self) -> Result<(), FileError> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let mut held = self.read(0)?;
        if self.decoder.is_none() {
            // A first character that is not ASCII and is cut at the end of the chunk cannot be judged yet.
            let first = self.chunk[..held].iter().position(|b| !b.is_ascii());
            if first.is_some_and(|at| held - at < 64) && !self.ended {
                self.chunk.resize(CHUNK + 256, 0);
                held += self.read(held)?;
                self.chunk.resize(CHUNK.max(held), 0);
            }
            if let Some(found) = detect(&self.chunk[..held])? {
                self.encoding = found;
                self.decoder = Some(found.table().new_decoder_with_bom_removal());
            }
        }
        let chunk = &self.chunk[..held];
        match self.decoder.as_mut() {
            Some(decoder) => {
                self.buffer.reserve(decoder.max_utf8_buffer_length(held).unwrap_or(held * 3));
                // With the reserved space the decoder always takes everything; malformed bytes become U+FFFD.
                let _ = decoder.decode_to_string(chunk, &mut self.buffer, self.ended);
            }
            None => self.buffer.push_str(std::str::from_utf8(chunk).map_err(|_| FileError::Encoding)?),
        }
        self.chunk.resize(CHUNK, 0);
        Ok(())
    }

    fn read(&mut self, from: usize) -> Result<usize, FileError> {
        let held = read_full(&mut self.bytes, &mut self.chunk[from..]).map_err(|e| match e.kind() {
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
                FileError::Damaged { line: self.line }
            }
            _ => FileError::Unreadable(e.to_string()),
        })?;
        self.taken += held as u64;
        if self.taken > MAX_TEXT {
            return Err(FileError::TooLarge);
        }
        self.ended = held < self.chunk.len() - from;
        Ok(held)
    }
}
