//! The real program from outside: pushes, pulls, snapshots, an import, starts, memory. `cargo xtask bench server` builds it first.
//!
//! The Online Retail file (`JIPAN_DATA/retail/online_retail.csv.gz`, or below `../shared/data`) is imported where it is present.

#[allow(dead_code)] // The tests' client can do more than is needed here.
#[path = "../tests/support/client.rs"]
mod client;
#[path = "bench_server/device.rs"]
mod device;
#[path = "bench_server/process.rs"]
mod process;
#[allow(dead_code)] // Its names of files are for tests.
#[path = "../tests/support/site.rs"]
mod site;

use std::path::{Path, PathBuf};
use std::time::Instant;

use device::{Device, set_up};
use process::{Served, run};

type Error = Box<dyn std::error::Error + Send + Sync>;

const DEVICES: u8 = 4;
const BATCHES: usize = 25;
const BATCH: u32 = 200;
const MB: f64 = 1e6;

fn print(metric: &str, unit: &str, value: f64) {
    println!(r#"{{"metric": "{metric}", "unit": "{unit}", "value": {value}}}"#);
}

fn percentile(times: &mut [f64], percent: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get((times.len().saturating_sub(1)) * percent / 100).copied().unwrap_or(f64::NAN)
}

/// Operations of several devices at once, each with one batch on its way; every batch is on disk when it is answered.
async fn pushes(dir: &Path) -> Result<(), Error> {
    let served = Served::start(&dir.join("push"))?;
    let cookie = set_up(served.address, served.setup_code.as_deref().unwrap_or_default()).await?;
    let mut pushing = Vec::new();
    let mut reader = Device::new(served.address, &cookie, 99);
    reader.manifest().await?;
    for number in 1..=DEVICES {
        let mut device = Device::new(served.address, &cookie, number);
        device.manifest().await?;
        let batches: Vec<_> = (0..BATCHES).map(|_| device.batch(BATCH)).collect();
        pushing.push((device, batches));
    }
    let started = Instant::now();
    let tasks: Vec<_> = pushing
        .into_iter()
        .map(|(device, batches)| {
            tokio::spawn(async move {
                let mut times = Vec::new();
                for ops in batches {
                    let sent = Instant::now();
                    device.push(&ops).await?;
                    times.push(sent.elapsed().as_secs_f64() * 1000.0);
                }
                Ok::<_, Error>((device, times))
            })
        })
        .collect();
    let (mut devices, mut times) = (Vec::new(), Vec::new());
    for task in tasks {
        let (device, some) = task.await??;
        devices.push(device);
        times.extend(some);
    }
    let ops = f64::from(DEVICES) * BATCHES as f64 * f64::from(BATCH);
    print("push, 4 devices, batches of 200, fsync", "ops/s", ops / started.elapsed().as_secs_f64());
    print("push of 200 to its answer, p50", "ms", percentile(&mut times, 50));
    print("push of 200 to its answer, p95", "ms", percentile(&mut times, 95));
    let Some(writer) = devices.first_mut() else { return Ok(()) };
    reader.manifest().await?;
    reader.pull().await?;
    for _ in 0..10 {
        let ops = writer.batch(BATCH);
        writer.push(&ops).await?;
    }
    let started = Instant::now();
    let (txns, bytes) = reader.pull().await?;
    let seconds = started.elapsed().as_secs_f64();
    print("pull after 2,000 operations", "changes/s", txns as f64 / seconds);
    print("pull after 2,000 operations, volume", "MB/s", bytes as f64 / MB / seconds);
    served.stop()
}

async fn snapshot(served: &Served, cookie: &str, what: &str) -> Result<(), Error> {
    let mut device = Device::new(served.address, cookie, 50);
    let started = Instant::now();
    device.manifest().await?;
    print(&format!("snapshot made, {what}"), "s", started.elapsed().as_secs_f64());
    let started = Instant::now();
    let (bytes, wire) = device.bootstrap().await?;
    print(&format!("snapshot fetched, {what}"), "MB/s", bytes as f64 / MB / started.elapsed().as_secs_f64());
    print(&format!("snapshot over the wire, {what}"), "MB", wire as f64 / MB);
    Ok(())
}

async fn import(dir: &Path, file: &Path) -> Result<(), Error> {
    let (alone, file) = (dir.join("import"), file.to_string_lossy());
    let arguments = ["import", &*file, "--as", "purchases"];
    print("import of Online Retail, 541,909 lines, no server running", "s", run(&arguments, &alone)?);
    let data = dir.join("import-served");
    let served = Served::start(&data)?;
    let cookie = set_up(served.address, served.setup_code.as_deref().unwrap_or_default()).await?;
    print("import of Online Retail, 541,909 lines, through the server", "s", run(&arguments, &data)?);
    if let Some((now, most)) = served.memory_mb() {
        print("resident memory after the import", "MB", now);
        print("resident memory at its highest during the import", "MB", most);
    }
    snapshot(&served, &cookie, "Online Retail").await?;
    served.stop()
}

async fn demo(dir: &Path, customers: u32) -> Result<(), Error> {
    let (data, count) = (dir.join(format!("demo-{customers}")), customers.to_string());
    let served = Served::start(&data)?;
    let cookie = set_up(served.address, served.setup_code.as_deref().unwrap_or_default()).await?;
    print(&format!("demo of {customers} customers"), "s", run(&["demo", "--customers", &count], &data)?);
    snapshot(&served, &cookie, &format!("demo of {customers}")).await?;
    served.stop()?;
    let served = Served::start(&data)?;
    print(&format!("start to /healthz, {customers} demo customers"), "ms", served.start_seconds * 1000.0);
    if let Some((now, _)) = served.memory_mb() {
        print(&format!("resident memory after the start, {customers} demo customers"), "MB", now);
    }
    served.stop()
}

fn retail() -> Option<PathBuf> {
    let folder = std::env::var_os("JIPAN_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    Some(folder.join("retail/online_retail.csv.gz")).filter(|path| path.is_file())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    // A part of them by name, for whoever looks into one: `bench_server push`.
    let only = std::env::args().nth(1);
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    let dir = tempfile::tempdir()?;
    if wanted("push") {
        pushes(dir.path()).await?;
    }
    if wanted("import") {
        match retail() {
            Some(file) => import(dir.path(), &file).await?,
            None => println!("skipped: no reference data"),
        }
    }
    for customers in [10_000, 100_000] {
        if wanted("demo") || wanted(&customers.to_string()) {
            demo(dir.path(), customers).await?;
        }
    }
    Ok(())
}
