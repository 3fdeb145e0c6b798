//! Runs the command as a person types it.

use std::path::Path;

use clap::Parser;
use server::cli::graph::{GraphCommand, export::ExportArgs, run};

pub type Outcome = Result<(), Box<dyn std::error::Error>>;

#[derive(Debug, clap::Args)]
pub struct Data {
    #[arg(long, default_value = "data")]
    pub data: std::path::PathBuf,
}

#[derive(Debug, Parser)]
struct Program {
    #[command(subcommand)]
    command: GraphCommand<Data>,
}

/// What is printed for a file with these bytes, or the sentence of the error without the file's name.
pub fn answer(command: &str, file: &[u8], more: &[&str]) -> Result<String, String> {
    let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
    let path = dir.path().join("edges.csv");
    std::fs::write(&path, file).map_err(|error| error.to_string())?;
    answer_of(command, &path, more).map_err(|error| error.replace(&format!("{}: ", path.display()), ""))
}

pub fn answer_of(command: &str, path: &Path, more: &[&str]) -> Result<String, String> {
    let path = path.to_str().ok_or("path")?;
    let arguments = [&["graph", command, "--edges", path], more].concat();
    let program = Program::try_parse_from(arguments).map_err(|error| error.to_string())?;
    let GraphCommand::File(command) = program.command else { return Err("export".to_owned()) };
    let mut out = Vec::new();
    run(&command, &mut out).map_err(|error| error.to_string())?;
    String::from_utf8(out).map_err(|error| error.to_string())
}

pub fn metrics(file: &str, more: &[&str]) -> Result<serde_json::Value, String> {
    serde_json::from_str(&answer("metrics", file.as_bytes(), more)?).map_err(|error| error.to_string())
}

/// A file of these edges.
pub fn csv(edges: impl Iterator<Item = (u32, u32)>) -> String {
    let lines: Vec<String> = edges.map(|(a, b)| format!("{a},{b}")).collect();
    format!("source,target\n{}\n", lines.join("\n"))
}

/// The arguments of an export.
pub fn export(arguments: &[&str]) -> Result<ExportArgs<Data>, String> {
    let arguments = [&["graph", "export"], arguments].concat();
    match Program::try_parse_from(arguments).map_err(|error| error.to_string())?.command {
        GraphCommand::Export(args) => Ok(args),
        GraphCommand::File(other) => Err(format!("{other:?}")),
    }
}
