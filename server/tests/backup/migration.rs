//! A backup before the schema changes, and one from before it.

use server::backup::{folder, prepare};
use server::db::connect::{Db, Endpoint, Vars};
use server::db::log;
use server::db::migrate::{MIGRATIONS, migrate_with};

use super::support::restore;
use crate::support::Outcome;

#[tokio::test(flavor = "multi_thread")]
async fn an_update_makes_a_backup_first_and_that_can_be_restored() -> Outcome {
    let dir = tempfile::tempdir()?;
    let place = super::support::nowhere(dir.path());
    let db = Db::memory().await?;
    migrate_with(&db, &MIGRATIONS[..2]).await?;
    db.query("UPDATE counter:sync SET seq = 7; CREATE setting:organisation SET value = '锦和布行'", Vars::new())
        .await?;
    prepare(&db, &place).await?;
    let found = folder::list(&place.folder);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].header.schema, found[0].header.before, found[0].header.seq), (2, 3, 7));
    assert!(found[0].path.to_string_lossy().ends_with("-before-3.backup"));
    // A second start changes nothing and makes none; nor does a new base.
    prepare(&db, &place).await?;
    prepare(&Db::memory().await?, &place).await?;
    assert_eq!(folder::list(&place.folder).len(), 1);

    restore(&found[0].path, &dir.path().join("data")).await?;
    let db = Db::open(&Endpoint::Embedded(dir.path().join("data/db"))).await?;
    let position = log::position(&db).await?;
    assert_eq!((position.seq, position.first, position.rows), (7, 7, 0));
    assert_eq!(server::db::setting::get(&db, "organisation").await?.as_deref(), Some("锦和布行"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_backup_nothing_is_changed() -> Outcome {
    let dir = tempfile::tempdir()?;
    let place = super::support::nowhere(dir.path());
    std::fs::write(&place.folder, "in the way")?;
    let db = Db::memory().await?;
    migrate_with(&db, &MIGRATIONS[..2]).await?;
    let refused = prepare(&db, &place).await;
    assert!(refused.is_err_and(|error| error.message.contains("nothing was changed")));
    assert_eq!(migrate_with(&db, MIGRATIONS).await?, MIGRATIONS.len() - 2);
    Ok(())
}
