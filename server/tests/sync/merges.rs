//! Merged customers on the server: their figures, who may see them, and a restart.

use domain::row::RowRef;
use domain::schema::fields::score;
use domain::{Body, Kind, Merged, RowId, Verdict, Version};
use server::state::now_ms;

use super::office::Outcome;
use super::{Device, Office};

fn merge(device: &mut Device, from: RowRef, into: RowId) -> domain::Op {
    let base = device.version();
    device.op(from, Body::Merge { into, take: Vec::new(), base })
}

fn net(device: &Device, customer: RowId) -> Option<i64> {
    device.rows.get(&RowRef::new(Kind::Score, customer)).and_then(|row| row.int(score::NET))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_adds_the_figures_up_also_after_a_restart_and_parting_takes_them_apart() -> Outcome {
    let office = Office::on_disk().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let today = (now_ms() + 8 * 3_600_000).div_euclid(86_400_000);
    let (one, two) = (phone.customer("王芳"), phone.customer("王小芳"));
    let (a, b) = (one.row, two.row);
    let (first, second) = (phone.buy(a.id, today - 9, 300), phone.buy(b.id, today - 5, 500));
    phone.push(&office, &[one, two, first, second]).await?;
    let merged = merge(&mut phone, a, b.id);
    // A purchase for the old record, by a device that does not know: it counts for the survivor.
    let later = phone.buy(a.id, today - 1, 70);
    let verdicts = phone.push(&office, &[merged, later]).await?;
    assert!(verdicts.iter().all(|v| matches!(v, Verdict::Applied { .. })), "{verdicts:?}");
    office.running.state.scoring.score_all().await?;
    phone.pull(&office).await?;
    assert_eq!(net(&phone, b.id), Some(870));

    let office = office.restart().await?;
    let more = phone.buy(a.id, today, 30);
    phone.push(&office, &[more]).await?;
    office.running.state.scoring.score_all().await?;
    phone.pull(&office).await?;
    assert_eq!(net(&phone, b.id), Some(900), "the server knows the merge again");

    let by = Merged::of(phone.row(a)?).ok_or("not merged")?.by;
    let part = phone.op(a, Body::Unmerge { merge: by });
    phone.push(&office, &[part]).await?;
    office.running.state.scoring.score_all().await?;
    phone.pull(&office).await?;
    assert_eq!((net(&phone, a.id), net(&phone, b.id)), (Some(400), Some(500)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_a_merged_record_is_seen_by_whoever_has_the_survivor() -> Outcome {
    let office = Office::open().await?;
    let zhang = office.person("张三", "staff", "own", None).await?;
    let li = office.person("李四", "staff", "own", None).await?;
    let mut boss = Device::ready(&office, &office.admin, 1).await?;
    let (one, two) = (boss.customer_of("王芳", Some(&zhang)), boss.customer_of("王小芳", Some(&li)));
    let (a, b) = (one.row, two.row);
    let number = boss.phone(a.id, "13800000011");
    let point = number.row;
    boss.push(&office, &[one, two, number]).await?;
    let mut hers = Device::ready(&office, &li, 2).await?;
    let mut his = Device::ready(&office, &zhang, 3).await?;
    assert!(his.rows.contains_key(&point) && !hers.rows.contains_key(&point));
    let merged = merge(&mut boss, a, b.id);
    boss.push(&office, &[merged]).await?;
    // What both may see has changed: they start afresh.
    assert!(hers.pull_or_bootstrap(&office).await? && his.pull_or_bootstrap(&office).await?);
    assert!(hers.rows.contains_key(&point) && hers.rows.contains_key(&a), "with the record goes what belongs to it");
    assert!(!his.rows.contains_key(&point) && !his.rows.contains_key(&a));
    // And he may not write to it any more.
    let base = Version::default();
    let edit =
        his.op(a, Body::Set { field: domain::schema::fields::customer::REMARK, value: domain::Value::text("x"), base });
    let verdicts = his.push(&office, &[edit]).await?;
    assert!(matches!(verdicts[..], [Verdict::Rejected { hold: true, .. }]), "{verdicts:?}");
    Ok(())
}
