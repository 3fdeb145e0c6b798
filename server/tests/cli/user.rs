//! `jipan user`, with and without a running server.

use super::process::{Served, ended};
use crate::support::{Outcome, write_site};

#[test]
fn people_are_added_through_the_running_server_and_without_one() -> Outcome {
    let dir = tempfile::tempdir()?;
    let (data, site) = (dir.path().join("data"), dir.path().join("site"));
    write_site(&site, "")?;
    let mut served = Served::start(&data, &site)?;
    let url = served.ready["url"].as_str().ok_or("no url")?.to_owned();
    let path = data.to_str().ok_or("path")?;

    let add = ["user", "add", "陈静", "--role", "manager", "--scope", "team", "--team", "一店", "--data", path];
    let (code, stdout, stderr) = ended(&add)?;
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains(&format!("{url}/join#")), "{stdout}");
    assert!(stdout.contains('█') || stdout.contains('▀'), "a QR code: {stdout}");

    let (code, _, stderr) = ended(&["user", "reset", "nobody", "--data", path])?;
    assert_eq!((code, stderr.as_str()), (8, "jipan: there is no such person\n"));
    assert_eq!(served.terminate()?, Some(0));

    let (code, stdout, stderr) = ended(&["user", "add", "李想", "--data", path])?;
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("/join#"), "{stdout}");
    let (code, stdout, stderr) = ended(&["user", "list", "--data", path])?;
    assert_eq!(code, 0, "{stderr}");
    let lines: Vec<&str> = stdout.lines().collect();
    assert_eq!(lines, ["-\t陈静\tmanager\tteam\t一店\tinvited", "-\t李想\tstaff\town\t-\tinvited"]);
    Ok(())
}

#[test]
fn a_missing_data_directory_is_not_created() -> Outcome {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("typo");
    let (code, _, stderr) = ended(&["user", "list", "--data", path.to_str().ok_or("path")?])?;
    assert_eq!(code, 5);
    assert!(stderr.contains("there is no data directory"), "{stderr}");
    assert!(!path.exists());
    Ok(())
}
