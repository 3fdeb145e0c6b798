//! Making backups while the server works, and restoring them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::schema::fields::customer;
use domain::sync::wire::{BootstrapReason, PullAnswer};
use domain::{Op, Value, Verdict};
use server::db::connect::{Db, Endpoint};
use server::db::log;

use super::support::{digests, make, restore};
use crate::support::Outcome;
use crate::sync::device::stored;
use crate::sync::{Device, Office, same};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_devices_push_is_one_moment_and_comes_back_whole() -> Outcome {
    let office = Arc::new(Office::on_disk().await?);
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let first = phone.customer("第一位");
    phone.push(&office, std::slice::from_ref(&first)).await?;
    let (stop, pushing) = (Arc::new(AtomicBool::new(false)), Arc::clone(&office));
    let stopped = Arc::clone(&stop);
    let pushes = tokio::spawn(async move {
        let mut sent = Vec::new();
        while !stopped.load(Ordering::Relaxed) {
            // Two rows in one transaction each time: a purchase without its customer would be two moments.
            let person = phone.customer(&format!("客户{}", sent.len()));
            let bought = phone.buy(person.row.id, 20_000, 100);
            phone.push(&pushing, &[person.clone(), bought]).await?;
            sent.push(person);
        }
        Ok::<_, super::support::Error>((phone, sent))
    });
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(make(&office, None).await?);
    }
    stop.store(true, Ordering::Relaxed);
    let (phone, sent) = pushes.await??;
    assert!(sent.len() > 3, "nothing was pushed meanwhile");
    assert!(made[0].header.seq < made[2].header.seq);

    let dir = tempfile::tempdir()?;
    for (i, made) in made.iter().enumerate() {
        let data = dir.path().join(format!("data{i}"));
        let restored = restore(&made.path, &data).await?;
        assert_eq!(restored.header, made.header);
        assert_eq!(restored.summary, made.summary);
        let db = Db::open(&Endpoint::Embedded(data.join("db"))).await?;
        let position = log::position(&db).await?;
        assert_eq!((position.seq, position.epoch), (made.header.seq, restored.epoch));
        assert!(restored.epoch > 200_000_000, "seconds since 2020");
        // A receipt for exactly what is in the order.
        let customers = server::db::rows::ids(&db, domain::Kind::Customer).await?.len();
        let purchases = server::db::rows::ids(&db, domain::Kind::Purchase).await?.len();
        assert!(customers == purchases + 1 || customers == purchases + 2, "{customers} {purchases}");
        let replicas = server::db::receipt::replicas(&db, &[phone.replica]).await?;
        assert_eq!(replicas[&phone.replica].last_n as usize, customers + purchases);
        for (kind, _) in server::db::check::counts(&db).await? {
            let at: Vec<_> = server::db::rows::ids(&db, kind)
                .await?
                .iter()
                .map(|(id, _)| domain::row::RowRef::new(kind, *id))
                .collect();
            assert_eq!(server::db::check::mismatches(&db, &at).await?, []);
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_server_goes_on_in_a_new_epoch_and_knows_everybody() -> Outcome {
    let office = Office::on_disk().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let kept: Vec<Op> = (0..5).map(|i| phone.customer(&format!("留下{i}"))).collect();
    let verdicts = phone.push(&office, &kept).await?;
    phone.pull(&office).await?;
    let made = make(&office, None).await?;
    let before = stored(&office).await?;
    let later = phone.set(kept[0].row, customer::REMARK, Value::text("备份以后"));
    phone.push(&office, std::slice::from_ref(&later)).await?;

    let dir = tempfile::tempdir()?;
    let restored = restore(&made.path, &dir.path().join("data")).await?;
    let office = office.moved_to(&dir.path().join("data")).await?;
    same(&stored(&office).await?, &before)?;
    // The session is as good as before; the device is told that the order begins anew.
    let answer = phone.ask_pull(&office, &phone.pull_request(0, 20_000)).await?;
    assert_eq!(answer, PullAnswer::MustBootstrap { reason: BootstrapReason::Epoch });
    let manifest = phone.bootstrap(&office).await?;
    // The start may have written scores anew.
    assert!(manifest.epoch == restored.epoch && manifest.seq >= made.header.seq);
    // What is in the backup has its receipts; what came afterwards is judged again.
    assert_eq!(phone.push(&office, &kept).await?, verdicts);
    let again = phone.push(&office, std::slice::from_ref(&later)).await?;
    assert!(matches!(again[..], [Verdict::Applied { seq }] if seq > made.header.seq), "{again:?}");
    phone.pull(&office).await?;
    same(&phone.written(), &stored(&office).await?)?;
    assert_eq!(phone.row(kept[0].row)?.text(customer::REMARK), "备份以后");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_and_disk_give_the_same_backup() -> Outcome {
    let dir = tempfile::tempdir()?;
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let people: Vec<Op> = (0..40).map(|i| phone.customer(&format!("客户{i}"))).collect();
    phone.push(&office, &people).await?;
    let edges: Vec<Op> = people.windows(2).map(|pair| phone.refer(pair[0].row.id, pair[1].row.id)).collect();
    phone.push(&office, &edges).await?;
    let file = dir.path().join("from-memory.backup");
    let made = make(&office, Some(file.clone())).await?;
    assert_eq!(digests(&office.running.state.db).await?, made.summary.tables);
    assert_eq!((made.summary.tables.of("customer"), made.summary.tables.of("referred")), (40, 39));
    restore(&file, &dir.path().join("data")).await?;
    let office = office.moved_to(&dir.path().join("data")).await?;
    phone.bootstrap(&office).await?;
    same(&phone.written(), &stored(&office).await?)?;
    Ok(())
}
