//! The page: WASM, loader, style sheet and public files, hashed and compressed, built only when something changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace::{Workspace, run};

/// All that the page is made of, relative to the workspace's root.
const SOURCES: [&str; 10] = [
    "app",
    "analytics",
    "domain",
    "frontend",
    "worker",
    "style",
    "public",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
];

/// Builds the page into [`Workspace::site`] unless it is up to date. The page always uses the profile
/// `wasm-release`; the server is never built here (cargo-leptos would compile SurrealDB a second time with other flags).
pub fn build(workspace: &Workspace, even_if_unchanged: bool) -> Result<()> {
    let stamp = stamp_file(workspace);
    let print = fingerprint(workspace)?;
    let known = fs::read_to_string(&stamp).is_ok_and(|text| text == print);
    if known && is_complete(&workspace.site) && !even_if_unchanged {
        println!("page: up to date in {}", workspace.site.display());
        return Ok(());
    }
    // A build that is interrupted must not look finished.
    if stamp.exists() {
        fs::remove_file(&stamp).with_context(|| format!("{} cannot be removed", stamp.display()))?;
    }
    println!("page: building (a minute or two when everything is new)");
    let started = Instant::now();
    run(&mut workspace.cargo(["leptos", "build", "--release", "--frontend-only", "--precompress", "--split"]))?;
    tidy(workspace)?;
    if !is_complete(&workspace.site) {
        bail!(
            "cargo-leptos ended without an error but {} lacks the page: compare [[workspace.metadata.leptos]] in Cargo.toml with `cargo leptos --help`",
            workspace.site.join("pkg").display()
        );
    }
    // What changed while it was being built is built next time.
    fs::write(&stamp, print).with_context(|| format!("{} cannot be written", stamp.display()))?;
    println!("page: built in {} s", started.elapsed().as_secs());
    Ok(())
}

/// Beside the site, not in it: cargo-leptos wipes the site.
fn stamp_file(workspace: &Workspace) -> PathBuf {
    let mut name = workspace.site.file_name().unwrap_or_default().to_owned();
    name.push(".stamp");
    workspace.site.with_file_name(name)
}

/// The hash of every source's path and bytes. Bytes, not times: a fresh checkout with a kept target folder is up to date.
fn fingerprint(workspace: &Workspace) -> Result<String> {
    let mut files = Vec::new();
    for source in SOURCES {
        collect(&workspace.root.join(source), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
        file.strip_prefix(&workspace.root).unwrap_or(file).hash(&mut hasher);
        bytes.hash(&mut hasher);
    }
    Ok(format!("{} files, {:016x}\n", files.len(), hasher.finish()))
}

/// Adds a file, or all files below a folder; a path that does not exist adds nothing.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))?;
        for entry in entries {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}

/// The page's WASM, its loader and its style sheet are there, each with its brotli twin.
fn is_complete(site: &Path) -> bool {
    let mut names = Vec::new();
    if collect(&site.join("pkg"), &mut names).is_err() {
        return false;
    }
    let has = |ending: &str| names.iter().any(|name| name.to_string_lossy().ends_with(ending));
    [".wasm", ".wasm.br", ".js", ".js.br", ".css", ".css.br"].iter().all(|ending| has(ending))
}

/// Removes what nobody downloads: the TypeScript declarations, and which file holds which page (for servers that render pages).
fn tidy(workspace: &Workspace) -> Result<()> {
    let mut files = Vec::new();
    collect(&workspace.site.join("pkg"), &mut files)?;
    for file in files {
        let name = file.to_string_lossy();
        if [".ts", ".ts.br", ".ts.gz"].iter().any(|ending| name.ends_with(ending))
            || name.contains("__wasm_split_manifest")
        {
            fs::remove_file(&file).with_context(|| format!("{} cannot be removed", file.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_page_without_one_of_its_parts_is_not_complete() {
        let folder = Folder::new("page-complete");
        let parts = ["j.wasm", "j.wasm.br", "j.js", "j.js.br", "j.css", "j.css.br"];
        for part in parts {
            folder.write(&format!("pkg/{part}"), "x");
        }
        assert!(is_complete(folder.path()));
        for part in parts {
            let file = folder.path().join("pkg").join(part);
            fs::remove_file(&file).unwrap();
            assert!(!is_complete(folder.path()), "without {part}");
            fs::write(&file, "x").unwrap();
        }
    }

    #[test]
    fn the_fingerprint_follows_names_and_bytes_of_the_sources_only() {
        let folder = Folder::new("page-fingerprint");
        folder.write("app/src/lib.rs", "fn a() {}");
        folder.write("Cargo.toml", "[workspace]");
        let workspace = folder.workspace();
        let first = fingerprint(&workspace).unwrap();
        folder.write("server/src/lib.rs", "fn b() {}");
        assert_eq!(fingerprint(&workspace).unwrap(), first);
        folder.write("app/src/lib.rs", "fn c() {}");
        let second = fingerprint(&workspace).unwrap();
        assert_ne!(second, first);
        folder.write("style/main.css", "");
        assert_ne!(fingerprint(&workspace).unwrap(), second);
    }
}
