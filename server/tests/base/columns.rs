//! The typed columns say the same as the packed rows, and SurrealQL can walk them.

use domain::schema::Holds;
use domain::schema::fields::{customer, referral};
use domain::{Body, Kind, Value, Verdict};
use server::db::connect::Vars;
use server::db::rows;
use surrealdb::types::{Object, Value as DbValue};

use crate::sync::{Device, Office};

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

#[tokio::test(flavor = "multi_thread")]
async fn every_field_has_a_column_unless_it_is_a_list() -> Outcome {
    let office = Office::open().await?;
    for kind in Kind::ALL {
        let surql = format!("INFO FOR TABLE {}", kind.name());
        let info: Object = office.running.state.db.first(&surql, Vars::new()).await?.ok_or("no table")?;
        let info = info.into_inner();
        let Some(DbValue::Object(fields)) = info.get("fields") else { return Err("no fields".into()) };
        let fields = fields.clone().into_inner();
        for def in kind.fields() {
            let name = match def.name {
                "from" if kind.is_edge() => "in",
                "to" if kind.is_edge() => "out",
                name => name,
            };
            let listed = fields.contains_key(name);
            // Of a merge, the survivor alone has a column.
            let is_merge = kind == Kind::Customer && def.field == customer::MERGED;
            let expected = is_merge || !matches!(def.holds, Holds::List(_));
            assert_eq!(listed, expected, "{}.{name}", kind.name());
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_follow_every_kind_of_change() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let (one, two) = (phone.customer("甲"), phone.customer("乙"));
    let (a, b) = (one.row, two.row);
    let mut ops = vec![one, two];
    ops.push(phone.set(a, customer::BIRTHDAY, Value::Int(1_000)));
    ops.push(phone.set(a, customer::REGION, Value::text("江苏 苏州")));
    ops.push(phone.op(a, Body::Add { field: customer::TAGS, value: Value::text("熟客") }));
    ops.push(phone.refer(a.id, b.id));
    ops.push(phone.buy(b.id, 20_000, 700));
    ops.push(phone.call(b.id, 20_001));
    ops.push(phone.phone(b.id, "13900000000"));
    let verdicts = phone.push(&office, &ops).await?;
    assert!(verdicts.iter().all(|v| matches!(v, Verdict::Applied { .. })), "{verdicts:?}");
    phone.pull(&office).await?;
    let edge = ops[5].row;
    let seen = phone.version();
    let more = [
        phone.set(a, customer::REGION, Value::Null),
        phone.set(edge, referral::STATUS, Value::text("converted")),
        phone.op(edge, Body::Unlink { seen }),
        phone.op(b, Body::Delete { seen }),
    ];
    let verdicts = phone.push(&office, &more).await?;
    assert!(verdicts.iter().all(|v| v.seq().is_some()), "{verdicts:?}");
    same_columns(&office).await?;
    // A database tool can ask in its own words.
    let db = &office.running.state.db;
    let named: Vec<String> =
        db.values("SELECT VALUE customer.name FROM purchase WHERE total > 500", Vars::new()).await?;
    assert_eq!(named, ["乙"]);
    let live: Vec<bool> = db.values("SELECT VALUE live FROM referred", Vars::new()).await?;
    assert_eq!(live, [false]);
    let reached: Vec<Vec<String>> =
        db.values("SELECT VALUE ->referred->customer.name FROM customer WHERE name = '甲'", Vars::new()).await?;
    assert_eq!(reached, [["乙".to_owned()]]);
    Ok(())
}

/// Columns of every stored row equal those its packed form would give.
pub async fn same_columns(office: &Office) -> Outcome {
    for kind in Kind::ALL {
        let surql = format!("SELECT * FROM {}", kind.name());
        for stored in office.running.state.db.values::<Object>(&surql, Vars::new()).await? {
            let mut stored = stored.into_inner();
            let Some(DbValue::Bytes(packed)) = stored.remove("packed") else { return Err("no packed form".into()) };
            let row = rows::unpack(&packed)?;
            for name in ["id", "v_epoch", "v_seq", "deleted"] {
                stored.remove(name).ok_or(name)?;
            }
            assert_eq!(stored, rows::columns(&row).into_inner(), "{:?}", row.address());
        }
    }
    Ok(())
}
