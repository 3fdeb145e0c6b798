//! `/healthz`, `/readyz`, `/metrics`.

use axum::http::StatusCode;

use crate::support::{Outcome, TestApp};

#[tokio::test]
async fn the_server_lives_and_is_ready() -> Outcome {
    let app = TestApp::on_disk().await?;
    assert_eq!(app.get("/healthz").send().await?.text(), "ok\n");
    let ready = app.get("/readyz").send().await?;
    assert_eq!((ready.status, ready.text().as_str()), (StatusCode::OK, "ready\n"));
    Ok(())
}

#[tokio::test]
async fn metrics_count_by_route_and_name_nobody() -> Outcome {
    let app = TestApp::start().await?;
    app.open("/customers/wang-xiaoman?phone=13800000000").send().await?;
    app.get("/healthz").send().await?;
    let answer = app.get("/metrics").send().await?;
    assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let text = answer.text();
    assert!(text.contains("jipan_http_requests_total{route=\"(page)\",status=\"2xx\"} 1"), "{text}");
    assert!(text.contains("jipan_http_requests_total{route=\"/healthz\",status=\"2xx\"} 1"), "{text}");
    assert!(text.contains("jipan_http_seconds_count{route=\"/healthz\"} 1"), "{text}");
    assert!(!text.contains("wang") && !text.contains("138"), "{text}");
    Ok(())
}

#[tokio::test]
async fn metrics_are_for_this_machine_only() -> Outcome {
    let app = TestApp::start().await?;
    let answer = app.get("/metrics").header("x-forwarded-for", "192.168.1.7").send().await?;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    Ok(())
}
