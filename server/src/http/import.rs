//! Uploads of files to import: `POST /import`. The body is the file itself, its name is in `X-File-Name` (percent-encoded), or the
//! body is a multipart form with one file in it. Answers `{"upload": id}`; server functions do the rest.

use axum::Json;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;

use crate::auth::{AuthError, Role, cookie};
use crate::error::{HttpResult, bad_request, internal, too_large};
use crate::http::assets;
use crate::http::middleware::body_limit::UPLOAD;
use crate::jobs::upload::UploadError;
use crate::state::{AppState, now_ms};

/// The routes of uploads. `/import` is also a page of the app, hence the other methods.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/import", post(upload).get(assets::serve))
        .route("/import/upload", post(upload))
        // The outer limit is larger for these paths; axum's own would come first.
        .layer(DefaultBodyLimit::disable())
}

async fn upload(State(state): State<AppState>, request: Request) -> HttpResult<Response> {
    let token = cookie::token(request.headers()).ok_or(AuthError::NotSignedIn)?;
    let who = state.auth.who_am_i(token, now_ms()).await?.ok_or(AuthError::NotSignedIn)?;
    who.actor.require(Role::Manager)?;
    let uploads = state.jobs.uploads();
    let taken = if is_multipart(request.headers()) {
        let mut form = Multipart::from_request(request, &state)
            .await
            .map_err(|error| bad_request("bad_form", format!("the form cannot be read: {error}")))?;
        let field = form.next_field().await.map_err(|error| bad_request("bad_form", error.to_string()))?;
        let field = field.ok_or_else(|| bad_request("no_file", "the form has no file in it"))?;
        let name = field.file_name().unwrap_or("file").to_owned();
        uploads.take(&name, field).await
    } else {
        let name = file_name(request.headers());
        uploads.take(&name, request.into_body().into_data_stream()).await
    };
    match taken {
        Ok(id) => Ok(Json(serde_json::json!({ "upload": id })).into_response()),
        Err(UploadError::CutOff(why)) if why.contains("length limit") => Err(too_large(UPLOAD)),
        Err(UploadError::CutOff(_)) => Err(bad_request("cut_off", "the file did not arrive whole; send it again")),
        Err(error) => Err(internal(&error)),
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

fn file_name(headers: &HeaderMap) -> String {
    let raw = headers.get("x-file-name").and_then(|value| value.to_str().ok()).unwrap_or("file");
    percent_decode(raw)
}

/// `%E8%A1%A8.csv` becomes `表.csv`; what is no escape stays as it is.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit =
            |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::percent_decode;

    #[test]
    fn names_survive_the_header() {
        assert_eq!(percent_decode("%E8%A1%A8.csv"), "表.csv");
        assert_eq!(percent_decode("100%.csv"), "100%.csv");
        assert_eq!(percent_decode("%zz%4"), "%zz%4");
    }
}
