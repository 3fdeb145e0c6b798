//! The sync protocol's server functions. The wire types are frozen, see `domain::sync::wire`.

use super::ApiError;
use super::packed::Packed;
use domain::sync::wire::{Manifest, PullAnswer, PullRequest, PushAnswer, PushRequest};
use leptos::prelude::*;

/// Sends operations and gets a verdict on each.
#[server(name = PushFn, prefix = "/rpc", endpoint = "sync/v1/push", input = Packed, output = Packed)]
pub async fn push(request: PushRequest) -> Result<PushAnswer, ApiError> {
    super::backend::call(|b| b.push(request)).await
}

/// Asks for what changed; may wait at the server for something new.
#[server(name = PullFn, prefix = "/rpc", endpoint = "sync/v1/pull", input = Packed, output = Packed)]
pub async fn pull(request: PullRequest) -> Result<PullAnswer, ApiError> {
    super::backend::call(|b| b.pull(request)).await
}

/// What the snapshot of one's scope consists of. Its chunks come by GET from `/snapshot/{id}/{index}`.
#[server(name = ManifestFn, prefix = "/rpc", endpoint = "sync/v1/snapshot", input = Packed, output = Packed)]
pub async fn manifest(proto: u16) -> Result<Manifest, ApiError> {
    super::backend::call(|b| b.manifest(proto)).await
}
