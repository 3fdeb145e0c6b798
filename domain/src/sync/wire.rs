//! Version 1 of the wire. **Frozen**: keys and variants are only ever added; golden-byte tests hold them fast.
//!
//! CBOR with one-letter keys; unknown keys are ignored. Ids that repeat are sent once, in a dictionary.

use crate::change::Txn;
use crate::clock::{Hlc, Version};
use crate::id::{OpId, ReplicaId, RowId};
use crate::op::{Body, Op, Verdict};
use crate::row::RowRef;
use crate::schema::Kind;
use serde::{Deserialize, Serialize};

/// The protocol version this code speaks.
pub const PROTO: u16 = 1;
/// The most operations in one push.
pub const MAX_OPS: usize = 200;
/// The most bytes in one push, before compression.
pub const MAX_PUSH_BYTES: usize = 256 * 1024;
/// The bytes a pull asks for.
pub const PULL_BYTES: u32 = 512 * 1024;

/// Operations, from a device to the server.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PushRequest {
    /// The protocol version.
    #[serde(rename = "p")]
    pub proto: u16,
    /// The device.
    #[serde(rename = "r")]
    pub replica: ReplicaId,
    /// The epoch the device knows; 0 before the first contact.
    #[serde(rename = "e")]
    pub epoch: u32,
    /// The device's wall clock, Unix milliseconds.
    #[serde(rename = "t")]
    pub t_client: u64,
    /// The dictionary of row ids.
    #[serde(rename = "i")]
    pub ids: Vec<RowId>,
    /// The operations, in order of their numbers.
    #[serde(rename = "o")]
    pub ops: Vec<WireOp>,
}

/// An operation whose row is an index into the dictionary.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WireOp {
    /// Its number on the device.
    #[serde(rename = "n")]
    pub n: u32,
    /// Its id.
    #[serde(rename = "i")]
    pub id: OpId,
    /// The schema version; left out when it is 1.
    #[serde(rename = "s", default = "one", skip_serializing_if = "is_one")]
    pub schema: u16,
    /// Its transaction.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub txn: Option<u32>,
    /// The device's clock when it was made.
    #[serde(rename = "h")]
    pub hlc: Hlc,
    /// The row's kind and its place in the dictionary.
    #[serde(rename = "r")]
    pub row: (Kind, u32),
    /// What it does.
    #[serde(rename = "b")]
    pub body: Body,
}

fn one() -> u16 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn is_one(n: &u16) -> bool {
    *n == 1
}

/// The server's answer to a push.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum PushAnswer {
    /// Every operation has its verdict.
    #[serde(rename = "o")]
    Judged {
        /// The server's epoch.
        #[serde(rename = "e")]
        epoch: u32,
        /// The server's clock, Unix milliseconds.
        #[serde(rename = "t")]
        t_server: u64,
        /// The last number judged for this device.
        #[serde(rename = "l")]
        last_n: u32,
        /// One verdict for each operation sent.
        #[serde(rename = "r")]
        results: Vec<Verdict>,
    },
    /// The client is too old to be understood. Its queue stays.
    #[serde(rename = "u")]
    Upgrade {
        /// The oldest protocol this server speaks.
        #[serde(rename = "m")]
        min_client: u16,
    },
}

/// A device asks for what changed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PullRequest {
    /// The protocol version.
    #[serde(rename = "p")]
    pub proto: u16,
    /// The device.
    #[serde(rename = "r")]
    pub replica: ReplicaId,
    /// The epoch the device knows.
    #[serde(rename = "e")]
    pub epoch: u32,
    /// Up to where the device has everything.
    #[serde(rename = "c")]
    pub cursor: u64,
    /// The scope the device was filled for.
    #[serde(rename = "s")]
    pub scopes_version: u32,
    /// About how many bytes it wants.
    #[serde(rename = "m")]
    pub max_bytes: u32,
    /// How long the server may wait for something new, milliseconds, at most 25,000.
    #[serde(rename = "w")]
    pub wait_ms: u32,
}

/// The server's answer to a pull.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum PullAnswer {
    /// What changed.
    #[serde(rename = "o")]
    Changes {
        /// The server's epoch.
        #[serde(rename = "e")]
        epoch: u32,
        /// The cursor that was asked from.
        #[serde(rename = "f")]
        from: u64,
        /// The device's cursor afterwards.
        #[serde(rename = "t")]
        to: u64,
        /// The end of the order.
        #[serde(rename = "h")]
        head: u64,
        /// Whether there is more at once.
        #[serde(rename = "m")]
        more: bool,
        /// The server's clock, Unix milliseconds.
        #[serde(rename = "s")]
        t_server: u64,
        /// Grants and revocations of scopes.
        #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
        scopes: Vec<ScopeChange>,
        /// Transactions, in order, none of them cut.
        #[serde(rename = "x")]
        txns: Vec<Txn>,
        /// A digest of the scope at `to`, when the server sends one.
        #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
        digest: Option<u64>,
    },
    /// The device must take a snapshot; its outbox stays.
    #[serde(rename = "b")]
    MustBootstrap {
        /// Why.
        #[serde(rename = "r")]
        reason: BootstrapReason,
    },
    /// The client is too old to be understood. Its queue stays.
    #[serde(rename = "u")]
    Upgrade {
        /// The oldest protocol this server speaks.
        #[serde(rename = "m")]
        min_client: u16,
    },
}

/// A change of what a device may see.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ScopeChange {
    /// The device may see this scope from now on.
    #[serde(rename = "g")]
    Grant(RowId),
    /// The device may no longer see it.
    #[serde(rename = "r")]
    Revoke(RowId),
}

/// Why a device must take a snapshot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum BootstrapReason {
    /// It never had one.
    #[serde(rename = "new")]
    New,
    /// The server's order begins anew (another epoch, or a cursor beyond its end).
    #[serde(rename = "epoch")]
    Epoch,
    /// The cursor is older than what the log keeps, or so old that a snapshot costs less than all that came since.
    #[serde(rename = "horizon")]
    Horizon,
    /// What the person may see has changed.
    #[serde(rename = "scope")]
    Scope,
}

/// What a snapshot consists of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub struct Manifest {
    /// Names the snapshot in the addresses of its chunks.
    #[serde(rename = "i")]
    pub id: String,
    /// The server's epoch.
    #[serde(rename = "e")]
    pub epoch: u32,
    /// The place in the order at which the snapshot was taken; pull continues from here.
    #[serde(rename = "s")]
    pub seq: u64,
    /// The scope it was made for.
    #[serde(rename = "v")]
    pub scopes_version: u32,
    /// The server's clock, Unix milliseconds.
    #[serde(rename = "t")]
    pub t_server: u64,
    /// The chunks; tier A first, then tier B from the newest to the oldest.
    #[serde(rename = "c")]
    pub chunks: Vec<ChunkInfo>,
}

/// One chunk of a snapshot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub struct ChunkInfo {
    /// Whether its rows are held in memory (tier A).
    #[serde(rename = "a")]
    pub tier_a: bool,
    /// How many rows.
    #[serde(rename = "n")]
    pub rows: u32,
    /// How many bytes, uncompressed.
    #[serde(rename = "b")]
    pub bytes: u32,
    /// First 16 bytes of the SHA-256 of the uncompressed bytes.
    #[serde(rename = "h", with = "serde_bytes")]
    pub hash: Vec<u8>,
    /// Tier B: the first and the last customer in it, so that one customer's history is found without opening the others.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub customers: Option<(RowId, RowId)>,
    /// Tier B: the earliest day in it, days since 1970.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub since_day: Option<i64>,
}

impl PushRequest {
    /// Packs operations for the wire.
    pub fn pack(replica: ReplicaId, epoch: u32, t_client: u64, ops: &[Op]) -> Self {
        let mut ids: Vec<RowId> = ops.iter().map(|o| o.row.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let wire = |op: &Op| WireOp {
            n: op.n,
            id: op.id,
            schema: op.schema,
            txn: op.txn,
            hlc: op.hlc,
            row: (op.row.kind, u32::try_from(ids.binary_search(&op.row.id).unwrap_or(0)).unwrap_or(u32::MAX)),
            body: op.body.clone(),
        };
        let ops = ops.iter().map(wire).collect();
        Self { proto: PROTO, replica, epoch, t_client, ids, ops }
    }

    /// Unpacks the operations.
    ///
    /// # Errors
    /// The number of the first operation whose row is not in the dictionary.
    pub fn unpack(self) -> Result<Vec<Op>, u32> {
        let ids = self.ids;
        self.ops
            .into_iter()
            .map(|w| {
                let id = ids.get(w.row.1 as usize).copied().ok_or(w.n)?;
                let row = RowRef::new(w.row.0, id);
                Ok(Op { n: w.n, id: w.id, schema: w.schema, txn: w.txn, hlc: w.hlc, row, body: w.body })
            })
            .collect()
    }
}

impl Manifest {
    /// The version that rows of this snapshot are complete up to.
    pub fn version(&self) -> Version {
        Version::new(self.epoch, self.seq)
    }
}
