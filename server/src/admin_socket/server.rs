//! The server's end of the socket.

use std::path::{Path, PathBuf};

use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;

use super::command::{self, AdminContext, Progress};
use super::protocol::{AdminAnswer, AdminRequest, read, write};
use crate::state::Shutdown;

/// A bound socket; its file disappears with it.
#[derive(Debug)]
pub struct AdminSocket {
    listener: UnixListener,
    path: PathBuf,
}

impl AdminSocket {
    /// Takes the place of a socket that a killed server left behind.
    ///
    /// # Errors
    /// When another server answers there, or the path cannot be bound (it is too long, for example).
    pub async fn bind(path: &Path) -> std::io::Result<Self> {
        if UnixStream::connect(path).await.is_ok() {
            return Err(std::io::ErrorKind::AddrInUse.into());
        }
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(path)?;
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        Ok(Self { listener, path: path.to_owned() })
    }
}

impl Drop for AdminSocket {
    fn drop(&mut self) {
        // Gone already, or a directory that vanished: nothing to do about either.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Answers commands until the end begins.
pub async fn serve(socket: AdminSocket, context: AdminContext, shutdown: Shutdown) {
    loop {
        let accepted = tokio::select! {
            () = shutdown.begun() => return,
            accepted = socket.listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::spawn(answer(stream, context.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "admin socket");
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
    }
}

async fn answer(mut stream: UnixStream, context: AdminContext) {
    let request: AdminRequest = match read(&mut stream).await {
        Ok(Some(request)) => request,
        Ok(None) => return,
        Err(error) => {
            let message =
                format!("the server did not understand the command ({error}): do both have the same version?");
            let _ = write(&mut stream, &AdminAnswer::Failed { exit: 1, message }).await;
            return;
        }
    };
    let (sender, mut lines) = mpsc::channel(256);
    // A task of its own: a terminal that is closed must not leave a command half done.
    let work = tokio::spawn(async move { command::run(&context, request, &Progress(sender)).await });
    while let Some(line) = lines.recv().await {
        if write(&mut stream, &AdminAnswer::Progress { line }).await.is_err() {
            break;
        }
    }
    let last = match work.await {
        Ok(Ok(output)) => AdminAnswer::Done { output },
        Ok(Err(failure)) => AdminAnswer::Failed { exit: failure.exit as u8, message: failure.message },
        Err(error) => {
            tracing::error!(%error, "an admin command panicked");
            AdminAnswer::Failed { exit: 1, message: "the command failed; the server's log says why".to_owned() }
        }
    };
    // The other end may be gone; the work is done all the same.
    let _ = write(&mut stream, &last).await;
}
