//! Snapshots and their chunks.

use axum::http::StatusCode;
use domain::schema::fields::{customer, purchase};
use domain::{Kind, Row, RowId, Stamp, Value};
use server::sync::Merge;

use super::device::{same, stored, unpack};
use super::office::{Error, Outcome};
use super::{Device, Office};

fn id(n: u32) -> RowId {
    RowId::derived("test", &[&n.to_be_bytes()])
}

fn customers(count: u32) -> impl Iterator<Item = Row> {
    (0..count).map(|n| {
        let fields =
            [(customer::NAME, Value::text(format!("客户{n}"))), (customer::REMARK, Value::text("备注".repeat(20)))];
        Row::new(Kind::Customer, id(n), Stamp::default(), fields)
    })
}

fn purchases(customers: u32, each: u32) -> impl Iterator<Item = Row> {
    (0..customers).flat_map(move |n| {
        (0..each).map(move |i| {
            let day = 20_000 - i64::from(i * 200);
            let fields = [
                (purchase::CUSTOMER, Value::Id(id(n))),
                (purchase::DAY, Value::Int(day)),
                (purchase::TOTAL, Value::Int(1_000)),
                (purchase::CURRENCY, Value::text("CNY")),
            ];
            Row::new(
                Kind::Purchase,
                RowId::derived("bought", &[&n.to_be_bytes(), &i.to_be_bytes()]),
                Stamp::default(),
                fields,
            )
        })
    })
}

async fn filled(office: &Office, count: u32, each: u32) -> Result<(), Error> {
    let base = &office.running.state.base;
    base.write_rows(customers(count), Merge::Fields).await?;
    base.write_rows(purchases(count, each), Merge::Fields).await?;
    office.running.state.scoring.score_all().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_and_the_pulls_after_it_are_the_base_row_by_row() -> Outcome {
    let office = Office::open().await?;
    filled(&office, 1_500, 3).await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    // Taken before these edits, pulled after them.
    let mut laptop = Device::new(&office.admin, 2);
    let manifest = laptop.bootstrap(&office).await?;
    let ops = [
        phone.customer("新客户"),
        phone.set(domain::row::RowRef::new(Kind::Customer, id(3)), customer::NAME, Value::text("改名")),
        phone.buy(id(4), 20_100, 5_000),
    ];
    phone.push(&office, &ops).await?;
    office.running.state.scoring.score_all().await?;
    laptop.pull(&office).await?;
    same(&laptop.written(), &stored(&office).await?)?;
    assert_eq!(laptop.of(Kind::Score).count(), 1_501);
    // Tier A first; tier B by year, the newest first, each year in order of customers.
    let tiers: Vec<bool> = manifest.chunks.iter().map(|c| c.tier_a).collect();
    assert!(tiers.windows(2).all(|pair| pair[0] >= pair[1]), "{tiers:?}");
    let later: Vec<_> = manifest.chunks.iter().filter(|c| !c.tier_a).collect();
    assert!(later.len() >= 3);
    assert!(later.windows(2).all(|pair| pair[0].since_day.map(year) >= pair[1].since_day.map(year)));
    assert!(later.iter().all(|c| c.customers.is_some_and(|(first, last)| first <= last)));
    assert!(manifest.chunks.iter().all(|c| c.rows <= 2_100 && c.bytes <= 1_200_000));
    Ok(())
}

fn year(day: i64) -> i64 {
    1970 + day * 400 / 146_097
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_chunk_is_usable_and_purchases_of_nobody_stay_on_the_server() -> Outcome {
    let office = Office::open().await?;
    filled(&office, 50, 1).await?;
    let nobodys = [
        (purchase::DAY, Value::Int(20_000)),
        (purchase::TOTAL, Value::Int(9)),
        (purchase::CURRENCY, Value::text("CNY")),
    ];
    let row = Row::new(Kind::Purchase, id(99_999), Stamp::default(), nobodys);
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    office.running.state.base.write_rows([row], Merge::Fields).await?;
    phone.pull(&office).await?;
    assert_eq!(phone.of(Kind::Purchase).count(), 50);
    let fresh = Device::ready(&office, &office.admin, 2).await?;
    assert_eq!(fresh.of(Kind::Purchase).count(), 50);
    let manifest = fresh.manifest(&office).await?;
    let first = office.get(&office.admin, &format!("/snapshot/{}/0", manifest.id)).send().await?;
    let kinds: Vec<Kind> = unpack(&first.body)?.iter().map(|row| row.kind).collect();
    assert_eq!(kinds[..3], [Kind::Setting, Kind::Staff, Kind::Basis]);
    assert!(kinds.contains(&Kind::Customer) && kinds.contains(&Kind::Score));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn chunks_come_compressed_in_parts_and_only_to_whom_they_belong() -> Outcome {
    let office = Office::open().await?;
    filled(&office, 300, 1).await?;
    let phone = Device::ready(&office, &office.admin, 1).await?;
    let manifest = phone.manifest(&office).await?;
    let path = format!("/snapshot/{}/0", manifest.id);
    let get = || office.get(&office.admin, &path).header("accept-encoding", "gzip, br");
    let whole = get().send().await?;
    assert_eq!((whole.status, whole.header("content-encoding")), (StatusCode::OK, "gzip"));
    assert!(whole.header("cache-control").contains("immutable") && whole.header("cache-control").contains("private"));
    let tag = whole.header("etag").to_owned();
    let middle = get().header("range", "bytes=10-99").header("if-range", &tag).send().await?;
    assert_eq!(middle.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(middle.body, whole.body.slice(10..100));
    assert_eq!(middle.header("content-range"), format!("bytes 10-99/{}", whole.body.len()));
    let stale = get().header("range", "bytes=10-99").header("if-range", "\"other\"").send().await?;
    assert_eq!(stale.body, whole.body);
    assert_eq!(get().header("range", "bytes=99999999-").send().await?.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(get().header("if-none-match", &tag).send().await?.status, StatusCode::NOT_MODIFIED);
    let plain = office.get(&office.admin, &path).send().await?;
    assert_eq!(plain.header("content-encoding"), "");
    assert!(plain.body.len() > whole.body.len() && plain.header("etag") != tag);
    // Another device of the same scope gets the same snapshot; a person of a smaller scope gets neither it nor its chunks.
    let manager = office.person("经理", "manager", "own", None).await?;
    assert_eq!(Device::ready(&office, &manager, 2).await?.manifest(&office).await?.id, manifest.id);
    let staff = office.person("店员", "staff", "own", None).await?;
    assert_eq!(office.get(&staff, &path).send().await?.status, StatusCode::NOT_FOUND);
    for nowhere in ["/snapshot/nothing/0", &format!("/snapshot/{}/999", manifest.id), "/snapshot/x/y"] {
        let status = office.get(&office.admin, nowhere).send().await?.status;
        assert!(status.is_client_error(), "{nowhere}: {status}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bulk_writes_reach_devices_by_pull_and_the_same_rows_again_change_nothing() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let base = &office.running.state.base;
    let written = base.write_rows(customers(1_200), Merge::Fields).await?;
    assert_eq!((written.created, written.same), (1_200, 0));
    phone.pull(&office).await?;
    same(&phone.written(), &stored(&office).await?)?;
    // What a person has typed survives the next import.
    let rename = phone.set(domain::row::RowRef::new(Kind::Customer, id(5)), customer::NAME, Value::text("陈静"));
    phone.push(&office, &[rename]).await?;
    let again = base.write_rows(customers(1_200), Merge::Fields).await?;
    assert_eq!((again.created, again.changed, again.same), (0, 0, 1_200));
    phone.pull(&office).await?;
    assert!(phone.names().contains(&"陈静".to_owned()));
    let gone = base.erase_rows([domain::row::RowRef::new(Kind::Customer, id(5))]).await?;
    assert_eq!(gone.erased, 1);
    phone.pull(&office).await?;
    assert!(!phone.names().contains(&"陈静".to_owned()));
    same(&phone.written(), &stored(&office).await?)?;
    Ok(())
}
