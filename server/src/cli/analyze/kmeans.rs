//! `jipan analyze kmeans`.

use std::io::Write;
use std::path::{Path, PathBuf};

use analytics::kmeans::{Options, Scaling, Table, kmeans};
use analytics::rfm::Values;
use clap::Args;
use serde::Serialize;

use super::transactions::Transactions;
use super::{AnalyzeError, Input, file, rfm};

/// Options of `kmeans`.
#[derive(Debug, Args)]
pub struct KmeansArgs {
    /// CSV with a header and numbers; a first column named id is left out.
    #[arg(long, value_name = "FILE", required_unless_present = "data", conflicts_with = "data")]
    table: Option<PathBuf>,
    /// The data directory: recency, frequency and money of each customer with an order, as of the last order's day.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// How many clusters.
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u16).range(1..))]
    k: u16,
    /// Subtract each column's mean and divide by its standard deviation.
    #[arg(long)]
    standardize: bool,
    /// The same seed gives the same clusters.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// What is printed.
#[derive(Serialize)]
struct Report {
    inertia: f64,
    sizes: Vec<usize>,
    labels: Vec<usize>,
}

pub(super) fn run(args: &KmeansArgs, input: &mut Input<'_>, out: &mut dyn Write) -> Result<(), AnalyzeError> {
    let rows = match &args.table {
        Some(path) => of_file(path, &file::text(path)?)?,
        None => of_base(input)?,
    };
    let k = usize::from(args.k);
    if rows.len() < k {
        return Err(AnalyzeError::input(format!("{k} clusters need at least {k} rows, there are {}", rows.len())));
    }
    let table = Table::new(&rows).map_err(|error| AnalyzeError::input(error.to_string()))?;
    let table = table.scaled(if args.standardize { Scaling::Standard } else { Scaling::None });
    let found = kmeans(&table, Options { k, starts: None, seed: args.seed });
    if found.sizes.len() < k {
        input.note(&format!("only {} rows are distinct: as many clusters", found.sizes.len()));
    }
    let report = Report { inertia: found.inertia, sizes: found.sizes, labels: found.labels };
    serde_json::to_writer(&mut *out, &report)?;
    Ok(writeln!(out)?)
}

fn of_file(path: &Path, text: &str) -> Result<Vec<Vec<f64>>, AnalyzeError> {
    let table = file::Table::parse(path, text)?;
    let first = usize::from(table.header[0].eq_ignore_ascii_case("id"));
    if first == table.header.len() {
        return Err(AnalyzeError::input(format!("{}: there is no column of numbers", path.display())));
    }
    let row = |row: usize| (first..table.header.len()).map(|column| table.number(row, column)).collect();
    (0..table.rows.len()).map(row).collect()
}

fn of_base(input: &mut Input<'_>) -> Result<Vec<Vec<f64>>, AnalyzeError> {
    let transactions = Transactions::of(input.base()?.transactions.clone())?;
    let days = transactions.customers.iter().flat_map(|customer| customer.rows.iter().map(|row| row.day));
    let as_of = days.max().unwrap_or(0);
    let scored = rfm::score(&transactions.customers, as_of, input)?;
    let values = scored.summaries.iter().filter_map(Values::of);
    Ok(values.map(|v| vec![v.days_since as f64, v.orders as f64, v.net_minor as f64 / 1e6]).collect())
}
