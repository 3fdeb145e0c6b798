//! The Leptos user interface and the declarations of server functions.

pub mod api;
mod app;
pub mod command;
pub mod i18n;
pub mod layout;
pub mod local;
pub mod page;
pub mod store;
pub mod sync;
pub mod ui;

pub use app::App;
