//! The built page, read into memory at the start: a few megabytes, and no request can name a file that was not there.

mod asset;
mod entry;

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;
use sha2::{Digest, Sha256};

pub use asset::{Asset, Coding};
pub use entry::EntryFiles;

use super::base64;
use super::pwa::{self, NOMODULE_PATH, SHELL_PATH, WORKER_PATH};
use crate::auth::secret::hex;
use crate::error::{Exit, Failure};

/// A file larger than this does not belong to a page.
const MAX_FILE: u64 = 64 << 20;

/// Everything the server hands out by path.
#[derive(Debug)]
pub struct Site {
    assets: BTreeMap<String, Asset>,
    build_id: String,
    content_security_policy: String,
}

impl Site {
    /// Reads the folder and makes the shell and the service worker for it.
    ///
    /// # Errors
    /// [`Exit::Input`] when the folder cannot be read or is not a built page.
    pub fn load(dir: &Path) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        read_dir(dir, "", &mut files).map_err(|error| {
            Failure::new(Exit::Input, format!("cannot read the page's folder {}: {error}", dir.display()))
        })?;
        Self::from_files(files)
            .map_err(|missing| Failure::new(Exit::Input, format!("{} is not a built page: {missing}", dir.display())))
    }

    /// As [`Site::load`] from files already in memory: path with a leading slash to content and time of change.
    ///
    /// # Errors
    /// What is missing, as a sentence.
    pub fn from_files(mut files: BTreeMap<String, File>) -> Result<Self, String> {
        let entry = EntryFiles::find(&files)?;
        let mut assets = BTreeMap::new();
        let paths: Vec<String> = files.keys().filter(|path| !is_variant(path)).cloned().collect();
        for path in paths {
            let Some(file) = files.remove(&path) else { continue };
            let br = files.remove(&format!("{path}.br")).map(|file| file.content);
            let gz = files.remove(&format!("{path}.gz")).map(|file| file.content);
            assets.insert(path.clone(), Asset::new(&path, file.content, br, gz));
        }
        assets.insert(NOMODULE_PATH.to_owned(), Asset::new(NOMODULE_PATH, pwa::nomodule(), None, None));

        let build_id = build_id(&assets);
        let shell = pwa::shell(&entry, &build_id);
        assets.insert(SHELL_PATH.to_owned(), Asset::new("/app-shell.html", Bytes::from(shell), None, None));
        let worker = pwa::service_worker(&build_id, &pwa::precache(&assets, &entry));
        assets.insert(WORKER_PATH.to_owned(), Asset::new(WORKER_PATH, Bytes::from(worker), None, None));
        let content_security_policy = content_security_policy(pwa::SPLASH_STYLE);
        Ok(Self { assets, build_id, content_security_policy })
    }

    /// The asset at exactly this path.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        self.assets.get(path)
    }

    /// The empty document that is the same for every route of the app.
    pub fn shell(&self) -> Option<&Asset> {
        self.asset(SHELL_PATH)
    }

    /// 16 hex digits that change with any byte of the page.
    pub fn build_id(&self) -> &str {
        &self.build_id
    }

    /// The value of `Content-Security-Policy` for everything the server sends.
    pub fn content_security_policy(&self) -> &str {
        &self.content_security_policy
    }
}

/// A file of the page's folder.
#[derive(Clone, Debug)]
pub struct File {
    /// Its bytes.
    pub content: Bytes,
    /// When it was last changed; decides between several builds in one folder.
    pub modified: std::time::SystemTime,
}

/// The policy: only our own files, WebAssembly, and the one inline style whose hash is given.
///
/// Style *attributes* in markup are refused; styles set through the CSSOM (`style:width=…` in Leptos) are not affected.
pub fn content_security_policy(inline_style: &str) -> String {
    let style = base64::encode(&Sha256::digest(inline_style));
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'sha256-{style}'; \
         img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'self'"
    )
}

/// Whether the path is the compressed form of another file.
fn is_variant(path: &str) -> bool {
    matches!(Path::new(path).extension().and_then(|e| e.to_str()), Some("br" | "gz"))
}

fn build_id(assets: &BTreeMap<String, Asset>) -> String {
    let mut hash = Sha256::new();
    for (path, asset) in assets {
        hash.update(path);
        hash.update([0]);
        hash.update(asset.etag().as_bytes());
    }
    hash.update(pwa::templates());
    hex(&hash.finalize()[..8])
}

fn read_dir(dir: &Path, prefix: &str, files: &mut BTreeMap<String, File>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        // A name that is not UTF-8 cannot be in a URL; a hidden file is none of a visitor's business.
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        let path = format!("{prefix}/{name}");
        let meta = std::fs::metadata(entry.path())?;
        if meta.is_dir() {
            read_dir(&entry.path(), &path, files)?;
        } else if meta.is_file() && meta.len() <= MAX_FILE {
            let content = Bytes::from(std::fs::read(entry.path())?);
            files.insert(path, File { content, modified: meta.modified()? });
        }
    }
    Ok(())
}
