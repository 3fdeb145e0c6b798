//! Sync over HTTP: devices that push, pull and take snapshots.

mod conflicts;
pub mod device;
mod differential;
mod far;
mod merges;
mod numbers;
mod office;
mod pulls;
mod requests;
mod scopes;
mod snapshots;
mod speed;
mod survival;

pub use device::{Device, same};
pub use office::{Office, Person, code};
