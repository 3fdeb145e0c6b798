//! HTTP: the built page, health, metrics, and the rules every request passes through.

pub mod assets;
pub mod base64;
pub mod health;
pub mod import;
pub mod install_ca;
pub mod listen;
pub mod metrics;
pub mod middleware;
pub mod peer;
pub mod pwa;
pub mod rpc;
pub mod site;
pub mod snapshot;
