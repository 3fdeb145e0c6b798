//! `cargo xtask bench`: runs the benchmarks and keeps their medians with the conditions they were taken under.
//!
//! A benchmark is an example `bench_<name>.rs` in `analytics`, `domain` or `server`, or the one of the page, in a browser, in
//! `end2end/bench`. It prints one JSON object per line: `{"metric": "merge 100k ops", "unit": "ms", "value": 12.5}`, with
//! `"baseline": "<other metric>"` where a ratio is of interest. It takes each measurement once; this program repeats the whole
//! process and takes the median over the runs.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::server;
use crate::steps::for_each_line;
use crate::workspace::Workspace;

mod conditions;
mod numbers;
mod page;

use numbers::Series;

const PACKAGES: [&str; 3] = ["analytics", "domain", "server"];
const PREFIX: &str = "bench_";

/// One benchmark.
#[derive(Debug, PartialEq, Eq)]
enum Benchmark {
    /// An example of a package.
    Example { package: &'static str, example: String },
    /// The page in a browser.
    Page,
}

impl Benchmark {
    /// `domain-merge` for `domain/examples/bench_merge.rs`.
    fn name(&self) -> String {
        match self {
            Self::Example { package, example } => {
                format!("{package}-{}", example.strip_prefix(PREFIX).unwrap_or(example))
            }
            Self::Page => page::NAME.to_owned(),
        }
    }

    /// Builds what it needs and answers the command that runs it once.
    fn prepare(&self, workspace: &Workspace) -> Result<Command> {
        match self {
            Self::Example { package, example } => {
                if *package == "server" {
                    // It measures the program itself, as a process.
                    server::release_binary(workspace)?;
                }
                let mut command = workspace.cargo(["run", "--quiet", "--release"]);
                command.args(["--package", package, "--example", example]);
                Ok(command)
            }
            Self::Page => page::prepare(),
        }
    }
}

/// Runs the benchmarks whose name contains one of `names` (all without any), each `runs` times, and writes
/// `docs/bench/<date>-<name>.json`. `JIPAN_BIN` names a program that is measured instead of one built for the purpose.
pub fn run(workspace: &Workspace, names: &[String], runs: usize) -> Result<()> {
    let all = find(workspace)?;
    let known: Vec<String> = all.iter().map(Benchmark::name).collect();
    let wanted = |name: &str| names.is_empty() || names.iter().any(|part| name.contains(part));
    if !known.iter().any(|name| wanted(name)) {
        bail!("no benchmark has that name; there are: {}", known.join(", "));
    }
    for benchmark in all.iter().filter(|benchmark| wanted(&benchmark.name())) {
        let report = measure(workspace, benchmark, runs)?;
        let folder = workspace.root.join("docs").join("bench");
        let date = conditions::today();
        let file = folder.join(format!("{date}-{}.json", benchmark.name()));
        let text = serde_json::to_string_pretty(&report).context("a report is not JSON")?;
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&file, text + "\n"))
            .with_context(|| format!("{} cannot be written", file.display()))?;
        println!("bench: {}", file.display());
    }
    Ok(())
}

/// All benchmarks, by package and name.
fn find(workspace: &Workspace) -> Result<Vec<Benchmark>> {
    let mut found = Vec::new();
    for package in PACKAGES {
        let Ok(entries) = fs::read_dir(workspace.root.join(package).join("examples")) else {
            continue;
        };
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if let Some(example) = name.strip_suffix(".rs")
                && example.starts_with(PREFIX)
            {
                found.push(Benchmark::Example { package, example: example.to_owned() });
            }
        }
    }
    if page::exists(workspace) {
        found.push(Benchmark::Page);
    }
    found.sort_by_key(Benchmark::name);
    Ok(found)
}

fn measure(workspace: &Workspace, benchmark: &Benchmark, runs: usize) -> Result<Value> {
    let name = benchmark.name();
    let mut series = Series::default();
    let mut command = benchmark.prepare(workspace)?;
    let conditions = conditions::read(workspace, "release");
    for run in 1..=runs {
        println!("\n== {name}, run {run} of {runs}");
        let mut bad = None;
        let success = for_each_line(&mut command, |line| {
            if let Err(error) = series.read_line(line) {
                bad = Some(error);
            }
        })?;
        if let Some(error) = bad {
            return Err(error.context(format!("{name} printed a measurement that cannot be read")));
        }
        if !success {
            bail!("{name} failed in run {run}");
        }
    }
    if series.is_empty() {
        bail!("{name} printed no measurement");
    }
    Ok(json!({
        "name": name,
        "date": conditions::today(),
        "runs": runs,
        "conditions": conditions,
        "results": series.results()?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn benchmarks_are_found_by_their_file_names() {
        let folder = Folder::new("bench-find");
        folder.write("domain/examples/bench_merge.rs", "");
        folder.write("domain/examples/sim.rs", "");
        folder.write("analytics/examples/bench_rfm.rs", "");
        folder.write("app/examples/bench_no.rs", "");
        folder.write("end2end/bench/playwright.config.ts", "");
        let names: Vec<String> = find(&folder.workspace()).unwrap().iter().map(Benchmark::name).collect();
        assert_eq!(names, ["analytics-rfm", "domain-merge", "page"]);
    }
}
