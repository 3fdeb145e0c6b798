//! Uploaded files, kept until they are imported or a day old.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use futures::{Stream, StreamExt as _};
use tokio::io::AsyncWriteExt as _;

use crate::auth::secret;

/// How long an uploaded file is kept.
const KEPT: Duration = Duration::from_hours(24);
/// The longest name that is kept, characters.
const NAME: usize = 120;

/// The folder of uploaded files.
#[derive(Clone, Debug)]
pub struct Uploads {
    dir: PathBuf,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The sender stopped, or sent more than is allowed.
    #[error("the upload was cut off: {0}")]
    CutOff(String),
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] std::io::Error),
    /// The system has no random numbers.
    #[error("{0}")]
    Internal(String),
}

impl Uploads {
    pub(super) fn new(data: &Path) -> Self {
        Self { dir: data.join("uploads") }
    }

    /// Writes a file as it comes in; answers the name by which it can be imported. What was cut off is removed again.
    ///
    /// # Errors
    /// [`UploadError`].
    pub async fn take<E: std::fmt::Display>(
        &self,
        name: &str,
        mut bytes: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<String, UploadError> {
        tokio::fs::create_dir_all(&self.dir).await?;
        self.sweep().await;
        let id = secret::token().map_err(|error| UploadError::Internal(error.to_string()))?;
        let partial = self.dir.join(format!("{id}.part"));
        let written = async {
            let mut file = tokio::fs::File::create(&partial).await?;
            while let Some(chunk) = bytes.next().await {
                file.write_all(&chunk.map_err(|error| UploadError::CutOff(error.to_string()))?).await?;
            }
            file.flush().await?;
            let name: String = name.chars().filter(|c| !c.is_control()).take(NAME).collect();
            tokio::fs::write(self.dir.join(format!("{id}.name")), name).await?;
            tokio::fs::rename(&partial, self.dir.join(&id)).await?;
            Ok(())
        };
        if let Err(error) = written.await {
            // Whether it could be removed does not matter: it is swept later.
            let _ = tokio::fs::remove_file(&partial).await;
            return Err(error);
        }
        Ok(id)
    }

    /// An uploaded file and the name it had; `None` when there is none of this id.
    pub async fn find(&self, id: &str) -> Option<(PathBuf, String)> {
        let plausible = id.len() == 64 && id.bytes().all(|b| b.is_ascii_hexdigit());
        let path = self.dir.join(id);
        if !plausible || !tokio::fs::try_exists(&path).await.unwrap_or(false) {
            return None;
        }
        let name = tokio::fs::read_to_string(self.dir.join(format!("{id}.name"))).await.unwrap_or_default();
        Some((path, name))
    }

    /// Removes what is old. A file that cannot be removed is tried again with the next upload.
    async fn sweep(&self) {
        let Ok(mut entries) = tokio::fs::read_dir(&self.dir).await else { return };
        while let Ok(Some(entry)) = entries.next_entry().await {
            let age = entry.metadata().await.and_then(|m| m.modified());
            let old = age.is_ok_and(|at| SystemTime::now().duration_since(at).unwrap_or_default() > KEPT);
            if old {
                let _ = tokio::fs::remove_file(entry.path()).await;
            }
        }
    }
}
