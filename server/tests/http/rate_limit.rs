//! One client that never stops.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use server::http::middleware::rate_limit::BURST;
use server::router::Routes;

use crate::support::{Outcome, TestApp};

#[tokio::test]
async fn it_is_slowed_down_and_others_are_not() -> Outcome {
    let rpc = Router::new().route("/rpc/x", get(|| async { "x" }));
    let app = TestApp::start_with(Routes { rpc, ..Routes::default() }, |_| {}).await?;
    let from = |peer: &str| app.get("/rpc/x").header("x-forwarded-for", peer);
    let mut refused = None;
    // The bucket fills while we ask: some more than the burst, far fewer than forever.
    for _ in 0..BURST * 4 {
        let answer = from("192.168.1.66").send().await?;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.ok_or("never refused")?;
    assert_eq!((refused.code().as_str(), refused.header("retry-after")), ("slow_down", "1"));
    assert_eq!(from("192.168.1.67").send().await?.status, StatusCode::OK);
    assert_eq!(app.get("/rpc/x").send().await?.status, StatusCode::OK);
    assert_eq!(app.get("/healthz").header("x-forwarded-for", "192.168.1.66").send().await?.status, StatusCode::OK);
    Ok(())
}
