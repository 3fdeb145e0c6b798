//! The Online Retail file (UCI, 541,909 order lines), imported for real; skipped where the data folder is absent.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use domain::{Kind, StaffId};
use server::db::rows;
use server::import::{Language, Options, Target};
use server::jobs::{ImportJob, Progress};

use super::columns::same_columns;
use crate::sync::{Device, Office};

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

fn file() -> Option<PathBuf> {
    let beside = PathBuf::from("../../shared/data");
    let folder = std::env::var_os("JIPAN_DATA").map_or(beside, PathBuf::from);
    Some(folder.join("retail/online_retail.csv.gz")).filter(|path| path.is_file())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_file_arrives_on_a_device() -> Outcome {
    let Some(file) = file() else {
        println!("skipped: no reference data");
        return Ok(());
    };
    let office = Office::on_disk().await?;
    let jobs = &office.running.state.jobs;
    let options = Options { language: Language::En, ..Options::new(Target::Purchases, "GBP", 0) };
    let job = ImportJob { file, options, dry_run: false, by: StaffId::NIL };
    let started = Instant::now();
    let (report, written) = jobs.run_import(job.clone(), &Arc::new(Progress::new("first".into()))).await?;
    println!("imported in {:.1} s: {written:?}", started.elapsed().as_secs_f64());
    assert_eq!((report.rows_read, report.anonymous_lines, report.customers.new), (541_909, 135_080, 4_372));
    assert_eq!(report.sums.first().map(|sum| sum.exact.as_str()), Some("9747747.934"));
    let purchases = rows::count(&office.running.state.db, Kind::Purchase).await?;
    assert_eq!(purchases, report.purchases.new);
    let started = Instant::now();
    let mut phone = Device::new(&office.admin, 1);
    let manifest = phone.bootstrap(&office).await?;
    println!("snapshot of {} chunks fetched in {:.1} s", manifest.chunks.len(), started.elapsed().as_secs_f64());
    phone.pull(&office).await?;
    assert_eq!(phone.of(Kind::Customer).count(), 4_372);
    assert_eq!(phone.of(Kind::Score).count(), 4_372);
    assert_eq!(phone.of(Kind::Purchase).count() as u64, purchases - report.anonymous_purchases);
    same_columns(&office).await?;
    // The same file again makes nothing new.
    let (again, _) = jobs.run_import(job, &Arc::new(Progress::new("second".into()))).await?;
    assert_eq!((again.customers.new, again.purchases.new, again.purchases.updated), (0, 0, 0));
    Ok(())
}
