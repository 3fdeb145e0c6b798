//! Lines to records (RFC 4180, read leniently as the `csv` crate does).
//!
//! Written here because a quotation mark that is never closed must cost one row: the reader goes back to the line after
//! the one where the record began, within bounded memory. A test compares it with the `csv` crate.

use super::delimiter;
use super::encoding::Encoding;
use super::error::FileError;
use super::text::{Line, Text};
use crate::import::report::Reason;
use std::collections::VecDeque;

/// The longest record, in bytes of UTF-8.
pub const MAX_RECORD: usize = 1 << 20;
/// The most lines that one record may have (line breaks within quotation marks).
const MAX_LINES: usize = 1000;
/// After this many unclosed quotation marks reading stops.
pub(super) const MAX_UNCLOSED: usize = 1000;

/// One row of the file.
#[derive(Debug, Default)]
pub struct Record {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Why it cannot be used. Its fields are then what could be read.
    pub problem: Option<Reason>,
    text: String,
    ends: Vec<usize>,
}

impl Record {
    /// A field by its position, untrimmed; empty when the row is shorter.
    pub fn get(&self, at: usize) -> &str {
        let Some(end) = self.ends.get(at) else {
            return "";
        };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..*end]
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    /// All fields.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
    }

    fn clear(&mut self) {
        self.problem = None;
        self.text.clear();
        self.ends.clear();
    }
}

/// Where in a record the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    FieldStart,
    Plain,
    Quoted,
    AfterQuote,
}

pub(super) struct Records {
    text: Text,
    delimiter: u8,
    /// Lines to be read again, with their numbers.
    again: VecDeque<(u64, String)>,
    line: String,
    unclosed: usize,
}

impl Records {
    /// Finds the delimiter; a line `sep=…` is skipped.
    pub fn new(mut text: Text) -> Result<(Self, u8), FileError> {
        let found = delimiter::detect(text.head());
        let mut line = String::new();
        let mut again = VecDeque::new();
        match text.next(&mut line)? {
            Line::TooLong => return Err(FileError::Header { line: 1 }),
            Line::Whole if delimiter::declared(&line).is_none() => again.push_back((1, std::mem::take(&mut line))),
            Line::Whole | Line::End => {}
        }
        Ok((Self { text, delimiter: found, again, line, unclosed: 0 }, found))
    }

    pub fn encoding(&self) -> Encoding {
        self.text.encoding()
    }

    /// The next record that is not blank.
    pub fn next(&mut self, record: &mut Record) -> Result<bool, FileError> {
        loop {
            record.clear();
            let Some((number, found)) = self.next_line()? else {
                return Ok(false);
            };
            record.line = number;
            if found == Line::TooLong {
                record.problem = Some(Reason::TooLong);
                return Ok(true);
            }
            if self.line.trim().is_empty() {
                continue;
            }
            self.read(record)?;
            if record.problem.is_none() {
                record.problem = unusable(&record.text);
            }
            if record.problem.is_some() || record.text.chars().any(|c| !c.is_whitespace()) {
                return Ok(true);
            }
        }
    }

    fn next_line(&mut self) -> Result<Option<(u64, Line)>, FileError> {
        if let Some((number, line)) = self.again.pop_front() {
            self.line = line;
            return Ok(Some((number, Line::Whole)));
        }
        self.line.clear();
        Ok(match self.text.next(&mut self.line)? {
            Line::End => None,
            found => Some((self.text.line(), found)),
        })
    }

    fn read(&mut self, record: &mut Record) -> Result<(), FileError> {
        let mut at = split(&self.line, self.delimiter, At::FieldStart, record);
        if at != At::Quoted {
            record.ends.push(record.text.len());
            return Ok(());
        }
        let first = (record.text.len(), record.ends.len());
        let mut following = VecDeque::new();
        let mut bytes = self.line.len();
        while at == At::Quoted {
            let next = self.next_line()?;
            let too_long = next.is_some_and(|(_, l)| l == Line::TooLong);
            bytes += self.line.len();
            if next.is_none() || too_long || bytes > MAX_RECORD || following.len() == MAX_LINES {
                self.unclosed += 1;
                if self.unclosed > MAX_UNCLOSED {
                    return Err(FileError::Quotes { line: record.line });
                }
                if let Some((number, _)) = next {
                    following.push_back((number, std::mem::take(&mut self.line)));
                }
                following.append(&mut self.again);
                self.again = following;
                record.text.truncate(first.0);
                record.ends.truncate(first.1);
                record.ends.push(first.0);
                record.problem = Some(Reason::UnclosedQuote);
                return Ok(());
            }
            record.text.push('\n');
            at = split(&self.line, self.delimiter, at, record);
            if let Some((number, _)) = next {
                following.push_back((number, std::mem::take(&mut self.line)));
            }
        }
        record.ends.push(record.text.len());
        Ok(())
    }
}

/// Appends a line's fields to the record; where it ended up. The end of the last field is left to the caller.
fn split(line: &str, delimiter: u8, mut at: At, record: &mut Record) -> At {
    let bytes = line.as_bytes();
    let mut copied = 0;
    for (i, b) in bytes.iter().copied().enumerate() {
        let (next, keep) = match (at, b) {
            (At::FieldStart, b'"') => (At::Quoted, false),
            (At::FieldStart | At::Plain | At::AfterQuote, b) if b == delimiter => {
                record.text.push_str(&line[copied..i]);
                record.ends.push(record.text.len());
                copied = i + 1;
                at = At::FieldStart;
                continue;
            }
            (At::Quoted, b'"') => (At::AfterQuote, false),
            (At::AfterQuote, b'"') | (At::Quoted, _) => (At::Quoted, true),
            _ => (At::Plain, true),
        };
        at = next;
        if !keep {
            record.text.push_str(&line[copied..i]);
            copied = i + 1;
        }
    }
    record.text.push_str(&line[copied..]);
    at
}

fn unusable(text: &str) -> Option<Reason> {
    if text.contains('\0') {
        Some(Reason::NulByte)
    } else if text.contains(char::REPLACEMENT_CHARACTER) {
        Some(Reason::BadEncoding)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
