//! The connection to SurrealDB: one handle for the embedded engine, for memory and for a remote server.

pub mod endpoint;
pub mod error;
mod query;

use std::sync::Arc;
use std::time::Duration;

use surrealdb::Surreal;
use surrealdb::engine::any::{Any, connect};
use surrealdb::opt::Config;
use surrealdb::opt::auth;

pub use endpoint::Endpoint;
pub use error::DbError;
pub use query::{Vars, retryable, take};

/// The namespace every Jipan database lives in.
pub const NAMESPACE: &str = "jipan";
/// The database that holds the one organisation of a server.
pub const DATABASE: &str = "base";

/// No statement of ours needs longer; without a limit a forgotten scan would hold its snapshot for ever.
const QUERY_TIMEOUT: Duration = Duration::from_mins(2);
/// How long a new process waits for the previous one to let go of the directory (the engine closes in the background).
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// A cheap-to-clone handle to the database, with namespace and database selected.
///
/// The session is shared, never cloned: cloning `Surreal` would start a new session without a namespace.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Surreal<Any>>,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Db")
    }
}

impl Db {
    /// Opens `endpoint` and selects the namespace and the database, creating both where the user may.
    ///
    /// # Errors
    /// [`DbError::Locked`] when another process owns the directory, [`DbError::Unreachable`] or [`DbError::Denied`] for a
    /// remote server, [`DbError::Storage`] when the disk refuses.
    pub async fn open(endpoint: &Endpoint) -> Result<Self, DbError> {
        let deadline = std::time::Instant::now() + LOCK_PATIENCE;
        loop {
            match Self::open_once(endpoint).await {
                Err(DbError::Locked) if std::time::Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                other => return other,
            }
        }
    }

    /// A fresh database in memory, for tests.
    pub async fn memory() -> Result<Self, DbError> {
        Self::open(&Endpoint::Memory).await
    }

    /// The SDK's own handle, for the few calls the helpers do not cover (`export`, `import`).
    pub fn raw(&self) -> &Surreal<Any> {
        &self.inner
    }

    async fn open_once(endpoint: &Endpoint) -> Result<Self, DbError> {
        let config = Config::new().query_timeout(QUERY_TIMEOUT);
        let db = connect((endpoint.address(), config)).await?;
        let mut may_define = true;
        if let Endpoint::Remote { user, password, .. } = endpoint {
            may_define = sign_in(&db, user, password).await?;
        }
        if may_define {
            db.query(format!("DEFINE NAMESPACE IF NOT EXISTS {NAMESPACE}")).await?.check()?;
        }
        db.use_ns(NAMESPACE).await?;
        if may_define {
            db.query(format!("DEFINE DATABASE IF NOT EXISTS {DATABASE}")).await?.check()?;
        }
        db.use_ns(NAMESPACE).use_db(DATABASE).await?;
        Ok(Self { inner: Arc::new(db) })
    }
}

/// Waits, at most two seconds, until the engine behind a dropped [`Db`] has closed its files. Answers whether it has.
///
/// Dropping the last handle closes in the background and the SDK gives nothing to wait for (surrealdb#7307); a process
/// that ends at once cuts that off. Nothing acknowledged would be lost, but the next start would have to recover.
pub async fn wait_until_closed(endpoint: &Endpoint) -> bool {
    let Endpoint::Embedded(dir) = endpoint else { return true };
    let deadline = std::time::Instant::now() + LOCK_PATIENCE;
    while std::time::Instant::now() < deadline {
        // A missing file means that the engine was never opened there. The lock ends with the file handle.
        match std::fs::File::open(dir.join("LOCK")) {
            Ok(file) if file.try_lock().is_err() => tokio::time::sleep(Duration::from_millis(20)).await,
            _ => return true,
        }
    }
    false
}

/// Signs in as a root user, else as a user of the database. Answers whether namespace and database may be defined.
async fn sign_in(db: &Surreal<Any>, user: &str, password: &str) -> Result<bool, DbError> {
    if user.is_empty() {
        return Ok(true);
    }
    let root = auth::Root { username: user.to_owned(), password: password.to_owned() };
    if db.signin(root).await.is_ok() {
        return Ok(true);
    }
    let user = auth::Database {
        namespace: NAMESPACE.to_owned(),
        database: DATABASE.to_owned(),
        username: user.to_owned(),
        password: password.to_owned(),
    };
    db.signin(user).await.map_err(|_| DbError::Denied)?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn memory_databases_are_separate() -> Result<(), DbError> {
        let (one, two) = (Db::memory().await?, Db::memory().await?);
        one.query("CREATE thing:1 SET v = 7 RETURN NONE", Vars::new()).await?;
        assert_eq!(one.values::<i64>("SELECT VALUE v FROM thing", Vars::new()).await?, vec![7]);
        two.query("DEFINE TABLE thing", Vars::new()).await?;
        assert!(two.values::<i64>("SELECT VALUE v FROM thing", Vars::new()).await?.is_empty());
        Ok(())
    }

    #[tokio::test]
    async fn a_second_opener_is_told_the_directory_is_locked() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let endpoint = Endpoint::parse(None, dir.path())?;
        let _first = Db::open(&endpoint).await?;
        assert!(matches!(Db::open(&endpoint).await, Err(DbError::Locked)));
        Ok(())
    }

    #[tokio::test]
    async fn closing_can_be_waited_for() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let endpoint = Endpoint::parse(None, dir.path())?;
        let db = Db::open(&endpoint).await?;
        assert!(!wait_until_closed(&endpoint).await, "it is open");
        drop(db);
        assert!(wait_until_closed(&endpoint).await);
        Db::open(&endpoint).await?.ping().await?;
        Ok(())
    }

    #[tokio::test]
    async fn a_silent_remote_is_unreachable() -> Result<(), Box<dyn std::error::Error>> {
        let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let endpoint = Endpoint::parse(Some(&format!("ws://u:p@{free}")), std::path::Path::new("."))?;
        assert!(matches!(Db::open(&endpoint).await, Err(DbError::Unreachable(_))));
        Ok(())
    }
}
