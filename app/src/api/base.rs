//! Filling the base: demo data and imports. Files are uploaded by `POST /import`, see `server::http::import`.

use super::ApiError;
use super::packed::Packed;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How a long job stands.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// `reading`, `writing`, `scoring`, `saving`, `checking`, `done`, `failed` or `cancelled`.
    pub phase: String,
    /// Steps done: rows or bytes.
    pub done: u64,
    /// Steps in all; 0 when not known.
    pub total: u64,
    /// Milliseconds since it began.
    pub elapsed_ms: u64,
    /// The report, when it is done.
    pub report: Option<ImportReport>,
    /// Why it failed, in words.
    pub error: Option<String>,
}

/// What an import did.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ImportReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Lines read, without the header.
    pub rows_read: u64,
    /// New customers.
    pub customers_new: u64,
    /// Customers changed.
    pub customers_updated: u64,
    /// Customers that were there already, the same.
    pub customers_same: u64,
    /// New purchases.
    pub purchases_new: u64,
    /// Purchases that were there already.
    pub purchases_same: u64,
    /// Of the new ones, refunds.
    pub refunds: u64,
    /// Purchases without a customer.
    pub anonymous_purchases: u64,
    /// Lines without a customer.
    pub anonymous_rows: u64,
    /// New edges.
    pub edges_new: u64,
    /// Lines left out, by reason code.
    pub left_out: Vec<(String, u64)>,
    /// The first lines that were left out: line, column, value, reason in words.
    pub examples: Vec<RowProblem>,
    /// Exact sum, stored sum and difference, as decimal text.
    pub sums: Option<(String, String, String)>,
    /// The currency of the sums.
    pub currency: String,
    /// Remarks, in words ("dates read as month/day").
    pub remarks: Vec<String>,
}

/// A line that was left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RowProblem {
    /// Line in the file, from 1.
    pub line: u64,
    /// Column's name.
    pub column: String,
    /// The value, shortened.
    pub value: String,
    /// Reason code.
    pub code: String,
    /// The reason in words.
    pub reason: String,
}

/// A file that was uploaded: what the server makes of its header.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Preview {
    /// Names the uploaded file in [`start_import`].
    pub upload: String,
    /// The file's name.
    pub file: String,
    /// `customers`, `purchases` or `relations`, guessed.
    pub target: String,
    /// The file's encoding and delimiter, in words.
    pub format: String,
    /// Columns of the file and the field each is taken for (empty: left out).
    pub columns: Vec<(String, String)>,
    /// The first rows.
    pub sample: Vec<Vec<String>>,
    /// The fields that can be chosen: code and whether it is required.
    pub fields: Vec<(String, bool)>,
    /// Required fields that no column gives.
    pub missing: Vec<String>,
}

/// What to do with an uploaded file.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ImportOrder {
    /// The upload.
    pub upload: String,
    /// `customers`, `purchases` or `relations`.
    pub target: String,
    /// Columns and the field each is taken for.
    pub columns: Vec<(String, String)>,
    /// The currency of amounts.
    pub currency: String,
    /// Whether only to check.
    pub dry_run: bool,
}

/// A backup that was made, read back and compared.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Backup {
    /// The file's name.
    pub file: String,
    /// When it was made: the server's clock, Unix milliseconds.
    pub made_ms: i64,
    /// Its size, bytes.
    pub bytes: u64,
    /// Records in it, of every table.
    pub records: u64,
    /// Customers in it, those in the trash included.
    pub customers: u64,
}

/// How the base's backups stand.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Backups {
    /// The last good one.
    pub last: Option<Backup>,
    /// How many are kept.
    pub kept: u32,
    /// Bytes of all of them.
    pub kept_bytes: u64,
    /// The server's folder with them.
    pub folder: String,
    /// When the next one is made by itself, Unix milliseconds; `None`: only when somebody asks.
    pub next_ms: Option<i64>,
    /// When the last try failed (Unix milliseconds) and why, in words of the server's.
    pub failed: Option<(i64, String)>,
    /// Bytes free where they are kept.
    pub free_bytes: Option<u64>,
    /// Whether the last good one is too old, or there is none although the base is not new.
    pub old: bool,
}

/// How the base's backups stand; for administrators.
#[server(name = BackupsFn, prefix = "/rpc", endpoint = "base/v1/backups", input = Packed, output = Packed)]
pub async fn backups() -> Result<Backups, ApiError> {
    super::backend::call(|b| b.backups()).await
}

/// Makes a backup; answers with the job. For administrators.
#[server(name = BackUpFn, prefix = "/rpc", endpoint = "base/v1/back-up", input = Packed, output = Packed)]
pub async fn back_up() -> Result<Job, ApiError> {
    super::backend::call(|b| b.back_up()).await
}

/// Loads the demo base; answers with the job.
#[server(name = DemoFn, prefix = "/rpc", endpoint = "base/v1/demo", input = Packed, output = Packed)]
pub async fn load_demo(customers: u32, seed: u64) -> Result<Job, ApiError> {
    super::backend::call(|b| b.load_demo(customers, seed)).await
}

/// Removes everything of the demo base; answers with the job.
#[server(name = RemoveDemoFn, prefix = "/rpc", endpoint = "base/v1/remove-demo", input = Packed, output = Packed)]
pub async fn remove_demo() -> Result<Job, ApiError> {
    super::backend::call(|b| b.remove_demo()).await
}

/// What the server makes of an uploaded file when it is taken for `target`.
#[server(name = PreviewFn, prefix = "/rpc", endpoint = "base/v1/preview", input = Packed, output = Packed)]
pub async fn preview(upload: String, target: String) -> Result<Preview, ApiError> {
    super::backend::call(|b| b.preview(upload, target)).await
}

/// Imports an uploaded file; answers with the job.
#[server(name = ImportFn, prefix = "/rpc", endpoint = "base/v1/import", input = Packed, output = Packed)]
pub async fn start_import(order: ImportOrder) -> Result<Job, ApiError> {
    super::backend::call(|b| b.start_import(order)).await
}

/// How a job stands.
#[server(name = JobFn, prefix = "/rpc", endpoint = "base/v1/job", input = Packed, output = Packed)]
pub async fn job(id: String) -> Result<Job, ApiError> {
    super::backend::call(|b| b.job(id)).await
}

/// Asks a job to stop.
#[server(name = CancelFn, prefix = "/rpc", endpoint = "base/v1/cancel", input = Packed, output = Packed)]
pub async fn cancel_job(id: String) -> Result<(), ApiError> {
    super::backend::call(|b| b.cancel_job(id)).await
}
