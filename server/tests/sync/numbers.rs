//! Numbers of operations: replays, gaps, forks, rejections, transactions.

use domain::schema::fields::customer;
use domain::{Op, RejectCode, Value, Verdict};

use super::device::stored;
use super::office::Outcome;
use super::{Device, Office};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_operations_in_any_batching_have_one_effect_and_the_same_verdicts() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let mut ops: Vec<Op> = (0..7).map(|i| phone.customer(&format!("客户{i}"))).collect();
    let rename = phone.set(ops[3].row, customer::NAME, Value::text("改名"));
    ops.push(rename);
    let first = phone.push(&office, &ops).await?;
    let seqs: Vec<u64> = first.iter().filter_map(Verdict::seq).collect();
    assert!(seqs.windows(2).all(|pair| pair[1] == pair[0] + 1), "{first:?}");
    let before = stored(&office).await?;
    for batch in [1, 3, 8] {
        let mut again = Vec::new();
        for part in ops.chunks(batch) {
            again.extend(phone.push(&office, part).await?);
        }
        assert_eq!(again, first);
    }
    // Overlapping: some old, some new.
    ops.push(phone.customer("新"));
    let more = phone.push(&office, &ops[5..]).await?;
    assert_eq!(more[..3], first[5..]);
    assert!(matches!(more[3], Verdict::Applied { .. }));
    let after = stored(&office).await?;
    assert_eq!(after.len(), before.len() + 1);
    assert!(before.iter().all(|(at, row)| after.get(at) == Some(row)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_names_the_number_that_is_missing_and_nothing_is_done() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let ops: Vec<Op> = (0..4).map(|i| phone.customer(&format!("{i}"))).collect();
    phone.push(&office, &ops[..1]).await?;
    assert_eq!(phone.push(&office, &ops[2..]).await?, vec![Verdict::Gap { expect: 2 }; 2]);
    assert_eq!(stored(&office).await?.len(), 1);
    let verdicts = phone.push(&office, &ops[1..]).await?;
    assert!(verdicts.iter().all(|v| matches!(v, Verdict::Applied { .. })));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_profile_is_told_so_and_its_operations_are_not_done_twice() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let shared = phone.customer("两边都有");
    let done = phone.push(&office, std::slice::from_ref(&shared)).await?;
    // The profile was copied: both go on with number 2.
    let mine = phone.customer("原来的");
    phone.next_n = 2;
    let theirs = phone.customer("副本的");
    let after = phone.customer("副本的第二个");
    phone.push(&office, &[mine]).await?;
    assert_eq!(phone.push(&office, &[theirs.clone(), after.clone()]).await?, vec![Verdict::Fork; 2]);
    // The copy takes a new device id and numbers its queue anew; the operations keep their ids.
    let copy = Device::new(&office.admin, 2);
    let renumbered: Vec<Op> = [shared, theirs, after].into_iter().zip(1..).map(|(op, n)| Op { n, ..op }).collect();
    let verdicts = copy.push(&office, &renumbered).await?;
    assert_eq!(verdicts[0], done[0]);
    let names: Vec<String> = stored(&office).await?.values().map(|row| row.text(customer::NAME).to_owned()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_operation_does_not_hold_up_the_next() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let good = phone.customer("好");
    let bad = phone.set(good.row, customer::GENDER, Value::text("nonsense"));
    let unknown = domain::RowId::from_bytes([9; 16]);
    let orphan = phone.phone(unknown, "139");
    let last = phone.set(good.row, customer::REGION, Value::text("江苏 苏州"));
    let verdicts = phone.push(&office, &[good, bad, orphan, last.clone()]).await?;
    assert!(matches!(verdicts[1], Verdict::Rejected { code: RejectCode::Invalid, .. }), "{verdicts:?}");
    assert!(matches!(verdicts[2], Verdict::Rejected { code: RejectCode::Unknown, hold: true, .. }), "{verdicts:?}");
    assert!(matches!(verdicts[3], Verdict::Applied { .. }), "{verdicts:?}");
    assert_eq!(phone.push(&office, &[last]).await?, verdicts[3..]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_of_one_transaction_stand_or_fall_together() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let mut group: Vec<Op> = vec![phone.customer("甲"), phone.customer("乙")];
    let bad = phone.set(group[0].row, customer::GENDER, Value::text("nonsense"));
    group.push(bad);
    for op in &mut group {
        op.txn = Some(7);
    }
    let alone = phone.customer("丙");
    group.push(alone);
    let verdicts = phone.push(&office, &group).await?;
    assert!(verdicts[..3].iter().all(|v| matches!(v, Verdict::Rejected { .. })), "{verdicts:?}");
    assert!(matches!(verdicts[3], Verdict::Applied { .. }));
    assert_eq!(stored(&office).await?.len(), 1);
    assert_eq!(phone.push(&office, &group).await?, verdicts);
    phone.pull(&office).await?;
    assert_eq!(phone.names(), ["丙"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_belongs_to_the_person_who_used_it_first() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let op = phone.customer("甲");
    phone.push(&office, &[op]).await?;
    let other = office.person("张三", "manager", "all", None).await?;
    let next = phone.customer("乙");
    phone.person = other;
    let answer = phone.try_push(&office, &[next]).await?;
    assert_eq!(super::office::code(answer), "other_person");
    Ok(())
}
