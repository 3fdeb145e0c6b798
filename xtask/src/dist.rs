//! `cargo xtask dist`: the release server, the page and the licences in one folder that runs anywhere.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::{Workspace, output_of};
use crate::{page, server, setup};

const LEGAL: [&str; 3] = ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE"];
/// Their licence wants to be shown with every copy.
const SHOW_LICENCE: [&str; 2] = ["surrealdb-core", "surrealdb-protocol"];

/// Builds into `dist/`, replacing what was there.
pub fn build(workspace: &mut Workspace) -> Result<()> {
    setup::build_tools(workspace)?;
    page::build(workspace, false)?;
    server::build(workspace, true)?;
    let dist = workspace.root.join("dist");
    let new = workspace.root.join("dist.new");
    // Beside first: an interrupted run leaves the old one whole.
    remove(&new)?;
    fs::create_dir_all(&new).with_context(|| format!("{} cannot be created", new.display()))?;
    let binary = workspace.server_binary("release");
    copy(&binary, &new.join(binary.file_name().unwrap_or_default()))?;
    copy_folder(&workspace.site, &new.join("site"))?;
    for name in LEGAL {
        copy(&workspace.root.join(name), &new.join(name))?;
    }
    for (name, file) in licences(workspace)? {
        copy(&file, &new.join("licenses").join(name))?;
    }
    remove(&dist)?;
    fs::rename(&new, &dist).with_context(|| format!("{} cannot be put in place", dist.display()))?;
    println!(
        "dist: {} holds jipan, site/ and the licences. Start: ./jipan serve --site site --data data",
        dist.display()
    );
    Ok(())
}

/// The licence files of [`SHOW_LICENCE`] and the names they get.
fn licences(workspace: &Workspace) -> Result<Vec<(String, PathBuf)>> {
    let text = output_of(&mut workspace.cargo(["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    let mut found = Vec::new();
    for name in SHOW_LICENCE {
        let package = packages
            .iter()
            .find(|package| package["name"] == name)
            .with_context(|| format!("{name} is not a dependency any more: update NOTICE and dist"))?;
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        let file = Path::new(manifest).with_file_name("LICENSE");
        if !file.is_file() {
            bail!("{name} has no file LICENSE any more: look at its terms before publishing");
        }
        found.push((format!("{name}.txt"), file));
    }
    Ok(found)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be created", folder.display()))?;
    }
    fs::copy(from, to).with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))?;
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let entries = fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            copy(&entry.path(), &target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn folders_are_copied_whole() {
        let folder = Folder::new("dist-copy");
        folder.write("from/a.txt", "a");
        folder.write("from/deep/er/b.txt", "b");
        let to = folder.path().join("to");
        copy_folder(&folder.path().join("from"), &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("deep/er/b.txt")).unwrap(), "b");
        assert_eq!(fs::read_to_string(to.join("a.txt")).unwrap(), "a");
        remove(&to).unwrap();
        assert!(!to.exists());
        remove(&to).unwrap();
    }
}
