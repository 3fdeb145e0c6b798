//! Jipan's server: axum, the sync writer and SurrealDB. A library, so that tests start the real thing.

pub mod admin_socket;
pub mod auth;
pub mod backend;
pub mod backup;
pub mod cli;
pub mod config;
pub mod db;
pub mod demo;
pub mod disk;
pub mod error;
pub mod http;
pub mod import;
pub mod jobs;
pub mod router;
pub mod scoring;
pub mod state;
pub mod sync;
pub mod tls;
