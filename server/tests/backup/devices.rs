//! After a restore devices give back what was acknowledged since the backup: the real engine against the real server.

use std::path::Path;

use domain::row::RowRef;
use domain::schema::fields::{conflict, customer};
use domain::{Kind, Op, Value, Version};
use server::db::archive::begin_epoch;
use server::db::connect::{Db, Endpoint, wait_until_closed};

use super::phone::Phone;
use super::support::{Error, make, restore};
use crate::support::Outcome;
use crate::sync::device::stored;
use crate::sync::{Office, same};

fn remark(phone: &mut Phone, at: RowRef, text: &str) -> Op {
    phone.types(|d| d.set(at, customer::REMARK, Value::text(text)))
}

async fn agree(office: &Office, phones: &mut [&mut Phone]) -> Outcome {
    for _ in 0..2 {
        for phone in phones.iter_mut() {
            phone.settles(office).await?;
        }
    }
    for phone in phones.iter() {
        same(&phone.written(), &stored(office).await?)?;
    }
    Ok(())
}

async fn text(office: &Office, at: RowRef) -> Result<String, Error> {
    Ok(stored(office).await?.get(&at).map_or("", |row| row.text(customer::REMARK)).to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_give_back_what_was_acknowledged_since_the_backup() -> Outcome {
    let office = Office::on_disk().await?;
    let clerk = office.person("陈静", "staff", "all", None).await?;
    let (mut a, mut b) = (Phone::new(&office.admin, 1), Phone::new(&clerk, 2));
    agree(&office, &mut [&mut a, &mut b]).await?;
    let people: Vec<Op> = (0..6).map(|i| a.types(|d| d.customer(&format!("客户{i}")))).collect();
    agree(&office, &mut [&mut a, &mut b]).await?;
    remark(&mut a, people[0].row, "备份以前");
    agree(&office, &mut [&mut a, &mut b]).await?;
    let made = make(&office, None).await?;

    // After the backup: edits of both, a new customer with a purchase, a referral, a circle that is refused, a conflict, a trash.
    remark(&mut a, people[0].row, "备份以后");
    remark(&mut b, people[1].row, "乙写的");
    let new = a.types(|d| d.customer("新来的"));
    let bought = a.types(|d| d.buy(new.row.id, 20_500, 8_800));
    a.types(|d| d.refer(people[2].row.id, people[3].row.id));
    agree(&office, &mut [&mut a, &mut b]).await?;
    let circle = b.types(|d| d.refer(people[3].row.id, people[2].row.id));
    remark(&mut a, people[4].row, "甲说丝绸");
    remark(&mut b, people[4].row, "乙说棉布");
    a.types(|d| d.op(people[5].row, domain::Body::Delete { seen: d.version() }));
    agree(&office, &mut [&mut a, &mut b]).await?;
    assert!(a.outbox.is_empty() && b.outbox.is_empty() && b.refused.contains_key(&circle.n));
    let before = stored(&office).await?;
    // One edit has not been sent when the server dies.
    let unsent = remark(&mut b, people[2].row, "没发出");

    let dir = tempfile::tempdir()?;
    let restored = restore(&made.path, &dir.path().join("data")).await?;
    let office = office.moved_to(&dir.path().join("data")).await?;
    assert_eq!(text(&office, people[0].row).await?, "备份以前");
    agree(&office, &mut [&mut a, &mut b]).await?;
    assert_eq!((a.meta.epoch, b.meta.epoch), (restored.epoch, restored.epoch));

    assert_eq!(text(&office, people[0].row).await?, "备份以后");
    assert_eq!(text(&office, people[1].row).await?, "乙写的");
    assert_eq!(text(&office, unsent.row).await?, "没发出");
    let after = stored(&office).await?;
    assert!(after.contains_key(&new.row) && after.contains_key(&bought.row));
    assert!(after[&people[5].row].is_deleted());
    assert!(b.refused.contains_key(&circle.n));
    // Whoever is first now shows; the other one is kept beside it, as before.
    let open = |rows: &std::collections::BTreeMap<RowRef, domain::Row>| {
        rows.values().filter(|r| r.kind == Kind::Conflict && r.text(conflict::STATE) == "open").count()
    };
    assert_eq!((open(&before), open(&after)), (1, 1));
    assert_eq!(before.len(), after.len());
    // And it goes on as ever.
    remark(&mut b, people[0].row, "再往后");
    agree(&office, &mut [&mut a, &mut b]).await?;
    assert_eq!(text(&office, people[0].row).await?, "再往后");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_older_than_the_archive_leaves_no_device_stuck() -> Outcome {
    let office = Office::on_disk().await?;
    let mut phone = Phone::new(&office.admin, 1);
    phone.settles(&office).await?;
    let kept = phone.types(|d| d.customer("备份里的"));
    phone.settles(&office).await?;
    let made = make(&office, None).await?;
    let lost = phone.types(|d| d.customer("谁也没有了"));
    phone.settles(&office).await?;
    let young = phone.types(|d| d.customer("十四天以内"));
    let edited = remark(&mut phone, kept.row, "十四天以内改的");
    phone.settles(&office).await?;
    phone.archive.retain(|n, _| *n > lost.n);

    let old = phone.meta.replica;
    let dir = tempfile::tempdir()?;
    restore(&made.path, &dir.path().join("data")).await?;
    let office = office.moved_to(&dir.path().join("data")).await?;
    agree(&office, &mut [&mut phone]).await?;
    assert_ne!(phone.meta.replica, old);
    let there = stored(&office).await?;
    assert!(there.contains_key(&young.row) && !there.contains_key(&lost.row));
    assert_eq!(text(&office, edited.row).await?, "十四天以内改的");
    let next = phone.types(|d| d.customer("以后的"));
    agree(&office, &mut [&mut phone]).await?;
    assert!(stored(&office).await?.contains_key(&next.row));

    // Once more, from the same backup, with everything still in the archive: what the server has of it already it recognises.
    let office_data = office.data();
    let again = make(&office, None).await?;
    assert!(again.path.starts_with(office_data.parent().unwrap_or(Path::new("/"))) || again.path.exists());
    restore(&again.path, &dir.path().join("again")).await?;
    let office = office.moved_to(&dir.path().join("again")).await?;
    let before = stored(&office).await?;
    agree(&office, &mut [&mut phone]).await?;
    same(&stored(&office).await?, &before)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_epoch_that_began_under_a_wrong_clock_is_left_behind() -> Outcome {
    let office = Office::on_disk().await?;
    let (mut a, mut b) = (Phone::new(&office.admin, 1), Phone::new(&office.admin, 2));
    agree(&office, &mut [&mut a, &mut b]).await?;
    let shared = a.types(|d| d.customer("两边都改"));
    agree(&office, &mut [&mut a, &mut b]).await?;
    let made = make(&office, None).await?;
    let dir = tempfile::tempdir()?;
    // The first restore happened when the clock was far ahead; a and b were there. The second one has a lower epoch.
    for (name, epoch) in [("ahead", 4_000_000_000), ("right", 300)] {
        restore(&made.path, &dir.path().join(name)).await?;
        let endpoint = Endpoint::Embedded(dir.path().join(name).join("db"));
        let db = Db::open(&endpoint).await?;
        begin_epoch(&db, epoch).await?;
        drop(db);
        assert!(wait_until_closed(&endpoint).await);
    }
    let office = office.moved_to(&dir.path().join("ahead")).await?;
    let between = a.types(|d| d.customer("其间的"));
    agree(&office, &mut [&mut a, &mut b]).await?;
    // Typed over what a has seen there, and not sent.
    remark(&mut a, shared.row, "甲在其间写的");
    let office = office.moved_to(&dir.path().join("right")).await?;
    remark(&mut b, shared.row, "乙后来写的");
    b.settles(&office).await?;
    agree(&office, &mut [&mut a, &mut b]).await?;
    assert_eq!((a.meta.epoch, b.meta.epoch), (300, 300));
    assert!(stored(&office).await?.contains_key(&between.row));
    // Neither has seen the other's: both are kept, whatever the number of the epoch.
    let conflicts = stored(&office).await?.into_values().filter(|r| r.kind == Kind::Conflict).count();
    assert_eq!(conflicts, 1);
    assert!(a.rows.values().all(|row| row.version <= Version::new(300, u64::MAX)));
    Ok(())
}
