//! # Error policy
//!
//! - Where only one kind of failure is possible, functions return that type ([`crate::db::connect::DbError`],
//!   [`crate::auth::AuthError`], …). These name what happened, never what the person typed.
//! - What an HTTP client gets is a [`HttpError`]: a status, a stable code a program can act on and a sentence a person
//!   can act on, as JSON. Constructors are named after the status: [`bad_request`], [`not_found`], …
//! - Everything unexpected becomes [`internal`]: the cause is logged, the client learns nothing but "internal".
//! - The command line ends with a [`Failure`]: one clear sentence and an exit code.
//! - Nothing a person, the network, the disk or the browser can influence panics. A panic is a defect; it becomes a 500
//!   and the server goes on.

use std::borrow::Cow;

use axum::Json;
use axum::http::header::{CACHE_CONTROL, HeaderValue, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::auth::AuthError;
use crate::db::connect::DbError;
use crate::db::migrate::MigrateError;

/// A failed request, as the client sees it.
#[derive(Debug)]
pub struct HttpError {
    /// The HTTP status.
    pub status: StatusCode,
    /// Stable, for programs: `not_found`, `csrf`, `too_large` …
    pub code: &'static str,
    /// For people.
    pub message: Cow<'static, str>,
    /// Seconds to wait before trying again, where waiting helps.
    pub retry_after: Option<u32>,
}

/// What a handler answers.
pub type HttpResult<T> = Result<T, HttpError>;

impl HttpError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }
}

/// 400: the request makes no sense.
pub fn bad_request(code: &'static str, message: impl Into<Cow<'static, str>>) -> HttpError {
    HttpError::new(StatusCode::BAD_REQUEST, code, message)
}

/// 403: understood, but not allowed.
pub fn forbidden(code: &'static str, message: impl Into<Cow<'static, str>>) -> HttpError {
    HttpError::new(StatusCode::FORBIDDEN, code, message)
}

/// 404. Deliberately without details: an answer must not tell what exists beside it.
pub fn not_found() -> HttpError {
    HttpError::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this address")
}

/// 405.
pub fn method_not_allowed(method: &Method) -> HttpError {
    HttpError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", format!("{method} is not possible here"))
}

/// 413: the body has more than `limit` bytes.
pub fn too_large(limit: usize) -> HttpError {
    HttpError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("at most {limit} bytes are accepted here"))
}

/// 503: try again later.
pub fn unavailable(message: impl Into<Cow<'static, str>>) -> HttpError {
    HttpError { retry_after: Some(5), ..HttpError::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message) }
}

/// 500. The cause goes to the log, not to the client.
pub fn internal(cause: &dyn std::fmt::Display) -> HttpError {
    tracing::error!(%cause, "request failed");
    HttpError::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "something went wrong on the server; its log says what",
    )
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut error = serde_json::json!({ "code": self.code, "message": self.message });
        if let Some(seconds) = self.retry_after {
            error["retry_after"] = seconds.into();
        }
        let mut response = (self.status, Json(serde_json::json!({ "error": error }))).into_response();
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<DbError> for HttpError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Conflict(_) | DbError::Unreachable(_) | DbError::TimedOut => {
                tracing::warn!(%error, "database");
                unavailable("the database is busy or does not answer")
            }
            other => internal(&other),
        }
    }
}

impl From<AuthError> for HttpError {
    fn from(error: AuthError) -> Self {
        let status = match &error {
            AuthError::Database(_) | AuthError::Internal(_) => return internal(&error),
            AuthError::BadCredentials | AuthError::BadSetupCode | AuthError::NotSignedIn => StatusCode::UNAUTHORIZED,
            AuthError::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
            AuthError::Forbidden => StatusCode::FORBIDDEN,
            AuthError::BadLink => StatusCode::GONE,
            AuthError::UnknownStaff | AuthError::UnknownTeam => StatusCode::NOT_FOUND,
            AuthError::LoginTaken | AuthError::TeamTaken | AuthError::LastAdministrator => StatusCode::CONFLICT,
            AuthError::BadLogin | AuthError::BadName | AuthError::WeakPassword => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let retry_after = error.retry_after();
        Self { status, code: error.code(), message: error.to_string().into(), retry_after }
    }
}

/// Exit codes of the command line; documented in `jipan --help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Something unexpected.
    Failed = 1,
    /// An option or argument is wrong (also clap's own code).
    Usage = 2,
    /// The data directory is in use by another process.
    DataInUse = 3,
    /// The address cannot be listened on.
    Address = 4,
    /// A file or folder that was named cannot be read.
    Input = 5,
    /// The disk refuses: full, read-only, no permission.
    Storage = 6,
    /// A remote database does not answer or refuses the user.
    Database = 7,
    /// The command was understood and refused: no such user, name taken, …
    Refused = 8,
}

impl Exit {
    /// The exit code of another process of this program; unknown ones count as [`Exit::Failed`].
    pub fn from_code(code: u8) -> Self {
        [Self::Usage, Self::DataInUse, Self::Address, Self::Input, Self::Storage, Self::Database, Self::Refused]
            .into_iter()
            .find(|exit| *exit as u8 == code)
            .unwrap_or(Self::Failed)
    }
}

/// Why a command ends: one sentence that names the fix, and an exit code.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// One sentence.
    pub message: String,
}

impl Failure {
    /// A failure with this exit code and sentence.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into() }
    }

    /// The disk said no while `doing` something.
    pub fn storage(doing: &str, error: &std::io::Error) -> Self {
        let hint = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "the disk is full",
            std::io::ErrorKind::PermissionDenied => "no permission",
            std::io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
            _ => return Self::new(Exit::Storage, format!("cannot {doing}: {error}")),
        };
        Self::new(Exit::Storage, format!("cannot {doing}: {hint}"))
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        let (exit, hint) = match &error {
            DbError::Locked => {
                (Exit::DataInUse, "; stop that process (is a server running there?) or choose another --data directory")
            }
            DbError::Storage(why) if why.contains("No space left") || why.contains("Disk quota") => {
                return Self::new(
                    Exit::Storage,
                    "the disk is full: free some space where the data directory is and run it again",
                );
            }
            DbError::Storage(_) => (Exit::Storage, "; free some space or correct the permissions of --data"),
            DbError::Unreachable(_) => (Exit::Database, "; check --database and that the database server runs"),
            DbError::Denied => (Exit::Database, "; check the credentials in --database"),
            _ => (Exit::Failed, ""),
        };
        Self::new(exit, format!("{error}{hint}"))
    }
}

impl From<MigrateError> for Failure {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Database(error) => error.into(),
            other => Self::new(Exit::Failed, other.to_string()),
        }
    }
}

impl From<AuthError> for Failure {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Database(error) => error.into(),
            AuthError::Internal(_) => Self::new(Exit::Failed, error.to_string()),
            other => Self::new(Exit::Refused, other.to_string()),
        }
    }
}
