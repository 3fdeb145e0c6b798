//! Numbered migrations of our own: each in one transaction, each with a checksum, never edited after release.

use surrealdb::types::SurrealValue;

use super::connect::{Db, DbError, Vars};
use crate::auth::secret::sha256_hex;

/// One step of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// 1, 2, 3 … without gaps.
    pub number: u32,
    /// The file's name without number and extension.
    pub name: &'static str,
    /// Its SurrealQL, without `BEGIN` and `COMMIT`.
    pub surql: &'static str,
}

/// Every migration this program knows, in order. New ones are appended; old ones are never changed.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "accounts", surql: include_str!("migrations/0001_accounts.surql") },
    Migration { number: 2, name: "base", surql: include_str!("migrations/0002_base.surql") },
    Migration { number: 3, name: "rows_changed", surql: include_str!("migrations/0003_rows_changed.surql") },
    Migration { number: 4, name: "merges", surql: include_str!("migrations/0004_merges.surql") },
];

/// Why a database cannot be brought to this program's schema.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database was written by a newer program.
    #[error(
        "the data is of schema {found}, this program knows up to {known}: use the newer jipan again, or restore the backup made before the upgrade"
    )]
    Newer {
        /// The database's newest migration.
        found: u32,
        /// This program's newest migration.
        known: u32,
    },
    /// A migration that was already applied differs from the one in this program.
    #[error(
        "migration {number:04}_{name} of this program differs from the one the data was made with: use the program version that made it"
    )]
    Changed {
        /// The migration's number.
        number: u32,
        /// Its name in this program.
        name: &'static str,
    },
    /// A migration failed; nothing of it was kept.
    #[error("migration {number:04}_{name} failed and was rolled back: {source}")]
    Failed {
        /// The migration's number.
        number: u32,
        /// Its name.
        name: &'static str,
        /// Why.
        source: DbError,
    },
    /// The table of migrations itself cannot be read or written.
    #[error(transparent)]
    Database(#[from] DbError),
}

#[derive(SurrealValue)]
struct Applied {
    number: i64,
    checksum: String,
}

/// Brings `db` to the newest schema of this program; answers how many migrations were applied.
///
/// # Errors
/// See [`MigrateError`]; the database is left at the last migration that succeeded.
pub async fn migrate(db: &Db) -> Result<usize, MigrateError> {
    migrate_with(db, MIGRATIONS).await
}

/// As [`migrate`] with another list of steps.
///
/// # Errors
/// As [`migrate`].
pub async fn migrate_with(db: &Db, migrations: &[Migration]) -> Result<usize, MigrateError> {
    let applied = applied(db).await?;
    let known = migrations.last().map_or(0, |m| m.number);
    let found = applied.iter().filter_map(|a| u32::try_from(a.number).ok()).max().unwrap_or(0);
    if found > known {
        return Err(MigrateError::Newer { found, known });
    }
    let mut count = 0;
    for migration in migrations {
        let &Migration { number, name, .. } = migration;
        let checksum = checksum(migration);
        match applied.iter().find(|a| a.number == i64::from(number)) {
            Some(row) if row.checksum == checksum => {}
            Some(_) => return Err(MigrateError::Changed { number, name }),
            None => {
                apply(db, migration, &checksum).await.map_err(|source| MigrateError::Failed {
                    number,
                    name,
                    source,
                })?;
                tracing::info!(number, name, "migration applied");
                count += 1;
            }
        }
    }
    Ok(count)
}

/// The number of the first migration that would change a database with something in it; `None` when there is nothing to change, or
/// nothing in it yet.
///
/// # Errors
/// Database errors.
pub async fn pending(db: &Db) -> Result<Option<u32>, DbError> {
    let applied = applied(db).await?;
    let is_new = |m: &&Migration| !applied.iter().any(|a| a.number == i64::from(m.number));
    Ok(MIGRATIONS.iter().find(is_new).map(|m| m.number).filter(|_| !applied.is_empty()))
}

/// The migrations that were applied. Makes their table where it is missing.
async fn applied(db: &Db) -> Result<Vec<Applied>, DbError> {
    db.query(
        "DEFINE TABLE IF NOT EXISTS migration SCHEMAFULL PERMISSIONS NONE;
         DEFINE FIELD IF NOT EXISTS number ON migration TYPE int;
         DEFINE FIELD IF NOT EXISTS name ON migration TYPE string;
         DEFINE FIELD IF NOT EXISTS checksum ON migration TYPE string;
         DEFINE FIELD IF NOT EXISTS applied_at ON migration TYPE datetime DEFAULT time::now();",
        Vars::new(),
    )
    .await?;
    db.values("SELECT number, checksum FROM migration ORDER BY number", Vars::new()).await
}

async fn apply(db: &Db, migration: &Migration, checksum: &str) -> Result<(), DbError> {
    let surql = format!(
        "BEGIN;\n{}\nCREATE type::record('migration', $number)
           SET number = $number, name = $name, checksum = $checksum RETURN NONE;\nCOMMIT;",
        migration.surql
    );
    let vars = Vars::new()
        .set("number", i64::from(migration.number))
        .set("name", migration.name.to_owned())
        .set("checksum", checksum.to_owned());
    match db.transaction(&surql, vars).await {
        // Another server on the same remote database was quicker with the same step.
        Err(DbError::Duplicate(what)) if what == "record" => Ok(()),
        other => other.map(drop),
    }
}

/// SHA-256 of the text with Unix line ends, so that a checkout on Windows is the same migration.
fn checksum(migration: &Migration) -> String {
    sha256_hex(migration.surql.replace("\r\n", "\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Migration = Migration { number: 1, name: "one", surql: "DEFINE TABLE a SCHEMAFULL;" };
    const TWO: Migration = Migration { number: 2, name: "two", surql: "DEFINE TABLE b SCHEMAFULL;" };

    #[tokio::test]
    async fn every_migration_is_applied_once() -> Result<(), MigrateError> {
        let db = Db::memory().await?;
        assert_eq!(migrate(&db).await?, MIGRATIONS.len());
        assert_eq!(migrate(&db).await?, 0);
        Ok(())
    }

    #[tokio::test]
    async fn a_failing_migration_leaves_nothing_behind() -> Result<(), MigrateError> {
        let db = Db::memory().await?;
        let bad = Migration { surql: "DEFINE TABLE b SCHEMAFULL; CREATE a:1; THROW 'no';", ..TWO };
        let error = migrate_with(&db, &[ONE, bad]).await;
        assert!(matches!(error, Err(MigrateError::Failed { number: 2, .. })), "{error:?}");
        assert_eq!(migrate_with(&db, &[ONE, TWO]).await?, 1);
        assert!(db.values::<i64>("SELECT VALUE 1 FROM a", Vars::new()).await?.is_empty());
        Ok(())
    }

    #[tokio::test]
    async fn a_changed_migration_and_a_newer_database_are_refused() -> Result<(), MigrateError> {
        let db = Db::memory().await?;
        migrate_with(&db, &[ONE, TWO]).await?;
        let changed = Migration { surql: "DEFINE TABLE other;", ..TWO };
        let error = migrate_with(&db, &[ONE, changed]).await;
        assert!(matches!(error, Err(MigrateError::Changed { number: 2, .. })), "{error:?}");
        let error = migrate_with(&db, &[ONE]).await;
        assert!(matches!(error, Err(MigrateError::Newer { found: 2, known: 1 })), "{error:?}");
        Ok(())
    }

    #[test]
    fn numbers_are_dense_and_line_ends_do_not_matter() {
        for (at, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(usize::try_from(migration.number), Ok(at + 1));
        }
        let unix = Migration { surql: "a;\nb;", ..ONE };
        let windows = Migration { surql: "a;\r\nb;", ..ONE };
        assert_eq!(checksum(&unix), checksum(&windows));
    }
}
