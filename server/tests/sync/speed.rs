//! Measurements; run by hand: `cargo test -p server --test main speed -- --ignored --nocapture`.

use std::time::Instant;

use domain::{Op, Verdict};

use super::office::{Error, Outcome};
use super::{Device, Office};

const DEVICES: u8 = 4;
const BATCHES: usize = 25;
const BATCH: usize = 200;

/// Operations a second over HTTP, judged, authorised and on disk.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement of the machine, not of the program's correctness"]
async fn pushes_of_two_hundred() -> Outcome {
    let office = Office::on_disk().await?;
    let mut devices = Vec::new();
    for number in 1..=DEVICES {
        let mut device = Device::ready(&office, &office.admin, number).await?;
        let batches: Vec<Vec<Op>> = (0..BATCHES)
            .map(|round| (0..BATCH).map(|i| device.customer(&format!("客户{round}-{i}"))).collect())
            .collect();
        devices.push((device, batches));
    }
    let started = Instant::now();
    let pushing = devices.iter().map(|(device, batches)| {
        let office = &office;
        async move {
            let mut times = Vec::new();
            for ops in batches {
                let sent = Instant::now();
                let verdicts = device.push(office, ops).await?;
                times.push(sent.elapsed().as_secs_f64() * 1000.0);
                if !verdicts.iter().all(|v| matches!(v, Verdict::Applied { .. })) {
                    return Err(format!("{verdicts:?}").into());
                }
            }
            Ok::<_, Error>(times)
        }
    });
    let mut times = Vec::new();
    for one in futures::future::join_all(pushing).await {
        times.extend(one?);
    }
    let seconds = started.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let ops = usize::from(DEVICES) * BATCHES * BATCH;
    println!(
        "{ops} operations in {seconds:.2} s: {:.0} a second; a push of {BATCH}: median {:.0} ms, p95 {:.0} ms",
        ops as f64 / seconds,
        times[times.len() / 2],
        times[times.len() * 95 / 100]
    );
    Ok(())
}
