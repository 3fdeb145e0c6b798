//! Where the order stands, for everybody who waits for something new.

use crate::db::log::Position;

/// Where the order stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Counts restores from a backup.
    pub epoch: u32,
    /// The last place that is on disk.
    pub seq: u64,
    /// The log holds everything after this place.
    pub first: u64,
    /// How many changes of rows the log has told of: by how much a snapshot has aged, and a device is behind.
    pub rows: u64,
    /// Whether the server has read where the order stands; false for a moment after its start.
    pub loaded: bool,
}

impl Head {
    pub(super) fn at(position: Position) -> Self {
        let Position { epoch, seq, first, rows } = position;
        Self { epoch, seq, first, rows, loaded: true }
    }
}
