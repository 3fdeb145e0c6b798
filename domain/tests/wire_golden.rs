//! The frozen wire, byte for byte, and what it weighs.

use crate::world::{text, who};
use ciborium::Value as Cbor;
use domain::change::{Change, Edit, Txn};
use domain::codec::{decode, encode};
use domain::op::{Body, Choice, Op, RejectCode, Verdict};
use domain::row::{Row, RowRef, Stamp};
use domain::schema::fields::customer;
use domain::sync::wire::{
    BootstrapReason, ChunkInfo, Manifest, PROTO, PullAnswer, PullRequest, PushAnswer, PushRequest, ScopeChange,
};
use domain::{Field, Hlc, Kind, OpId, ReplicaId, RowId, StaffId, Value, Version};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::{Debug, Write as _};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// The value has exactly these bytes, and they read back as the value.
#[track_caller]
fn golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, bytes: &str) {
    let encoded = encode(value);
    assert_eq!(hex(&encoded), bytes, "\n{value:?}");
    assert_eq!(decode::<T>(&encoded, "golden").as_ref(), Ok(value));
}

fn row(i: u8) -> RowId {
    RowId::from_bytes([i; 16])
}

const BASE: Version = Version { epoch: 1, seq: 300 };

fn op(body: Body) -> Op {
    let row = RowRef::new(Kind::Customer, row(0xaa));
    Op { n: 7, id: OpId::from_bytes([0xbb; 16]), schema: 1, txn: None, hlc: Hlc::new(1_700_000_000_000, 1), row, body }
}

const FIELD: Field = customer::REMARK;


fn push() -> PushRequest {
    let ops = [op(Body::Set { field: FIELD, value: text("你好"), base: BASE }), Op { n: 8, schema: 2, txn: Some(3), ..op(Body::Restore {}) }];
    PushRequest::pack(ReplicaId::from_bytes([0xcc; 16]), 1, 1_700_000_000_123, &ops)
}

fn pull_request() -> PullRequest {
    let replica = ReplicaId::from_bytes([0xcc; 16]);
    PullRequest { proto: PROTO, replica, epoch: 1, cursor: 300, scopes_version: 1, max_bytes: 524_288, wait_ms: 25_000 }
}

fn stamp() -> Stamp {
    let (replica, by) = (ReplicaId::from_bytes([0xcc; 16]), StaffId::from_bytes([0xdd; 16]));
    Stamp { version: Version::new(1, 301), hlc: Hlc::new(1_700_000_000_000, 1), replica, n: 7, by }
}

fn pull_answer() -> PullAnswer {
    let at = RowRef::new(Kind::Customer, row(0xaa));
    let edits = vec![
        Edit::Cell(FIELD, text("x")),
        Edit::Adds(customer::TAGS, text("vip"), vec![stamp()]),
        Edit::Deleted(true),
        Edit::Open(FIELD, Some(row(0xee))),
        Edit::Open(FIELD, None),
    ];
    let changes = vec![
        Change::Enter(Row::new(Kind::Customer, row(0xab), stamp(), [(customer::NAME, text("王"))])),
        Change::Patch { row: at, edits },
        Change::Leave(at),
        Change::Gone(at),
    ];
    let s = stamp();
    PullAnswer::Changes {
        epoch: 1,
        from: 300,
        to: 301,
        head: 301,
        more: false,
        t_server: 1_700_000_000_456,
        scopes: vec![ScopeChange::Grant(row(1)), ScopeChange::Revoke(row(2))],
        txns: vec![Txn { seq: 301, actor: s.by, replica: s.replica, n: s.n, hlc: s.hlc, changes }],
        digest: Some(9),
    }
}

fn manifest() -> Manifest {
    let chunk = |tier_a, customers, since_day| ChunkInfo { tier_a, rows: 2_000, bytes: 250_000, hash: vec![0xff; 16], customers, since_day };
    let chunks = vec![chunk(true, None, None), chunk(false, Some((row(1), row(2))), Some(20_000))];
    Manifest { id: "1-300".into(), epoch: 1, seq: 300, scopes_version: 1, t_server: 1_700_000_000_456, chunks }
}
#[test]
fn generate() {
    println!("HEX {}", hex(&encode(&push())));
    println!("HEX {}", hex(&encode(&PushAnswer::Judged { epoch: 1, t_server: 1_700_000_000_456, last_n: 8, results: vec![Verdict::Applied { seq: 301 }] })));
    println!("HEX {}", hex(&encode(&PushAnswer::Upgrade { min_client: 2 })));
    println!("HEX {}", hex(&encode(&op(Body::Create { fields: vec![(customer::NAME, text("王"))] }))));
    println!("HEX {}", hex(&encode(&op(Body::Set { field: FIELD, value: Value::Null, base: BASE }))));
    println!("HEX {}", hex(&encode(&op(Body::Add { field: customer::TAGS, value: text("vip") }))));
    println!("HEX {}", hex(&encode(&op(Body::Del { field: customer::TAGS, value: text("vip"), seen: BASE }))));
    println!("HEX {}", hex(&encode(&op(Body::Post { account: row(1), delta: -500, reason: "gift".into() }))));
    println!("HEX {}", hex(&encode(&op(Body::Link { from: row(1), to: row(2), fields: Vec::new() }))));
    println!("HEX {}", hex(&encode(&op(Body::Link { from: row(1), to: row(2), fields: vec![(Field(4), text("x"))] }))));
    println!("HEX {}", hex(&encode(&op(Body::Unlink { seen: BASE }))));
    println!("HEX {}", hex(&encode(&op(Body::Append { fields: vec![(Field(3), text("called"))] }))));
    println!("HEX {}", hex(&encode(&op(Body::Delete { seen: BASE }))));
    println!("HEX {}", hex(&encode(&op(Body::Restore {}))));
    println!("HEX {}", hex(&encode(&op(Body::Merge { into: row(1) }))));
    println!("HEX {}", hex(&encode(&op(Body::Unmerge { merge: OpId::from_bytes([2; 16]) }))));
    println!("HEX {}", hex(&encode(&op(Body::Settle { choice: Choice::Value(text("x")), base: BASE }))));
    println!("HEX {}", hex(&encode(&op(Body::Settle { choice: Choice::Restore, base: BASE }))));
    println!("HEX {}", hex(&encode(&op(Body::Settle { choice: Choice::KeepDeleted, base: BASE }))));
    println!("HEX {}", hex(&encode(&Value::Null)));
    println!("HEX {}", hex(&encode(&Value::Bool(true))));
    println!("HEX {}", hex(&encode(&Value::Int(-1))));
    println!("HEX {}", hex(&encode(&Value::Int(i64::MAX))));
    println!("HEX {}", hex(&encode(&text("é"))));
    println!("HEX {}", hex(&encode(&Value::Id(row(3)))));
    println!("HEX {}", hex(&encode(&Value::List(vec![Value::Int(1), Value::Null]))));
    println!("HEX {}", hex(&encode(&Verdict::Applied { seq: 301 })));
    println!("HEX {}", hex(&encode(&Verdict::Conflict { seq: 302, conflict: row(0xee) })));
    println!("HEX {}", hex(&encode(&Verdict::Noop { seq: 302 })));
    println!("HEX {}", hex(&encode(&Verdict::Rejected { code: RejectCode::Denied, hold: true, detail: String::new() })));
    println!("HEX {}", hex(&encode(&Verdict::Rejected { code: RejectCode::Invalid, hold: false, detail: "name: too long".into() })));
    println!("HEX {}", hex(&encode(&Verdict::Rejected { code: RejectCode::Unknown, hold: true, detail: String::new() })));
    println!("HEX {}", hex(&encode(&Verdict::Rejected { code: RejectCode::Cycle, hold: true, detail: String::new() })));
    println!("HEX {}", hex(&encode(&Verdict::Rejected { code: RejectCode::Unsupported, hold: true, detail: String::new() })));
    println!("HEX {}", hex(&encode(&Verdict::Rejected { code: RejectCode::Erased, hold: false, detail: String::new() })));
    println!("HEX {}", hex(&encode(&Verdict::Gap { expect: 9 })));
    println!("HEX {}", hex(&encode(&Verdict::Fork)));
    println!("HEX {}", hex(&encode(&pull_request())));
    println!("HEX {}", hex(&encode(&pull_answer())));
    println!("HEX {}", hex(&encode(&PullAnswer::MustBootstrap { reason: BootstrapReason::New })));
    println!("HEX {}", hex(&encode(&PullAnswer::MustBootstrap { reason: BootstrapReason::Epoch })));
    println!("HEX {}", hex(&encode(&PullAnswer::MustBootstrap { reason: BootstrapReason::Horizon })));
    println!("HEX {}", hex(&encode(&PullAnswer::MustBootstrap { reason: BootstrapReason::Scope })));
    println!("HEX {}", hex(&encode(&PullAnswer::Upgrade { min_client: 2 })));
    println!("HEX {}", hex(&encode(&manifest())));
}


#[test]
fn an_unknown_key_is_ignored_everywhere() {
    fn with_more(value: &Cbor) -> Cbor {
        match value {
            Cbor::Map(entries) => {
                let more = entries.iter().map(|(k, v)| (k.clone(), with_more(v)));
                // A map with one key may be an enum's variant, which takes no other; its content does.
                let variant = entries.len() == 1 && matches!(&entries[0].1, Cbor::Map(_) | Cbor::Array(_));
                let new = (!variant).then(|| (Cbor::Text("zz".into()), Cbor::Array(vec![Cbor::Null, Cbor::Integer(1.into())])));
                Cbor::Map(more.chain(new).collect())
            }
            Cbor::Array(list) => Cbor::Array(list.iter().map(with_more).collect()),
            other => other.clone(),
        }
    }
    fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
        let plain: Cbor = decode(&encode(value), "cbor").unwrap();
        let more = encode(&with_more(&plain));
        assert!(more.len() > encode(value).len());
        assert_eq!(decode::<T>(&more, "more").as_ref(), Ok(value));
    }
    check(&push());
    check(&op(Body::Set { field: FIELD, value: text("x"), base: BASE }));
    check(&pull_request());
    check(&pull_answer());
    check(&manifest());
    check(&Verdict::Conflict { seq: 1, conflict: row(1) });
}

#[test]
fn truncated_and_foreign_bytes_are_errors() {
    let bytes = encode(&push());
    for cut in 0..bytes.len() {
        assert!(decode::<PushRequest>(&bytes[..cut], "push").is_err(), "cut at {cut}");
    }
    assert!(decode::<PushRequest>(&encode(&pull_request()), "push").is_err());
    assert!(decode::<PushRequest>(&[0x81; 4096], "push").is_err(), "nested too deep");
}

#[test]
fn packing_and_unpacking_gives_the_same_operations_and_a_wrong_index_is_an_error() {
    let ops: Vec<Op> = (1..=3u8)
        .map(|i| Op { n: u32::from(i), row: RowRef::new(Kind::Customer, row(i % 2)), ..op(Body::Restore {}) })
        .collect();
    let packed = PushRequest::pack(ReplicaId::from_bytes([1; 16]), 1, 5, &ops);
    assert_eq!(packed.ids.len(), 2, "an id that repeats is sent once");
    assert_eq!(packed.clone().unpack(), Ok(ops));
    let mut wrong = packed;
    wrong.ids.pop();
    assert_eq!(wrong.unpack(), Err(1));
}

/// The target is 48 bytes and the value for one field edit, in a batch of 100 edits of 100 rows, compressed.
#[test]
fn a_field_edit_in_a_batch_weighs_little() {
    const VALUE: &str = "13812345678";
    let mut state = 7u64;
    let mut random = || {
        let mut out = [0; 10];
        for byte in &mut out {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = state.to_be_bytes()[0];
        }
        out
    };
    let start = 1_790_000_000_000u64;
    let ops: Vec<Op> = (0..100u32)
        .map(|i| {
            let typed = start + u64::from(i) * 4_000 + u64::from(random()[0]) * 10;
            let made = start - 30_000_000_000 + u64::from(random()[0]) * 90_000_000;
            Op {
                n: 1_000 + i,
                id: OpId::v7(typed, random()),
                schema: 1,
                txn: None,
                hlc: Hlc::new(typed, 0),
                row: RowRef::new(Kind::Customer, RowId::v7(made, random())),
                body: Body::Set { field: FIELD, value: text(VALUE), base: Version::new(1, 12_345 + u64::from(i / 10)) },
            }
        })
        .collect();
    let bytes = encode(&PushRequest::pack(ReplicaId::v7(start, random()), 1, start + 400_000, &ops));
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gz, &bytes).unwrap();
    let compressed = gz.finish().unwrap().len();
    println!("100 field edits: {} bytes each plain, {} each compressed, the value is {}", bytes.len() / 100, compressed / 100, VALUE.len());
    assert!(compressed <= 100 * (48 + VALUE.len()), "{compressed}");
}
