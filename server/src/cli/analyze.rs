//! `jipan analyze`: the figures of the analyses on plain files or on the data directory, for analysts and for checking.
//!
//! Tables are CSV in UTF-8 with one header row; results go to the output, notes and errors do not. Nothing here knows
//! the database: with `--data` the caller reads the base and hands it in as [`BaseData`].

mod abc;
mod clv;
mod cohorts;
mod decimal;
mod error;
mod file;
mod forecast;
mod input;
mod kmeans;
mod reason;
mod rfm;
mod rules;
mod tiers;
mod transactions;

use std::io::Write;
use std::path::Path;

use clap::Subcommand;

pub use error::{AnalyzeError, Kind};
pub use input::{Input, TransactionInput};
pub use transactions::{BaseData, Transaction};

/// Figures of analyses as CSV or JSON, from a file or from the data directory.
#[derive(Debug, Subcommand)]
#[command(
    after_help = "A file of transactions has the header customer_id,order_id,date,amount: one row per order, dates
YYYY-MM-DD, decimal amounts. With --data DIR instead of a file the base is read.

Examples:
  jipan analyze rfm --transactions orders.csv --as-of 2011-12-10 > rfm.csv
  jipan analyze clv --transactions orders.csv --calibration-end 1997-09-30 --horizon-weeks 39
  jipan analyze forecast --series monthly.csv --horizon 24 --season 12"
)]
pub enum AnalyzeCommand {
    /// Recency, frequency, money: scores and segment of each customer, as CSV.
    Rfm(rfm::RfmArgs),
    /// ABC classes by value, as CSV.
    Abc(abc::AbcArgs),
    /// Customers and revenue by the month of the first order, as CSV.
    Cohorts(cohorts::CohortsArgs),
    /// Lifetime-value models and their predictions, as JSON and CSV.
    Clv(clv::ClvArgs),
    /// Clusters of the rows of a numeric table, as JSON.
    Kmeans(kmeans::KmeansArgs),
    /// What is bought together, as JSON.
    Rules(rules::RulesArgs),
    /// The next values of a series, as JSON.
    Forecast(forecast::ForecastArgs),
    /// The tier of each customer and why, as CSV.
    Tiers(tiers::TiersArgs),
}

impl AnalyzeCommand {
    /// The data directory to read before [`run`], if the command asks for it.
    pub fn data_directory(&self) -> Option<&Path> {
        match self {
            Self::Rfm(args) => args.input.data.as_deref(),
            Self::Abc(args) => args.input.data.as_deref(),
            Self::Cohorts(args) => args.input.data.as_deref(),
            Self::Clv(args) => args.input.data.as_deref(),
            Self::Tiers(args) => args.input.data.as_deref(),
            Self::Kmeans(args) => args.data.as_deref(),
            Self::Rules(args) => args.data.as_deref(),
            Self::Forecast(args) => args.data.as_deref(),
        }
    }
}

/// Runs a command. `base`: what the directory of [`AnalyzeCommand::data_directory`] holds. Results go to `out`, what
/// was left out and other remarks to `notes`. A reader who closes the pipe early has seen enough: that is no error.
///
/// # Errors
/// [`AnalyzeError`]: one sentence, with file, line and column where there are any.
pub fn run(
    command: &AnalyzeCommand,
    base: Option<&BaseData>,
    out: &mut dyn Write,
    notes: &mut dyn Write,
) -> Result<(), AnalyzeError> {
    let mut input = Input { base, notes };
    let done = match command {
        AnalyzeCommand::Rfm(args) => rfm::run(args, &mut input, out),
        AnalyzeCommand::Abc(args) => abc::run(args, &mut input, out),
        AnalyzeCommand::Cohorts(args) => cohorts::run(args, &mut input, out),
        AnalyzeCommand::Clv(args) => clv::run(args, &mut input, out),
        AnalyzeCommand::Kmeans(args) => kmeans::run(args, &mut input, out),
        AnalyzeCommand::Rules(args) => rules::run(args, &mut input, out),
        AnalyzeCommand::Forecast(args) => forecast::run(args, &mut input, out),
        AnalyzeCommand::Tiers(args) => tiers::run(args, &mut input, out),
    };
    match done {
        Err(AnalyzeError { kind: Kind::ClosedPipe, .. }) => Ok(()),
        other => other,
    }
}
