//! The frozen wire, byte for byte.

mod rules;

use crate::world::text;
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
    let ops = [
        op(Body::Set { field: FIELD, value: text("你好"), base: BASE }),
        Op { n: 8, schema: 2, txn: Some(3), ..op(Body::Restore {}) },
    ];
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
    let chunk = |tier_a, customers, since_day| ChunkInfo {
        tier_a,
        rows: 2_000,
        bytes: 250_000,
        hash: vec![0xff; 16],
        customers,
        since_day,
    };
    let chunks = vec![chunk(true, None, None), chunk(false, Some((row(1), row(2))), Some(20_000))];
    Manifest { id: "1-300".into(), epoch: 1, seq: 300, scopes_version: 1, t_server: 1_700_000_000_456, chunks }
}

#[test]
fn the_push_request() {
    golden(
        &push(),
        "a6617001617250cccccccccccccccccccccccccccccccc61650161741b0000018bcfe5687b61698150aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa616f82a5616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61681b018bcfe56800000161728201006162a16173a361660b617666e4bda0e5a5bd6162820119012ca7616e08616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730261780361681b018bcfe56800000161728201006162a16172a0",
    );
}

#[test]
fn the_push_answer() {
    golden(
        &PushAnswer::Judged {
            epoch: 1,
            t_server: 1_700_000_000_456,
            last_n: 8,
            results: vec![Verdict::Applied { seq: 301 }],
        },
        "a1616fa461650161741b0000018bcfe569c8616c08617281a16161a1617319012d",
    );
    golden(&PushAnswer::Upgrade { min_client: 2 }, "a16175a1616d02");
}

#[test]
fn every_kind_of_operation() {
    golden(
        &op(Body::Create { fields: vec![(customer::NAME, text("王"))] }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16163a1616681820163e78e8b",
    );
    golden(
        &op(Body::Set { field: FIELD, value: Value::Null, base: BASE }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16173a361660b6176f66162820119012c",
    );
    golden(
        &op(Body::Add { field: customer::TAGS, value: text("vip") }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16161a2616610617663766970",
    );
    golden(
        &op(Body::Del { field: customer::TAGS, value: text("vip"), seen: BASE }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16164a36166106176637669706162820119012c",
    );
    golden(
        &op(Body::Post { account: row(1), delta: -500, reason: "gift".into() }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16170a36161500101010101010101010101010101010161643901f361776467696674",
    );
    golden(
        &op(Body::Link { from: row(1), to: row(2), fields: Vec::new() }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a1616ca2616f500101010101010101010101010101010161745002020202020202020202020202020202",
    );
    golden(
        &op(Body::Link { from: row(1), to: row(2), fields: vec![(Field(4), text("x"))] }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a1616ca3616f50010101010101010101010101010101016174500202020202020202020202020202020261668182046178",
    );
    golden(
        &op(Body::Unlink { seen: BASE }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16175a16162820119012c",
    );
    golden(
        &op(Body::Append { fields: vec![(Field(3), text("called"))] }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16177a161668182036663616c6c6564",
    );
    golden(
        &op(Body::Delete { seen: BASE }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16178a16162820119012c",
    );
    golden(
        &op(Body::Restore {}),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16172a0",
    );
    golden(
        &op(Body::Merge { into: row(1), take: Vec::new(), base: Version::default() }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a1616da161745001010101010101010101010101010101",
    );
    golden(
        &op(Body::Merge { into: row(1), take: vec![(Field(1), text("x"))], base: BASE }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a1616da361745001010101010101010101010101010101616681820161786162820119012c",
    );
    golden(
        &op(Body::Unmerge { merge: OpId::from_bytes([2; 16]) }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a1616ea1616f5002020202020202020202020202020202",
    );
    golden(
        &op(Body::Settle { choice: Choice::Value(text("x")), base: BASE }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16174a26163a1617661786162820119012c",
    );
    golden(
        &op(Body::Settle { choice: Choice::Restore, base: BASE }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16174a2616361726162820119012c",
    );
    golden(
        &op(Body::Settle { choice: Choice::KeepDeleted, base: BASE }),
        "a6616e07616950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb61730161681b018bcfe5680000016172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6162a16174a2616361646162820119012c",
    );
}

#[test]
fn every_kind_of_value() {
    golden(&Value::Null, "f6");
    golden(&Value::Bool(true), "f5");
    golden(&Value::Int(-1), "20");
    golden(&Value::Int(i64::MAX), "1b7fffffffffffffff");
    golden(&text("é"), "62c3a9");
    golden(&Value::Id(row(3)), "5003030303030303030303030303030303");
    golden(&Value::List(vec![Value::Int(1), Value::Null]), "8201f6");
}

#[test]
fn every_verdict() {
    golden(&Verdict::Applied { seq: 301 }, "a16161a1617319012d");
    golden(
        &Verdict::Conflict { seq: 302, conflict: row(0xee) },
        "a16163a2617319012e616350eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
    );
    golden(&Verdict::Noop { seq: 302 }, "a1616ea1617319012e");
    golden(
        &Verdict::Rejected { code: RejectCode::Denied, hold: true, detail: String::new() },
        "a16172a261776664656e6965646168f5",
    );
    golden(
        &Verdict::Rejected { code: RejectCode::Invalid, hold: false, detail: "name: too long".into() },
        "a16172a3617767696e76616c69646168f461646e6e616d653a20746f6f206c6f6e67",
    );
    golden(
        &Verdict::Rejected { code: RejectCode::Unknown, hold: true, detail: String::new() },
        "a16172a2617767756e6b6e6f776e6168f5",
    );
    golden(
        &Verdict::Rejected { code: RejectCode::Cycle, hold: true, detail: String::new() },
        "a16172a26177656379636c656168f5",
    );
    golden(
        &Verdict::Rejected { code: RejectCode::Unsupported, hold: true, detail: String::new() },
        "a16172a261776b756e737570706f727465646168f5",
    );
    golden(
        &Verdict::Rejected { code: RejectCode::Erased, hold: false, detail: String::new() },
        "a16172a26177666572617365646168f4",
    );
    golden(&Verdict::Gap { expect: 9 }, "a16167a1616509");
    golden(&Verdict::Fork, "6166");
}

#[test]
fn the_pull() {
    golden(
        &pull_request(),
        "a7617001617250cccccccccccccccccccccccccccccccc616501616319012c617301616d1a0008000061771961a8",
    );
    golden(
        &pull_answer(),
        "a1616fa9616501616619012c617419012d616819012d616df461731b0000018bcfe569c8616782a161675001010101010101010101010101010101a161725002020202020202020202020202020202617881a6617319012d616150dddddddddddddddddddddddddddddddd617250cccccccccccccccccccccccccccccccc616e0761681b018bcfe568000001616384a16165a5616b01616950abababababababababababababababab6163a56176820119012d61681b018bcfe568000001617250cccccccccccccccccccccccccccccccc616e07616250dddddddddddddddddddddddddddddddd6176820119012d616681a2616601617663e78e8ba16170a26172a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa616585a16163820b6178a1616183106376697081a56176820119012d61681b018bcfe568000001617250cccccccccccccccccccccccccccccccc616e07616250dddddddddddddddddddddddddddddddda16164f5a1616f820b50eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeea1616f820bf6a1616ca2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa16167a2616b01616950aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa616409",
    );
    golden(&PullAnswer::MustBootstrap { reason: BootstrapReason::New }, "a16162a16172636e6577");
    golden(&PullAnswer::MustBootstrap { reason: BootstrapReason::Epoch }, "a16162a161726565706f6368");
    golden(&PullAnswer::MustBootstrap { reason: BootstrapReason::Horizon }, "a16162a1617267686f72697a6f6e");
    golden(&PullAnswer::MustBootstrap { reason: BootstrapReason::Scope }, "a16162a161726573636f7065");
    golden(&PullAnswer::Upgrade { min_client: 2 }, "a16175a1616d02");
}

#[test]
fn the_manifest() {
    golden(
        &manifest(),
        "a6616965312d333030616501617319012c61760161741b0000018bcfe569c8616382a46161f5616e1907d061621a0003d090616850ffffffffffffffffffffffffffffffffa66161f4616e1907d061621a0003d090616850ffffffffffffffffffffffffffffffff617282500101010101010101010101010101010150020202020202020202020202020202026164194e20",
    );
}
