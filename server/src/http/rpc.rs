//! Server functions: `/rpc/*`, declared in `app::api`.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::api::{ApiError, Backend};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HOST};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use flate2::read::GzDecoder;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use leptos::prelude::provide_context;

use crate::auth::cookie;
use crate::backend::{self, RequestBackend};
use crate::error::{HttpError, bad_request, not_found, too_large};
use crate::http::peer::{Connection, Peer};
use crate::state::AppState;

/// The most bytes a server function's arguments may have, before and after decompression. A batch of operations has about 256 kB.
pub const LIMIT: usize = 1 << 20;

/// The routes of the server functions.
pub fn routes() -> Router<AppState> {
    register();
    Router::new().route("/rpc/{*function}", post(call))
}

/// Registered by hand: link-time registration depends on the linker keeping what nobody names.
fn register() {
    use app::api::{account, base, sync};
    use server_fn::axum::register_explicit;
    register_explicit::<account::WelcomeFn>();
    register_explicit::<account::SetUpFn>();
    register_explicit::<account::SignInFn>();
    register_explicit::<account::SignOutFn>();
    register_explicit::<account::InviteFn>();
    register_explicit::<account::ResetFn>();
    register_explicit::<account::LinkInfoFn>();
    register_explicit::<account::UseLinkFn>();
    register_explicit::<account::PeopleFn>();
    register_explicit::<account::RightsFn>();
    register_explicit::<account::TeamFn>();
    register_explicit::<sync::PushFn>();
    register_explicit::<sync::PullFn>();
    register_explicit::<sync::ManifestFn>();
    register_explicit::<base::BackupsFn>();
    register_explicit::<base::BackUpFn>();
    register_explicit::<base::DemoFn>();
    register_explicit::<base::RemoveDemoFn>();
    register_explicit::<base::PreviewFn>();
    register_explicit::<base::ImportFn>();
    register_explicit::<base::JobFn>();
    register_explicit::<base::CancelFn>();
}

async fn call(State(state): State<AppState>, request: Request) -> Response {
    let known = server_fn::axum::get_server_fn_service(request.uri().path(), request.method().clone()).is_some();
    if !known {
        return not_found().into_response();
    }
    match answer(state, request).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn answer(state: AppState, request: Request) -> Result<Response, HttpError> {
    let (mut parts, body) = request.into_parts();
    let is_cbor = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/cbor"));
    if !is_cbor {
        return Err(bad_request("not_cbor", "arguments are CBOR (Content-Type: application/cbor)"));
    }
    let mut bytes = read(body).await?;
    match parts.headers.remove(CONTENT_ENCODING) {
        None => {}
        Some(coding) if coding == "gzip" => bytes = unzip(&bytes)?,
        Some(_) => return Err(bad_request("bad_encoding", "only gzip is understood")),
    }
    parts.headers.insert(CONTENT_LENGTH, bytes.len().into());
    let connection = parts.extensions.get::<Connection>().copied();
    let secure = state.config.is_https() || connection.is_some_and(|c| c.tls);
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let request = backend::Request {
        token: cookie::token(&parts.headers).map(str::to_owned),
        peer: Peer::of(connection.as_ref(), &parts.headers).0,
        secure,
        origin: format!("{}://{host}", if secure { "https" } else { "http" }),
        state,
    };
    let reached = Arc::new(AtomicBool::new(false));
    let backend: Arc<dyn Backend> = Arc::new(RequestBackend::new(request, Arc::clone(&reached)));
    let request = Request::from_parts(parts, Body::from(bytes));
    let context = move || provide_context(Arc::clone(&backend));
    let mut response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    // server_fn answers 500 to arguments it cannot read; whoever sent them must not think that trying again helps.
    if response.status().is_server_error() && !reached.load(Ordering::Relaxed) {
        *response.status_mut() = StatusCode::BAD_REQUEST;
        response.headers_mut().remove(CONTENT_LENGTH);
        let why = ApiError::Invalid("the arguments cannot be read".into());
        *response.body_mut() = Body::from(domain::codec::encode(&why));
    }
    Ok(response)
}

async fn read(body: Body) -> Result<Bytes, HttpError> {
    match Limited::new(body, LIMIT).collect().await {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large(LIMIT)),
        // The outer limit speaks through the body's error.
        Err(error) if error.to_string().contains("length limit") => Err(too_large(LIMIT)),
        Err(_) => Err(bad_request("cut_off", "the request ended too early")),
    }
}

fn unzip(bytes: &[u8]) -> Result<Bytes, HttpError> {
    let mut out = Vec::new();
    let mut decoder = GzDecoder::new(bytes).take(LIMIT as u64 + 1);
    decoder.read_to_end(&mut out).map_err(|_| bad_request("bad_gzip", "the request is not valid gzip"))?;
    if out.len() > LIMIT { Err(too_large(LIMIT)) } else { Ok(out.into()) }
}
