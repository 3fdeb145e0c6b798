//! `jipan analyze forecast`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use analytics::calendar::month_number;
use analytics::forecast::choose;
use clap::Args;
use serde::Serialize;

use super::transactions::Transactions;
use super::{AnalyzeError, Input, file};

/// Options of `forecast`.
#[derive(Debug, Args)]
pub struct ForecastArgs {
    /// CSV with a header, in order of time; the last column is the value.
    #[arg(long, value_name = "FILE", required_unless_present = "data", conflicts_with = "data")]
    series: Option<PathBuf>,
    /// The data directory: net revenue of each calendar month but the last, which may not be over.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// How many values to forecast.
    #[arg(long, value_name = "H", value_parser = clap::value_parser!(u16).range(1..=1_000))]
    horizon: u16,
    /// How many values make a season (12 for months of a year); without it none is assumed.
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u16).range(2..))]
    season: Option<u16>,
}

/// What is printed.
#[derive(Serialize)]
struct Report {
    method: &'static str,
    forecast: Vec<f64>,
    backtest: Errors,
}

#[derive(Serialize)]
struct Errors {
    rmsse: Option<f64>,
    mape: Option<f64>,
    bias: Option<f64>,
}

pub(super) fn run(args: &ForecastArgs, input: &mut Input<'_>, out: &mut dyn Write) -> Result<(), AnalyzeError> {
    let series = match &args.series {
        Some(path) => {
            let text = file::text(path)?;
            let table = file::Table::parse(path, &text)?;
            let last = table.header.len() - 1;
            (0..table.rows.len()).map(|row| table.number(row, last)).collect::<Result<Vec<f64>, _>>()?
        }
        None => months(input)?,
    };
    let season = args.season.map(usize::from);
    if let Some(season) = season.filter(|&season| series.len() < 2 * season) {
        input.note(&format!("{} values are less than two seasons of {season}: no season is assumed", series.len()));
    }
    let found = choose(&series, usize::from(args.horizon), season)
        .ok_or_else(|| AnalyzeError::input("there are no values to forecast from"))?;
    if found.backtest.is_none() {
        input.note("the series is too short to test a method on: the mean of the last values stands");
    }
    let backtest = Errors {
        rmsse: found.backtest.and_then(|test| test.rmsse),
        mape: found.backtest.and_then(|test| test.mape),
        bias: found.backtest.map(|test| test.bias),
    };
    let report = Report { method: found.method.name(), forecast: found.values, backtest };
    serde_json::to_writer(&mut *out, &report)?;
    Ok(writeln!(out)?)
}

/// Net revenue by month; months without any are zero.
fn months(input: &mut Input<'_>) -> Result<Vec<f64>, AnalyzeError> {
    let transactions = Transactions::of(input.base()?.transactions.clone())?;
    let mut sums: BTreeMap<i32, i128> = BTreeMap::new();
    for purchase in transactions.customers.iter().flat_map(super::transactions::CustomerRows::history) {
        *sums.entry(month_number(purchase.day)).or_default() += i128::from(purchase.minor);
    }
    let (Some(&first), Some(&last)) = (sums.keys().next(), sums.keys().next_back()) else { return Ok(Vec::new()) };
    Ok((first..last).map(|month| sums.get(&month).copied().unwrap_or(0) as f64 / 1e6).collect())
}
