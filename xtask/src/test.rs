//! `cargo xtask test`: every check of the project, each timed, every failure collected.

use std::process::Command;

use anyhow::{Result, bail};

use crate::counts::{Outcome, read_playwright};
use crate::setup::browser;
use crate::sim::Sim;
use crate::steps::{Steps, cargo_test};
use crate::workspace::{Workspace, describe, run};
use crate::{arch, page, server, setup, size};

/// One line per lint step: its name and what is checked, as cargo names it.
const LINTS: [(&str, &str); 6] = [
    ("clippy xtask", "-p xtask --all-targets"),
    ("clippy domain", "-p domain --all-targets"),
    ("clippy analytics", "-p analytics --all-targets"),
    ("clippy wasm", "-p app -p frontend --features app/csr --target wasm32-unknown-unknown"),
    ("clippy app ssr", "-p app --features ssr --all-targets"),
    ("clippy server", "-p server --all-targets"),
];

const WASM_CHECKS: [(&str, &str); 2] = [
    ("wasm32 domain", "-p domain --target wasm32-unknown-unknown"),
    ("wasm32 analytics", "-p analytics --target wasm32-unknown-unknown"),
];

/// Per package: `--workspace` would turn on `ssr` and `csr` together.
const UNIT_TESTS: [(&str, &str); 5] = [
    ("unit xtask", "-p xtask"),
    ("unit domain", "-p domain"),
    ("unit analytics", "-p analytics"),
    ("unit app", "-p app --features csr"),
    ("unit server", "-p server"),
];

/// Which step stands on which; `--only` brings in what it needs.
const NEEDS: [(&str, &str); 7] = [
    ("clippy wasm", "setup"),
    ("wasm32 domain", "setup"),
    ("wasm32 analytics", "setup"),
    ("page", "setup"),
    ("size", "page"),
    ("end2end", "page"),
    ("end2end", "binary"),
];

/// Runs the steps whose name contains `only` and what they need (all without it), prints the table and the sum.
/// True if nothing failed.
pub fn run_all(workspace: &mut Workspace, only: Option<String>) -> Result<bool> {
    let mut steps = Steps::new(only, &NEEDS);
    let tools = steps.check("setup", || setup::build_tools(workspace));
    steps.check("fmt", || run(&mut workspace.cargo(["fmt", "--all", "--check"])));
    steps.check("arch", || arch::check(workspace));
    dependencies(&mut steps, workspace);
    for (name, what) in LINTS {
        steps.check(name, || lint(workspace, name, what));
    }
    for (name, what) in WASM_CHECKS {
        steps.check(name, || run(cargo(workspace, "check", what).arg("--quiet")));
    }
    for (name, what) in UNIT_TESTS {
        steps.counted(name, || {
            announce(workspace, name);
            cargo_test(cargo(workspace, "test", what).arg("--no-fail-fast"))
        });
    }
    simulate(&mut steps, workspace);
    let page = steps.check("page", || {
        needs(tools, "setup")?;
        page::build(workspace, false)
    });
    steps.check("size", || {
        needs(page, "page")?;
        size::check(workspace)
    });
    let binary = steps.check("binary", || server::build(workspace, false));
    steps.check("end2end types", || {
        browser::node_packages(workspace)?;
        run(node_tool(workspace, "typescript/bin/tsc").arg("--noEmit"))
    });
    steps.counted("end2end", || {
        needs(page, "page")?;
        needs(binary, "binary")?;
        end_to_end(workspace)
    });
    if steps.nothing_ran() {
        bail!("no step has that name; the steps are: {}", steps.known().join(", "));
    }
    println!("{}", steps.report());
    Ok(steps.total().failed == 0)
}

fn needs(fulfilled: bool, step: &str) -> Result<()> {
    if !fulfilled {
        bail!("not run, because the step `{step}` failed");
    }
    Ok(())
}

fn cargo(workspace: &Workspace, verb: &str, what: &str) -> Command {
    let mut command = workspace.cargo([verb]);
    command.args(what.split_whitespace());
    command
}

fn lint(workspace: &Workspace, name: &str, what: &str) -> Result<()> {
    announce(workspace, name);
    run(cargo(workspace, "clippy", what).args(["--quiet", "--", "-D", "warnings"]))
}

fn announce(workspace: &Workspace, step: &str) {
    if step == "unit server" {
        server::announce_first_build(workspace, "debug");
    }
}

/// Licences, bans and sources; advisories need the network and are not part of this.
fn dependencies(steps: &mut Steps, workspace: &Workspace) {
    const NAME: &str = "dependencies";
    if workspace.which("cargo-deny").is_none() {
        steps.skip(NAME, "cargo-deny is not installed (cargo install --locked cargo-deny)");
        return;
    }
    steps.check(NAME, || run(&mut workspace.cargo(["deny", "--offline", "check", "licenses", "bans", "sources"])));
}

fn simulate(steps: &mut Steps, workspace: &Workspace) {
    if Sim::exists(workspace) {
        steps.check("sim", || Sim::IN_TEST.run(workspace));
    } else {
        steps.skip("sim", "domain/examples/sim.rs does not exist");
    }
}

/// A program of `end2end/node_modules`, started through Node so that no shell is between.
fn node_tool(workspace: &Workspace, script: &str) -> Command {
    let mut command = workspace.command("node");
    command.arg(format!("node_modules/{script}")).current_dir(workspace.root.join("end2end"));
    command
}

fn end_to_end(workspace: &Workspace) -> Result<Outcome> {
    browser::node_packages(workspace)?;
    let chromium = browser::chromium(workspace)?;
    let report = workspace.target.join("end2end-report.json");
    if report.exists() {
        // The last run's numbers must not stand for one that dies early.
        std::fs::remove_file(&report)?;
    }
    let mut command = node_tool(workspace, "@playwright/test/cli.js");
    command
        .arg("test")
        .env("JIPAN_BIN", workspace.server_binary("debug"))
        .env("JIPAN_SITE", &workspace.site)
        .env("JIPAN_CHROMIUM", chromium)
        .env("JIPAN_E2E_REPORT", &report);
    let success = command.status()?.success();
    let outcome = read_playwright(&std::fs::read_to_string(&report).unwrap_or_default());
    Ok(outcome.with_exit(success, &describe(&command)))
}
