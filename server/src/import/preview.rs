//! What a file holds, before anything is imported.

use super::mapping::{Mapping, MappingError};
use super::source::{FileError, Format, Record, Source};
use super::{Input, Options};
use serde::Serialize;

/// What a file holds: for the page on which a person checks the mapping.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preview {
    /// How the file is written.
    pub format: Format,
    /// The names of its columns.
    pub header: Vec<String>,
    /// The first rows, as they are.
    pub rows: Vec<Vec<String>>,
    /// Which column means what, as far as it could be guessed.
    pub mapping: Mapping,
    /// Columns that would not be used.
    pub unmapped: Vec<String>,
    /// What is missing before the file can be imported: one sentence each in Chinese and English.
    pub missing: Option<(String, String)>,
}

/// How many rows a preview shows.
const ROWS: usize = 20;
/// How many characters of a value it shows.
const CHARS: usize = 200;

/// Reads the beginning of a file and guesses what its columns mean.
///
/// # Errors
/// [`FileError`] when the file cannot be read as a table, or an override names a column or field that does not exist.
pub fn inspect(input: &Input, options: &Options) -> Result<Preview, FileError> {
    let mut source = Source::open(input, options.encoding)?;
    let mut rows = Vec::new();
    let mut record = Record::default();
    while rows.len() < ROWS && source.next(&mut record)? {
        rows.push(record.fields().map(|f| f.chars().take(CHARS).collect()).collect());
    }
    let header = source.header().to_vec();
    let mapping = options.mapping_for(&header).map_err(|e| wrong_mapping(&e))?;
    let missing = match mapping.resolve(&header, options.relation.is_some()) {
        Err(FileError::Columns { en, zh }) => Some((zh, en)),
        Err(other) => return Err(other),
        Ok(_) => None,
    };
    Ok(Preview { format: source.format(), unmapped: mapping.unmapped(&header), header, rows, mapping, missing })
}

pub(super) fn wrong_mapping(error: &MappingError) -> FileError {
    let zh = match error {
        MappingError::Column { column, known } => format!("文件里没有“{column}”这一列；有：{}", known.join("、")),
        MappingError::Field { field, target } => {
            let names: Vec<_> = target.fields().iter().map(|f| f.name).collect();
            format!("没有“{field}”这个字段；有：{}", names.join("、"))
        }
    };
    FileError::Columns { en: error.to_string(), zh }
}
