//! `/sw.js`, made from what was built.

use std::path::Path;

use axum::http::StatusCode;
use server::http::base64;
use server::http::site::Site;
use sha2::{Digest as _, Sha384};

use crate::support::{CSS, JS, Outcome, STALE_JS, TestApp, WASM, write_site};

/// The precache list out of the script.
fn precache(worker: &str) -> Vec<(String, String)> {
    let list = worker.lines().find_map(|line| line.strip_prefix("const PRECACHE = ")?.strip_suffix(';'));
    let list: Vec<serde_json::Value> = serde_json::from_str(list.unwrap_or("[]")).unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    list.iter().map(|item| (text(&item["url"]), text(&item["integrity"]))).collect()
}

#[tokio::test]
async fn it_lists_everything_the_app_needs_with_its_hash() -> Outcome {
    let app = TestApp::start().await?;
    let worker = app.get("/sw.js").send().await?;
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    let list = precache(&worker.text());
    for needed in [JS, WASM, CSS, "/app-shell", "/boot.js", "/manifest.webmanifest", "/icon.svg"] {
        assert!(list.iter().any(|(url, _)| url == needed), "{needed} in {list:?}");
    }
    for (url, integrity) in &list {
        let answer = app.get(url).send().await?;
        assert_eq!(answer.status, StatusCode::OK, "{url}");
        assert_eq!(*integrity, format!("sha384-{}", base64::encode(&Sha384::digest(&answer.body))), "{url}");
    }
    for left_out in [STALE_JS, "/sw.js", "/nomodule.js", "/.hidden"] {
        assert!(list.iter().all(|(url, _)| url != left_out), "{left_out}");
    }
    Ok(())
}

#[tokio::test]
async fn it_never_takes_over_by_itself() -> Outcome {
    let app = TestApp::start().await?;
    let worker = app.get("/sw.js").send().await?.text();
    assert_eq!(worker.matches("skipWaiting").count(), 1, "only in answer to the person's SKIP_WAITING");
    assert!(!worker.contains("{{"));
    Ok(())
}

#[test]
fn the_build_id_changes_with_any_byte() -> Outcome {
    let dir = tempfile::tempdir()?;
    let id = |name: &str, salt: &str| -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
        write_site(&dir.path().join(name), salt)?;
        Ok(Site::load(&dir.path().join(name))?.build_id().to_owned())
    };
    let (a, same, other) = (id("a", "one")?, id("b", "one")?, id("c", "two")?);
    assert_eq!(a, same);
    assert_ne!(a, other);
    assert_eq!(a.len(), 16);
    Ok(())
}

#[test]
fn a_folder_that_is_no_page_is_named() {
    let dir = Path::new("tests");
    let error = Site::load(dir).map(|_| ()).map_err(|failure| failure.message);
    assert!(error.is_err_and(|message| message.contains("/boot.js is missing")));
}
