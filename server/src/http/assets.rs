//! Files of the page, and the shell for every address that is none of them.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::pwa::is_server_path;
use super::site::{Asset, Coding};
use crate::error::{HttpResult, internal, method_not_allowed, not_found};
use crate::state::AppState;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";
const ASK_EACH_TIME: &str = "no-cache";

/// Answers whatever no other route answers.
///
/// Paths are looked up literally among the files read at the start: `..`, `%2e` or a null byte find nothing.
pub async fn serve(
    State(state): State<AppState>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> HttpResult<Response> {
    let path = uri.path();
    let reading = method == Method::GET || method == Method::HEAD;
    let found = state.site.asset(path);
    match found {
        Some(_) if !reading => Err(method_not_allowed(&method)),
        Some(asset) => respond(asset, &headers, method == Method::HEAD),
        None if reading && wants_html(&headers) && !is_server_path(path) => {
            let shell = state.site.shell().ok_or_else(not_found)?;
            respond(shell, &headers, method == Method::HEAD)
        }
        None => Err(not_found()),
    }
}

/// The asset in the best form the client accepts; 304 when the client has it.
pub fn respond(asset: &Asset, headers: &HeaderMap, head: bool) -> HttpResult<Response> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (coding, body) = asset.body(text(ACCEPT_ENCODING));
    let cache = match (asset.immutable, asset.revalidate) {
        (true, _) => FOR_EVER,
        (_, true) => ASK_EACH_TIME,
        _ => FOR_AN_HOUR,
    };
    let mut response = Response::new(Body::empty());
    let out = response.headers_mut();
    out.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    let etag = HeaderValue::from_str(&asset.etag_of(coding)).map_err(|error| internal(&error))?;
    out.insert(ETAG, etag);
    if asset.matches(text(IF_NONE_MATCH)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    out.insert(CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    out.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    match coding {
        Coding::Identity => None,
        Coding::Br => out.insert(CONTENT_ENCODING, HeaderValue::from_static("br")),
        Coding::Gzip => out.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip")),
    };
    if !head {
        *response.body_mut() = Body::from(body);
    }
    Ok(response.into_response())
}

/// Whether this is a person opening an address, rather than a script or a picture.
fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| item.split(';').next().is_some_and(|mime| mime.trim().eq_ignore_ascii_case("text/html")))
}
