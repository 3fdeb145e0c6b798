//! Chunks of snapshots: `GET /snapshot/{id}/{index}`. They never change, are stored compressed, and can be fetched in parts.

use std::io::Read as _;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    IF_RANGE, RANGE, VARY,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::read::GzDecoder;

use crate::auth::{AuthError, cookie};
use crate::backend::sync::reader;
use crate::error::{HttpError, HttpResult, internal, not_found};
use crate::state::{AppState, now_ms};

/// The routes of snapshots.
pub fn routes() -> Router<AppState> {
    Router::new().route("/snapshot/{id}/{index}", get(chunk))
}

async fn chunk(
    State(state): State<AppState>,
    Path((id, index)): Path<(String, usize)>,
    headers: HeaderMap,
) -> HttpResult<Response> {
    let token = cookie::token(&headers).ok_or(AuthError::NotSignedIn)?;
    let who = state.auth.who_am_i(token, now_ms()).await?.ok_or(AuthError::NotSignedIn)?;
    // Somebody else's snapshot is not there, rather than forbidden.
    let found = state.base.snapshots().chunk(&reader(&who.actor), &id, index).ok_or_else(not_found)?;
    let gzip = accepts_gzip(&headers);
    let tag = if gzip { format!("\"{}-gz\"", found.tag) } else { format!("\"{}\"", found.tag) };
    let mut fixed = vec![
        (ETAG, tag.clone()),
        (CACHE_CONTROL, "private, max-age=31536000, immutable".to_owned()),
        (VARY, "Accept-Encoding, Cookie".to_owned()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
    ];
    if headers.get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|list| matches(list, &tag)) {
        return Ok(with(StatusCode::NOT_MODIFIED, &fixed, Vec::new()));
    }
    let stored = tokio::fs::read(&found.path).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => not_found(),
        _ => internal(&error),
    })?;
    let bytes = if gzip {
        fixed.push((CONTENT_ENCODING, "gzip".to_owned()));
        stored
    } else {
        let mut plain = Vec::new();
        GzDecoder::new(stored.as_slice()).read_to_end(&mut plain).map_err(|error| internal(&error))?;
        plain
    };
    // A part of another version than the one asked for would not fit: then the whole is sent.
    let same = headers.get(IF_RANGE).is_none_or(|value| value.as_bytes() == tag.as_bytes());
    let range = headers.get(RANGE).filter(|_| same).and_then(|value| value.to_str().ok());
    match range.map(|text| part(text, bytes.len())) {
        None | Some(Part::Whole) => Ok(with(StatusCode::OK, &fixed, bytes)),
        Some(Part::From(first, last)) => {
            fixed.push((CONTENT_RANGE, format!("bytes {first}-{last}/{}", bytes.len())));
            Ok(with(StatusCode::PARTIAL_CONTENT, &fixed, bytes[first..=last].to_vec()))
        }
        Some(Part::Nothing) => {
            let error = HttpError {
                status: StatusCode::RANGE_NOT_SATISFIABLE,
                code: "range",
                message: "the chunk has no such part".into(),
                retry_after: None,
            };
            let mut response = error.into_response();
            if let Ok(value) = format!("bytes */{}", bytes.len()).parse() {
                response.headers_mut().insert(CONTENT_RANGE, value);
            }
            Ok(response)
        }
    }
}

fn with(status: StatusCode, headers: &[(HeaderName, String)], bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    for (name, value) in headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name.clone(), value);
        }
    }
    response
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let list = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    list.split(',').any(|one| {
        let (coding, quality) = one.split_once(';').unwrap_or((one, ""));
        matches!(coding.trim(), "gzip" | "*") && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn matches(list: &str, tag: &str) -> bool {
    list.split(',').any(|one| one.trim() == "*" || one.trim().trim_start_matches("W/") == tag)
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    From(usize, usize),
    Nothing,
}

/// What a `Range` header asks of `length` bytes. Several ranges, or another unit, are answered with the whole, as RFC 9110 allows.
fn part(text: &str, length: usize) -> Part {
    let Some(spec) = text.strip_prefix("bytes=").filter(|spec| !spec.contains(',')) else { return Part::Whole };
    let Some((first, last)) = spec.split_once('-') else { return Part::Whole };
    let (first, last) = (first.trim(), last.trim());
    let end = length.saturating_sub(1);
    let span = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last => (first, last.min(end)),
        (Ok(first), Err(_)) if last.is_empty() => (first, end),
        (Err(_), Ok(0)) if first.is_empty() => return Part::Nothing,
        (Err(_), Ok(count)) if first.is_empty() => (length.saturating_sub(count), end),
        _ => return Part::Whole,
    };
    if span.0 >= length { Part::Nothing } else { Part::From(span.0, span.1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_as_in_rfc_9110() {
        assert_eq!(part("bytes=0-4", 10), Part::From(0, 4));
        assert_eq!(part("bytes=5-", 10), Part::From(5, 9));
        assert_eq!(part("bytes=-3", 10), Part::From(7, 9));
        assert_eq!(part("bytes=-30", 10), Part::From(0, 9));
        assert_eq!(part("bytes=3-99", 10), Part::From(3, 9));
        assert_eq!(part("bytes=10-", 10), Part::Nothing);
        assert_eq!(part("bytes=-0", 10), Part::Nothing);
        assert_eq!(part("bytes=0-", 0), Part::Nothing);
        for whole in ["bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=x-y", "bytes=", "nonsense"] {
            assert_eq!(part(whole, 10), Part::Whole, "{whole}");
        }
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let accepts = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, axum::http::HeaderValue::from_static(text));
            accepts_gzip(&headers)
        };
        assert!(accepts("br, gzip") && accepts("*") && accepts("gzip;q=0.5"));
        assert!(!accepts("gzip;q=0") && !accepts("br") && !accepts_gzip(&HeaderMap::new()));
    }
}
