//! Backups: one file with everything in the database as it was at one moment, checked after it was written; and the way back.
//!
//! Why a format of our own, and what an epoch is: ADR 5. What a device does after a restore: `domain::sync::engine`.

mod digest;
pub mod epoch;
mod file;
pub mod folder;
mod make;
mod restore;
pub mod rotate;
pub mod schedule;
mod task;

use std::path::{Path, PathBuf};

use crate::db::connect::Endpoint;

pub use digest::Digests;
pub use file::{Header, Summary, check, info};
pub use make::{Made, Order, make};
pub use restore::{Restored, digests, restore};
pub use task::{Nightly, prepare, tidy};

/// What is being done, for whoever waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the database and writing the file, or the other way round.
    Writing,
    /// Reading back what was written.
    Checking,
}

/// Hears how far the work is: the stage, records done and records in all. Answers whether to go on.
pub type Tell = dyn Fn(Stage, u64, u64) -> bool + Send + Sync;

/// Where backups of a base are kept, and how large the base is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder with the backups; made when it is first needed.
    pub folder: PathBuf,
    /// The folder of the embedded database; `None` for a remote one and for memory.
    pub database: Option<PathBuf>,
}

impl Place {
    /// The place for a data directory: `given`, else `backups` in it.
    pub fn new(given: Option<&Path>, data: &Path, database: &Endpoint) -> Self {
        let folder = given.map_or_else(|| data.join("backups"), Path::to_owned);
        let database = match database {
            Endpoint::Embedded(folder) => Some(folder.clone()),
            Endpoint::Memory | Endpoint::Remote { .. } => None,
        };
        Self { folder, database }
    }

    /// Bytes of the embedded database on disk; 0 where there is none.
    pub fn database_bytes(&self) -> u64 {
        self.database.as_deref().map_or(0, crate::disk::size_of)
    }
}
