//! What a customer base is: ids, values, records, operations, merge rules and the sync state machine.
//!
//! Pure: no IO, no clock, no randomness, no async. Time, ids and seeds are arguments, so the same code
//! runs on the server, in the page and in the simulator.

pub mod alias;
pub mod change;
pub mod clock;
pub mod codec;
pub mod id;
pub mod judge;
pub mod money;
pub mod op;
pub mod phone;
pub mod query;
pub mod row;
pub mod schema;
mod short;
pub mod sync;
pub mod value;

pub use alias::{Aliases, Merged};
pub use change::{Change, Edit, Txn};
pub use clock::{Hlc, Version};
pub use id::{OpId, ReplicaId, RowId, StaffId};
pub use judge::{Author, Judged, Role, Scope, World, judge};
pub use op::{Body, Choice, Op, RejectCode, Verdict};
pub use row::{Cell, Row, Stamp};
pub use schema::{Field, Kind};
pub use value::Value;
