//! Writes are accepted from our own pages only.
//!
//! The session cookie travels with requests that other sites cause; what they cannot do is fake `Sec-Fetch-Site` or
//! `Origin`. Bearer-token APIs do not need this, but nothing here accepts bearer tokens.

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::PublicUrl;
use crate::error::forbidden;
use crate::state::AppState;

/// Refuses unsafe methods from elsewhere with 403 `csrf`.
pub async fn same_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_own(request.headers(), request.uri(), state.config.public_url.as_ref()) {
        return next.run(request).await;
    }
    forbidden("csrf", "this request did not come from a page of this server").into_response()
}

/// Whether the headers prove that a page of this server (or the person's own address bar) made the request.
fn is_own(headers: &HeaderMap, uri: &Uri, public_url: Option<&PublicUrl>) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return true,
        Some(_) => return false,
        None => {}
    }
    let Some(origin) = text(ORIGIN.as_str()) else { return false };
    let origin = origin.to_ascii_lowercase();
    if public_url.is_some_and(|url| url.origin() == origin) {
        return true;
    }
    let host = text(HOST.as_str()).or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let origin_host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    match (origin_host, host) {
        (Some(origin), Some(host)) => !host.is_empty() && origin == host.to_ascii_lowercase(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(n, v)| (n.parse().ok(), HeaderValue::from_static(v)));
        let headers: HeaderMap = headers.filter_map(|(n, v)| Some((n?, v))).collect();
        let public = PublicUrl::parse("https://jipan.example.com").ok();
        is_own(&headers, &Uri::from_static("/rpc/x"), public.as_ref())
    }

    #[test]
    fn own_pages_may_write() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("sec-fetch-site", "none")]));
        assert!(own(&[("origin", "http://Shop.local:3000"), ("host", "shop.local:3000")]));
        assert!(own(&[("origin", "https://jipan.example.com"), ("host", "127.0.0.1:3000")]));
    }

    #[test]
    fn nobody_else_may() {
        assert!(!own(&[]));
        assert!(!own(&[("host", "shop.local")]));
        assert!(!own(&[("origin", "null"), ("host", "shop.local")]));
        assert!(!own(&[("origin", "http://evil.com"), ("host", "shop.local")]));
        assert!(!own(&[("origin", "http://shop.local.evil.com"), ("host", "shop.local")]));
        assert!(!own(&[("origin", "http://"), ("host", "")]));
        assert!(!own(&[("sec-fetch-site", "same-site"), ("origin", "http://a"), ("host", "a")]));
        assert!(!own(&[("sec-fetch-site", "cross-site"), ("origin", "http://a"), ("host", "a")]));
    }
}
