//! Every route and the order of what wraps them.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

use crate::http::middleware::{body_limit, csrf, headers, panic, rate_limit, request_log};
use crate::http::{assets, health, import, install_ca, rpc, snapshot};
use crate::state::AppState;

/// Answers above this size are compressed.
const COMPRESS_ABOVE: u16 = 1024;

/// The routes of the application proper, by how they are wrapped.
#[derive(Default)]
pub struct Routes {
    /// Server functions, `/rpc/*`: limited in rate, answers above 1 kB compressed on the fly.
    pub rpc: Router<AppState>,
    /// Bodies that are compressed already or stream, `/snapshot/*`, `/import/*`: limited in rate only.
    pub files: Router<AppState>,
}

/// Where the application's routes are gathered.
pub fn routes() -> Routes {
    Routes { rpc: rpc::routes(), files: snapshot::routes().merge(import::routes()) }
}

/// The whole server.
pub fn router(state: AppState) -> Router {
    router_with(state, routes())
}

/// The whole server with other application routes; tests use it.
pub fn router_with(state: AppState, routes: Routes) -> Router {
    let buckets = Arc::new(rate_limit::Buckets::new(rate_limit::PER_SECOND, rate_limit::BURST));
    let compression = CompressionLayer::new().compress_when(SizeAbove::new(COMPRESS_ABOVE));
    let limited =
        routes.rpc.layer(compression).merge(routes.files).layer(from_fn_with_state(buckets, rate_limit::limit));
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .merge(install_ca::routes())
        .merge(limited)
        .fallback(assets::serve)
        // The last layer is the outermost.
        .layer(from_fn(body_limit::limit))
        .layer(from_fn_with_state(state.clone(), csrf::same_origin))
        .layer(panic::layer())
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(from_fn_with_state(state.clone(), request_log::log))
        .with_state(state)
}
