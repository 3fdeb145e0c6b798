//! The orderly end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use server::router::Routes;
use tokio::sync::Notify;

use crate::support::{Outcome, TestApp, client_of};

#[tokio::test]
async fn requests_finish_then_hooks_run_then_nothing_listens() -> Outcome {
    let inside = Arc::new(Notify::new());
    let (finished, flushed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (arrived, done) = (Arc::clone(&inside), Arc::clone(&finished));
    let slow = move || async move {
        arrived.notify_one();
        tokio::time::sleep(Duration::from_millis(300)).await;
        done.store(true, Ordering::SeqCst);
        "finished"
    };
    let rpc = Router::new().route("/rpc/slow", get(slow));
    let app = TestApp::start_with(Routes { rpc, ..Routes::default() }, |_| {}).await?;
    let address = app.running.address;
    let (before, flag) = (Arc::clone(&finished), Arc::clone(&flushed));
    app.running.state.shutdown.on_flush("test", move || async move {
        flag.store(before.load(Ordering::SeqCst), Ordering::SeqCst);
    });
    let request = tokio::spawn(app.get("/rpc/slow").send());
    inside.notified().await;
    assert!(!finished.load(Ordering::SeqCst));
    assert!(app.running.stop().await);
    assert!(flushed.load(Ordering::SeqCst), "hooks run after requests");
    assert_eq!(request.await??.text(), "finished");
    assert!(client_of(address)(axum::http::Method::GET, "/healthz").send().await.is_err());
    Ok(())
}

#[tokio::test]
async fn idle_connections_do_not_hold_it_up() -> Outcome {
    let app = TestApp::start().await?;
    let idle = tokio::net::TcpStream::connect(app.running.address).await?;
    let stopped = tokio::time::timeout(Duration::from_secs(5), app.running.stop()).await;
    assert_eq!(stopped.ok(), Some(true));
    drop(idle);
    Ok(())
}
