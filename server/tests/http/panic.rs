//! A defect of ours must not end the server.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use server::router::Routes;

use crate::support::{Outcome, TestApp};

async fn defect() -> &'static str {
    let nothing: Vec<u8> = Vec::new();
    if nothing[std::hint::black_box(7)] == 0 { "a" } else { "b" }
}

#[tokio::test]
async fn it_becomes_a_500_and_the_server_goes_on() -> Outcome {
    let rpc = Router::new().route("/rpc/defect", get(defect));
    let app = TestApp::start_with(Routes { rpc, ..Routes::default() }, |_| {}).await?;
    let answer = app.get("/rpc/defect").send().await?;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "internal"));
    assert!(!answer.text().contains("index out of bounds"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(app.get("/healthz").send().await?.status, StatusCode::OK);
    Ok(())
}
