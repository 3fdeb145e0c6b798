//! Requests that are dropped, servers that end, many at once.

use std::time::Duration;

use axum::http::Method;
use domain::sync::wire::PushRequest;
use domain::{Op, Verdict};
use http_body_util::Full;
use hyper_util::rt::TokioIo;

use super::device::{same, stored};
use super::office::{Outcome, arguments};
use super::{Device, Office};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_a_restart() -> Outcome {
    let office = Office::on_disk().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let mut ops: Vec<Op> = (0..30).map(|i| phone.customer(&format!("客户{i}"))).collect();
    let edge = phone.refer(ops[0].row.id, ops[1].row.id);
    ops.push(edge);
    let verdicts = phone.push(&office, &ops).await?;
    assert!(verdicts.iter().all(|v| matches!(v, Verdict::Applied { .. })), "{verdicts:?}");
    let before = stored(&office).await?;
    let office = office.restart().await?;
    same(&stored(&office).await?, &before)?;
    // The same operations are recognised, the order goes on, and the referral tree is known again.
    assert_eq!(phone.push(&office, &ops).await?, verdicts);
    let circle = phone.refer(ops[1].row.id, ops[0].row.id);
    let next = phone.customer("之后");
    let later = phone.push(&office, &[circle, next]).await?;
    assert!(matches!(later[0], Verdict::Rejected { .. }), "{later:?}");
    assert!(later[1].seq() > verdicts.iter().filter_map(Verdict::seq).max(), "{later:?}");
    phone.pull(&office).await?;
    same(&phone.written(), &stored(&office).await?)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_request_is_done_whole_or_not_at_all_and_asked_again_gives_the_verdicts() -> Outcome {
    let office = Office::on_disk().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    for wait_ms in [0, 1, 2, 4, 8, 15, 30, 60] {
        let ops: Vec<Op> = (0..40).map(|i| phone.customer(&format!("{wait_ms}-{i}"))).collect();
        let body = arguments(("request", &PushRequest::pack(phone.replica, phone.epoch, 1, &ops)));
        let stream = tokio::net::TcpStream::connect(office.running.address).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let driving = tokio::spawn(connection);
        let request = axum::http::Request::builder()
            .method(Method::POST)
            .uri("/rpc/sync/v1/push")
            .header("host", office.running.address.to_string())
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/cbor")
            .header("cookie", &phone.person.cookie)
            .body(Full::new(axum::body::Bytes::from(body)))?;
        let asking = sender.send_request(request);
        // The answer is never waited for: the connection is cut.
        let _ = tokio::time::timeout(Duration::from_millis(wait_ms), asking).await;
        driving.abort();
        drop(sender);
        tokio::time::sleep(Duration::from_millis(50)).await;
        office.running.state.base.flush().await;
        let there = stored(&office).await?.into_keys().filter(|at| ops.iter().any(|op| op.row == *at)).count();
        assert!(there == 0 || there == ops.len(), "{there} of {} after {wait_ms} ms", ops.len());
        let verdicts = phone.push(&office, &ops).await?;
        assert!(verdicts.iter().all(|v| matches!(v, Verdict::Applied { .. })), "{verdicts:?}");
    }
    phone.pull(&office).await?;
    same(&phone.written(), &stored(&office).await?)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn many_devices_at_once_get_one_order_without_gaps() -> Outcome {
    let office = Office::on_disk().await?;
    let mut devices = Vec::new();
    for number in 1..=8 {
        devices.push(Device::ready(&office, &office.admin, number).await?);
    }
    let before = devices[0].cursor;
    let pushing = devices.iter_mut().map(|device| {
        let office = &office;
        async move {
            let mut seqs = Vec::new();
            for round in 0..5 {
                let ops: Vec<Op> = (0..10).map(|i| device.customer(&format!("{round}-{i}"))).collect();
                seqs.extend(device.push(office, &ops).await?.iter().filter_map(Verdict::seq));
            }
            Ok::<_, super::office::Error>(seqs)
        }
    });
    let mut all = Vec::new();
    for seqs in futures::future::join_all(pushing).await {
        all.extend(seqs?);
    }
    all.sort_unstable();
    all.dedup();
    // Scores take places of their own in between: each operation has its own place, and every place is in the log.
    assert_eq!(all.len(), 400);
    for device in &mut devices {
        device.pull(&office).await?;
        same(&device.written(), &stored(&office).await?)?;
    }
    assert!(devices[0].cursor >= before + 400);
    Ok(())
}
