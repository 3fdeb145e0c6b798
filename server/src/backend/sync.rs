//! Sync on behalf of a person.

use app::api::{ApiError, Replied};
use domain::sync::wire::{MAX_OPS, Manifest, PullAnswer, PullRequest, PushAnswer, PushRequest};
use domain::{Author, RowId, StaffId};

use super::Request;
use super::errors::told;
use crate::auth::{Actor, Role, Scope};
use crate::state::now_ms;
use crate::sync::pull::MIN_PROTO;
use crate::sync::{Reader, SyncError};

impl Request {
    pub(super) async fn push(&self, request: PushRequest) -> Result<Replied<PushAnswer>, ApiError> {
        let who = self.who().await?;
        if request.proto < MIN_PROTO {
            return Ok(who.reply(PushAnswer::Upgrade { min_client: MIN_PROTO }));
        }
        if request.ops.len() > MAX_OPS {
            return Err(told(SyncError::TooLarge));
        }
        if request.replica.is_nil() {
            return Err(told(SyncError::Malformed("replica".into())));
        }
        let replica = request.replica;
        let ops = request.unpack().map_err(|n| told(SyncError::Malformed(format!("row of operation {n}"))))?;
        let pushed = self.state.base.push(reader(&who.actor).author, replica, ops).await.map_err(told)?;
        Ok(who.reply(PushAnswer::Judged {
            epoch: pushed.epoch,
            t_server: u64::try_from(now_ms()).unwrap_or(0),
            last_n: pushed.last_n,
            results: pushed.verdicts,
        }))
    }

    pub(super) async fn pull(&self, request: PullRequest) -> Result<Replied<PullAnswer>, ApiError> {
        let who = self.who().await?;
        let answer = self.state.base.pull(&reader(&who.actor), &request).await.map_err(told)?;
        Ok(who.reply(answer))
    }

    pub(super) async fn manifest(&self, proto: u16) -> Result<Replied<Manifest>, ApiError> {
        let who = self.who().await?;
        if proto < MIN_PROTO {
            return Err(ApiError::Outdated);
        }
        let manifest = self.state.base.snapshot(&reader(&who.actor)).await.map_err(told)?;
        Ok(who.reply(manifest))
    }
}

/// A person as sync knows them.
pub fn reader(actor: &Actor) -> Reader {
    let role = match actor.role {
        Role::Administrator => domain::Role::Administrator,
        Role::Manager => domain::Role::Manager,
        Role::Staff => domain::Role::Staff,
    };
    let scope = match actor.scope {
        Scope::All => domain::Scope::All,
        Scope::Team => domain::Scope::Team,
        Scope::Own => domain::Scope::Own,
    };
    let author =
        Author { staff: StaffId::from_bytes(actor.staff_id), role, scope, team: actor.team.map(RowId::from_bytes) };
    Reader { author, scopes_version: actor.scopes_version }
}
