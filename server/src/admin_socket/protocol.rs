//! Frames on the socket: a big-endian `u32` length and that many bytes of JSON. One request, any number of progress
//! answers, one last answer. Both ends are the same program version, so this may change with it.

use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::auth::{Role, Scope};
use crate::jobs::{Extract, ImportRequest};

/// A list of everybody fits many times; a broken length does not allocate gigabytes.
const MAX_FRAME: usize = 4 << 20;

/// What a command asks of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum AdminRequest {
    /// Create a person and answer the link by which they choose login and password.
    UserAdd {
        /// What colleagues call them.
        name: String,
        /// What they may do.
        role: Role,
        /// Which customers they see.
        scope: Scope,
        /// The name of their team; created if there is none.
        team: Option<String>,
    },
    /// List everybody.
    UserList,
    /// Answer a link by which a person chooses a new password.
    UserReset {
        /// Their login.
        login: String,
    },
    /// Import a file.
    Import(ImportRequest),
    /// Load the demo base.
    Demo {
        /// How many customers.
        customers: u32,
        /// The same seed makes the same people.
        seed: u64,
    },
    /// Remove the demo base.
    DemoRemove,
    /// Write everything as files.
    Export {
        /// The folder, by its absolute path.
        folder: PathBuf,
    },
    /// Write what an analysis or a picture of the graph is made from.
    Extract {
        /// What.
        what: Extract,
        /// The file, by its absolute path.
        file: PathBuf,
    },
    /// Make a backup.
    Backup {
        /// Into this file, by its absolute path; else into a new one where backups are kept.
        to: Option<PathBuf>,
    },
    /// Look whether everything is as it should be.
    Doctor,
}

/// What a command prints at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Lines for a person.
    pub lines: Vec<String>,
    /// An address to show as a QR code below them.
    pub qr: Option<String>,
}

/// What the server answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub(super) enum AdminAnswer {
    /// Something to show while the work goes on.
    Progress { line: String },
    /// The end.
    Done { output: Output },
    /// The end, with an exit code.
    Failed { exit: u8, message: String },
}

pub(super) async fn write<T: Serialize + Sync>(
    stream: &mut (impl AsyncWrite + Unpin),
    value: &T,
) -> std::io::Result<()> {
    let body = serde_json::to_vec(value)?;
    let length = u32::try_from(body.len()).map_err(|_| std::io::ErrorKind::InvalidInput)?;
    stream.write_all(&length.to_be_bytes()).await?;
    stream.write_all(&body).await?;
    stream.flush().await
}

/// The next frame; `None` when the other end closed in between two.
pub(super) async fn read<T: DeserializeOwned>(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<Option<T>> {
    let mut length = [0; 4];
    match stream.read_exact(&mut length).await {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > MAX_FRAME {
        return Err(std::io::ErrorKind::InvalidData.into());
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some(serde_json::from_slice(&body)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn frames_survive_the_wire_and_nonsense_is_refused() -> std::io::Result<()> {
        let request = AdminRequest::UserReset { login: "陈静".into() };
        let mut wire = Vec::new();
        write(&mut wire, &request).await?;
        let mut reader = wire.as_slice();
        assert_eq!(read::<AdminRequest>(&mut reader).await?, Some(request));
        assert_eq!(read::<AdminRequest>(&mut reader).await?, None);
        assert!(read::<AdminRequest>(&mut &[0xff_u8; 8][..]).await.is_err());
        assert!(read::<AdminRequest>(&mut &b"\0\0\0\x09{\"short\""[..8]).await.is_err());
        Ok(())
    }
}
