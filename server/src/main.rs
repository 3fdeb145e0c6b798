//! `jipan`: see `server::cli`.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use server::cli::{Cli, run};
use server::error::{Exit, Failure};

/// SurrealDB's futures are deep: an overflow is an abort, not an error.
const STACK: usize = if cfg!(debug_assertions) { 20 << 20 } else { 10 << 20 };

fn main() -> ExitCode {
    let cli = Cli::parse();
    match execute(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody may be reading; the exit code still tells.
            let _ = writeln!(std::io::stderr(), "jipan: {failure}");
            ExitCode::from(failure.exit as u8)
        }
    }
}

fn execute(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()
        .map_err(|error| Failure::storage("start threads", &error))?;
    // On a worker thread, because only those have the deep stacks.
    let ended = runtime.block_on(async { tokio::spawn(run(cli)).await });
    ended.unwrap_or_else(|error| Err(Failure::new(Exit::Failed, format!("unexpected: {error}"))))
}
