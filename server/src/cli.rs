//! The command line. One file per command; each ends with `Ok` or a [`Failure`]: a sentence and an exit code.

mod analysis;
pub mod analyze;
mod backup;
mod base;
pub mod graph;
mod logging;
pub mod serve;
mod show;
mod tls;
mod user;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::backup::Place;
use crate::config::PublicUrl;
use crate::db::connect::Endpoint;
use crate::error::{Exit, Failure};

const AFTER_HELP: &str = "\
Examples:
  jipan serve --data ./data                               on this machine, http://127.0.0.1:3000
  jipan tls init --data ./data                            certificates for the phones in this network, then:
  jipan serve --data ./data --listen 0.0.0.0:3443 --http-redirect 0.0.0.0:3080
  jipan user add 陈静 --role manager --scope team --data ./data

Exit codes:
  0 done   1 unexpected   2 wrong option   3 data directory in use   4 address not available
  5 file or folder unreadable   6 disk full or refusing   7 database unreachable   8 refused";

/// Jipan (基盘): an offline-first customer base for a shop and its staff.
#[derive(Debug, Parser)]
#[command(name = "jipan", version, after_help = AFTER_HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// How log lines look.
    #[arg(long, global = true, value_enum, default_value_t, env = "JIPAN_LOG_FORMAT")]
    log_format: logging::Format,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(serve::ServeArgs),
    /// Certificates for the phones in the same network.
    #[command(subcommand)]
    Tls(tls::TlsCommand),
    /// The people who sign in.
    #[command(subcommand)]
    User(user::UserCommand),
    Import(base::ImportArgs),
    Demo(base::DemoArgs),
    Export(base::ExportArgs),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Doctor(base::DoctorArgs),
    #[command(subcommand)]
    Analyze(analyze::AnalyzeCommand),
    /// Who is central, who belongs together, what is fragile.
    #[command(subcommand)]
    Graph(graph::GraphCommand<DataArgs>),
}

/// Where the data is; the same for every command that touches it.
#[derive(Clone, Debug, Args)]
pub(crate) struct DataArgs {
    /// The data directory.
    #[arg(long, value_name = "DIR", default_value = "data", env = "JIPAN_DATA")]
    pub data: PathBuf,
    /// Where the database is, if not in the data directory: ws://USER:PASSWORD@HOST:PORT
    #[arg(long, value_name = "URL", env = "JIPAN_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Where backups are kept; else `backups` in the data directory.
    #[arg(long, value_name = "DIR", env = "JIPAN_BACKUP_DIR")]
    pub backup_dir: Option<PathBuf>,
    /// How people address the server from outside, for example `https://jipan.example.com`
    #[arg(long, value_name = "URL", env = "JIPAN_PUBLIC_URL", value_parser = PublicUrl::parse)]
    pub public_url: Option<PublicUrl>,
}

impl DataArgs {
    /// The database these arguments name.
    ///
    /// # Errors
    /// [`Exit::Usage`] for an address that is none.
    pub(crate) fn endpoint(&self) -> Result<Endpoint, Failure> {
        Endpoint::parse(self.database.as_deref(), &self.data)
            .map_err(|error| Failure::new(Exit::Usage, error.to_string()))
    }

    /// Where backups are kept.
    ///
    /// # Errors
    /// As [`Self::endpoint`].
    pub(crate) fn backups(&self) -> Result<Place, Failure> {
        Ok(Place::new(self.backup_dir.as_deref(), &self.data, &self.endpoint()?))
    }
}

/// Runs a command to its end.
///
/// # Errors
/// A sentence and an exit code.
pub async fn run(cli: Cli) -> Result<(), Failure> {
    // Two providers are in the program (SurrealDB brings one): without a choice rustls panics at the first connection.
    // An error means that it was chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let serves = matches!(cli.command, Command::Serve(_));
    logging::start(cli.log_format, serves);
    match cli.command {
        Command::Serve(args) => serve::run(args).await,
        Command::Tls(command) => tls::run(&command),
        Command::User(command) => user::run(command).await,
        Command::Import(args) => base::import(args).await,
        Command::Demo(args) => base::demo(args).await,
        Command::Export(args) => base::export(args).await,
        Command::Backup(args) => backup::backup(args).await,
        Command::Restore(args) => backup::restore(args).await,
        Command::Doctor(args) => base::doctor(args).await,
        Command::Analyze(command) => analysis::analyze(command).await,
        Command::Graph(command) => analysis::graph(command).await,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_declaration_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
