//! Writes from elsewhere.

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::routing::any;
use server::router::Routes;

use crate::support::{Ask, Outcome, TestApp};

async fn app() -> Result<TestApp, Box<dyn std::error::Error + Send + Sync>> {
    let rpc = Router::new().route("/rpc/write", any(|| async { "written" }));
    TestApp::start_with(Routes { rpc, ..Routes::default() }, |_| {}).await
}

#[tokio::test]
async fn own_pages_may_write() -> Outcome {
    let app = app().await?;
    let address = app.running.address;
    let post = || Ask::new(address, Method::POST, "/rpc/write");
    for ask in [
        post().header("sec-fetch-site", "same-origin"),
        post().header("sec-fetch-site", "none"),
        post().header("origin", &format!("http://{address}")),
        post().header("origin", "http://shop.example.com"),
    ] {
        assert_eq!(ask.send().await?.text(), "written");
    }
    assert_eq!(app.get("/rpc/write").header("sec-fetch-site", "cross-site").send().await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn other_sites_may_not() -> Outcome {
    let app = app().await?;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let ask = || Ask::new(app.running.address, method.clone(), "/rpc/write");
        for ask in [
            ask(),
            ask().header("sec-fetch-site", "cross-site"),
            ask().header("sec-fetch-site", "same-site").header("origin", "http://shop.example.com"),
            ask().header("origin", "http://evil.example"),
            ask().header("origin", "null"),
        ] {
            let answer = ask.send().await?;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, "csrf"), "{method}");
        }
    }
    Ok(())
}
