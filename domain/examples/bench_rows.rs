//! Rows and operations: the codec beside JSON, changes applied to rows, and operations judged: `cargo xtask bench domain-rows`.

use domain::change::{Change, Edit, Txn, apply};
use domain::judge::{Author, judge};
use domain::row::RowRef;
use domain::schema::fields::{contact_point, customer};
use domain::sync::sim::Base;
use domain::{Body, Hlc, Kind, Op, OpId, ReplicaId, Role, Row, RowId, Scope, StaffId, Stamp, Value, Version, codec};
use std::time::Instant;

const ROWS: u32 = 10_000;
const OPS: u32 = 50_000;

fn print(metric: &str, unit: &str, value: f64, baseline: Option<&str>) {
    let baseline = baseline.map(|name| format!(r#", "baseline": "{name}""#)).unwrap_or_default();
    println!(r#"{{"metric": "{metric}", "unit": "{unit}", "value": {value}{baseline}}}"#);
}

/// Seconds that `work` takes, and what it makes.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let done = work();
    (started.elapsed().as_secs_f64(), done)
}

fn id(n: u32) -> RowId {
    RowId::derived("bench", &[&n.to_be_bytes()])
}

/// Customers as an import or a person writes them.
fn rows() -> Vec<Row> {
    let by = StaffId::from_bytes([1; 16]);
    let at = Stamp { version: Version::new(1, 7), hlc: Hlc::new(1_795_000_000_000, 0), by, ..Stamp::default() };
    let row = |n: u32| {
        let fields = [
            (customer::NAME, Value::text(format!("陈静{n}"))),
            (customer::REMARK, Value::text("喜欢丝绸，周末来店")),
            (customer::REGION, Value::text("江苏 苏州 姑苏区")),
            (customer::OWNER, Value::Id(by.row())),
            (customer::ENTERED_DAY, Value::Int(20_000)),
        ];
        Row::new(Kind::Customer, id(n), at, fields)
    };
    (0..ROWS).map(row).collect()
}

fn codecs(rows: &[Row]) {
    let thousand = f64::from(ROWS) / 1000.0;
    let (took, packed) = timed(|| rows.iter().map(codec::encode).collect::<Vec<_>>());
    print("encode rows", "k rows/s", thousand / took, Some("encode rows as JSON"));
    let (took, json) = timed(|| rows.iter().filter_map(|r| serde_json::to_vec(r).ok()).collect::<Vec<_>>());
    print("encode rows as JSON", "k rows/s", thousand / took, None);
    let size = |all: &[Vec<u8>]| all.iter().map(Vec::len).sum::<usize>() as f64 / f64::from(ROWS);
    print("size of a row", "bytes", size(&packed), Some("size of a row as JSON"));
    print("size of a row as JSON", "bytes", size(&json), None);
    let (took, all) = timed(|| packed.iter().filter_map(|b| codec::decode::<Row>(b, "row").ok()).count());
    print("decode rows", "k rows/s", thousand / took, Some("decode rows of JSON"));
    let (took, same) = timed(|| json.iter().filter_map(|b| serde_json::from_slice::<Row>(b).ok()).count());
    print("decode rows of JSON", "k rows/s", thousand / took, None);
    assert_eq!((all, same), (rows.len(), rows.len()), "both read what they wrote");
}

/// What a device does with a pull of 10,000 changes, without its disk: decode, apply, encode.
fn changes(rows: Vec<Row>) {
    let txns: Vec<Vec<u8>> = (0..ROWS)
        .map(|n| {
            let edits = vec![Edit::Cell(customer::REMARK, Value::text(format!("改{n}")))];
            let changes = vec![Change::Patch { row: RowRef::new(Kind::Customer, id(n)), edits }];
            let (actor, replica, hlc) = (StaffId::from_bytes([2; 16]), ReplicaId::from_bytes([2; 16]), Hlc::new(1, 0));
            codec::encode(&Txn { seq: u64::from(n) + 8, actor, replica, n, hlc, changes })
        })
        .collect();
    let (took, packed) = timed(|| {
        rows.into_iter()
            .zip(&txns)
            .filter_map(|(row, bytes)| {
                let txn: Txn = codec::decode(bytes, "transaction").ok()?;
                let after = apply(Some(row), txn.changes.first()?, txn.stamp(1))?;
                Some(codec::encode(&after).len())
            })
            .count()
    });
    assert_eq!(packed, txns.len(), "every change could be applied");
    print("decode, apply and encode 10k row diffs", "ms", took * 1000.0, None);
}

/// Operations as three people make them, applied as they are judged.
fn judging(rows: Vec<Row>) {
    let author =
        |n: u8| Author { staff: StaffId::from_bytes([n; 16]), role: Role::Manager, scope: Scope::All, team: None };
    let op = |n: u32| {
        let whom = id(n.wrapping_mul(7919) % ROWS);
        let base = Version::new(1, u64::from(n.saturating_sub(20)));
        let (row, body) = match n % 10 {
            0 => (
                RowRef::new(Kind::ContactPoint, RowId::derived("phone", &[&n.to_be_bytes()])),
                Body::Create {
                    fields: vec![
                        (contact_point::CUSTOMER, Value::Id(whom)),
                        (contact_point::CHANNEL, Value::text("phone")),
                        (contact_point::VALUE, Value::text(format!("139{n:08}"))),
                    ],
                },
            ),
            1 => (
                RowRef::new(Kind::Customer, whom),
                Body::Add { field: customer::TAGS, value: Value::text(format!("标签{}", n % 20)) },
            ),
            _ => (
                RowRef::new(Kind::Customer, whom),
                Body::Set { field: customer::REMARK, value: Value::text(format!("备注{n}")), base },
            ),
        };
        let opid = OpId::v7(1_795_000_000_000 + u64::from(n), [0; 10]);
        Op { n, id: opid, schema: 1, txn: None, hlc: Hlc::new(1_795_000_000_000 + u64::from(n), 0), row, body }
    };
    let ops: Vec<Op> = (1..=OPS).map(op).collect();
    let mut base = Base::new(rows);
    let mut seq = 7;
    let (took, applied) = timed(|| {
        let mut applied = 0u32;
        for op in &ops {
            let who = author(u8::try_from(op.n % 3).unwrap_or(0) + 1);
            let replica = ReplicaId::from_bytes([who.staff.row().bytes()[0]; 16]);
            let at = Stamp { version: Version::new(1, seq + 1), hlc: op.hlc, replica, n: op.n, by: who.staff };
            let judged = judge(&base, op, &who, at);
            if !judged.changes.is_empty() {
                seq += 1;
                applied += 1;
                let txn = Txn { seq, actor: who.staff, replica, n: op.n, hlc: op.hlc, changes: judged.changes };
                base.apply(&txn, 1);
            }
        }
        applied
    });
    assert!(applied > OPS / 2, "most operations do something");
    print("judge and apply operations", "ops/s", f64::from(OPS) / took, None);
}

fn main() {
    let rows = rows();
    codecs(&rows);
    changes(rows.clone());
    judging(rows);
}
