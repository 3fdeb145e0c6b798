//! Where a command's rows come from.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::transactions::{BaseData, Transactions};
use super::{AnalyzeError, file};

/// Transactions from a file or from the base.
#[derive(Clone, Debug, Args)]
pub struct TransactionInput {
    /// CSV with the header `customer_id,order_id,date,amount`, one row per order.
    #[arg(long, value_name = "FILE", required_unless_present = "data", conflicts_with = "data")]
    pub transactions: Option<PathBuf>,
    /// The data directory, instead of a file.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// What a command works with besides its options.
pub struct Input<'a> {
    /// The base, if it was asked for.
    pub base: Option<&'a BaseData>,
    /// Where remarks go.
    pub notes: &'a mut dyn Write,
}

impl Input<'_> {
    /// A remark. One that cannot be written is not worth failing for.
    pub(super) fn note(&mut self, text: &str) {
        let _ = writeln!(self.notes, "note: {text}");
    }

    /// A remark if there is something to remark on.
    pub(super) fn note_count(&mut self, count: usize, what: &str) {
        if count > 0 {
            self.note(&format!("{count} {what}"));
        }
    }

    /// The base a caller was to hand in.
    pub(super) fn base(&self) -> Result<&BaseData, AnalyzeError> {
        self.base.ok_or_else(|| AnalyzeError::usage("the data directory was not read"))
    }

    pub(super) fn transactions(&mut self, from: &TransactionInput) -> Result<Transactions, AnalyzeError> {
        let transactions = match &from.transactions {
            Some(path) => Transactions::parse(path, &file::text(path)?)?,
            None => Transactions::of(self.base()?.transactions.clone())?,
        };
        self.note_count(transactions.duplicates, "rows repeat an order exactly: counted once");
        if transactions.customers.is_empty() {
            self.note("there are no transactions");
        }
        Ok(transactions)
    }
}
