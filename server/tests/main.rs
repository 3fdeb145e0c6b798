//! The server from outside: one binary whose tree mirrors the routes and the commands.

mod auth;
mod base;
mod cli;
mod http;
mod support;
mod sync;
