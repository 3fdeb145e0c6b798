//! Pulls: waiting, portions, and when they are not possible.

use std::time::{Duration, Instant};

use domain::sync::wire::{BootstrapReason, PullAnswer, PullRequest};

use super::device::{same, stored};
use super::office::Outcome;
use super::{Device, Office};

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_pull_wakes_with_the_change() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let mut laptop = Device::ready(&office, &office.admin, 2).await?;
    let op = phone.customer("甲");
    let waiting = async {
        let answer = laptop.ask_pull(&office, &laptop.pull_request(20_000, 100_000)).await;
        answer.map(|answer| (answer, Instant::now()))
    };
    let pushing = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let at = Instant::now();
        phone.push(&office, &[op]).await.map(|_| at)
    };
    let (waited, pushed) = tokio::join!(waiting, pushing);
    let ((answer, woke), pushed) = (waited?, pushed?);
    assert!(matches!(&answer, PullAnswer::Changes { txns, .. } if txns.len() == 1), "{answer:?}");
    assert!(woke - pushed < Duration::from_secs(5), "woke {:?} after the push began", woke - pushed);
    laptop.pull(&office).await?;
    assert_eq!(laptop.names(), ["甲"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_pull_ends_in_time_and_with_the_server() -> Outcome {
    let office = Office::open().await?;
    let laptop = Device::ready(&office, &office.admin, 2).await?;
    let started = Instant::now();
    let answer = laptop.ask_pull(&office, &laptop.pull_request(200, 100_000)).await?;
    assert!(matches!(&answer, PullAnswer::Changes { txns, more: false, .. } if txns.is_empty()), "{answer:?}");
    assert!(started.elapsed() >= Duration::from_millis(200));
    let shutdown = office.running.state.shutdown.clone();
    let started = Instant::now();
    let request = laptop.pull_request(25_000, 100_000);
    let waiting = laptop.ask_pull(&office, &request);
    let ending = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        shutdown.begin();
    };
    let (answer, ()) = tokio::join!(waiting, ending);
    assert!(matches!(answer?, PullAnswer::Changes { .. }));
    assert!(started.elapsed() < Duration::from_secs(10));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn portions_end_at_whole_transactions_and_add_up() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let mut laptop = Device::ready(&office, &office.admin, 2).await?;
    for round in 0..6 {
        let ops: Vec<_> = (0..60).map(|i| phone.customer(&format!("客户{round}-{i}"))).collect();
        phone.push(&office, &ops).await?;
    }
    let answers = laptop.pull(&office).await?;
    assert!(answers > 1, "several answers of about 20 kB were needed, not {answers}");
    same(&laptop.written(), &stored(&office).await?)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn strange_cursors_and_old_clients_get_designed_answers() -> Outcome {
    let office = Office::open().await?;
    let laptop = Device::ready(&office, &office.admin, 2).await?;
    let usual = laptop.pull_request(0, 100_000);
    let must = |reason| PullAnswer::MustBootstrap { reason };
    let cases = [
        (PullRequest { epoch: 0, ..usual.clone() }, must(BootstrapReason::New)),
        (PullRequest { epoch: 9, ..usual.clone() }, must(BootstrapReason::Epoch)),
        (PullRequest { cursor: usual.cursor + 1_000_000, ..usual.clone() }, must(BootstrapReason::Epoch)),
        (PullRequest { scopes_version: 77, ..usual.clone() }, must(BootstrapReason::Scope)),
        (PullRequest { proto: 0, ..usual.clone() }, PullAnswer::Upgrade { min_client: 1 }),
    ];
    for (request, expected) in cases {
        assert_eq!(laptop.ask_pull(&office, &request).await?, expected, "{request:?}");
    }
    Ok(())
}
