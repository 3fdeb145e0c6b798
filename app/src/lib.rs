//! The Leptos user interface and the declarations of server functions.

pub mod api;
pub mod i18n;
pub mod layout;
pub mod local;
pub mod ui;
