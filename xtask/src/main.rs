//! The project's own commands: `cargo xtask run`, `test`, `build`, `size`, `sim`, `bench`, `dist`, `setup`.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

mod arch;
mod bench;
mod counts;
mod dist;
mod page;
mod run;
mod server;
mod setup;
mod sim;
mod size;
mod steps;
mod test;
#[cfg(test)]
mod testing;
mod workspace;

use workspace::Workspace;

/// Jipan's own commands. Each installs what it needs first; the second time that takes no time.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install the tools, Node packages and browser that building and testing need
    Setup,
    /// Build page and server and start it on 127.0.0.1:3000 with its data in ./data
    Run {
        /// Further arguments of `jipan serve`, after `--`
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Build the page (always optimised for size) and the server
    Build {
        /// Build the page even if nothing it is made of has changed
        #[arg(long)]
        force_page: bool,
        /// Only the page
        #[arg(long)]
        page_only: bool,
    },
    /// Run every check: format, lints, architecture, unit tests, simulation, size, end to end
    Test {
        /// Only steps whose name contains this, and what they need
        #[arg(long)]
        only: Option<String>,
    },
    /// Compare the page's first load with its budget
    Size,
    /// Simulate many devices, bad networks and crashes, world after world
    Sim(sim::Sim),
    /// Run benchmarks and keep the medians in docs/bench
    Bench {
        /// Benchmarks whose name contains one of these; all without any
        names: Vec<String>,
        /// Times each benchmark is run
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
        runs: u16,
    },
    /// Put the release server, the page and the licences into dist/
    Dist,
}

fn main() -> ExitCode {
    match obey(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked; false when tests failed.
fn obey(command: Command) -> Result<bool> {
    let mut workspace = Workspace::locate()?;
    match command {
        Command::Setup => {
            setup::build_tools(&mut workspace)?;
            setup::browser::node_packages(&workspace)?;
            let chromium = setup::browser::chromium(&workspace)?;
            println!("setup: everything is there; browser: {}", chromium.display());
        }
        Command::Run { args } => run::run(&mut workspace, &args)?,
        Command::Build { force_page, page_only } => {
            setup::build_tools(&mut workspace)?;
            page::build(&workspace, force_page)?;
            if !page_only {
                server::build(&workspace, false)?;
            }
        }
        Command::Test { only } => return test::run_all(&mut workspace, only),
        Command::Size => size::check(&workspace)?,
        Command::Sim(sim) => sim.run(&workspace)?,
        Command::Bench { names, runs } => bench::run(&workspace, &names, runs.into())?,
        Command::Dist => dist::build(&mut workspace)?,
    }
    Ok(true)
}
