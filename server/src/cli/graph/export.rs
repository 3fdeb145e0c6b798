//! `jipan graph export`: the base's graph as a file.

use std::io::Write;

use analytics::graph::view::document::Document;
use analytics::graph::view::{csv, graphml};
use clap::{Args, ValueEnum};

use super::{GraphError, written};

/// Write people and relations for Gephi, yEd, a spreadsheet, or `jipan graph metrics`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  jipan graph export --data ./data --format graphml > base.graphml")]
pub struct ExportArgs<D: Args> {
    /// What to write.
    #[arg(long, value_enum)]
    pub format: Format,
    /// Where the data is.
    #[command(flatten)]
    pub data: D,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// XML with names and attributes.
    Graphml,
    /// One line for each relation: source,target,weight and more.
    Csv,
}

/// Writes a graph.
///
/// # Errors
/// An output that refuses. An output whose reader has left is no error.
pub fn write(format: Format, document: &Document, out: &mut impl Write) -> Result<(), GraphError> {
    let mut text = String::new();
    let result = match format {
        Format::Graphml => graphml::write(document, &mut text),
        Format::Csv => csv::write(document, &mut text),
    };
    result.map_err(|_| GraphError::Unwritable(std::io::ErrorKind::OutOfMemory.into()))?;
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}
