//! What the page asks the server for. Declarations only: each body hands over to the server's [`Backend`].
//!
//! Addresses are fixed (`endpoint = …`, no hashes), because installed apps with unsent edits must still reach them after an update.

pub mod account;
#[cfg(feature = "ssr")]
pub mod backend;
pub mod base;
mod error;
mod packed;
pub mod sync;
pub mod upload;

pub use error::{ApiError, Refusal};

#[cfg(feature = "ssr")]
pub use backend::{Answer, Backend, Replied};
