//! One line per request: method, route, status, time, bytes. Never a query string, an address or anything personal.

use std::time::Instant;

use axum::body::HttpBody as _;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::http::metrics::SECONDS;
use crate::http::pwa::is_server_path;
use crate::state::AppState;

/// Logs the request and counts it.
pub async fn log(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = route(&request);
    let response = next.run(request).await;
    let seconds = start.elapsed().as_secs_f64();
    let status = response.status();
    let bytes = response.body().size_hint().exact();
    let class = match status.as_u16() {
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    };
    let labels = [("route", route.as_str()), ("status", class)];
    state.metrics.counter("jipan_http_requests_total", "Requests answered.", &labels).add(1);
    let labels = [("route", route.as_str())];
    state.metrics.histogram("jipan_http_seconds", "Time to answer.", &labels, SECONDS).observe(seconds);
    let ms = (seconds * 10_000.0).round() / 10.0;
    if status.is_server_error() {
        tracing::warn!(%method, route, status = status.as_u16(), ms, bytes, "request");
    } else {
        tracing::info!(%method, route, status = status.as_u16(), ms, bytes, "request");
    }
    response
}

/// The route's pattern, not the path: paths of the app hold ids of people.
fn route(request: &Request) -> String {
    if let Some(matched) = request.extensions().get::<MatchedPath>() {
        return matched.as_str().to_owned();
    }
    let path = request.uri().path();
    let known = if path.starts_with("/pkg/") {
        "/pkg/*"
    } else if is_server_path(path) {
        "(unknown)"
    } else {
        "(page)"
    };
    known.to_owned()
}
