//! The command's end of the socket, and the way without a server.

use std::path::Path;

use tokio::net::UnixStream;
use tokio::sync::mpsc;

use super::command::{self, AdminContext, Progress};
use super::protocol::{AdminAnswer, AdminRequest, Output, read, write};
use crate::auth::Auth;
use crate::backup::{Place, prepare};
use crate::config::PublicUrl;
use crate::db::connect::{Db, DbError, Endpoint, wait_until_closed};
use crate::error::{Exit, Failure};

/// Does what is asked: through the running server of `data`, else with the database opened here.
///
/// # Errors
/// A sentence and an exit code.
pub async fn run(
    data: &Path,
    database: &Endpoint,
    backups: &Place,
    public_url: Option<&PublicUrl>,
    request: AdminRequest,
    mut on_line: impl FnMut(&str) + Send,
) -> Result<Output, Failure> {
    if !data.is_dir() {
        let message = format!("there is no data directory {} (--data)", data.display());
        return Err(Failure::new(Exit::Input, message));
    }
    if let Ok(stream) = UnixStream::connect(super::path(data)).await {
        return through_server(stream, &request, on_line).await;
    }
    let db = Db::open(database).await.map_err(|error| match error {
        DbError::Locked => Failure::new(
            Exit::DataInUse,
            "a server is using this data directory, but does not answer at its admin socket: restart it and try again",
        ),
        other => other.into(),
    })?;
    prepare(&db, backups).await?;
    let base_url = public_url.map(|url| url.origin().to_owned());
    let (auth, backups) = (Auth::new(db.clone()), backups.clone());
    let context = AdminContext { auth, db, data: data.to_owned(), backups, base_url, server: None };
    let (sender, mut lines) = mpsc::channel(256);
    let work = tokio::spawn(async move { command::run(&context, request, &Progress(sender)).await });
    while let Some(line) = lines.recv().await {
        on_line(&line);
    }
    let ended = work.await.map_err(|error| Failure::new(Exit::Failed, format!("the command failed: {error}")));
    wait_until_closed(database).await;
    ended?
}

async fn through_server(
    mut stream: UnixStream,
    request: &AdminRequest,
    mut on_line: impl FnMut(&str) + Send,
) -> Result<Output, Failure> {
    let lost = |error: &dyn std::fmt::Display| {
        Failure::new(Exit::Failed, format!("the connection to the running server was lost: {error}"))
    };
    write(&mut stream, request).await.map_err(|error| lost(&error))?;
    loop {
        match read(&mut stream).await.map_err(|error| lost(&error))? {
            Some(AdminAnswer::Progress { line }) => on_line(&line),
            Some(AdminAnswer::Done { output }) => return Ok(output),
            Some(AdminAnswer::Failed { exit, message }) => return Err(Failure::new(Exit::from_code(exit), message)),
            None => return Err(lost(&"it closed")),
        }
    }
}
