//! Too much at once.

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::post;
use server::http::middleware::body_limit::DEFAULT;
use server::router::Routes;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::{Outcome, TestApp};

async fn app() -> Result<TestApp, Box<dyn std::error::Error + Send + Sync>> {
    let length = |body: Bytes| async move { body.len().to_string() };
    let rpc = Router::new().route("/rpc/length", post(length)).layer(DefaultBodyLimit::disable());
    let files = Router::new().route("/import/length", post(length)).layer(DefaultBodyLimit::disable());
    TestApp::start_with(Routes { rpc, files }, |_| {}).await
}

#[tokio::test]
async fn what_fits_is_read_and_what_does_not_is_413() -> Outcome {
    let app = app().await?;
    let fits = app.post("/rpc/length").body(vec![0; DEFAULT]).send().await?;
    assert_eq!(fits.text(), DEFAULT.to_string());
    let too_much = app.post("/rpc/length").header("content-length", &(DEFAULT + 1).to_string());
    let answer = too_much.body(vec![0; DEFAULT + 1]).send().await?;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    let upload = app.post("/import/length").body(vec![0; DEFAULT + 1]).send().await?;
    assert_eq!(upload.text(), (DEFAULT + 1).to_string());
    Ok(())
}

#[tokio::test]
async fn a_body_without_a_stated_length_is_cut_off_too() -> Outcome {
    let app = app().await?;
    let mut stream = tokio::net::TcpStream::connect(app.running.address).await?;
    let head = "POST /rpc/length HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: none\r\nConnection: close\r\n\
                Transfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await?;
    let chunk = [b"10000\r\n".as_slice(), &vec![0; 0x10000], b"\r\n"].concat();
    for _ in 0..=(DEFAULT / 0x10000) {
        // The server may have answered and closed already.
        if stream.write_all(&chunk).await.is_err() {
            break;
        }
    }
    let _ = stream.write_all(b"0\r\n\r\n").await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&answer));
    Ok(())
}
