//! What administrators see, and the schedule.

use app::api::base::{Backups, Job};
use domain::codec;

use super::support::Error;
use crate::support::Outcome;
use crate::sync::{Office, Person};

async fn ask<T: serde::de::DeserializeOwned>(office: &Office, person: &Person, what: &str) -> Result<T, Error> {
    let answer = office.ask(person, what).body(vec![0xa0]).send().await?;
    if answer.status != 200 {
        return Err(format!("{}: {}", answer.status, answer.text()).into());
    }
    Ok(codec::decode(&answer.body, "answer")?)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_a_backup_and_sees_it() -> Outcome {
    let office = Office::on_disk().await?;
    let before: Backups = ask(&office, &office.admin, "base/v1/backups").await?;
    assert_eq!((before.last, before.kept, before.next_ms, before.old), (None, 0, None, false));
    assert!(before.free_bytes.is_some_and(|free| free > 0) && before.folder.ends_with("backups"));
    let job: Job = ask(&office, &office.admin, "base/v1/back-up").await?;
    for _ in 0..200 {
        if office.running.state.jobs.job(&job.id)?.phase == "done" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let after: Backups = ask(&office, &office.admin, "base/v1/backups").await?;
    let last = after.last.ok_or("there is no backup")?;
    assert!(last.records > 0 && last.bytes > 0 && last.file.ends_with(".backup"), "{last:?}");
    assert_eq!((after.kept, after.kept_bytes, after.failed), (1, last.bytes, None));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_does() -> Outcome {
    let office = Office::open().await?;
    let manager = office.person("李想", "manager", "all", None).await?;
    for what in ["base/v1/backups", "base/v1/back-up"] {
        let denied = ask::<Job>(&office, &manager, what).await;
        assert!(denied.is_err_and(|error| error.to_string().starts_with("403")), "{what}");
    }
    assert!(!office.data().join("backups").exists());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_fails_is_told_and_leaves_the_earlier_ones() -> Outcome {
    let office = Office::open().await?;
    // The folder's place is taken by a file.
    std::fs::write(office.data().join("backups"), "in the way")?;
    let job: Job = ask(&office, &office.admin, "base/v1/back-up").await?;
    for _ in 0..200 {
        if office.running.state.jobs.job(&job.id)?.phase == "failed" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let after: Backups = ask(&office, &office.admin, "base/v1/backups").await?;
    assert!(after.failed.is_some_and(|(_, why)| why.contains("cannot create")), "the failure is told");
    Ok(())
}
