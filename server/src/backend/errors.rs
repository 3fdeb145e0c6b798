//! Failures as the page is told of them: a stable code where the person can do something, nothing but "server" otherwise.

use app::api::{ApiError, Refusal};

use crate::auth::AuthError;
use crate::db::connect::DbError;
use crate::sync::SyncError;

/// A failure that the page can be told of.
pub(super) trait Told: std::fmt::Display {
    /// The refusal, or `None` for what only the log is told.
    fn refusal(&self) -> Option<ApiError>;
}

/// The failure as the page is told of it; what it is not told goes to the log.
#[allow(clippy::needless_pass_by_value)] // Taken by value so that it fits `map_err`.
pub(super) fn told<E: Told>(error: E) -> ApiError {
    error.refusal().unwrap_or_else(|| {
        tracing::error!(%error, "request failed");
        ApiError::Server
    })
}

/// A refusal with a stable code.
pub(super) fn refused(code: &str) -> ApiError {
    ApiError::Refused(Refusal { code: code.to_owned(), retry_after: None })
}

impl Told for AuthError {
    fn refusal(&self) -> Option<ApiError> {
        match self {
            Self::NotSignedIn => Some(ApiError::NeedsAuth),
            Self::Database(_) | Self::Internal(_) => None,
            other => {
                Some(ApiError::Refused(Refusal { code: other.code().to_owned(), retry_after: other.retry_after() }))
            }
        }
    }
}

impl Told for SyncError {
    fn refusal(&self) -> Option<ApiError> {
        match self {
            Self::OtherPerson => Some(refused("other_person")),
            Self::Malformed(what) => Some(ApiError::Invalid(what.clone())),
            Self::TooLarge => Some(ApiError::TooLarge),
            Self::Stopped => Some(ApiError::Server),
            Self::Disk(_) | Self::Database(_) => None,
        }
    }
}

impl Told for DbError {
    fn refusal(&self) -> Option<ApiError> {
        None
    }
}
