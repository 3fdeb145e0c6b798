//! The rows that were left out, as a file to correct and import again.

use super::{Language, RowError};
use std::io::{self, Write};

/// How much of the rows left out is kept for the file of failed rows, in bytes.
pub(in crate::import) const KEPT: usize = 32 << 20;

/// A row that was left out, as it stood in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedRow {
    /// Its fields.
    pub fields: Vec<String>,
    /// What is wrong with it.
    pub error: RowError,
}

/// Writes the rows that were left out as CSV (UTF-8 with a byte order mark, so that spreadsheets show Chinese): the file's
/// own columns, then the line and what is wrong. Corrected, it can be imported as it is: the two added columns are not
/// mapped.
///
/// # Errors
/// Those of the writer.
pub fn write_failed_rows(to: impl Write, header: &[String], rows: &[FailedRow], language: Language) -> io::Result<()> {
    let mut to = to;
    to.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(to);
    let added =
        if language == Language::Zh { ["导入行号", "未导入原因"] } else { ["import line", "import problem"] };
    let head = header.iter().map(String::as_str).chain(added);
    csv.write_record(head).map_err(into_io)?;
    for row in rows {
        let fields = (0..header.len()).map(|i| row.fields.get(i).map_or("", String::as_str));
        let line = row.error.line.to_string();
        let why = if language == Language::Zh { &row.error.zh } else { &row.error.en };
        csv.write_record(fields.chain([line.as_str(), why.as_str()])).map_err(into_io)?;
    }
    csv.flush()
}

fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
    }
}
