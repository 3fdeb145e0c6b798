//! Requests that make no sense.

use app::api::ApiError;
use axum::http::{Method, StatusCode};
use domain::codec;
use domain::sync::wire::{PushAnswer, PushRequest};
use std::io::Write as _;

use super::device::stored;
use super::office::{Outcome, arguments};
use super::{Device, Office};
use crate::support::Ask;

const PUSH: &str = "sync/v1/push";

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_anything_without_signing_in() -> Outcome {
    let office = Office::open().await?;
    let mut stranger = Device::new(&office.admin, 1);
    stranger.person.cookie = "jipan_session=".to_owned() + &"0".repeat(64);
    let op = stranger.customer("甲");
    assert_eq!(stranger.try_push(&office, &[op]).await?, Err(ApiError::NeedsAuth));
    let answer = office.ask(&stranger.person, "sync/v1/pull");
    let answer = answer.body(arguments(("request", &stranger.pull_request(0, 1)))).send().await?;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(office.get(&stranger.person, "/snapshot/x/0").send().await?.status, StatusCode::UNAUTHORIZED);
    assert!(stored(&office).await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_arguments_are_400_and_nothing_happens() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let op = phone.customer("甲");
    let good = arguments(("request", &PushRequest::pack(phone.replica, phone.epoch, 1, &[op])));
    let mut wrong_row = PushRequest::pack(phone.replica, phone.epoch, 1, &[phone.customer("乙")]);
    wrong_row.ids.clear();
    let deep = [vec![0x81_u8; 5_000], vec![0x00]].concat();
    let bodies = [
        Vec::new(),
        b"nonsense".to_vec(),
        good[..good.len() - 3].to_vec(),
        arguments(("request", &"text")),
        arguments(("other", &1)),
        arguments(("request", &wrong_row)),
        deep,
        vec![0xff; 100],
    ];
    for body in bodies {
        let shown = format!("{:02x?}", &body[..body.len().min(20)]);
        let answer = office.ask(&office.admin, PUSH).body(body).send().await?;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{shown}");
        assert!(matches!(codec::decode(&answer.body, "error"), Ok(ApiError::Invalid(_))), "{shown}");
    }
    assert!(stored(&office).await?.is_empty());
    // The server is as good as before.
    assert_eq!(office.ask(&office.admin, PUSH).body(good).send().await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_is_413_and_compressed_requests_are_read() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let large = office.ask(&office.admin, PUSH).body(vec![0_u8; 1_200_000]).send().await?;
    assert_eq!((large.status, large.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    let many: Vec<_> = (0..201).map(|i| phone.customer(&format!("{i}"))).collect();
    let answer = phone.try_push(&office, &many).await?;
    assert_eq!(answer, Err(ApiError::TooLarge));
    phone.next_n = 1;
    let op = phone.customer("压缩");
    let plain = arguments(("request", &PushRequest::pack(phone.replica, phone.epoch, 1, &[op])));
    let zipped = |bytes: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(bytes).and_then(|()| out.finish())
    };
    let ask = || office.ask(&office.admin, PUSH).header("content-encoding", "gzip");
    assert_eq!(ask().body(zipped(&plain)?).send().await?.status, StatusCode::OK);
    // A bomb: a few kilobytes that become 50 MB.
    let bomb = zipped(&vec![0; 50_000_000])?;
    assert!(bomb.len() < 100_000);
    assert_eq!(ask().body(bomb).send().await?.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(ask().body("not gzip").send().await?.status, StatusCode::BAD_REQUEST);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_functions_are_404_and_old_clients_are_told() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    for function in ["sync/v2/push", "", "sync/v1/push/", "../healthz"] {
        let status = office.ask(&office.admin, function).body(vec![0xa0]).send().await?.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{function}");
    }
    let op = phone.customer("甲");
    let old = PushRequest { proto: 0, ..PushRequest::pack(phone.replica, phone.epoch, 1, &[op]) };
    let answer: PushAnswer = office.rpc(&office.admin, PUSH, ("request", &old)).await??;
    assert_eq!(answer, PushAnswer::Upgrade { min_client: 1 });
    assert!(stored(&office).await?.is_empty());
    let elsewhere = Ask::new(office.running.address, Method::POST, "/rpc/sync/v1/push")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/cbor")
        .header("cookie", &office.admin.cookie)
        .body(vec![0xa0]);
    assert_eq!(elsewhere.send().await?.status, StatusCode::FORBIDDEN);
    Ok(())
}
