//! The one error that server functions answer with.

use super::packed::Packing;
use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Why there is no answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum ApiError {
    /// The server could not be reached.
    #[error("the server cannot be reached")]
    Network,
    /// The person must sign in (401).
    #[error("please sign in")]
    NeedsAuth,
    /// The server refused, for a reason the person can act on (4xx).
    #[error("{0:?}")]
    Refused(Refusal),
    /// The request is too large (413).
    #[error("too large")]
    TooLarge,
    /// This page is too old (426).
    #[error("this page is too old")]
    Outdated,
    /// The request was not understood (400).
    #[error("{0}")]
    Invalid(String),
    /// The server is busy or failed (429, 5xx). What was sent may be sent again.
    #[error("the server failed")]
    Server,
}

/// A refusal with a stable code; the page has words for each.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refusal {
    /// For example `bad_credentials`, `too_many_attempts`, `weak_password`, `forbidden`.
    pub code: String,
    /// Seconds to wait before trying again, where waiting helps.
    pub retry_after: Option<u32>,
}

impl ApiError {
    /// The HTTP status that goes with it.
    pub fn status(&self) -> u16 {
        match self {
            Self::NeedsAuth => 401,
            Self::Refused(r) if r.retry_after.is_some() => 429,
            Self::Refused(r) if r.code == "forbidden" => 403,
            Self::Refused(_) => 422,
            Self::TooLarge => 413,
            Self::Outdated => 426,
            Self::Invalid(_) => 400,
            Self::Network | Self::Server => 500,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = Packing;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Args(what) | ServerFnErrorErr::MissingArg(what) => Self::Invalid(what),
            // An answer that is not ours: a proxy's error page, a captive portal.
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Deserialization(_) | ServerFnErrorErr::Response(_) => {
                Self::Network
            }
            _ => Self::Server,
        }
    }
}
