//! Why sync has no answer.

use crate::db::connect::DbError;

/// Why a push, a pull or a snapshot has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The device's store belongs to another person.
    #[error("this device's data belongs to another person")]
    OtherPerson,
    /// What was sent makes no sense.
    #[error("the request makes no sense: {0}")]
    Malformed(String),
    /// More operations than one request may hold.
    #[error("too many operations in one request")]
    TooLarge,
    /// The server is ending.
    #[error("the server is ending")]
    Stopped,
    /// The disk refused.
    #[error("the disk refused: {0}")]
    Disk(#[from] std::io::Error),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}
