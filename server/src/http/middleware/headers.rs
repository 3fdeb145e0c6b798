//! Security headers on everything the server sends.

use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

use crate::state::AppState;

const FIXED: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Half a year: long enough to matter, short enough to move to another host.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=15552000");

/// Adds the headers; a handler that set one itself (a public page with its own policy) keeps it.
pub async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let pin_https = state.config.is_https() && !is_this_machine(request.headers().get(HOST));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(state.site.content_security_policy()) {
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if pin_https {
        headers.entry(STRICT_TRANSPORT_SECURITY).or_insert(HSTS);
    }
    response
}

/// On `localhost` the pin would break every other program a developer serves there over plain HTTP.
fn is_this_machine(host: Option<&HeaderValue>) -> bool {
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| host.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')))
}
