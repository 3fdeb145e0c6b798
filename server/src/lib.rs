//! Jipan's server: axum, the sync writer and SurrealDB. A library, so that tests start the real thing.

pub mod admin_socket;
pub mod auth;
pub mod cli;
pub mod config;
pub mod db;
pub mod error;
pub mod http;
pub mod router;
pub mod state;
pub mod tls;
