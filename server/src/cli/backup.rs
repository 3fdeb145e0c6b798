//! `jipan backup` and `jipan restore`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{DataArgs, base, show};
use crate::admin_socket::AdminRequest;
use crate::backup::{self, Stage};
use crate::db::connect::Endpoint;
use crate::error::{Exit, Failure};

/// Make a backup: everything in the database as it is now, in one file that is read back and compared.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  jipan backup --data ./data                             into data/backups, where old ones are removed in turn
  jipan backup --data ./data --to /mnt/stick/shop.backup

It works while the server runs. The certificates of `jipan tls` are not in it. Protect the file: it holds personal data.")]
pub(super) struct BackupArgs {
    /// Write this file, which must not exist, and remove no old ones.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

/// Restore a backup into an empty data directory. Devices then give back what they did since.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  jipan restore data/backups/jipan-2026-11-22T193000Z.backup --data ./restored
  jipan serve --data ./restored

The file is checked before anything is written, and the new database is compared with it. Keep the server's address: devices find
their unsent work by it.")]
pub(super) struct RestoreArgs {
    /// The backup.
    file: PathBuf,
    /// The data directory; empty or missing.
    #[arg(long, value_name = "DIR", env = "JIPAN_DATA")]
    data: PathBuf,
}

pub(super) async fn backup(args: BackupArgs) -> Result<(), Failure> {
    // The server may have another working directory.
    let to = args.to.as_deref().map(absolute).transpose()?;
    base::send(args.data, AdminRequest::Backup { to }).await
}

fn absolute(file: &Path) -> Result<PathBuf, Failure> {
    let unusable = |error: std::io::Error| Failure::storage(&format!("write {}", file.display()), &error);
    let name = file.file_name().ok_or_else(|| Failure::new(Exit::Usage, "--to names a file, not a folder"))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(folder.canonicalize().map_err(unusable)?.join(name))
}

pub(super) async fn restore(args: RestoreArgs) -> Result<(), Failure> {
    let last = std::sync::Mutex::new(std::time::Instant::now());
    let tell = move |stage, done: u64, total: u64| {
        let Ok(mut last) = last.lock() else { return true };
        if last.elapsed().as_secs() >= 2 {
            *last = std::time::Instant::now();
            let what = if stage == Stage::Writing { "writing" } else { "comparing" };
            show::line(&format!("{what}: {} %", done.saturating_mul(100) / total.max(1)));
        }
        true
    };
    let restored = backup::restore(&args.file, &args.data, &tell).await?;
    let (header, tables) = (&restored.header, &restored.summary.tables);
    let name = if header.organisation.is_empty() { "a base without a name" } else { &header.organisation };
    show::line(&format!(
        "{name}: {} records ({} customers, {} purchases) as of epoch {}, place {}",
        tables.records(),
        tables.of("customer"),
        tables.of("purchase"),
        header.epoch,
        header.seq,
    ));
    show::line(&format!("Compared: the database holds what the backup holds, digest {}.", tables.short()));
    show::line(&format!(
        "Epoch {} has begun: devices fetch the base again and give back what they did since.",
        restored.epoch
    ));
    if let Ok(Endpoint::Embedded(folder)) = Endpoint::parse(None, &args.data) {
        show::line(&format!("The database is {}.", folder.display()));
    }
    Ok(())
}
