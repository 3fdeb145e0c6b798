//! How much a request may carry.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::Limited;

use crate::error::too_large;

/// Everything that is not an upload: 2 MiB. A batch of operations has at most 256 kB.
pub const DEFAULT: usize = 2 << 20;
/// Uploads of files to import or attach: 512 MiB. Their handlers must stream, and switch off axum's own limit.
pub const UPLOAD: usize = 512 << 20;
const UPLOAD_PATHS: [&str; 3] = ["/import", "/import/", "/attachment/"];

/// Refuses bodies that are too large: at once by their stated length, else while they are read.
pub async fn limit(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let upload = UPLOAD_PATHS.iter().any(|known| path == *known || (known.ends_with('/') && path.starts_with(known)));
    let limit = if upload { UPLOAD } else { DEFAULT };
    let stated = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if stated.is_some_and(|length| length > limit as u64) {
        return too_large(limit).into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, limit)))).await
}
