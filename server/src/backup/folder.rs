//! The folder with the backups: what is in it, what a new one is called, which ones go.

use std::path::{Path, PathBuf};

use chrono::DateTime;

use super::rotate::{Entry, Keep, superfluous};
use super::{Header, Summary, info};
use crate::error::Failure;

/// How the name of a backup ends.
const ENDING: &str = "backup";

/// A backup in the folder. It was whole and checked when it got its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// Its size, bytes.
    pub bytes: u64,
    /// What it is a backup of.
    pub header: Header,
    /// What is in it.
    pub summary: Summary,
}

/// The backups in a folder, newest first. What cannot be read as a backup is passed over; a folder that is not there is empty.
pub fn list(folder: &Path) -> Vec<Found> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut found: Vec<Found> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
        .filter_map(|path| {
            let bytes = std::fs::metadata(&path).ok()?.len();
            let (header, summary) = info(&path).ok()?;
            Some(Found { path, bytes, header, summary })
        })
        .collect();
    found.sort_by_key(|found| std::cmp::Reverse((found.header.made_ms, found.path.clone())));
    found
}

/// A name for a backup made at a moment (Unix milliseconds) that no file in the folder has: `jipan-2026-11-22T033000Z.backup`.
pub fn new_name(folder: &Path, made_ms: i64, before: u32) -> PathBuf {
    let at = DateTime::from_timestamp_millis(made_ms).unwrap_or_default().format("%Y-%m-%dT%H%M%SZ");
    let why = if before == 0 { String::new() } else { format!("-before-{before}") };
    let name = |number: u32| match number {
        1 => folder.join(format!("jipan-{at}{why}.{ENDING}")),
        n => folder.join(format!("jipan-{at}{why}-{n}.{ENDING}")),
    };
    // Nobody makes so many in one second; then the last name is taken, and that is said.
    (1..1_000).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(1_000))
}

/// Makes the folder, readable by its owner only.
///
/// # Errors
/// [`crate::error::Exit::Storage`] when the disk refuses.
pub fn prepare(folder: &Path) -> Result<(), Failure> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| Failure::storage(&format!("create {}", folder.display()), &error))
}

/// Removes the backups that are no longer needed; answers how many. One that cannot be removed stays until the next time.
pub fn rotate(folder: &Path, keep: Keep, now_ms: i64, zone_minutes: i32) -> usize {
    let all = list(folder);
    let entry = |found: &Found| Entry { made_ms: found.header.made_ms, before: found.header.before != 0 };
    let entries: Vec<Entry> = all.iter().map(entry).collect();
    let gone = superfluous(&entries, keep, now_ms, zone_minutes).into_iter().filter_map(|i| all.get(i));
    gone.filter(|found| match std::fs::remove_file(&found.path) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, file = %found.path.display(), "an old backup could not be removed");
            false
        }
    })
    .count()
}
