//! `/healthz` (the process lives), `/readyz` (the database answers) and `/metrics`.

use std::time::Duration;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

use super::peer::Peer;
use crate::error::{HttpResult, not_found, unavailable};
use crate::state::AppState;

const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /healthz`.
pub async fn healthz() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "ok\n")
}

/// `GET /readyz`: 503 while the database does not answer within three seconds, and once the server is stopping.
pub async fn readyz(State(state): State<AppState>) -> HttpResult<impl IntoResponse> {
    if state.shutdown.has_begun() {
        return Err(unavailable("the server is stopping"));
    }
    match tokio::time::timeout(PATIENCE, state.db.ping()).await {
        Ok(Ok(())) => Ok(([(CACHE_CONTROL, "no-store")], "ready\n")),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            Err(unavailable("the database does not answer"))
        }
        Err(_) => Err(unavailable("the database does not answer in time")),
    }
}

/// `GET /metrics`, for this machine only: figures about the business are nobody else's business.
pub async fn metrics(peer: Peer, State(state): State<AppState>) -> HttpResult<impl IntoResponse> {
    if !peer.0.is_loopback() {
        return Err(not_found());
    }
    let headers = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    Ok((headers, state.metrics.render()))
}
