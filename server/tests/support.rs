//! A real server on a free port, and a small client.

mod app;
mod client;
mod site;

pub use app::{NOW, PEER, TestApp, administrator};
pub use client::{Answer, Ask, client_of};
pub use site::{CSS, JS, STALE_JS, WASM, write_site};

/// What every test answers: any error fails it with its text.
pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;
