//! What comes over HTTP.

mod assets;
mod body_limit;
mod compression;
mod csrf;
mod headers;
mod health;
mod panic;
mod rate_limit;
mod service_worker;
mod shell;
mod shutdown;
mod tls;
