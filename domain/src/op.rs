//! Operations: everything a person can do to the base, and the server's verdict on each.
//!
//! These types are version 1 of the wire and frozen: variants and keys are only ever added.

use crate::clock::{Hlc, Version};
use crate::id::{OpId, RowId};
use crate::row::RowRef;
use crate::schema::Field;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// One operation, as it waits on the device and as it is judged.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Op {
    /// Its number on the device: 1, 2, 3 … without gaps.
    #[serde(rename = "n")]
    pub n: u32,
    /// Its id.
    #[serde(rename = "i")]
    pub id: OpId,
    /// The schema version it was written under.
    #[serde(rename = "s")]
    pub schema: u16,
    /// Operations with the same number stand or fall together.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub txn: Option<u32>,
    /// The device's clock when it was made.
    #[serde(rename = "h")]
    pub hlc: Hlc,
    /// The row it is about.
    #[serde(rename = "r")]
    pub row: RowRef,
    /// What it does.
    #[serde(rename = "b")]
    pub body: Body,
}

/// What an operation does.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Body {
    /// Makes the row.
    #[serde(rename = "c")]
    Create {
        /// Its fields.
        #[serde(rename = "f")]
        fields: Vec<(Field, Value)>,
    },
    /// Sets one field.
    #[serde(rename = "s")]
    Set {
        /// Which.
        #[serde(rename = "f")]
        field: Field,
        /// To what; `Null` clears it.
        #[serde(rename = "v")]
        value: Value,
        /// What the device had confirmed when the person typed.
        #[serde(rename = "b")]
        base: Version,
    },
    /// Adds an element to a set field.
    #[serde(rename = "a")]
    Add {
        /// Which.
        #[serde(rename = "f")]
        field: Field,
        /// The element.
        #[serde(rename = "v")]
        value: Value,
    },
    /// Removes an element from a set field: those adds of it that the device had seen.
    #[serde(rename = "d")]
    Del {
        /// Which.
        #[serde(rename = "f")]
        field: Field,
        /// The element.
        #[serde(rename = "v")]
        value: Value,
        /// What the device had confirmed.
        #[serde(rename = "b")]
        seen: Version,
    },
    /// Posts an entry to a ledger (points, coupons).
    #[serde(rename = "p")]
    Post {
        /// The account, for example a customer's points.
        #[serde(rename = "a")]
        account: RowId,
        /// How much, signed.
        #[serde(rename = "d")]
        delta: i64,
        /// Why.
        #[serde(rename = "w")]
        reason: String,
    },
    /// Links two customers. The row's id follows from the ends and the kind.
    #[serde(rename = "l")]
    Link {
        /// One end.
        #[serde(rename = "o")]
        from: RowId,
        /// The other end.
        #[serde(rename = "t")]
        to: RowId,
        /// Further fields of the edge.
        #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<(Field, Value)>,
    },
    /// Removes a link: those links that the device had seen.
    #[serde(rename = "u")]
    Unlink {
        /// What the device had confirmed.
        #[serde(rename = "b")]
        seen: Version,
    },
    /// Writes an entry of a log (note, call, visit).
    #[serde(rename = "w")]
    Append {
        /// Its fields.
        #[serde(rename = "f")]
        fields: Vec<(Field, Value)>,
    },
    /// Puts the row into the trash.
    #[serde(rename = "x")]
    Delete {
        /// What the device had confirmed.
        #[serde(rename = "b")]
        seen: Version,
    },
    /// Takes the row out of the trash.
    #[serde(rename = "r")]
    Restore {},
    /// Merges the row into another; it becomes an alias.
    #[serde(rename = "m")]
    Merge {
        /// The survivor.
        #[serde(rename = "t")]
        into: RowId,
        /// What the survivor's fields are to hold afterwards, where that differs.
        #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
        take: Vec<(Field, Value)>,
        /// What the device had confirmed.
        #[serde(rename = "b", default, skip_serializing_if = "Version::is_start")]
        base: Version,
    },
    /// Undoes a merge.
    #[serde(rename = "n")]
    Unmerge {
        /// The operation that merged.
        #[serde(rename = "o")]
        merge: OpId,
    },
    /// Settles a conflict; the row is the conflict's.
    #[serde(rename = "t")]
    Settle {
        /// What to do.
        #[serde(rename = "c")]
        choice: Choice,
        /// What the device had confirmed.
        #[serde(rename = "b")]
        base: Version,
    },
}

/// How a conflict is settled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Choice {
    /// The field gets this value: one of the sides or a third.
    #[serde(rename = "v")]
    Value(#[serde(rename = "v")] Value),
    /// A deleted row comes back, with the edit.
    #[serde(rename = "r")]
    Restore,
    /// A deleted row stays deleted.
    #[serde(rename = "d")]
    KeepDeleted,
}

/// The server's verdict on one operation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verdict {
    /// Done, at this place in the order.
    #[serde(rename = "a")]
    Applied {
        /// The place.
        #[serde(rename = "s")]
        seq: u64,
    },
    /// Accepted, and somebody must choose: nothing typed is lost.
    #[serde(rename = "c")]
    Conflict {
        /// The place.
        #[serde(rename = "s")]
        seq: u64,
        /// The conflict's row.
        #[serde(rename = "c")]
        conflict: RowId,
    },
    /// Already so.
    #[serde(rename = "n")]
    Noop {
        /// The order's end when it was judged.
        #[serde(rename = "s")]
        seq: u64,
    },
    /// Not done.
    #[serde(rename = "r")]
    Rejected {
        /// Why.
        #[serde(rename = "w")]
        code: RejectCode,
        /// Whether a manager may still accept it.
        #[serde(rename = "h")]
        hold: bool,
        /// More about why: a field's name, the path of a cycle.
        #[serde(rename = "d", default, skip_serializing_if = "String::is_empty")]
        detail: String,
    },
    /// A number is missing: send from `expect` on.
    #[serde(rename = "g")]
    Gap {
        /// The number that is next.
        #[serde(rename = "e")]
        expect: u32,
    },
    /// This number was used for something else: the browser profile was copied. Take a new device id.
    #[serde(rename = "f")]
    Fork,
}

impl Verdict {
    /// The place in the order by which the operation's effect is included in a pull; `None` when it had none.
    pub fn seq(&self) -> Option<u64> {
        match self {
            Self::Applied { seq } | Self::Conflict { seq, .. } | Self::Noop { seq } => Some(*seq),
            _ => None,
        }
    }
}

/// Why an operation was not done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum RejectCode {
    /// The author may not change this.
    #[serde(rename = "denied")]
    Denied,
    /// A value does not fit its field.
    #[serde(rename = "invalid")]
    Invalid,
    /// The row, or an end of the edge, is not known.
    #[serde(rename = "unknown")]
    Unknown,
    /// It would make a customer refer themselves, directly or through others.
    #[serde(rename = "cycle")]
    Cycle,
    /// This version of the server does not do that yet.
    #[serde(rename = "unsupported")]
    Unsupported,
    /// The row was erased for privacy.
    #[serde(rename = "erased")]
    Erased,
}
