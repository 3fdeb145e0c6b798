//! Running SurrealQL: every slot checked, conflicts retried, rows decoded.

use std::time::Duration;

use surrealdb::IndexedResults;
use surrealdb::types::{QueryError, SurrealValue, Value, Variables};

use super::error::root_cause;
use super::{Db, DbError};

/// How often a transaction is tried before the caller is told that the database is too busy.
const TRIES: u32 = 8;

/// Named parameters of a query. An unbound `$name` is `NONE` in SurrealQL, not an error: bind everything.
#[derive(Clone, Debug, Default)]
pub struct Vars(Variables);

impl Vars {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `$name`.
    #[must_use]
    pub fn set(mut self, name: &str, value: impl SurrealValue) -> Self {
        self.0.insert(name, value);
        self
    }

    /// As the SDK takes them.
    pub(in crate::db) fn into_inner(self) -> Variables {
        self.0
    }
}

/// Whether `error` says that the same transaction, sent again, may succeed.
///
/// The embedded engine loses the type of a conflict in one place (surrealdb#7472), hence the text.
pub fn retryable(error: &surrealdb::Error) -> bool {
    matches!(error.query_details(), Some(QueryError::TransactionConflict))
        || error.message().contains("This transaction can be retried")
}

impl Db {
    /// Runs `surql` once; fails if any of its statements failed.
    ///
    /// # Errors
    /// The root cause of the first failed statement.
    pub async fn query(&self, surql: &str, vars: Vars) -> Result<IndexedResults, DbError> {
        Ok(self.attempt(surql, vars).await?)
    }

    /// Runs `surql` (one statement, or one `BEGIN; … COMMIT;`) up to eight times while it loses against concurrent
    /// writers, waiting a random 0-1, 0-2, 0-4 … 0-64 ms in between.
    ///
    /// Slots: `BEGIN` and `COMMIT` count, so the first statement inside is slot 1.
    ///
    /// # Errors
    /// [`DbError::Conflict`] after the last try; otherwise the root cause.
    pub async fn transaction(&self, surql: &str, vars: Vars) -> Result<IndexedResults, DbError> {
        for tried in 1..=TRIES {
            match self.attempt(surql, vars.clone()).await {
                Ok(results) => return Ok(results),
                Err(error) if retryable(&error) => {}
                Err(error) => return Err(error.into()),
            }
            if tried < TRIES {
                tokio::time::sleep(jitter(tried)).await;
            }
        }
        Err(DbError::Conflict(TRIES))
    }

    /// The rows (or values) of a single `SELECT`.
    ///
    /// # Errors
    /// As [`Db::query`]; [`DbError::Data`] when a row does not decode as `T`.
    pub async fn values<T: SurrealValue>(&self, surql: &str, vars: Vars) -> Result<Vec<T>, DbError> {
        let mut results = self.query(surql, vars).await?;
        take(&mut results, 0)
    }

    /// The first row (or value) of a single `SELECT`, if there is one.
    ///
    /// # Errors
    /// As [`Db::values`].
    pub async fn first<T: SurrealValue>(&self, surql: &str, vars: Vars) -> Result<Option<T>, DbError> {
        Ok(self.values(surql, vars).await?.into_iter().next())
    }

    /// Answers when the database does.
    ///
    /// # Errors
    /// As [`Db::query`].
    pub async fn ping(&self) -> Result<(), DbError> {
        self.query("RETURN 1", Vars::new()).await.map(drop)
    }

    async fn attempt(&self, surql: &str, vars: Vars) -> Result<IndexedResults, surrealdb::Error> {
        let mut results = self.raw().query(surql).bind(vars.0).await?;
        match root_cause(results.take_errors()) {
            Some(error) => Err(error),
            None => Ok(results),
        }
    }
}

/// The rows of slot `slot`: a list stays a list, a single value becomes a list of one, `NONE` an empty one.
///
/// # Errors
/// [`DbError::Data`] when a row does not decode as `T`.
pub fn take<T: SurrealValue>(results: &mut IndexedResults, slot: usize) -> Result<Vec<T>, DbError> {
    let value: Value = results.take(slot)?;
    let rows = match value {
        Value::Array(rows) => rows.into_iter().collect(),
        Value::None | Value::Null => Vec::new(),
        one => vec![one],
    };
    rows.into_iter().map(|row| T::from_value(row).map_err(|error| DbError::Data(error.to_string()))).collect()
}

/// Full jitter: a random wait below 1, 2, 4 … 64 ms.
fn jitter(tried: u32) -> Duration {
    let ceiling = 1_000u64 << tried.saturating_sub(1).min(6);
    let random = getrandom::u64().unwrap_or(ceiling / 2);
    Duration::from_micros(random % ceiling)
}
