//! Import of tables (CSV and its relatives, plain or gzip) into domain rows. Pure but for reading the file: no database,
//! no HTTP.
//!
//! [`inspect`] shows what a file holds and guesses what its columns mean. [`read`] goes through the file once, checks every
//! row and returns a [`Plan`]; rows that cannot be used are left out with a reason and the good ones proceed, while a file
//! that cannot be read to its end yields an error and no plan, so that nothing is written by halves. The caller then
//! takes the plan in batches, looks up which of the rows the base has already, lets [`Plan::settle`] turn the batch into
//! changes and writes them; a dry run does the same and does not write. Ids follow from the codes in the file, so the same
//! file again makes no new row.

mod cell;
mod customers;
mod date;
mod directory;
mod draft;
mod mapping;
mod number;
mod plan;
mod preview;
mod purchases;
mod read;
mod relations;
mod report;
mod source;

pub use date::DateOrder;
pub use directory::Directory;
pub use draft::Draft;
pub use mapping::{ImportField, Mapping, MappingError, Target};
pub use plan::Plan;
pub use preview::{Preview, inspect};
pub use read::{Progress, read};
pub use report::{
    Counts, DatesRead, FailedRow, LeftOut, Note, Reason, Report, RowError, Seconds, Sum, Told, write_failed_rows,
};
pub use source::{Encoding, FileError, Format, Input};

use serde::{Deserialize, Serialize};

/// The language of generated names and of messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// What happens to a row that the base has with other values.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Existing {
    /// The file's values replace those of the base. An empty value in the file replaces nothing.
    #[default]
    Update,
    /// Only fields that were never set are filled.
    FillGaps,
    /// It stays as it is.
    Keep,
}

/// How to import a file.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the rows are.
    pub target: Target,
    /// Which column means what; guessed from the header where `None`. A remembered mapping goes here.
    pub mapping: Option<Mapping>,
    /// What a person said on top of that: (column, field), as in `--map column=field`.
    pub overrides: Vec<(String, String)>,
    /// The currency of amounts that do not name one, ISO 4217.
    pub currency: String,
    /// Minutes east of UTC of the organisation's zone, in which the file's times are.
    pub zone_minutes: i64,
    /// The language of names made up for customers who have none in the file.
    pub language: Language,
    /// Day or month first in dates like 3/4/2025; found out from the file where `None`.
    pub dates: Option<DateOrder>,
    /// The file's encoding; found out where `None`.
    pub encoding: Option<Encoding>,
    /// The kind of all relations of a file without such a column: `referred`, `referred_by` or one of
    /// [`domain::schema::fields::RELATION_KINDS`].
    pub relation: Option<String>,
    /// What happens to rows that the base has already.
    pub existing: Existing,
}

impl Options {
    /// The usual options for a target: everything is found out from the file.
    pub fn new(target: Target, currency: impl Into<String>, zone_minutes: i64) -> Self {
        Self {
            target,
            mapping: None,
            overrides: Vec::new(),
            currency: currency.into(),
            zone_minutes,
            language: Language::default(),
            dates: None,
            encoding: None,
            relation: None,
            existing: Existing::default(),
        }
    }

    /// The mapping for a file with this header: the remembered or guessed one, with the overrides.
    pub(crate) fn mapping_for(&self, header: &[String]) -> Result<Mapping, MappingError> {
        let mut mapping = match &self.mapping {
            Some(remembered) if remembered.target == self.target => remembered.clone(),
            _ => Mapping::guess(self.target, header),
        };
        for (column, field) in &self.overrides {
            mapping.set(header, column, field)?;
        }
        Ok(mapping)
    }
}
