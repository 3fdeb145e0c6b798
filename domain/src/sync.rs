//! Sync: the wire, the device's engine and what both sides share. See `docs/SYNC.md`.

pub mod engine;
pub mod outbox;
pub mod replay;
pub mod sim;
pub mod wire;
