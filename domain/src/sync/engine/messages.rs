//! What the engine is told and what it says: events, effects, commits and the status.

use crate::change::Txn;
use crate::id::ReplicaId;
use crate::op::Verdict;
use crate::sync::outbox::Pending;
use crate::sync::wire::{BootstrapReason, Manifest, PullAnswer, PullRequest, PushAnswer, PushRequest};

/// Why a request had no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// No network, or the server did not answer.
    Network,
    /// The server is busy or broken (429, 5xx).
    Server,
    /// The person must sign in (401).
    NeedsAuth,
    /// The batch was too large (413).
    TooLarge,
    /// The client is too old (426).
    Outdated,
    /// The snapshot is no longer there (404, 410).
    Gone,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A person did something; it is in the store.
    Appended(Pending),
    /// The answer to a push.
    Pushed(Result<PushAnswer, Failure>),
    /// The answer to a pull.
    Pulled(Result<PullAnswer, Failure>),
    /// The answer to the question for a snapshot.
    Manifest(Result<Manifest, Failure>),
    /// A chunk, checked against its hash.
    Chunk(u32, Result<Vec<u8>, Failure>),
    /// Operations of the queue have other numbers now: said after a [`Commit::Renew`] is on disk, before [`Event::Committed`].
    Requeued(Vec<Pending>),
    /// The commit that was asked for is on disk.
    Committed,
    /// It is not; the store is as before.
    CommitFailed,
    /// The timer rang.
    Timer,
    /// Something suggests that the network may be back: `online`, the page became visible, a tap on "try now".
    Wake,
    /// The person has signed in again.
    SignedIn,
}

/// What to do.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Send operations.
    Push(PushRequest),
    /// Ask for changes.
    Pull(PullRequest),
    /// Ask for a snapshot.
    AskManifest(Option<BootstrapReason>),
    /// Fetch a chunk of the snapshot with this id.
    FetchChunk {
        /// The snapshot.
        id: String,
        /// Which chunk.
        index: u32,
    },
    /// Write this, whole or not at all, and say [`Event::Committed`] or [`Event::CommitFailed`].
    Commit(Box<Commit>),
    /// Ring once, after so many milliseconds; a new timer replaces the old one.
    Timer(u64),
    /// The status has changed.
    Status(Status),
}

/// Something for the store to write in one transaction, together with what [`super::Meta::apply`] makes of its `meta`.
///
/// An operation that leaves the queue, confirmed or rejected, goes to the archive with its verdict in the same
/// transaction: a server restored from a backup needs all of a device's numbers again, also those it refused.
#[derive(Clone, PartialEq, Debug)]
pub enum Commit {
    /// Verdicts on operations. Rejected ones leave the queue and go where a person finds them.
    Verdicts {
        /// Operations of the queue with their verdicts.
        settled: Vec<(u32, Verdict)>,
        /// Operations that were not done, with their verdicts.
        rejected: Vec<Pending>,
    },
    /// Confirmed changes; the cursor; and the operations whose effect is thereby confirmed.
    Changes {
        /// The epoch.
        epoch: u32,
        /// The new cursor.
        to: u64,
        /// What changed.
        txns: Vec<Txn>,
        /// Operations that leave the queue.
        confirmed: Vec<Pending>,
    },
    /// A snapshot begins; nothing of the present rows is dropped yet.
    Begin(Manifest),
    /// A chunk has arrived. Before the swap its rows are set aside. After it (tier B) they join the others; a row that is
    /// there already in the same or a newer version stays.
    Chunk {
        /// Which.
        index: u32,
        /// Its bytes: rows, packed.
        bytes: Vec<u8>,
    },
    /// Tier A has arrived whole: the snapshot's rows take the place of all others.
    ///
    /// When the snapshot is of another epoch ([`super::Meta::changes_epoch`], asked before the commit) the server was restored from
    /// a backup: in the same transaction the store forgets all verdicts in its queue and moves the whole archive back into it,
    /// without verdicts; the driver says [`Event::Appended`] for each of those before [`Event::Committed`].
    Swap {
        /// Operations whose effect the snapshot holds already.
        confirmed: Vec<Pending>,
    },
    /// The server expects a number that this store no longer has: it was restored from a backup that is older than the archive. The
    /// store goes on as another device.
    ///
    /// In one transaction the whole archive goes back into the queue, all verdicts are forgotten, and the queue's operations get the
    /// numbers 1, 2, 3 … in the order of their old ones; the counter goes on from there. Their ids stay, so what the server has of
    /// them already it recognises. What a person was told is refused leaves that list where it is in the queue again. The driver says
    /// [`Event::Requeued`] with the queue before [`Event::Committed`].
    Renew {
        /// The device's new id.
        replica: ReplicaId,
    },
}

/// Why nothing is sent at present, although the network may be there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pause {
    /// The person must sign in.
    NeedsAuth,
    /// A newer version of the app is needed.
    Outdated,
    /// The store was copied to another profile.
    Forked,
}

/// How sync stands, for the status line and the sync page.
#[allow(clippy::struct_excessive_bools)] // they are independent of each other
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Status {
    /// Operations without a verdict.
    pub waiting: u32,
    /// Operations accepted by the server whose effect has not come back yet.
    pub sent: u32,
    /// Whether the last contact failed.
    pub offline: bool,
    /// Whether something is on its way up.
    pub sending: bool,
    /// Why nothing is sent.
    pub pause: Option<Pause>,
    /// Whether tier A is here.
    pub ready: bool,
    /// Rows of the snapshot that have arrived, and in all, while it is being fetched.
    pub fetching: Option<(u64, u64)>,
    /// Whether the server has changes that have not arrived here yet.
    pub behind: bool,
    /// Server's clock at the last contact minus ours, milliseconds.
    pub clock_offset_ms: i64,
    /// Our clock at the last contact, Unix milliseconds; 0 before.
    pub last_contact_ms: u64,
}
