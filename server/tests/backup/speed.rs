//! How long a backup takes, beside the SDK's own export. Run by hand:
//! `JIPAN_BACKUP_CUSTOMERS=2000 cargo test -p server backup_speed -- --ignored --nocapture`

use std::time::Instant;

use server::db::connect::{Db, Endpoint};
use server::jobs::DemoOrder;

use super::support::{make, restore};
use crate::support::Outcome;
use crate::sync::Office;

/// Resident memory of this process and its highest so far, megabytes.
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1_000
    };
    (field("VmRSS:"), field("VmHWM:"))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn backup_speed() -> Outcome {
    let customers = std::env::var("JIPAN_BACKUP_CUSTOMERS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000);
    let office = Office::on_disk().await?;
    let jobs = &office.running.state.jobs;
    let job = jobs.load_demo(DemoOrder { customers, seed: 1 }).await?;
    while jobs.job(&job.id)?.phase != "done" {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    let dir = tempfile::tempdir()?;
    println!("{customers} customers; memory {:?}", memory());
    let start = Instant::now();
    let made = make(&office, None).await?;
    let (records, bytes) = (made.summary.tables.records(), made.bytes);
    println!("backup: {records} records, {bytes} bytes, {:.1?}; memory {:?}", start.elapsed(), memory());
    let start = Instant::now();
    restore(&made.path, &dir.path().join("restored")).await?;
    println!("restore: {:.1?}; memory {:?}; database {}", start.elapsed(), memory(), made.header.database_bytes);

    let (start, file) = (Instant::now(), dir.path().join("sdk.surql"));
    office.running.state.db.raw().export(file.as_path()).await?;
    println!("SDK export: {} bytes, {:.1?}; memory {:?}", std::fs::metadata(&file)?.len(), start.elapsed(), memory());
    let start = Instant::now();
    let db = Db::open(&Endpoint::Embedded(dir.path().join("imported"))).await?;
    let imported = db.raw().import(file.as_path()).await;
    println!("SDK import: {:.1?} {:?}; memory {:?}", start.elapsed(), imported.map_err(|e| e.to_string()), memory());
    let found = super::support::digests(&db).await?;
    println!("SDK: differs in {:?}", found.differs(&made.summary.tables));
    Ok(())
}
