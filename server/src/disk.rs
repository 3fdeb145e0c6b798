//! What the disk says.

use std::path::Path;

/// Bytes of the files in a folder and below it, as far as they can be read.
pub fn size_of(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => size_of(&entry.path()),
            Ok(data) => data.len(),
            Err(_) => 0,
        })
        .sum()
}

/// Bytes that a program of this user can still write where `path`, or the nearest folder above it that exists, is; `None` when the
/// system does not say.
pub fn free_at(path: &Path) -> Option<u64> {
    let there = path.ancestors().find(|path| path.exists())?;
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    let disk = rustix::fs::statvfs(there).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_added_up_and_free_space_is_that_of_the_nearest_folder() -> std::io::Result<()> {
        let dir = tempfile::tempdir()?;
        std::fs::create_dir(dir.path().join("in"))?;
        std::fs::write(dir.path().join("in/a"), [0; 700])?;
        std::fs::write(dir.path().join("b"), [0; 20])?;
        assert_eq!((size_of(dir.path()), size_of(&dir.path().join("none"))), (720, 0));
        assert!(free_at(&dir.path().join("not/yet")).is_some_and(|free| free > 0));
        Ok(())
    }
}
