//! `jipan serve` from start to end.

use super::process::Served;
use crate::support::{Ask, Outcome, write_site};

#[tokio::test]
async fn it_says_where_it_is_answers_and_ends_in_order() -> Outcome {
    let dir = tempfile::tempdir()?;
    let (data, site) = (dir.path().join("data"), dir.path().join("site"));
    write_site(&site, "")?;
    let mut served = Served::start(&data, &site)?;
    let url = served.ready["url"].as_str().ok_or("no url")?.to_owned();
    assert_eq!(served.ready["pid"].as_u64(), Some(u64::from(served.child.id())));
    assert_eq!(served.ready["setup_code"].as_str().map(str::len), Some(11));
    let address = url.strip_prefix("http://").ok_or("scheme")?.parse()?;
    assert_eq!(Ask::new(address, axum::http::Method::GET, "/readyz").send().await?.text(), "ready\n");

    assert_eq!(served.terminate()?, Some(0));
    assert!(!served.ready_file.exists());
    assert!(!data.join("admin.sock").exists());
    // The directory is free again, and the code was renewed because nobody used it.
    let again = Served::start(&data, &site)?;
    assert!(again.ready["setup_code"].is_string());
    assert_ne!(again.ready["setup_code"], served.ready["setup_code"]);
    Ok(())
}

#[test]
fn a_killed_server_leaves_nothing_in_the_way() -> Outcome {
    let dir = tempfile::tempdir()?;
    let (data, site) = (dir.path().join("data"), dir.path().join("site"));
    write_site(&site, "")?;
    let mut served = Served::start(&data, &site)?;
    served.child.kill()?;
    served.child.wait()?;
    std::fs::remove_file(&served.ready_file)?;
    assert!(data.join("admin.sock").exists(), "the socket a killed server leaves behind");
    Served::start(&data, &site)?;
    Ok(())
}
