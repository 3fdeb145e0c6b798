//! `jipan import`, `demo`, `export` and `doctor`: what is in the base, by the server's owner.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{DataArgs, show};
use crate::admin_socket::{self, AdminRequest};
use crate::config::prepare_data;
use crate::demo;
use crate::error::{Exit, Failure};
use crate::import::{Language, Target};
use crate::jobs::ImportRequest;

/// Import a table: CSV, tab or semicolon separated, plain or .gz.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  jipan import online_retail.csv.gz --as purchases --currency GBP --data ./data
  jipan import customers.csv --as customers --map 姓名=name --map 手机=phone --dry-run

The same file again makes nothing new.")]
pub(super) struct ImportArgs {
    /// The file.
    file: PathBuf,
    /// What its rows are.
    #[arg(long = "as", value_enum)]
    target: TargetArg,
    /// Take a column for a field; may be repeated. The others are guessed from their names.
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = pair)]
    map: Vec<(String, String)>,
    /// The currency of amounts, ISO 4217; else the organisation's.
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<String>,
    /// Only check the file and report.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum TargetArg {
    /// Customers with their contact points.
    Customers,
    /// Order lines, orders or refunds.
    Purchases,
    /// Referrals and other relations.
    Relations,
}

/// Load the demo base, or remove it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  jipan demo --customers 500 --data ./data\n  jipan demo --remove --data ./data")]
pub(super) struct DemoArgs {
    /// How many customers.
    #[arg(long, default_value_t = demo::CUSTOMERS, value_parser = clap::value_parser!(u32).range(1..=i64::from(demo::MAX_CUSTOMERS)))]
    customers: u32,
    /// The same seed makes the same people.
    #[arg(long, default_value_t = demo::SEED)]
    seed: u64,
    /// Remove everything of the demo base.
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// Write everything as JSON lines and the customers as CSV.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  jipan export --to ./export --data ./data")]
pub(super) struct ExportArgs {
    /// The folder to write into.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

/// Look whether everything is as it should be.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    #[command(flatten)]
    data: DataArgs,
}

pub(super) async fn import(args: ImportArgs) -> Result<(), Failure> {
    let target = match args.target {
        TargetArg::Customers => Target::Customers,
        TargetArg::Purchases => Target::Purchases,
        TargetArg::Relations => Target::Relations,
    };
    // The server may have another working directory.
    let file = args.file.canonicalize().map_err(|error| {
        Failure::new(Exit::Input, format!("the file {} cannot be read: {error}", args.file.display()))
    })?;
    let language = Some(language(|name| std::env::var(name).ok()));
    let ImportArgs { map, currency, dry_run, .. } = args;
    let request = ImportRequest { file, target, map, currency, dry_run, language };
    send(args.data, AdminRequest::Import(request)).await
}

pub(super) async fn demo(args: DemoArgs) -> Result<(), Failure> {
    let request = if args.remove {
        AdminRequest::DemoRemove
    } else {
        AdminRequest::Demo { customers: args.customers, seed: args.seed }
    };
    send(args.data, request).await
}

pub(super) async fn export(args: ExportArgs) -> Result<(), Failure> {
    std::fs::create_dir_all(&args.to)
        .and_then(|()| args.to.canonicalize())
        .map_err(|error| Failure::storage(&format!("create {}", args.to.display()), &error))
        .map(|folder| AdminRequest::Export { folder })
        .map(|request| send(args.data, request))?
        .await
}

pub(super) async fn doctor(args: DoctorArgs) -> Result<(), Failure> {
    send(args.data, AdminRequest::Doctor).await
}

pub(super) async fn send(data: DataArgs, request: AdminRequest) -> Result<(), Failure> {
    let endpoint = data.endpoint()?;
    prepare_data(&data.data)?;
    let output =
        admin_socket::run(&data.data, &endpoint, &data.backups()?, data.public_url.as_ref(), request, show::line)
            .await?;
    show::output(&output);
    Ok(())
}

/// The terminal's language by POSIX: the first of these variables that is set decides.
fn language(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|text| !text.is_empty());
    if set.is_some_and(|text| text.starts_with("zh")) { Language::Zh } else { Language::En }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (column, field) = text.split_once('=').ok_or("it is written COLUMN=FIELD")?;
    Ok((column.trim().to_owned(), field.trim().to_owned()))
}

fn currency(text: &str) -> Result<String, String> {
    let good = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    if good { Ok(text.to_owned()) } else { Err("three capital letters, as in CNY".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_speaks_the_terminals_language() {
        let of = |set: &[(&str, &str)]| {
            language(|name| set.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned()))
        };
        assert_eq!(of(&[]), Language::En);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), Language::Zh);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C.UTF-8")]), Language::En);
        assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "zh_TW"), ("LANG", "en_GB")]), Language::Zh);
    }
}
