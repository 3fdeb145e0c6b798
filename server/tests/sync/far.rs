//! Devices far behind: after a bulk write they take a snapshot again, and keep what they have not sent.

use domain::row::RowRef;
use domain::schema::fields::{customer, purchase};
use domain::sync::wire::{BootstrapReason, PullAnswer};
use domain::{Kind, Row, RowId, Stamp, Value, Verdict};
use server::sync::Merge;
use server::sync::pull::FAR_ROWS;

use super::device::{same, stored};
use super::office::{Error, Outcome};
use super::{Device, Office};

const FAR: PullAnswer = PullAnswer::MustBootstrap { reason: BootstrapReason::Horizon };

fn id(n: u64) -> RowId {
    RowId::derived("far", &[&n.to_be_bytes()])
}

async fn customers(office: &Office, numbers: std::ops::Range<u64>) -> Result<(), Error> {
    let rows = numbers.map(|n| {
        Row::new(Kind::Customer, id(n), Stamp::default(), [(customer::NAME, Value::text(format!("客户{n}")))])
    });
    office.running.state.base.write_rows(rows, Merge::Fields).await?;
    Ok(())
}

/// Purchases of customer 0.
async fn purchases(office: &Office, numbers: std::ops::Range<u64>) -> Result<(), Error> {
    let rows = numbers.map(|n| {
        let fields = [
            (purchase::CUSTOMER, Value::Id(id(0))),
            (purchase::DAY, Value::Int(20_000)),
            (purchase::TOTAL, Value::Int(100)),
            (purchase::CURRENCY, Value::text("CNY")),
        ];
        Row::new(Kind::Purchase, RowId::derived("bought", &[&n.to_be_bytes()]), Stamp::default(), fields)
    });
    office.running.state.base.write_rows(rows, Merge::Fields).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_bulk_write_a_device_takes_a_snapshot_and_its_queue_goes_up_unharmed() -> Outcome {
    let office = Office::open().await?;
    customers(&office, 0..10).await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let mut laptop = Device::ready(&office, &office.admin, 2).await?;
    let at = RowRef::new(Kind::Customer, id(3));
    // One operation has its verdict, but its effect has not come back; two more have not been sent.
    let sent = phone.customer("已送达");
    assert!(matches!(phone.push(&office, std::slice::from_ref(&sent)).await?[..], [Verdict::Applied { .. }]));
    let unsent = [phone.customer("新客户"), phone.set(at, customer::REMARK, Value::text("喜欢丝绸"))];
    let elsewhere = laptop.set(at, customer::REMARK, Value::text("喜欢棉布"));
    laptop.push(&office, &[elsewhere]).await?;
    purchases(&office, 0..FAR_ROWS).await?;

    let asked = phone.pull_request(0, 100_000);
    assert_eq!(phone.ask_pull(&office, &asked).await?, FAR);
    let manifest = phone.bootstrap(&office).await?;
    assert!(manifest.seq > asked.cursor);
    let answer = phone.ask_pull(&office, &phone.pull_request(0, 100_000)).await?;
    assert!(matches!(answer, PullAnswer::Changes { .. }), "told twice: {answer:?}");
    // Typed before the snapshot: what the other person wrote meanwhile was not seen, and nothing of either is lost.
    let verdicts = phone.push(&office, &unsent).await?;
    assert!(matches!(verdicts[..], [Verdict::Applied { .. }, Verdict::Conflict { .. }]), "{verdicts:?}");
    phone.pull(&office).await?;
    for name in ["已送达", "新客户"] {
        assert!(phone.names().contains(&name.to_owned()), "{name}");
    }
    assert_eq!(phone.of(Kind::Conflict).count(), 1);
    same(&phone.written(), &stored(&office).await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_is_far_grows_with_the_base() -> Outcome {
    let office = Office::open().await?;
    customers(&office, 0..12_000).await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    // Taking 12,000 customers anew costs more than 5,500 changes, and less than 6,500.
    purchases(&office, 0..5_500).await?;
    let answer = phone.ask_pull(&office, &phone.pull_request(0, 20_000)).await?;
    assert!(matches!(answer, PullAnswer::Changes { more: true, .. }), "{answer:?}");
    purchases(&office, 5_500..6_500).await?;
    assert_eq!(phone.ask_pull(&office, &phone.pull_request(0, 20_000)).await?, FAR);
    phone.bootstrap(&office).await?;
    phone.pull(&office).await?;
    assert_eq!(phone.of(Kind::Purchase).count(), 6_500);
    Ok(())
}

/// One customer changed five thousand times is one row, but five thousand changes to pull; and the snapshot made before them, although
/// hardly any rows are new, must not be handed out again.
#[tokio::test(flavor = "multi_thread")]
async fn many_changes_of_one_row_count_too_and_nobody_is_sent_round_in_circles() -> Outcome {
    let office = Office::open().await?;
    customers(&office, 0..10).await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let mut laptop = Device::ready(&office, &office.admin, 2).await?;
    let at = RowRef::new(Kind::Customer, id(3));
    for round in 0..FAR_ROWS / 200 {
        let edit = |i| laptop.set(at, customer::REMARK, Value::text(format!("{round}-{i}")));
        let ops: Vec<_> = (0..200).map(edit).collect();
        laptop.push(&office, &ops).await?;
    }
    assert_eq!(phone.ask_pull(&office, &phone.pull_request(0, 20_000)).await?, FAR);
    phone.bootstrap(&office).await?;
    phone.pull(&office).await?;
    assert_eq!(phone.row(at)?.text(customer::REMARK), "24-199");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_server_still_knows_who_is_far_behind() -> Outcome {
    let office = Office::on_disk().await?;
    customers(&office, 0..10).await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    purchases(&office, 0..FAR_ROWS).await?;
    let office = office.restart().await?;
    assert_eq!(phone.ask_pull(&office, &phone.pull_request(0, 20_000)).await?, FAR);
    phone.bootstrap(&office).await?;
    phone.pull(&office).await?;
    assert_eq!(phone.of(Kind::Purchase).count() as u64, FAR_ROWS);
    Ok(())
}
