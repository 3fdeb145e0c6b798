//! The network: server functions for the protocol, plain GET for the chunks of a snapshot.

use crate::api::ApiError;
use domain::sync::engine::Failure;

/// What an error of the server's means for the engine.
pub(super) fn failure(error: &ApiError) -> Failure {
    match error {
        ApiError::Network => Failure::Network,
        ApiError::NeedsAuth => Failure::NeedsAuth,
        ApiError::TooLarge => Failure::TooLarge,
        ApiError::Outdated => Failure::Outdated,
        ApiError::Refused(_) | ApiError::Invalid(_) | ApiError::Server => Failure::Server,
    }
}

/// Fetches a chunk of a snapshot and checks it against its hash.
#[cfg(target_arch = "wasm32")]
pub(super) async fn chunk(id: &str, index: u32, hash: &[u8]) -> Result<Vec<u8>, Failure> {
    let answer =
        gloo_net::http::Request::get(&format!("/snapshot/{id}/{index}")).send().await.map_err(|_| Failure::Network)?;
    match answer.status() {
        200 => {}
        401 => return Err(Failure::NeedsAuth),
        404 | 410 => return Err(Failure::Gone),
        _ => return Err(Failure::Server),
    }
    let bytes = answer.binary().await.map_err(|_| Failure::Network)?;
    if domain::codec::short_hash(&bytes) == hash { Ok(bytes) } else { Err(Failure::Server) }
}

/// There is no network on the server's side of the app.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async)]
pub(super) async fn chunk(_id: &str, _index: u32, _hash: &[u8]) -> Result<Vec<u8>, Failure> {
    Err(Failure::Network)
}

/// How long a request may take, milliseconds: a long poll waits 25 s at the server.
#[cfg(target_arch = "wasm32")]
const LIMIT_MS: u32 = 60_000;

/// Gives up on a request that hangs: a connection that died without saying so.
#[cfg(target_arch = "wasm32")]
pub(super) async fn limited<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let timeout = gloo_timers::future::TimeoutFuture::new(LIMIT_MS);
    match futures::future::select(Box::pin(work), timeout).await {
        futures::future::Either::Left((done, _)) => done,
        futures::future::Either::Right(((), _)) => Err(Failure::Network),
    }
}

/// As it is, where there is no timer.
#[cfg(not(target_arch = "wasm32"))]
pub(super) async fn limited<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    work.await
}

/// The readings of Chinese characters, a file of its own so that the first load stays small. `None` when it is not there: names are
/// then found by their text only.
#[cfg(target_arch = "wasm32")]
pub async fn pinyin() -> Option<domain::query::PinyinTable> {
    let answer = gloo_net::http::Request::get("/pinyin.bin").send().await.ok().filter(gloo_net::http::Response::ok)?;
    domain::query::PinyinTable::decode(&answer.binary().await.ok()?).ok()
}

/// There is no network on the server's side of the app.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async)]
pub async fn pinyin() -> Option<domain::query::PinyinTable> {
    None
}
