//! Who gets what.

use domain::row::RowRef;
use domain::schema::fields::customer;
use domain::sync::wire::{BootstrapReason, PullAnswer};
use domain::{Kind, RejectCode, RowId, Value, Verdict};

use super::device::same;
use super::office::{Outcome, Person};
use super::{Device, Office};

fn id_of(person: &Person) -> Value {
    RowId::parse(&person.me.staff).map_or(Value::Null, Value::Id)
}

#[tokio::test(flavor = "multi_thread")]
async fn own_team_and_all_with_the_pool() -> Outcome {
    let office = Office::open().await?;
    let (east, west) = (office.team("东店").await?, office.team("西店").await?);
    let anna = office.person("安娜", "staff", "own", Some(&east)).await?;
    let bert = office.person("伯特", "staff", "team", Some(&east)).await?;
    let cara = office.person("卡拉", "staff", "own", Some(&west)).await?;
    let mut boss = Device::ready(&office, &office.admin, 1).await?;
    let mut ops = vec![
        boss.customer("没人管"),
        boss.customer_of("安娜的", Some(&anna)),
        boss.customer_of("伯特的", Some(&bert)),
        boss.customer_of("卡拉的", Some(&cara)),
    ];
    let ids: Vec<RowId> = ops.iter().map(|op| op.row.id).collect();
    for (i, id) in ids.iter().enumerate() {
        ops.push(boss.phone(*id, &format!("1390000000{i}")));
        ops.push(boss.buy(*id, 20_000, 1000));
    }
    let across = boss.refer(ids[1], ids[3]);
    ops.push(across);
    // These devices were there before: everything reaches them by pull.
    let mut early = Vec::new();
    for (person, number) in [(&anna, 2), (&bert, 3), (&cara, 4)] {
        early.push(Device::ready(&office, person, number).await?);
    }
    boss.push(&office, &ops).await?;
    let expected = [vec!["安娜的", "没人管"], vec!["伯特的", "安娜的", "没人管"], vec!["卡拉的", "没人管"]];
    for (device, expected) in early.iter_mut().zip(&expected) {
        device.pull(&office).await?;
        assert_eq!(&device.names(), expected);
    }
    // These come later: everything is in their snapshots.
    for ((person, number), old) in [(&anna, 5), (&bert, 6), (&cara, 7)].into_iter().zip(&early) {
        let device = Device::ready(&office, person, number).await?;
        same(&device.written(), &old.written())?;
        let customers = device.of(Kind::Customer).count();
        assert_eq!(device.of(Kind::ContactPoint).count(), customers);
        assert_eq!(device.of(Kind::Purchase).count(), customers);
        // An edge is there when one of its ends is.
        assert_eq!(device.of(Kind::Referral).count(), 1);
        assert_eq!(device.of(Kind::Staff).count(), 4);
        assert_eq!(device.of(Kind::Team).count(), 2);
    }
    // What one may not see one may not write either.
    let mut cara = early.pop().ok_or("no device")?;
    let reach = cara.set(RowRef::new(Kind::Customer, ids[1]), customer::REMARK, Value::text("偷看"));
    let verdicts = cara.push(&office, &[reach]).await?;
    assert!(matches!(verdicts[0], Verdict::Rejected { code: RejectCode::Denied, hold: true, .. }), "{verdicts:?}");
    // A patch of what one may see arrives; of what one may not, it does not.
    let edits = [
        boss.set(RowRef::new(Kind::Customer, ids[3]), customer::REMARK, Value::text("给卡拉")),
        boss.set(RowRef::new(Kind::Customer, ids[1]), customer::REMARK, Value::text("给安娜")),
    ];
    boss.push(&office, &edits).await?;
    cara.pull(&office).await?;
    assert_eq!(cara.row(RowRef::new(Kind::Customer, ids[3]))?.text(customer::REMARK), "给卡拉");
    assert_eq!(cara.names(), ["卡拉的", "没人管"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_owner_sends_those_concerned_to_a_new_snapshot_and_nobody_else() -> Outcome {
    let office = Office::open().await?;
    let anna = office.person("安娜", "staff", "own", None).await?;
    let bert = office.person("伯特", "staff", "own", None).await?;
    let cara = office.person("卡拉", "staff", "own", None).await?;
    let mut boss = Device::ready(&office, &office.admin, 1).await?;
    let create = boss.customer_of("安娜的", Some(&anna));
    let at = create.row;
    boss.push(&office, &[create]).await?;
    let mut a = Device::ready(&office, &anna, 2).await?;
    let mut b = Device::ready(&office, &bert, 3).await?;
    let mut c = Device::ready(&office, &cara, 4).await?;
    boss.pull(&office).await?;
    let hand_over = boss.set(at, customer::OWNER, id_of(&bert));
    boss.push(&office, &[hand_over]).await?;
    assert!(a.pull_or_bootstrap(&office).await?);
    assert!(b.pull_or_bootstrap(&office).await?);
    assert!(!c.pull_or_bootstrap(&office).await?);
    assert!(!boss.pull_or_bootstrap(&office).await?);
    assert_eq!((a.names().len(), b.names()), (0, vec!["安娜的".to_owned()]));
    // Once is enough.
    assert!(!a.pull_or_bootstrap(&office).await? && !b.pull_or_bootstrap(&office).await?);
    // Taking somebody out of the pool changes what the others see, not what the taker sees.
    let free = boss.customer("没人管");
    let pool = free.row;
    boss.push(&office, &[free]).await?;
    for device in [&mut a, &mut b, &mut c] {
        device.pull(&office).await?;
        assert!(device.names().contains(&"没人管".to_owned()));
    }
    let take = a.set(pool, customer::OWNER, id_of(&anna));
    assert!(matches!(a.push(&office, &[take]).await?[0], Verdict::Applied { .. }));
    assert!(!a.pull_or_bootstrap(&office).await?);
    assert!(b.pull_or_bootstrap(&office).await? && c.pull_or_bootstrap(&office).await?);
    assert!(!c.names().contains(&"没人管".to_owned()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_rights_or_of_a_colleagues_team_does_too() -> Outcome {
    let office = Office::open().await?;
    let (east, west) = (office.team("东店").await?, office.team("西店").await?);
    let anna = office.person("安娜", "staff", "own", Some(&east)).await?;
    let bert = office.person("伯特", "staff", "team", Some(&west)).await?;
    let mut boss = Device::ready(&office, &office.admin, 1).await?;
    let create = boss.customer_of("安娜的", Some(&anna));
    boss.push(&office, &[create]).await?;
    let mut a = Device::ready(&office, &anna, 2).await?;
    let mut b = Device::ready(&office, &bert, 3).await?;
    assert!(b.names().is_empty());
    // Anna changes to Bert's shop: Bert now sees her customers.
    office.rights(&anna, "staff", "own", Some(&west)).await?;
    assert!(b.pull_or_bootstrap(&office).await?);
    assert_eq!(b.names(), ["安娜的"]);
    let answer = a.ask_pull(&office, &a.pull_request(0, 20_000)).await?;
    assert_eq!(answer, PullAnswer::MustBootstrap { reason: BootstrapReason::Scope });
    a.bootstrap(&office).await?;
    // Bert becomes a manager: he sees everything, by a new snapshot.
    let other = boss.customer_of("别人的", Some(&office.admin.clone()));
    boss.push(&office, &[other]).await?;
    b.pull(&office).await?;
    assert_eq!(b.names(), ["安娜的"]);
    office.rights(&bert, "manager", "team", Some(&west)).await?;
    assert!(b.pull_or_bootstrap(&office).await?);
    assert_eq!(b.names(), ["别人的", "安娜的"]);
    // Somebody who may no longer sign in gets nothing.
    let people = office.people().await?;
    assert_eq!(people.len(), 3);
    Ok(())
}
