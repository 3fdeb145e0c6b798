//! `jipan analyze`: its contract on small files, what it says to bad ones, and the reference results.

mod contract;
mod input;
mod reference;

use std::path::{Path, PathBuf};

use clap::Parser;
use server::cli::analyze::{AnalyzeCommand, AnalyzeError, BaseData, run};

#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: AnalyzeCommand,
}

/// What a command printed.
#[derive(Debug)]
struct Printed {
    out: String,
    notes: String,
}

impl Printed {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).expect("JSON")
    }

    /// The rows below the header.
    fn rows(&self) -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(self.out.as_bytes());
        let record = |row: Result<csv::StringRecord, csv::Error>| row.expect("CSV").iter().map(str::to_owned).collect();
        reader.records().map(record).collect()
    }

    fn header(&self) -> &str {
        self.out.lines().next().unwrap_or_default()
    }
}

/// Runs a command line, paths relative to `folder`.
fn analyze(folder: &Path, line: &str) -> Result<Printed, AnalyzeError> {
    analyze_base(folder, line, None)
}

fn analyze_base(folder: &Path, line: &str, base: Option<&BaseData>) -> Result<Printed, AnalyzeError> {
    let path = |word: &str| match word.strip_prefix('@') {
        Some(name) => folder.join(name).display().to_string(),
        None => word.to_owned(),
    };
    let words = std::iter::once("analyze".to_owned()).chain(line.split_whitespace().map(path));
    let cli = Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"));
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    run(&cli.command, base, &mut out, &mut notes)?;
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ok(Printed { out: text(out), notes: text(notes) })
}

/// A folder with files in it.
fn files(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

/// The folder of the reference data, if it is there.
fn reference_data(part: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("JIPAN_DATA").map_or_else(|| PathBuf::from("../../shared/data"), PathBuf::from);
    let part = folder.join(part);
    if part.is_dir() {
        return Some(part);
    }
    println!("skipped: no reference data");
    None
}
