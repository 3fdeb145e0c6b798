//! The Leptos user interface and the declarations of server functions.
//!
//! The server links this crate for the declarations only (`ssr`): the page is mounted by the browser and never rendered there, so
//! everything else is compiled for the page alone (`csr`).

#![recursion_limit = "512"]
// Components take their properties by value, because views outlive the call.
#![allow(clippy::needless_pass_by_value)]
// A view is one expression, and so is the type of what it captures.
#![allow(clippy::too_many_lines, clippy::type_complexity)]

pub mod api;
#[cfg(feature = "csr")]
mod app;
#[cfg(all(feature = "csr", target_arch = "wasm32"))]
mod by_name;
#[cfg(feature = "csr")]
pub mod command;
#[cfg(feature = "csr")]
pub mod i18n;
#[cfg(feature = "csr")]
pub mod layout;
#[cfg(feature = "csr")]
pub mod local;
#[cfg(feature = "csr")]
pub mod page;
#[cfg(feature = "csr")]
pub mod store;
#[cfg(feature = "csr")]
pub mod sync;
#[cfg(feature = "csr")]
pub mod ui;

#[cfg(feature = "csr")]
pub use app::App;
