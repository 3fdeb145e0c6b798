//! The local door of a running server: `<data>/admin.sock`, readable by its owner only.
//!
//! A running server owns the database's directory; commands like `jipan user add` then go through this socket. The same
//! [`command::run`] does the work in both cases. To add a command: a variant of [`AdminRequest`], an arm in
//! [`command::run`], a file in `cli/`.

mod client;
mod command;
mod protocol;
mod server;

use std::path::{Path, PathBuf};

pub use client::run;
pub use command::{AdminContext, Progress};
pub use protocol::{AdminRequest, Output};
pub use server::{AdminSocket, serve};

/// The socket of a data directory.
pub fn path(data: &Path) -> PathBuf {
    data.join("admin.sock")
}
