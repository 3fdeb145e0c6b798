//! What the end-to-end tests need besides the build: Node packages and a Chromium.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::announce;
use crate::workspace::{Workspace, output_of, run};

const SYSTEM_NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Installs `end2end/node_modules` as the lock file says, unless that is what is there.
pub fn node_packages(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("end2end");
    let lock =
        fs::read_to_string(folder.join("package-lock.json")).context("end2end/package-lock.json cannot be read")?;
    let installed = folder.join("node_modules").join(".jipan-lock");
    if fs::read_to_string(&installed).is_ok_and(|text| text == lock) {
        return Ok(());
    }
    if workspace.which("npm").is_none() {
        bail!("the end-to-end tests need Node 20 or newer with npm: https://nodejs.org");
    }
    announce("the end-to-end tests' Node packages", "half a minute");
    run(workspace
        .command("npm")
        .args(["ci", "--no-audit", "--no-fund", "--silent"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(&folder))?;
    fs::write(&installed, lock).context("end2end/node_modules cannot be written")
}

/// The Chromium to drive: `JIPAN_CHROMIUM`, the system's, one installed from Debian, else Playwright's own.
/// Needs the Node packages.
pub fn chromium(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("JIPAN_CHROMIUM").map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!("JIPAN_CHROMIUM names {}, which is not a file", named.display());
    }
    if let Some(found) = system(workspace) {
        return Ok(found);
    }
    if let Some(found) = playwrights_own(workspace) {
        return Ok(found);
    }
    if may_install_packages(workspace) {
        announce("Chromium and Chinese fonts from Debian", "two minutes");
        let installed = run(workspace.command("apt-get").args(["update", "-qq"])).and_then(|()| {
            run(workspace
                .command("apt-get")
                .args(["install", "-y", "-qq", "chromium", "fonts-noto-cjk"])
                .env("DEBIAN_FRONTEND", "noninteractive"))
        });
        match (installed, system(workspace)) {
            (Ok(()), Some(found)) => return Ok(found),
            (Err(error), _) => eprintln!("setup: {error:#}; trying Playwright's own Chromium"),
            (Ok(()), None) => {}
        }
    }
    announce("Playwright's Chromium", "two minutes");
    run(workspace
        .command("npx")
        .args(["--no-install", "playwright", "install", "chromium"])
        .current_dir(workspace.root.join("end2end")))?;
    playwrights_own(workspace).context(
        "no Chromium: install one and set JIPAN_CHROMIUM to its path, or run `npx playwright install --with-deps chromium` in end2end",
    )
}

fn system(workspace: &Workspace) -> Option<PathBuf> {
    SYSTEM_NAMES.iter().find_map(|name| workspace.which(name))
}

fn playwrights_own(workspace: &Workspace) -> Option<PathBuf> {
    let script = "import('@playwright/test').then(p => console.log(p.chromium.executablePath()))";
    let path =
        output_of(workspace.command("node").args(["-e", script]).current_dir(workspace.root.join("end2end"))).ok()?;
    Some(PathBuf::from(path)).filter(|path| path.is_file())
}

/// Debian or a relative, and we are root.
fn may_install_packages(workspace: &Workspace) -> bool {
    Path::new("/etc/debian_version").is_file()
        && workspace.which("apt-get").is_some()
        && output_of(workspace.command("id").arg("-u")).is_ok_and(|id| id == "0")
}
