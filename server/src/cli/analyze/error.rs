//! What can go wrong: one sentence and its kind.

use std::fmt;
use std::path::Path;

/// Whose fault it is; the caller chooses the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An option's value.
    Usage,
    /// A file that cannot be read, or what is in it.
    Input,
    /// The output cannot be written.
    Output,
    /// The reader of the output is gone: not an error for a person.
    ClosedPipe,
}

/// A sentence for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalyzeError {
    /// The kind.
    pub kind: Kind,
    /// The sentence.
    pub message: String,
}

impl AnalyzeError {
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, message: message.into() }
    }

    pub(super) fn input(message: impl Into<String>) -> Self {
        Self { kind: Kind::Input, message: message.into() }
    }

    /// A cell that is not what it should be.
    pub(super) fn cell(file: &Path, line: u64, column: &str, found: &str, expected: &str) -> Self {
        Self::input(format!("{}, line {line}, column {column}: {found:?} is not {expected}", file.display()))
    }
}

impl fmt::Display for AnalyzeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AnalyzeError {}

/// Failures of the output (inputs are read by `file`, which names them).
impl From<std::io::Error> for AnalyzeError {
    fn from(error: std::io::Error) -> Self {
        let kind = if error.kind() == std::io::ErrorKind::BrokenPipe { Kind::ClosedPipe } else { Kind::Output };
        Self { kind, message: format!("the result cannot be written: {error}") }
    }
}

impl From<csv::Error> for AnalyzeError {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => Self { kind: Kind::Output, message: format!("the result cannot be written: {other:?}") },
        }
    }
}

impl From<serde_json::Error> for AnalyzeError {
    fn from(error: serde_json::Error) -> Self {
        std::io::Error::from(error).into()
    }
}
