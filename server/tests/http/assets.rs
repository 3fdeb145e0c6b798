//! `/pkg/*` and the files at the root.

use std::io::Read as _;

use axum::http::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::{Ask, JS, Outcome, STALE_JS, TestApp, WASM};

#[tokio::test]
async fn hashed_files_are_cached_for_ever_and_have_the_right_type() -> Outcome {
    let app = TestApp::start().await?;
    let wasm = app.get(WASM).send().await?;
    assert_eq!(wasm.status, StatusCode::OK);
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(wasm.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(&wasm.body[..4], b"\0asm");
    assert_eq!(app.get(JS).send().await?.header("content-type"), "text/javascript; charset=utf-8");
    // A tab that is still open may ask for a file of the build before.
    assert_eq!(app.get(STALE_JS).send().await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn plain_names_are_asked_for_again() -> Outcome {
    let app = TestApp::start().await?;
    for (path, cache) in [
        ("/boot.js", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/app-shell", "no-cache"),
        ("/icon.svg", "public, max-age=3600"),
        ("/manifest.webmanifest", "public, max-age=3600"),
    ] {
        let answer = app.get(path).send().await?;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, cache), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn the_best_form_the_client_accepts_is_sent() -> Outcome {
    let app = TestApp::start().await?;
    let plain = app.get(JS).send().await?;
    assert_eq!(plain.header("content-encoding"), "");
    let gzip = app.get(JS).header("accept-encoding", "gzip, deflate").send().await?;
    assert_eq!(gzip.header("content-encoding"), "gzip");
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&gzip.body[..]).read_to_end(&mut unpacked)?;
    assert_eq!(unpacked, plain.body);
    let br = app.get(JS).header("accept-encoding", "gzip, br").send().await?;
    assert_eq!(br.header("content-encoding"), "br");
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut &br.body[..], &mut unpacked)?;
    assert_eq!(unpacked, plain.body);
    assert_eq!(br.header("vary"), "Accept-Encoding");
    assert_ne!(br.header("etag"), plain.header("etag"));
    assert!(br.body.len() < plain.body.len());
    Ok(())
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() -> Outcome {
    let app = TestApp::start().await?;
    let first = app.get("/boot.js").header("accept-encoding", "br").send().await?;
    let again = app.get("/boot.js").header("if-none-match", first.header("etag")).send().await?;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
    let other = app.get("/boot.js").header("if-none-match", "\"other\"").send().await?;
    assert_eq!(other.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn head_is_get_without_a_body_and_other_methods_are_refused() -> Outcome {
    let app = TestApp::start().await?;
    let get = app.get(WASM).send().await?;
    let head = Ask::new(app.running.address, Method::HEAD, WASM).send().await?;
    assert_eq!(head.status, StatusCode::OK);
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    assert!(head.body.is_empty());
    assert_eq!(app.post(WASM).send().await?.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(app.post("/no/such/page").send().await?.status, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn no_path_leaves_the_folder() -> Outcome {
    let app = TestApp::start().await?;
    for path in [
        "/pkg/../boot.js",
        "/pkg/../../data/admin.sock",
        "/../../../etc/passwd",
        "/pkg/%2e%2e/boot.js",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/pkg//jipan.css",
        "/.hidden",
        "/pkg/%00",
        "//etc/passwd",
        "/pkg\\..\\boot.js",
    ] {
        // Raw, because a client would tidy the path up.
        let mut stream = tokio::net::TcpStream::connect(app.running.address).await?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let refused = answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 400");
        assert!(refused, "{path}: {answer}");
        assert!(!answer.contains(app.dir.path().to_str().unwrap_or("?")), "{path}: {answer}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_missing_says_so_without_details() -> Outcome {
    let app = TestApp::start().await?;
    let answer = app.open("/pkg/jipan.GONEGONEGONEGONEGONEGO.wasm").send().await?;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "not_found"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(!answer.text().contains("GONE"));
    Ok(())
}
