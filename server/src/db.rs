//! Everything that speaks SurrealQL. Nothing outside this module does.

pub mod archive;
pub mod check;
pub mod commit;
pub mod connect;
pub mod log;
pub mod migrate;
pub mod receipt;
pub mod rows;
pub mod scope;
pub mod session;
pub mod setting;
pub mod staff;
pub mod value;
