//! Installs what a build needs and the machine lacks. A second call only checks, in milliseconds.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::workspace::{Workspace, output_of, run};

pub mod browser;

/// 0.3.11 needs a newer rustc than the workspace's `rust-version`.
const CARGO_LEPTOS: &str = "0.3.10";
/// What npm calls Binaryen, which holds `wasm-opt`.
const BINARYEN: &str = "132";
/// Older ones do not know the WASM features that rustc turns on.
const OLDEST_WASM_OPT: u32 = 123;
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Everything that building the page and the server needs.
pub fn build_tools(workspace: &mut Workspace) -> Result<()> {
    wasm_target(workspace)?;
    cargo_leptos(workspace)?;
    wasm_bindgen(workspace)?;
    wasm_opt(workspace)
}

fn wasm_target(workspace: &Workspace) -> Result<()> {
    // Asking rustc also works where there is no rustup (a distribution's own Rust).
    let lib = output_of(workspace.command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))?;
    if Path::new(&lib).is_dir() {
        return Ok(());
    }
    if workspace.which("rustup").is_none() {
        bail!(
            "this Rust has no {WASM_TARGET} standard library and there is no rustup to add it: install rustup (https://rustup.rs) or your distribution's package (Debian: libstd-rust-dev-wasm32)"
        );
    }
    announce(&format!("Rust's {WASM_TARGET} target"), "half a minute");
    run(workspace.command("rustup").args(["target", "add", WASM_TARGET]))
}

fn cargo_leptos(workspace: &mut Workspace) -> Result<()> {
    let own = workspace.tools().join("bin");
    if usable(workspace, "cargo-leptos", &own, |version| version == CARGO_LEPTOS)? {
        return Ok(());
    }
    announce(&format!("cargo-leptos {CARGO_LEPTOS}"), "10 to 20 minutes of compiling, once per machine");
    install_crate(workspace, &["--locked", "cargo-leptos", "--version", CARGO_LEPTOS])?;
    workspace.prefer(&own)
}

fn wasm_bindgen(workspace: &mut Workspace) -> Result<()> {
    let lock = fs::read_to_string(workspace.root.join("Cargo.lock")).context("Cargo.lock cannot be read")?;
    let wanted = locked_version(&lock, "wasm-bindgen")
        .context("Cargo.lock has no wasm-bindgen: run `cargo generate-lockfile` or restore the file")?;
    let own = workspace.tools().join("bin");
    if usable(workspace, "wasm-bindgen", &own, |version| version == wanted)? {
        return Ok(());
    }
    announce(&format!("wasm-bindgen {wanted}"), "3 to 5 minutes of compiling, once per version");
    // Without --locked: its own lock file names crates that no longer build.
    install_crate(workspace, &["wasm-bindgen-cli", "--version", &wanted])?;
    workspace.prefer(&own)
}

fn wasm_opt(workspace: &mut Workspace) -> Result<()> {
    let tools = workspace.tools();
    let own = tools.join("node_modules").join(".bin");
    let new_enough = |version: &str| version.parse().is_ok_and(|number: u32| number >= OLDEST_WASM_OPT);
    if usable(workspace, "wasm-opt", &own, new_enough)? {
        return Ok(());
    }
    if workspace.which("npm").is_none() {
        // Not fatal: cargo-leptos fetches a wasm-opt of its own where it finds none.
        eprintln!(
            "setup: no npm, so cargo-leptos will download wasm-opt from GitHub itself (or put wasm-opt {OLDEST_WASM_OPT} or newer on PATH)"
        );
        return Ok(());
    }
    announce(&format!("wasm-opt {BINARYEN} (npm binaryen)"), "a minute");
    fs::create_dir_all(&tools).with_context(|| format!("{} cannot be created", tools.display()))?;
    run(workspace
        .command("npm")
        .args(["install", "--no-audit", "--no-fund", "--silent", "--prefix"])
        .arg(&tools)
        .arg(format!("binaryen@{BINARYEN}")))?;
    workspace.prefer(&own)
}

fn install_crate(workspace: &Workspace, args: &[&str]) -> Result<()> {
    run(workspace
        .cargo(["install", "--root"])
        .arg(workspace.tools())
        .args(args)
        // Its own folder: the project's flags and profiles are not the tools'.
        .env("CARGO_TARGET_DIR", workspace.cache.join("tools-target"))
        .env_remove("RUSTFLAGS"))
}

fn announce(what: &str, how_long: &str) {
    eprintln!("setup: installing {what}: about {how_long}");
}

/// True when `program` is there in a version that fits: on the person's PATH, else (then preferred) in `own`.
fn usable(workspace: &mut Workspace, program: &str, own: &Path, fits: impl Fn(&str) -> bool) -> Result<bool> {
    if let Some(found) = workspace.which(program)
        && version_of(workspace, &found).is_some_and(|version| fits(&version))
    {
        return Ok(true);
    }
    let ours = own.join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    if ours.is_file() && version_of(workspace, &ours).is_some_and(|version| fits(&version)) {
        workspace.prefer(own)?;
        return Ok(true);
    }
    Ok(false)
}

/// What `--version` says. Remembered per file: `wasm-opt` from npm needs a second to answer.
fn version_of(workspace: &Workspace, program: &Path) -> Option<String> {
    let key = identity(program)?;
    let memory = workspace.tools().join("versions.json");
    let mut known: Map<String, Value> =
        fs::read_to_string(&memory).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    if let Some(version) = known.get(&key).and_then(Value::as_str) {
        return Some(version.to_owned());
    }
    let text = output_of(workspace.command(&program.to_string_lossy()).arg("--version")).ok()?;
    let version = version_in(&text)?.to_owned();
    known.insert(key, Value::String(version.clone()));
    // Failing to remember costs a second next time, nothing else.
    let _ = fs::create_dir_all(workspace.tools()).and_then(|()| fs::write(&memory, Value::Object(known).to_string()));
    Some(version)
}

/// Path, size and time of the file a name leads to; another file has another identity.
fn identity(program: &Path) -> Option<String> {
    let file: PathBuf = program.canonicalize().ok()?;
    let data = file.metadata().ok()?;
    let time = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    Some(format!("{}|{}|{time}", file.display(), data.len()))
}

/// The first word that is a version number: `wasm-opt version 132 (version_132)` -> `132`.
fn version_in(text: &str) -> Option<&str> {
    text.split_whitespace().find(|word| {
        word.starts_with(|first: char| first.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || ".-+".contains(c))
    })
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_tools_print() {
        assert_eq!(version_in("wasm-opt version 132 (version_132)"), Some("132"));
        assert_eq!(version_in("cargo-leptos 0.3.10"), Some("0.3.10"));
        assert_eq!(version_in("wasm-bindgen 0.2.130 (abc123)"), Some("0.2.130"));
        assert_eq!(version_in("no number here"), None);
    }

    #[test]
    fn the_locked_version_is_that_of_the_exact_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130".into()));
        assert_eq!(locked_version(lock, "leptos"), None);
    }
}
