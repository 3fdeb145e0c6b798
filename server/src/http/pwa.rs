//! The installable app: the empty shell and the service worker, made at the start from what was built.

use std::collections::BTreeMap;
use std::path::Path;

use bytes::Bytes;

use super::site::{Asset, EntryFiles};

/// Where the service worker fetches the shell.
pub const SHELL_PATH: &str = "/app-shell";
/// The worker; at the root, because its scope is the whole site.
pub const WORKER_PATH: &str = "/sw.js";

/// What browsers without module scripts load.
pub const NOMODULE_PATH: &str = "/nomodule.js";

/// The only inline style; the content security policy names its hash.
pub const SPLASH_STYLE: &str = include_str!("../../assets/splash.css");

const SHELL: &str = include_str!("../../assets/shell.html");
const WORKER: &str = include_str!("../../assets/sw.template.js");
const NOMODULE: &str = include_str!("../../assets/nomodule.js");

/// Addresses that belong to the server: the worker leaves them alone and the server never answers them with the shell.
pub const SERVER_PATHS: &[&str] =
    &["/api/", "/rpc/", "/snapshot/", "/import/", "/pkg/", "/p/", "/install-ca", "/healthz", "/readyz", "/metrics"];

/// Whether the path belongs to the server. `/install-ca` covers what is below it; `/import` itself is a page of the app.
pub fn is_server_path(path: &str) -> bool {
    SERVER_PATHS.iter().any(|prefix| match prefix.strip_suffix('/') {
        Some(_) => path.starts_with(prefix),
        None => path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    })
}

/// The document of every route of the app. It holds no data of anybody.
pub(super) fn shell(entry: &EntryFiles, build_id: &str) -> String {
    SHELL
        .replace("{{splash_style}}", SPLASH_STYLE)
        .replace("{{build}}", build_id)
        .replace("{{js}}", &entry.js)
        .replace("{{wasm}}", &entry.wasm)
        .replace("{{css}}", &entry.css)
}

/// What tells very old browsers to go and get a newer one.
pub(super) fn nomodule() -> Bytes {
    Bytes::from_static(NOMODULE.as_bytes())
}

/// What the build id must change with, besides the files.
pub(super) fn templates() -> String {
    [SHELL, SPLASH_STYLE, WORKER].concat()
}

/// Everything the app needs to open offline, with its hash.
pub(super) fn precache<'a>(assets: &'a BTreeMap<String, Asset>, entry: &EntryFiles) -> Vec<(&'a str, &'a str)> {
    assets
        .iter()
        .filter(|(path, _)| {
            let for_debugging = Path::new(path).extension().is_some_and(|extension| extension == "map");
            !entry.stale.contains(path) && !for_debugging && *path != NOMODULE_PATH && *path != WORKER_PATH
        })
        .map(|(path, asset)| (path.as_str(), asset.integrity()))
        .collect()
}

/// The worker's script.
pub(super) fn service_worker(build_id: &str, precache: &[(&str, &str)]) -> String {
    let list: Vec<_> =
        precache.iter().map(|(url, integrity)| serde_json::json!({ "url": url, "integrity": integrity })).collect();
    WORKER
        .replace("\"{{build}}\"", &serde_json::json!(build_id).to_string())
        .replace("\"{{precache}}\"", &serde_json::json!(list).to_string())
        .replace("\"{{server_paths}}\"", &serde_json::json!(SERVER_PATHS).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_paths_do_not_swallow_pages() {
        for server in ["/rpc/sync/v1/push", "/install-ca", "/install-ca/x.crt", "/healthz", "/import/jobs", "/p/abc"] {
            assert!(is_server_path(server), "{server}");
        }
        for page in ["/", "/import", "/people", "/install", "/install-camera", "/healthzz", "/customers/1"] {
            assert!(!is_server_path(page), "{page}");
        }
    }

    #[test]
    fn no_placeholder_is_left() {
        let entry = EntryFiles { js: "/j".into(), wasm: "/w".into(), css: "/c".into(), stale: vec![] };
        for text in [shell(&entry, "b1"), service_worker("b1", &[("/j", "sha384-x")])] {
            assert!(!text.contains("{{"), "{text}");
            assert!(text.contains("b1"));
        }
    }
}
