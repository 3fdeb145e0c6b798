//! `cargo xtask size`: what a phone downloads before the first screen, compressed with brotli.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// The most that may land (1 kB = 1000 bytes). The promise is 450 kB, 3 s on a phone with 1.2 Mbit/s; this is a little above what
/// the page takes, so that nothing of what was gained goes unnoticed (docs/adr/0003-page-size.md).
pub const BUDGET_BYTES: u64 = 445_000;
/// The server renders the shell when the site has no HTML of its own; it is small and inlines nothing big.
const SHELL_ALLOWANCE: u64 = 4_000;
const COUNTED: [&str; 4] = ["html", "js", "wasm", "css"];
/// Fetched after the first screen: the workers, and the pages of `app::page::later` (`split_*` and what those share, `chunk_*`).
/// Everything else of these kinds counts.
const LATER: [&str; 3] = ["sw.", "service-worker", "worker"];
const LATER_PAGES: [&str; 2] = ["split_", "chunk_"];

/// One file of the first load.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    name: String,
    raw: u64,
    brotli: u64,
}

/// Prints the table and fails when the first load is over budget.
pub fn check(workspace: &Workspace) -> Result<()> {
    let parts = first_load(&workspace.site)?;
    print!("{}", table(&parts));
    let later = total(&measure(&workspace.site, is_later_page)?);
    println!("pages fetched when first opened: {later} bytes of brotli more");
    let total = total(&parts);
    if total > BUDGET_BYTES {
        bail!("the first load is {total} bytes of brotli, {} over the budget of {BUDGET_BYTES}", total - BUDGET_BYTES);
    }
    Ok(())
}

fn total(parts: &[Part]) -> u64 {
    parts.iter().map(|part| part.brotli).sum()
}

fn first_load(site: &Path) -> Result<Vec<Part>> {
    let mut parts = measure(site, is_first_load)?;
    if !parts.iter().any(|part| ending(&part.name) == Some("wasm")) {
        bail!("{} holds no WASM: run `cargo xtask build` first", site.display());
    }
    if !parts.iter().any(|part| ending(&part.name) == Some("html")) {
        parts.push(Part {
            name: "shell from the server (allowance)".to_owned(),
            raw: SHELL_ALLOWANCE,
            brotli: SHELL_ALLOWANCE,
        });
    }
    Ok(parts)
}

/// The sizes of those files of the site that are wanted, sorted by path.
fn measure(site: &Path, wanted: fn(&Path) -> bool) -> Result<Vec<Part>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in [site.to_path_buf(), site.join("pkg")] {
        let entries = fs::read_dir(&folder)
            .with_context(|| format!("{} is not there: run `cargo xtask build` first", folder.display()))?;
        for entry in entries {
            files.push(entry?.path());
        }
    }
    files.sort();
    files.retain(|file| file.is_file() && wanted(file));
    let mut parts = Vec::new();
    for file in files {
        let mut twin = file.as_os_str().to_owned();
        twin.push(".br");
        let size = |path: &Path| {
            fs::metadata(path)
                .map(|data| data.len())
                .with_context(|| format!("{} is not there: `cargo xtask build` makes it", path.display()))
        };
        parts.push(Part {
            name: file.strip_prefix(site).unwrap_or(&file).display().to_string(),
            raw: size(&file)?,
            brotli: size(Path::new(&twin))?,
        });
    }
    Ok(parts)
}

fn is_first_load(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    ending(&name).is_some_and(|ending| COUNTED.contains(&ending))
        && !LATER.iter().any(|later| name.starts_with(later))
        && !is_later_page(file)
}

fn is_later_page(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    ending(&name) == Some("wasm") && LATER_PAGES.iter().any(|page| name.starts_with(page))
}

fn ending(name: &str) -> Option<&str> {
    Path::new(name).extension()?.to_str()
}

fn table(parts: &[Part]) -> String {
    let mut text = format!("{:<52} {:>10} {:>10}\n", "first load", "raw", "brotli");
    for Part { name, raw, brotli } in parts {
        let _ = writeln!(text, "{name:<52} {raw:>10} {brotli:>10}");
    }
    let raw: u64 = parts.iter().map(|part| part.raw).sum();
    let total = total(parts);
    let _ =
        writeln!(text, "{:<52} {raw:>10} {total:>10}  of {BUDGET_BYTES} ({} %)", "total", total * 100 / BUDGET_BYTES);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    fn site(name: &str, wasm_brotli: usize) -> Folder {
        let folder = Folder::new(name);
        folder.write("target/site/boot.js", "12345");
        folder.write("target/site/boot.js.br", "123");
        folder.write("target/site/pkg/jipan.A1.wasm", vec![0; 9_000]);
        folder.write("target/site/pkg/jipan.A1.wasm.br", vec![0; wasm_brotli]);
        folder.write("target/site/pkg/jipan.A1.wasm.gz", vec![0; 999_999]);
        folder.write("target/site/pkg/worker.B2.wasm", vec![0; 999_999]);
        folder.write("target/site/pkg/split_people.C3.wasm", vec![0; 999_999]);
        folder.write("target/site/pkg/split_people.C3.wasm.br", vec![0; 5]);
        folder.write("target/site/pkg/chunk_0.D4.wasm", vec![0; 999_999]);
        folder.write("target/site/pkg/chunk_0.D4.wasm.br", vec![0; 6]);
        folder.write("target/site/sw.js", vec![0; 999_999]);
        folder.write("target/site/icon.png", vec![0; 999_999]);
        folder
    }

    #[test]
    fn the_first_load_is_page_code_and_nothing_fetched_later() {
        let folder = site("size-parts", 3_000);
        let parts = first_load(&folder.workspace().site).unwrap();
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["boot.js", "pkg/jipan.A1.wasm", "shell from the server (allowance)"]);
        assert_eq!(total(&parts), 3 + 3_000 + SHELL_ALLOWANCE);
        assert_eq!(total(&measure(&folder.workspace().site, is_later_page).unwrap()), 5 + 6);
        folder.write("target/site/index.html", "<html>");
        folder.write("target/site/index.html.br", "html");
        let parts = first_load(&folder.workspace().site).unwrap();
        assert_eq!(total(&parts), 3 + 3_000 + 4);
    }

    #[test]
    fn the_budget_is_kept_to_the_byte() {
        let most = usize::try_from(BUDGET_BYTES - SHELL_ALLOWANCE - 3).unwrap();
        check(&site("size-at", most).workspace()).unwrap();
        let error = check(&site("size-over", most + 1).workspace()).unwrap_err();
        assert!(error.to_string().contains("1 over the budget"), "{error}");
    }

    #[test]
    fn a_file_without_its_compressed_twin_is_an_error_not_zero_bytes() {
        let folder = site("size-twin", 10);
        folder.write("target/site/pkg/jipan.A1.css", "p{}");
        let error = first_load(&folder.workspace().site).unwrap_err();
        assert!(format!("{error:#}").contains("jipan.A1.css.br"), "{error:#}");
    }
}
