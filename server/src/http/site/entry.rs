//! Which files of `/pkg` start the app.

use std::collections::BTreeMap;

use super::File;
use super::asset::has_hashed_name;

/// The output name cargo-leptos is told to use.
const NAME: &str = "jipan";

/// The files the shell names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFiles {
    /// The JavaScript glue.
    pub js: String,
    /// The WebAssembly module.
    pub wasm: String,
    /// The stylesheet.
    pub css: String,
    /// Files an earlier build left behind: still served for tabs that are open, never precached.
    pub stale: Vec<String>,
}

impl EntryFiles {
    /// The newest of each kind: a rebuilt page leaves earlier hashed names beside the current ones.
    pub(super) fn find(files: &BTreeMap<String, File>) -> Result<Self, String> {
        for needed in ["/boot.js", "/manifest.webmanifest"] {
            if !files.contains_key(needed) {
                return Err(format!("{needed} is missing"));
            }
        }
        let mut stale = Vec::new();
        let mut newest = |extension: &str| {
            let mut found: Vec<_> = files.iter().filter(|(path, _)| is_entry(path, extension)).collect();
            // Hashed before plain, then by time; the path decides between equal times, so that it is always the same.
            found.sort_by_key(|(path, file)| (has_hashed_name(path), file.modified, (*path).clone()));
            let last = found.pop().map(|(path, _)| path.clone());
            stale.extend(found.into_iter().map(|(path, _)| path.clone()));
            last.ok_or_else(|| format!("/pkg/{NAME}.{extension} is missing"))
        };
        let (js, wasm, css) = (newest("js")?, newest("wasm")?, newest("css")?);
        Ok(Self { js, wasm, css, stale })
    }
}

/// `/pkg/jipan[_bg][.<hash>].<extension>`.
fn is_entry(path: &str, extension: &str) -> bool {
    let Some(rest) = path.strip_prefix("/pkg/").and_then(|rest| rest.strip_prefix(NAME)) else { return false };
    let rest = if extension == "wasm" { rest.strip_prefix("_bg").unwrap_or(rest) } else { rest };
    let Some(middle) = rest.strip_suffix(extension) else { return false };
    middle == "." || (middle.starts_with('.') && middle.ends_with('.') && has_hashed_name(path))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use bytes::Bytes;

    use super::*;

    fn files(paths: &[(&str, u64)]) -> BTreeMap<String, File> {
        let file = |s: u64| File { content: Bytes::new(), modified: UNIX_EPOCH + Duration::from_secs(s) };
        paths.iter().map(|(path, s)| ((*path).to_owned(), file(*s))).collect()
    }

    #[test]
    fn the_newest_hashed_files_win() {
        let found = EntryFiles::find(&files(&[
            ("/boot.js", 9),
            ("/manifest.webmanifest", 9),
            ("/pkg/jipan.js", 9),
            ("/pkg/jipan.aaaaaaaaaaaaaaaaaaaaaa.js", 1),
            ("/pkg/jipan.bbbbbbbbbbbbbbbbbbbbbb.js", 2),
            ("/pkg/jipan_bg.cccccccccccccccccccccc.wasm", 1),
            ("/pkg/jipan.css", 1),
            ("/pkg/jipan_other.dddddddddddddddddddddd.js", 99),
        ]));
        assert_eq!(
            found,
            Ok(EntryFiles {
                js: "/pkg/jipan.bbbbbbbbbbbbbbbbbbbbbb.js".into(),
                wasm: "/pkg/jipan_bg.cccccccccccccccccccccc.wasm".into(),
                css: "/pkg/jipan.css".into(),
                stale: vec!["/pkg/jipan.js".into(), "/pkg/jipan.aaaaaaaaaaaaaaaaaaaaaa.js".into()],
            })
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(EntryFiles::find(&files(&[])), Err("/boot.js is missing".into()));
        let some = files(&[("/boot.js", 1), ("/manifest.webmanifest", 1), ("/pkg/jipan.js", 1)]);
        assert_eq!(EntryFiles::find(&some), Err("/pkg/jipan.wasm is missing".into()));
    }
}
