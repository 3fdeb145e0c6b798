//! Everything that speaks SurrealQL. Nothing outside this module does.

pub mod connect;
pub mod migrate;
pub mod session;
pub mod setting;
pub mod staff;
