//! What can go wrong with the database, sorted by what the caller can do about it.

use std::collections::HashMap;

use surrealdb::types::{ConnectionError, QueryError};

/// A failed database call.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Another process owns the data directory.
    #[error("another process is using this data directory")]
    Locked,
    /// A write lost against concurrent writers eight times in a row.
    #[error("the database was too busy: {0} tries collided")]
    Conflict(u32),
    /// A unique index or a record id is already taken; holds the index's name where one is known.
    #[error("already exists: {0}")]
    Duplicate(String),
    /// A `THROW` of our own SurrealQL; holds its code.
    #[error("refused: {0}")]
    Thrown(String),
    /// A remote database does not answer.
    #[error("the database does not answer: {0}")]
    Unreachable(String),
    /// A remote database refused the user or the password.
    #[error("the database refused the user or the password")]
    Denied,
    /// The disk is full or refuses to write.
    #[error("the disk refused: {0}")]
    Storage(String),
    /// A statement took longer than its limit.
    #[error("the database took too long")]
    TimedOut,
    /// A row does not have the form the program expects, or a value the schema accepts.
    #[error("unexpected data: {0}")]
    Data(String),
    /// Anything else; a defect of ours until shown otherwise.
    #[error("database error: {0}")]
    Other(Box<surrealdb::Error>),
}

impl DbError {
    /// The code of a `THROW`, if this is one.
    pub fn thrown(&self) -> Option<&str> {
        match self {
            Self::Thrown(code) => Some(code),
            _ => None,
        }
    }

    /// Whether `index` (or the record id) was already taken.
    pub fn is_duplicate(&self, index: &str) -> bool {
        matches!(self, Self::Duplicate(taken) if taken == index)
    }
}

impl From<surrealdb::Error> for DbError {
    fn from(error: surrealdb::Error) -> Self {
        let message = error.message();
        if error.is_thrown() {
            let code = message.strip_prefix("An error occurred: ").unwrap_or(message);
            return Self::Thrown(code.to_owned());
        }
        if error.already_exists_details().is_some() {
            return Self::Duplicate("record".to_owned());
        }
        match error.query_details() {
            Some(QueryError::TimedOut { .. }) => return Self::TimedOut,
            Some(QueryError::TransactionConflict) => return Self::Conflict(1),
            _ => {}
        }
        if matches!(error.connection_details(), Some(ConnectionError::ConnectionFailed)) {
            return Self::Unreachable(message.to_owned());
        }
        // The rest is typed by its text only (the engine's errors reach the SDK as internal ones).
        if let Some(index) = index_name(message) {
            return Self::Duplicate(index.to_owned());
        }
        if message.contains("already locked by another process") {
            return Self::Locked;
        }
        if ["No space left", "Permission denied", "Read-only file system", "Disk quota", "Input/output error"]
            .iter()
            .any(|text| message.contains(text))
        {
            return Self::Storage(message.to_owned());
        }
        if ["Connection refused", "failed to lookup address", "HTTP error", "WebSocket"]
            .iter()
            .any(|text| message.contains(text))
        {
            return Self::Unreachable(message.to_owned());
        }
        Self::Other(Box::new(error))
    }
}

/// The name inside "Database index `NAME` already contains …".
fn index_name(message: &str) -> Option<&str> {
    let rest = message.split_once("Database index `")?.1;
    rest.split_once("` already contains").map(|(name, _)| name)
}

/// The error that made a query fail: the first slot that is not merely "not executed because another one failed". When the commit
/// itself failed, every slot says that it was not executed, and only the last one, the commit's, says why.
pub(super) fn root_cause(errors: HashMap<usize, surrealdb::Error>) -> Option<surrealdb::Error> {
    let mut errors: Vec<_> = errors.into_iter().collect();
    errors.sort_by_key(|(slot, _)| *slot);
    let consequence = |error: &surrealdb::Error| {
        matches!(error.query_details(), Some(QueryError::NotExecuted | QueryError::Cancelled))
    };
    let at = errors.iter().position(|(_, error)| !consequence(error)).or_else(|| errors.len().checked_sub(1))?;
    Some(errors.swap_remove(at).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn not_executed(message: &str) -> surrealdb::Error {
        surrealdb::Error::query(message.to_owned(), Some(QueryError::NotExecuted))
    }

    #[test]
    fn a_commit_that_the_disk_refuses_is_the_disks_fault() {
        let consequence = || not_executed("The query was not executed due to a failed transaction");
        let commit = not_executed("There was a problem with a transaction: No space left on device (os error 28)");
        let found = root_cause(HashMap::from([(0, consequence()), (1, consequence()), (2, commit)]));
        assert!(matches!(found.map(DbError::from), Some(DbError::Storage(why)) if why.contains("No space left")));
        let thrown = surrealdb::Error::query("The query failed".to_owned(), None);
        let found = root_cause(HashMap::from([(0, consequence()), (1, thrown), (2, consequence())]));
        assert_eq!(found.map(|error| error.message().to_owned()).as_deref(), Some("The query failed"));
        assert!(root_cause(HashMap::new()).is_none());
    }
}
