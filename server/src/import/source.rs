//! From a file's bytes to records of fields: unpacking, encoding, delimiter, line numbers.
//!
//! Everything streams; what is held at one time is a chunk of text and one record. A record that cannot be read becomes a
//! [`Record`] with a [`Record::problem`], and reading goes on with the line after the one where it began.

mod delimiter;
mod encoding;
mod error;
mod input;
mod record;
mod text;

pub use encoding::Encoding;
pub use error::FileError;
pub use input::Input;
pub use record::Record;

use input::Counter;
use record::Records;
use serde::{Deserialize, Serialize};
use text::Text;

/// How a file is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Format {
    /// Whether the file is gzip.
    pub gzip: bool,
    /// The encoding of its text.
    pub encoding: Encoding,
    /// What stands between two fields.
    pub delimiter: char,
}

/// An open file: its header has been read, its records come one by one.
pub struct Source {
    format: Format,
    header: Vec<String>,
    records: Records,
    read: Counter,
    total: u64,
}

impl Source {
    /// Opens a file, finds out how it is written and reads its header: the first line that is not blank.
    ///
    /// # Errors
    /// [`FileError`] when nothing can be read from it as a table.
    pub fn open(input: &Input, encoding: Option<Encoding>) -> Result<Self, FileError> {
        let opened = input.open()?;
        let text = Text::new(opened.bytes, encoding)?;
        let (records, delimiter) = Records::new(text)?;
        let mut source = Self {
            format: Format { gzip: opened.gzip, encoding: Encoding::Utf8, delimiter: char::from(delimiter) },
            header: Vec::new(),
            records,
            read: opened.read,
            total: opened.total,
        };
        let mut first = Record::default();
        if !source.next(&mut first)? {
            return Err(FileError::Empty);
        }
        if first.problem.is_some() {
            return Err(FileError::Header { line: first.line });
        }
        source.header = first.fields().map(|f| f.trim().to_owned()).collect();
        Ok(source)
    }

    /// Reads the next record that is not blank; `false` at the end of the file.
    ///
    /// # Errors
    /// [`FileError`] when the file cannot be read any further.
    pub fn next(&mut self, record: &mut Record) -> Result<bool, FileError> {
        self.records.next(record)
    }

    /// The names of the columns, trimmed.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// How the file is written. A file that has been plain ASCII so far counts as UTF-8.
    pub fn format(&self) -> Format {
        Format { encoding: self.records.encoding(), ..self.format.clone() }
    }

    /// Bytes of the file (packed, if it is) read so far, and in all.
    pub fn progress(&self) -> (u64, u64) {
        (self.read.get().min(self.total), self.total)
    }
}
