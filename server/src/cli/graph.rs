//! `jipan graph`: metrics and layouts of a list of edges, and the base's graph as a file.
//!
//! Nothing here knows the database. [`run`] answers from a file alone; [`export::write`] gets what the caller has read.

mod edges;
pub mod export;
mod layout;
mod metrics;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What can be asked about a graph. `D` is how the data directory is named.
#[derive(Debug, Subcommand)]
pub enum GraphCommand<D: Args> {
    #[command(flatten)]
    File(FileCommand),
    Export(export::ExportArgs<D>),
}

/// Questions a list of edges answers.
#[derive(Debug, Subcommand)]
pub enum FileCommand {
    Metrics(MetricsArgs),
    Layout(LayoutArgs),
}

/// Who is central, who belongs together, what is fragile: as JSON.
#[derive(Debug, Args)]
#[command(after_help = "The file: CSV (UTF-8) with the header source,target[,weight]; other columns are ignored.
Edges given twice are one (weights are added), a self-loop is an edge. Betweenness counts steps, and is exact
up to 5,000 nodes; communities, cuts and components ignore directions.

Example:
  jipan graph metrics --edges friends.csv --weighted")]
pub struct MetricsArgs {
    /// The edges.
    #[arg(long, value_name = "FILE")]
    pub edges: PathBuf,
    /// Edges lead from source to target only.
    #[arg(long)]
    pub directed: bool,
    /// Use the column weight: numbers above 0, the larger the stronger.
    #[arg(long)]
    pub weighted: bool,
}

/// Where the nodes go (`ForceAtlas2`): as JSON, in the order in which the file first names them.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  jipan graph layout --edges friends.csv --iterations 100 --theta 0.5 --seed 1")]
pub struct LayoutArgs {
    /// The edges: CSV with the header source,target.
    #[arg(long, value_name = "FILE")]
    pub edges: PathBuf,
    /// How many steps.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub iterations: u32,
    /// How small a group looks that counts as one: 0 (exact) to 2 (fast).
    #[arg(long, value_name = "T", default_value_t = 0.5, value_parser = theta)]
    pub theta: f32,
    /// The same seed gives the same positions.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
}

fn theta(text: &str) -> Result<f32, String> {
    let theta = text.parse::<f32>().ok().filter(|theta| (0.0..=2.0).contains(theta));
    theta.ok_or_else(|| "a number from 0 to 2".to_owned())
}

/// Why there is no answer: one sentence.
#[derive(Debug)]
pub enum GraphError {
    /// The file cannot be read.
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is read and makes no sense.
    Malformed {
        /// Which one.
        path: PathBuf,
        /// Where (lines and columns count from 1) and what.
        message: String,
    },
    /// The answer cannot be written.
    Unwritable(std::io::Error),
}

impl std::fmt::Display for GraphError {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Unreadable { path, source } => write!(f, "{} cannot be read: {source}", path.display()),
            Self::Malformed { path, message } => write!(f, "{}: {message}", path.display()),
            Self::Unwritable(source) => write!(f, "the answer cannot be written: {source}"),
        }
    }
}

impl std::error::Error for GraphError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } | Self::Unwritable(source) => Some(source),
            Self::Malformed { .. } => None,
        }
    }
}

/// Answers from a file; the answer is one line of JSON.
///
/// # Errors
/// A file that cannot be read or makes no sense, an output that refuses. An output whose reader has left is no error.
pub fn run(command: &FileCommand, out: &mut impl Write) -> Result<(), GraphError> {
    let json = match command {
        FileCommand::Metrics(args) => serde_json::to_string(&metrics::metrics(args)?),
        FileCommand::Layout(args) => serde_json::to_string(&layout::layout(args)?),
    };
    let json = json.map_err(|error| GraphError::Unwritable(error.into()))?;
    written(out.write_all(json.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()))
}

/// A reader that has seen enough did nothing wrong.
fn written(result: std::io::Result<()>) -> Result<(), GraphError> {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(GraphError::Unwritable(error)),
        _ => Ok(()),
    }
}
