//! Answers that are made on the fly.

use axum::Router;
use axum::routing::get;
use server::router::Routes;

use crate::support::{Outcome, TestApp};

#[tokio::test]
async fn large_rpc_answers_are_compressed_and_nothing_else() -> Outcome {
    let large = || async { "客户".repeat(1000) };
    let rpc = Router::new().route("/rpc/large", get(large)).route("/rpc/small", get(|| async { "客户" }));
    let files = Router::new().route("/snapshot/large", get(large));
    let app = TestApp::start_with(Routes { rpc, files }, |_| {}).await?;
    let ask = |path: &str| app.get(path).header("accept-encoding", "gzip, br");

    let answer = ask("/rpc/large").send().await?;
    assert_eq!(answer.header("content-encoding"), "br");
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut &answer.body[..], &mut unpacked)?;
    assert_eq!(String::from_utf8(unpacked)?, "客户".repeat(1000));
    assert_eq!(ask("/rpc/small").send().await?.header("content-encoding"), "");
    assert_eq!(ask("/snapshot/large").send().await?.header("content-encoding"), "");
    assert_eq!(app.get("/rpc/large").send().await?.header("content-encoding"), "");
    Ok(())
}
