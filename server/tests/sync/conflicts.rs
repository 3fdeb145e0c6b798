//! What two people meant differently.

use domain::judge::{self, sides};
use domain::row::RowRef;
use domain::schema::fields::{conflict, customer};
use domain::{Body, Choice, Kind, RejectCode, Value, Verdict};

use super::device::same;
use super::office::Outcome;
use super::{Device, Office};

#[tokio::test(flavor = "multi_thread")]
async fn two_values_for_one_field_are_both_kept_and_settled() -> Outcome {
    let office = Office::open().await?;
    let other = office.person("张三", "manager", "all", None).await?;
    let mut a = Device::ready(&office, &office.admin, 1).await?;
    let create = a.customer("陈静");
    let at = create.row;
    a.push(&office, &[create]).await?;
    let mut b = Device::ready(&office, &other, 2).await?;
    a.pull(&office).await?;
    // Both offline: different fields merge silently, the same field becomes a conflict.
    b.clock += 5_000;
    let from_a = [a.set(at, customer::REGION, Value::text("苏州")), a.set(at, customer::COMPANY, Value::text("锦和"))];
    let from_b =
        [b.set(at, customer::REGION, Value::text("无锡")), b.set(at, customer::OCCUPATION, Value::text("裁缝"))];
    assert!(a.push(&office, &from_a).await?.iter().all(|v| matches!(v, Verdict::Applied { .. })));
    let verdicts = b.push(&office, &from_b).await?;
    let Verdict::Conflict { conflict: id, .. } = verdicts[0] else { return Err(format!("{verdicts:?}").into()) };
    assert!(matches!(verdicts[1], Verdict::Applied { .. }));
    a.pull(&office).await?;
    b.pull(&office).await?;
    same(&a.written(), &b.written())?;
    let row = a.row(at)?;
    assert_eq!(
        (row.text(customer::REGION), row.text(customer::COMPANY), row.text(customer::OCCUPATION)),
        ("无锡", "锦和", "裁缝")
    );
    assert_eq!(row.open_conflict(customer::REGION), Some(id));
    let values: Vec<Value> = sides(a.row(RowRef::new(Kind::Conflict, id))?).into_iter().map(|s| s.value).collect();
    assert_eq!(values, [Value::text("苏州"), Value::text("无锡")]);
    // Settled on one device, both agree.
    let settle = Body::Settle { choice: Choice::Value(Value::text("苏州")), base: a.version() };
    let op = a.op(RowRef::new(Kind::Conflict, id), settle);
    a.push(&office, &[op]).await?;
    a.pull(&office).await?;
    b.pull(&office).await?;
    same(&a.written(), &b.written())?;
    assert_eq!(b.row(at)?.text(customer::REGION), "苏州");
    assert_eq!(b.row(at)?.open_conflict(customer::REGION), None);
    assert_eq!(b.row(RowRef::new(Kind::Conflict, id))?.text(conflict::STATE), "settled");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_successive_edits_never_conflict() -> Outcome {
    let office = Office::open().await?;
    let mut a = Device::ready(&office, &office.admin, 1).await?;
    let create = a.customer("陈静");
    let at = create.row;
    let edits: Vec<_> = (0..5).map(|i| a.set(at, customer::REMARK, Value::text(format!("第{i}次")))).collect();
    let all: Vec<_> = std::iter::once(create).chain(edits).collect();
    for op in all.chunks(2) {
        assert!(a.push(&office, op).await?.iter().all(|v| matches!(v, Verdict::Applied { .. })));
    }
    a.pull(&office).await?;
    assert_eq!(a.row(at)?.text(customer::REMARK), "第4次");
    assert_eq!(a.of(Kind::Conflict).count(), 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_referrer_is_a_conflict_and_a_circle_is_held() -> Outcome {
    let office = Office::open().await?;
    let other = office.person("张三", "manager", "all", None).await?;
    let mut a = Device::ready(&office, &office.admin, 1).await?;
    let people: Vec<_> = ["甲", "乙", "丙"].iter().map(|n| a.customer(n)).collect();
    let [x, y, z] = [people[0].row.id, people[1].row.id, people[2].row.id];
    a.push(&office, &people).await?;
    let mut b = Device::ready(&office, &other, 2).await?;
    // Each half is legal alone; together they would be a circle.
    let legal = a.refer(x, y);
    a.push(&office, &[legal]).await?;
    let closing = b.refer(y, x);
    let verdicts = b.push(&office, &[closing]).await?;
    assert!(matches!(&verdicts[0], Verdict::Rejected { code: RejectCode::Cycle, hold: true, .. }), "{verdicts:?}");
    let oneself = b.refer(z, z);
    assert!(matches!(b.push(&office, &[oneself]).await?[0], Verdict::Rejected { code: RejectCode::Cycle, .. }));
    let second = b.refer(z, y);
    let verdicts = b.push(&office, &[second]).await?;
    let Verdict::Conflict { conflict: id, .. } = verdicts[0] else { return Err(format!("{verdicts:?}").into()) };
    b.pull(&office).await?;
    let base = b.version();
    let settle = b.op(RowRef::new(Kind::Conflict, id), Body::Settle { choice: Choice::Value(Value::Id(z)), base });
    assert!(matches!(b.push(&office, &[settle]).await?[0], Verdict::Applied { .. }));
    a.pull(&office).await?;
    let live: Vec<_> = a.of(Kind::Referral).filter(|row| judge::is_live(row)).map(|row| row.id).collect();
    assert_eq!(live, [judge::edge_id(Kind::Referral, "", z, y)]);
    // The tree in the writer's memory has followed: the circle is judged against the chosen referrer.
    let circle = a.refer(y, z);
    assert!(matches!(a.push(&office, &[circle]).await?[0], Verdict::Rejected { code: RejectCode::Cycle, .. }));
    Ok(())
}
