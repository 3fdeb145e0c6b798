//! A folder with files for the tests of this crate.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::Workspace;

/// A temporary folder, deleted when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder; `name` must be unique among the tests.
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let file = self.0.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// A workspace whose root is this folder.
    pub fn workspace(&self) -> Workspace {
        let mut workspace = Workspace::locate().unwrap();
        workspace.root = self.0.clone();
        workspace.target = self.0.join("target");
        workspace.site = self.0.join("target/site");
        workspace.cache = self.0.join("cache");
        workspace
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
