//! Changes: what an operation did, as it is logged by the server and applied by devices.

use crate::clock::{Hlc, Version};
use crate::id::{ReplicaId, RowId, StaffId};
use crate::row::{Row, RowRef, Stamp};
use crate::schema::Field;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// A change to one row.
#[allow(clippy::large_enum_variant)] // part of the frozen wire; a boxed row would have to be unboxed everywhere
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Change {
    /// The row is now there (created, or newly within the device's scope), whole.
    #[serde(rename = "e")]
    Enter(Row),
    /// Parts of the row changed.
    #[serde(rename = "p")]
    Patch {
        /// Which row.
        #[serde(rename = "r")]
        row: RowRef,
        /// What changed.
        #[serde(rename = "e")]
        edits: Vec<Edit>,
    },
    /// The row left the device's scope.
    #[serde(rename = "l")]
    Leave(RowRef),
    /// The row was erased.
    #[serde(rename = "g")]
    Gone(RowRef),
}

impl Change {
    /// Which row it is about.
    pub fn address(&self) -> RowRef {
        match self {
            Self::Enter(row) => row.address(),
            Self::Patch { row, .. } | Self::Leave(row) | Self::Gone(row) => *row,
        }
    }
}

/// A change of part of a row: always the state afterwards, so that applying it twice does no harm.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Edit {
    /// A field has this value.
    #[serde(rename = "c")]
    Cell(Field, Value),
    /// An element of a set field has these adds; none means that it is not in the set.
    #[serde(rename = "a")]
    Adds(Field, Value, Vec<Stamp>),
    /// The row is in the trash, or not.
    #[serde(rename = "d")]
    Deleted(bool),
    /// A field has this open conflict, or none.
    #[serde(rename = "o")]
    Open(Field, Option<RowId>),
}

/// One transaction of the log: what one operation did.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Txn {
    /// Place in the order.
    #[serde(rename = "s")]
    pub seq: u64,
    /// The author.
    #[serde(rename = "a")]
    pub actor: StaffId,
    /// The author's device.
    #[serde(rename = "r")]
    pub replica: ReplicaId,
    /// The operation's number there.
    #[serde(rename = "n")]
    pub n: u32,
    /// The author's clock, clamped.
    #[serde(rename = "h")]
    pub hlc: Hlc,
    /// What changed.
    #[serde(rename = "c")]
    pub changes: Vec<Change>,
}

impl Txn {
    /// The stamp of everything in this transaction.
    pub fn stamp(&self, epoch: u32) -> Stamp {
        Stamp {
            version: Version::new(epoch, self.seq),
            hlc: self.hlc,
            replica: self.replica,
            n: self.n,
            by: self.actor,
        }
    }
}

/// Applies edits to a row. Parts that are already newer than `stamp` stay as they are.
pub fn apply_edits(row: &mut Row, edits: &[Edit], stamp: Stamp) {
    for edit in edits {
        match edit {
            Edit::Cell(field, value) => {
                if row.stamp(*field).version < stamp.version {
                    row.put(*field, value.clone(), stamp);
                }
            }
            Edit::Adds(field, value, adds) => {
                row.put_adds(*field, value.clone(), adds.clone(), stamp.version);
            }
            Edit::Deleted(deleted) => row.deleted = deleted.then_some(stamp),
            Edit::Open(field, conflict) => {
                row.open.retain(|(f, _)| f != field);
                if let Some(id) = conflict {
                    row.open.push((*field, *id));
                    crate::short::sort(&mut row.open, |a, b| a < b);
                }
            }
        }
    }
    row.version = row.version.max(stamp.version);
}

/// What a change does to the row that is there now; `None` means the row is not there afterwards.
/// A patch of a row that is not there does nothing (it is out of scope, or was erased).
///
/// A row that has seen `stamp` already stays as it is, so a transaction must not hold two changes of one row: the second would do
/// nothing. [`crate::judge()`] joins them.
pub fn apply(row: Option<Row>, change: &Change, stamp: Stamp) -> Option<Row> {
    match change {
        Change::Enter(new) => match row {
            Some(old) if old.version > new.version => Some(old),
            _ => Some(new.clone()),
        },
        Change::Patch { edits, .. } => row.map(|mut row| {
            if row.version < stamp.version {
                apply_edits(&mut row, edits, stamp);
            }
            row
        }),
        Change::Leave(_) | Change::Gone(_) => None,
    }
}
