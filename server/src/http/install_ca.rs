//! `/install-ca`: how a phone in the same network learns to trust the local authority. Server-rendered, no script.
//!
//! The same page is served by a small plain-HTTP listener (`--http-redirect`), because a phone that does not trust the
//! certificate yet cannot read it over HTTPS. That listener redirects everything else.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::site::content_security_policy;
use crate::config::TlsSource;
use crate::error::{HttpResult, bad_request, not_found};
use crate::state::AppState;
use crate::tls::{PublicAuthority, hosts};

const PAGE: &str = include_str!("../../assets/install-ca.html");
const STYLE: &str = include_str!("../../assets/install-ca.css");

/// The routes on the main listener; 404 unless the local authority is in use.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/install-ca",
            get(|State(state): State<AppState>, headers: HeaderMap| async move {
                let host = host(&headers)?;
                let scheme = if state.config.is_https() { "https" } else { "http" };
                let origin = format!("{scheme}://{host}");
                HttpResult::Ok(page(&authority(&state).await?, &origin, &format!("{origin}/")))
            }),
        )
        .route(
            "/install-ca/jipan-ca.crt",
            get(|State(state): State<AppState>| async move { HttpResult::Ok(certificate(&authority(&state).await?)) }),
        )
        .route(
            "/install-ca/jipan-ca.mobileconfig",
            get(|State(state): State<AppState>| async move { HttpResult::Ok(profile(&authority(&state).await?)) }),
        )
}

/// What the plain-HTTP listener needs to know.
#[derive(Debug)]
pub struct Plain {
    /// The data directory.
    pub data: PathBuf,
    /// Whether the server uses the local authority.
    pub local: bool,
    /// The port of the HTTPS listener.
    pub https_port: u16,
}

/// The plain-HTTP listener: this page, and a redirect to HTTPS for everything else.
pub fn plain_http(plain: Plain) -> Router {
    let plain = Arc::new(plain);
    let app = Router::new();
    if !plain.local {
        return app.fallback(redirect_to_port).with_state(plain);
    }
    app.route("/install-ca", get(plain_page))
        .route(
            "/install-ca/jipan-ca.crt",
            get(|State(p): State<Arc<Plain>>| async move { HttpResult::Ok(certificate(&load(&p.data).await?)) }),
        )
        .route(
            "/install-ca/jipan-ca.mobileconfig",
            get(|State(p): State<Arc<Plain>>| async move { HttpResult::Ok(profile(&load(&p.data).await?)) }),
        )
        .fallback(redirect_to_port)
        .with_state(plain)
}

/// For plain HTTP that arrives at the HTTPS port: the same address by HTTPS.
pub fn redirect_only() -> Router {
    Router::new()
        .fallback(|headers: HeaderMap, uri: Uri| async move { HttpResult::Ok(redirect(&host(&headers)?, &uri)) })
}

async fn plain_page(State(plain): State<Arc<Plain>>, headers: HeaderMap) -> HttpResult<Response> {
    let host = host(&headers)?;
    let app = format!("https://{}/", with_port(&host, plain.https_port));
    Ok(page(&load(&plain.data).await?, &format!("http://{host}"), &app))
}

async fn redirect_to_port(State(plain): State<Arc<Plain>>, headers: HeaderMap, uri: Uri) -> HttpResult<Response> {
    Ok(redirect(&with_port(&host(&headers)?, plain.https_port), &uri))
}

async fn authority(state: &AppState) -> HttpResult<PublicAuthority> {
    if state.config.tls != TlsSource::Local {
        return Err(not_found());
    }
    load(&state.config.data).await
}

async fn load(data: &std::path::Path) -> HttpResult<PublicAuthority> {
    let data = data.to_owned();
    let loaded = tokio::task::spawn_blocking(move || PublicAuthority::load(&data)).await;
    match loaded {
        Ok(Ok(authority)) => Ok(authority),
        _ => Err(not_found()),
    }
}

fn page(authority: &PublicAuthority, origin: &str, app_url: &str) -> Response {
    let page_url = format!("{}/install-ca", reachable(origin));
    let text = PAGE
        .replace("{{style}}", STYLE)
        .replace("{{name}}", &authority.name)
        .replace("{{app_url}}", app_url)
        .replace("{{fingerprint}}", &authority.fingerprint())
        .replace("{{qr}}", &crate::tls::qr::svg(&page_url).unwrap_or_default())
        .replace("{{page_url}}", &page_url);
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CONTENT_SECURITY_POLICY, content_security_policy(STYLE)),
        (CACHE_CONTROL, "no-store".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (REFERRER_POLICY, "same-origin".to_owned()),
    ];
    (headers, text).into_response()
}

/// A phone cannot open `localhost` of another machine: the machine's first address in the network instead.
fn reachable(origin: &str) -> String {
    let loopback = ["localhost", "127.0.0.1", "[::1]"].into_iter().find(|name| origin.contains(&format!("//{name}")));
    match (loopback, hosts::lan_ipv4().first()) {
        (Some(name), Some(ip)) => origin.replacen(name, &ip.to_string(), 1),
        _ => origin.to_owned(),
    }
}

fn certificate(authority: &PublicAuthority) -> Response {
    download("application/x-x509-ca-cert", "jipan-ca.crt", authority.der.clone())
}

fn profile(authority: &PublicAuthority) -> Response {
    download("application/x-apple-aspen-config", "jipan-ca.mobileconfig", authority.mobileconfig().into_bytes())
}

fn download(mime: &str, name: &str, body: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, mime.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, body).into_response()
}

/// The `Host` header, if it is made of what host names are made of: it goes into HTML and into `Location`.
fn host(headers: &HeaderMap) -> HttpResult<String> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if host.is_empty() || host.len() > 255 || !host.chars().all(plain) {
        return Err(bad_request("bad_host", "the Host header is missing or malformed"));
    }
    Ok(host.to_ascii_lowercase())
}

/// `host` with another port; 443 is left out.
fn with_port(host: &str, port: u16) -> String {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    };
    if port == 443 { name.to_owned() } else { format!("{name}:{port}") }
}

fn redirect(host: &str, uri: &Uri) -> Response {
    let path = uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str);
    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, format!("https://{host}{path}"))]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_exchanged() {
        assert_eq!(with_port("shop.local:3080", 3443), "shop.local:3443");
        assert_eq!(with_port("shop.local", 443), "shop.local");
        assert_eq!(with_port("[fe80::1]:3080", 3443), "[fe80::1]:3443");
        assert_eq!(with_port("[fe80::1]", 3443), "[fe80::1]:3443");
    }

    #[test]
    fn a_host_cannot_carry_markup() {
        let mut headers = HeaderMap::new();
        assert!(host(&headers).is_err());
        headers.insert(HOST, axum::http::HeaderValue::from_static("a\"><script>"));
        assert!(host(&headers).is_err());
        headers.insert(HOST, axum::http::HeaderValue::from_static("Shop.local:3080"));
        assert_eq!(host(&headers).ok().as_deref(), Some("shop.local:3080"));
    }
}
