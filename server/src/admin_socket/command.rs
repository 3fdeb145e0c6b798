//! The work of the commands, the same through the socket and with the database opened directly.

use std::path::PathBuf;

use tokio::sync::mpsc;

use super::{AdminRequest, Output};
use crate::auth::{Auth, OneTimeLink, Role, Scope, Staff, Team};
use crate::backup::Place;
use crate::db::connect::Db;
use crate::error::{Exit, Failure};
use crate::jobs::command as jobs;
use crate::state::{AppState, now_ms};

/// What a command works on.
#[derive(Clone)]
pub struct AdminContext {
    /// The database, migrated.
    pub db: Db,
    /// The data directory.
    pub data: PathBuf,
    /// Where backups are kept.
    pub backups: Place,
    /// Accounts.
    pub auth: Auth,
    /// Where people reach the server, when that is known.
    pub base_url: Option<String>,
    /// The running server; `None` when the command opened the database itself.
    pub server: Option<AppState>,
}

/// Where a command reports how far it is.
#[derive(Clone)]
pub struct Progress(pub(super) mpsc::Sender<String>);

impl Progress {
    /// Shows a line while the work goes on. A terminal that is too slow misses some.
    pub fn line(&self, text: impl Into<String>) {
        let _ = self.0.try_send(text.into());
    }
}

/// Does what is asked.
///
/// # Errors
/// A sentence and an exit code.
pub(super) async fn run(context: &AdminContext, request: AdminRequest, progress: &Progress) -> Result<Output, Failure> {
    match request {
        AdminRequest::UserAdd { name, role, scope, team } => add(context, &name, role, scope, team.as_deref()).await,
        AdminRequest::UserList => list(context).await,
        AdminRequest::UserReset { login } => reset(context, &login).await,
        AdminRequest::Import(request) => jobs::import(context, request, progress).await,
        AdminRequest::Demo { customers, seed } => jobs::demo(context, customers, seed, progress).await,
        AdminRequest::DemoRemove => jobs::remove_demo(context, progress).await,
        AdminRequest::Export { folder } => jobs::export(context, &folder).await,
        AdminRequest::Extract { what, file } => {
            crate::jobs::extract(&context.db, what, &file).await.map(|()| Output::default())
        }
        AdminRequest::Backup { to } => jobs::backup(context, to, progress).await,
        AdminRequest::Doctor => jobs::doctor(context, progress).await,
    }
}

async fn add(
    context: &AdminContext,
    name: &str,
    role: Role,
    scope: Scope,
    team: Option<&str>,
) -> Result<Output, Failure> {
    let team = match team {
        None => None,
        Some(name) => {
            let known = context.auth.teams().await?.into_iter().find(|team| team.name == name.trim());
            Some(match known {
                Some(team) => team.id,
                None => context.auth.create_team(None, name, now_ms()).await?.id,
            })
        }
    };
    let link = context.auth.invite(None, name, role, scope, team, now_ms()).await?;
    if let Some(server) = &context.server {
        server.base.refresh_staff().await.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    }
    Ok(show(context, &link, &format!("{} was added. With this link they choose login and password:", name.trim())))
}

async fn reset(context: &AdminContext, login: &str) -> Result<Output, Failure> {
    let staff_id = context.auth.staff_id(login).await?;
    let link = context.auth.reset(None, staff_id, now_ms()).await?;
    Ok(show(context, &link, &format!("With this link {login} chooses a new password:")))
}

async fn list(context: &AdminContext) -> Result<Output, Failure> {
    let (staff, teams) = (context.auth.staff().await?, context.auth.teams().await?);
    if staff.is_empty() {
        return Ok(Output { lines: vec!["nobody yet".to_owned()], qr: None });
    }
    let lines = staff.iter().map(|person| row(person, &teams)).collect();
    Ok(Output { lines, qr: None })
}

/// Tab-separated, for eyes and for `cut`.
fn row(person: &Staff, teams: &[Team]) -> String {
    let actor = &person.actor;
    let team = teams.iter().find(|team| Some(team.id) == actor.team).map_or("-", |team| team.name.as_str());
    let state = match (person.active, &person.login) {
        (false, _) => "inactive",
        (true, None) => "invited",
        (true, Some(_)) => "active",
    };
    let login = person.login.as_deref().unwrap_or("-");
    format!("{login}\t{}\t{}\t{}\t{team}\t{state}", actor.name, actor.role.as_str(), actor.scope.as_str())
}

fn show(context: &AdminContext, link: &OneTimeLink, what: &str) -> Output {
    let path = link.path();
    let address = context.base_url.as_ref().map(|base| format!("{base}{path}"));
    let shown = address.clone().unwrap_or_else(|| format!("{path}   (after the server's address)"));
    let lines = vec![what.to_owned(), shown, "It works once, within 3 days.".to_owned()];
    Output { lines, qr: address }
}
