//! The server, built with plain cargo: cargo-leptos would add `--cfg erase_components` and compile SurrealDB again.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::Result;

use crate::workspace::{Workspace, run};

/// CPU-minutes of SurrealDB 3.3.5 with dependencies at `opt-level = 1` (measured), and optimised for release.
const SURREALDB_MINUTES: [(&str, usize); 2] = [("debug", 26), ("release", 42)];

/// Builds the binary `jipan`; `release` is for `dist` and `bench`, everything else uses the development profile.
pub fn build(workspace: &Workspace, release: bool) -> Result<()> {
    announce_first_build(workspace, if release { "release" } else { "debug" });
    let mut command = workspace.cargo(["build", "--package", "server"]);
    if release {
        command.arg("--release");
    }
    run(&mut command)
}

/// The program that benchmarks measure: the one `JIPAN_BIN` names, else the release build.
///
/// Linking it optimises SurrealDB as a whole and takes about twenty minutes of processor time whenever the server has changed.
pub fn release_binary(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("JIPAN_BIN").map(PathBuf::from) {
        println!("server: measuring {}", named.display());
        return Ok(named);
    }
    build(workspace, true)?;
    Ok(workspace.server_binary("release"))
}

/// Says how long it will take when SurrealDB has not been compiled into this target folder yet.
pub fn announce_first_build(workspace: &Workspace, profile: &str) {
    if has_surrealdb(&workspace.target.join(profile).join("deps")) {
        return;
    }
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let cpu = SURREALDB_MINUTES.iter().find(|(name, _)| *name == profile).map_or(0, |(_, minutes)| *minutes);
    println!(
        "server: the first build compiles SurrealDB: {cpu} minutes of processor time, about {} minutes on {cores} cores, {} GB of disk. Later builds are quick{}.",
        cpu.div_ceil(cores),
        2,
        if profile == "release" { ", but for linking: 20 minutes of processor time" } else { "" }
    );
}

fn has_surrealdb(deps: &Path) -> bool {
    fs::read_dir(deps).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libsurrealdb_core-") && name.ends_with(".rlib")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn only_a_finished_library_counts_as_compiled() {
        let folder = Folder::new("server-deps");
        assert!(!has_surrealdb(&folder.path().join("missing")));
        folder.write("libsurrealdb_core-1a2b.rmeta", "");
        assert!(!has_surrealdb(folder.path()));
        folder.write("libsurrealdb_core-1a2b.rlib", "");
        assert!(has_surrealdb(folder.path()));
    }
}
