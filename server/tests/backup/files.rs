//! Files that are no backups, or no longer.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use domain::Op;
use server::backup::{check, folder, restore};

use super::support::{make, nowhere};
use crate::support::Outcome;
use crate::sync::{Device, Office};

async fn refused(file: &Path, data: &Path) -> String {
    match restore(file, data, &|_, _, _| true).await {
        Ok(_) => "it was restored".to_owned(),
        Err(failure) => failure.message,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_or_foreign_file_gives_one_sentence_and_leaves_nothing() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let people: Vec<Op> = (0..60).map(|i| phone.customer(&format!("客户{i}"))).collect();
    phone.push(&office, &people).await?;
    let made = make(&office, None).await?;
    let whole = std::fs::read(&made.path)?;
    assert!(check(&made.path, |_| true).is_ok());

    let dir = tempfile::tempdir()?;
    let (file, data) = (dir.path().join("x.backup"), dir.path().join("data"));
    let ends = [0, 1, 14, 15, 20, 60, whole.len() / 2, whole.len() - 40, whole.len() - 36, whole.len() - 1];
    let cut = ends.iter().map(|end| whole[..*end].to_vec());
    let flipped =
        (0..whole.len()).step_by(whole.len() / 150 + 1).chain([whole.len() - 1, whole.len() - 34]).map(|at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            bytes
        });
    let longer =
        [[whole.as_slice(), &[0]].concat(), b"jipan backup 2\nwhatever".to_vec(), b"PK\x03\x04 a zip".to_vec()];
    for (i, bytes) in cut.chain(flipped).chain(longer).enumerate() {
        std::fs::write(&file, &bytes)?;
        let message = refused(&file, &data).await;
        assert!(message.contains("x.backup"), "{i}: {message}");
        let known =
            ["is damaged", "is not a backup of Jipan", "by a newer jipan"].iter().any(|words| message.contains(words));
        assert!(known && !message.contains('\n'), "{i}: {message}");
        assert!(!data.exists(), "{i}: something was left behind");
    }
    assert!(refused(&dir.path().join("none"), &data).await.contains("cannot be read"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_empty_directory_is_restored_into() -> Outcome {
    let office = Office::open().await?;
    let made = make(&office, None).await?;
    let dir = tempfile::tempdir()?;
    std::fs::write(dir.path().join("letter.txt"), "mine")?;
    let message = refused(&made.path, dir.path()).await;
    assert!(message.contains("is not empty"), "{message}");
    assert_eq!(std::fs::read_dir(dir.path())?.count(), 1);
    // What a restore that was killed has left is no obstacle.
    let data = dir.path().join("data");
    std::fs::create_dir_all(data.join(".restoring/db"))?;
    std::fs::write(data.join(".restoring/db/half"), "half")?;
    restore(&made.path, &data, &|_, _, _| true).await?;
    let names: Vec<_> = std::fs::read_dir(&data)?.flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names, ["db"]);
    assert!(refused(&made.path, &data).await.contains("is not empty"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_are_their_owners_and_nothing_half_written_is_left() -> Outcome {
    let office = Office::on_disk().await?;
    let made = make(&office, None).await?;
    assert_eq!(std::fs::metadata(&made.path)?.permissions().mode() & 0o777, 0o600);
    let place = office.running.state.config.backups.clone();
    assert_eq!(std::fs::metadata(&place.folder)?.permissions().mode() & 0o777, 0o700);
    assert!(made.header.database_bytes > 0);
    let again = make(&office, Some(made.path.clone())).await;
    assert!(again.is_err_and(|error| error.to_string().contains("exists already")));
    // Stopped half-way.
    let state = &office.running.state;
    let order = server::backup::Order { place: place.clone(), to: None, before: 0 };
    let stopped = server::backup::make(&state.db, None, order, std::sync::Arc::new(|_, _, _| false)).await;
    assert!(stopped.is_err());
    std::fs::write(place.folder.join("notes.txt"), "mine")?;
    std::fs::write(place.folder.join("broken.backup"), "not one")?;
    let listed: Vec<_> = folder::list(&place.folder).into_iter().map(|found| found.path).collect();
    assert_eq!(listed, [made.path]);
    assert_eq!(std::fs::read_dir(&place.folder)?.count(), 3);
    assert!(folder::list(&nowhere(Path::new("/nowhere")).folder).is_empty());
    Ok(())
}
