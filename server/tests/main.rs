//! The server from outside: one binary whose tree mirrors the routes and the commands.

#![allow(clippy::many_single_char_names, clippy::needless_pass_by_value)] // Devices in tests are called a, b, c; answers are used up.

mod analyze;
mod auth;
mod backup;
mod base;
mod cli;
mod graph;
mod http;
mod import;
mod support;
mod sync;
