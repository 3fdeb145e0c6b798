//! `jipan backup`, `jipan restore` and what `jipan doctor` says of them.

use super::process::{Served, ended};
use crate::support::{Outcome, write_site};

#[test]
fn a_backup_through_the_running_server_is_restored_and_served() -> Outcome {
    let dir = tempfile::tempdir()?;
    let (data, site) = (dir.path().join("data"), dir.path().join("site"));
    write_site(&site, "")?;
    let path = data.to_str().ok_or("path")?;
    let mut served = Served::start(&data, &site)?;
    let (code, _, stderr) = ended(&["user", "add", "陈静", "--data", path])?;
    assert_eq!(code, 0, "{stderr}");
    let (code, stdout, _) = ended(&["doctor", "--data", path])?;
    assert_eq!(code, 0);
    assert!(stdout.contains("WARNING: no backup in"), "{stdout}");
    assert!(stdout.contains("database: ") && stdout.contains("disk: ") && stdout.contains("clock: "), "{stdout}");

    let (code, stdout, stderr) = ended(&["backup", "--data", path])?;
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("Read back whole"), "{stdout}");
    let file = stdout.lines().find(|line| line.ends_with(".backup")).ok_or("no file is named")?.to_owned();
    let (code, stdout, _) = ended(&["doctor", "--data", path])?;
    assert_eq!(code, 0);
    assert!(
        stdout.contains("last backup: ") && stdout.contains(&file) && stdout.contains("+0 B in 0 days"),
        "{stdout}"
    );
    assert_eq!(served.terminate()?, Some(0));

    // Without a server, into a file of one's own; the same name is not taken twice.
    let mine = dir.path().join("mine.backup");
    let mine = mine.to_str().ok_or("path")?;
    assert_eq!(ended(&["backup", "--data", path, "--to", mine])?.0, 0);
    let (code, _, stderr) = ended(&["backup", "--data", path, "--to", mine])?;
    assert_eq!(code, 8);
    assert!(stderr.contains("exists already"), "{stderr}");

    let restored = dir.path().join("restored");
    let there = restored.to_str().ok_or("path")?;
    let (code, stdout, stderr) = ended(&["restore", &file, "--data", there])?;
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("Compared: ") && stdout.contains("has begun"), "{stdout}");
    let (code, _, stderr) = ended(&["restore", &file, "--data", there])?;
    assert_eq!(code, 8);
    assert!(stderr.contains("is not empty"), "{stderr}");
    let (code, stdout, _) = ended(&["user", "list", "--data", there])?;
    assert_eq!((code, stdout.trim()), (0, "-\t陈静\tstaff\town\t-\tinvited"));
    let mut served = Served::start(&restored, &site)?;
    assert_eq!(served.terminate()?, Some(0));

    let bytes = std::fs::read(mine)?;
    std::fs::write(mine, &bytes[..bytes.len() / 2])?;
    let new = dir.path().join("new");
    let (code, _, stderr) = ended(&["restore", mine, "--data", new.to_str().ok_or("path")?])?;
    assert_eq!(code, 5);
    assert!(stderr.contains("is damaged") && stderr.lines().count() == 1, "{stderr}");
    assert!(!new.exists());
    Ok(())
}

#[test]
fn times_of_day_are_checked() -> Outcome {
    let dir = tempfile::tempdir()?;
    let data = dir.path().to_str().ok_or("path")?;
    let (code, _, stderr) = ended(&["serve", "--data", data, "--backup-at", "25:00"])?;
    assert_eq!(code, 2);
    assert!(stderr.contains("a time like 03:30, or off"), "{stderr}");
    Ok(())
}
