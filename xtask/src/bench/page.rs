//! The benchmark of the page: a real browser, the release server and the built page.

use std::process::Command;

use anyhow::Result;

use crate::setup::browser;
use crate::workspace::Workspace;
use crate::{page, server, setup};

/// How it is called and where it is.
pub const NAME: &str = "page";
const CONFIG: &str = "bench/playwright.config.ts";

/// Whether the benchmark exists in this checkout.
pub fn exists(workspace: &Workspace) -> bool {
    workspace.root.join("end2end").join(CONFIG).is_file()
}

/// Builds what it needs and answers the command that runs it once.
pub fn prepare() -> Result<Command> {
    let mut workspace = Workspace::locate()?;
    setup::build_tools(&mut workspace)?;
    page::build(&workspace, false)?;
    let binary = server::release_binary(&workspace)?;
    browser::node_packages(&workspace)?;
    let chromium = browser::chromium(&workspace)?;
    let mut command = workspace.command("node");
    command
        .args(["node_modules/@playwright/test/cli.js", "test", "--config", CONFIG])
        .current_dir(workspace.root.join("end2end"))
        .env("JIPAN_BIN", binary)
        .env("JIPAN_SITE", &workspace.site)
        .env("JIPAN_CHROMIUM", chromium);
    Ok(command)
}
