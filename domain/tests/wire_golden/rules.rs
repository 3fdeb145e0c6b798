//! What the wire tolerates, what it refuses, and what it weighs.

use super::{FIELD, manifest, op, pull_answer, pull_request, push, row};
use crate::world::text;
use ciborium::Value as Cbor;
use domain::codec::{decode, encode};
use domain::op::{Body, Op, Verdict};
use domain::row::RowRef;
use domain::sync::wire::PushRequest;
use domain::{Hlc, Kind, OpId, ReplicaId, RowId, Version};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

#[test]
fn an_unknown_key_is_ignored_everywhere() {
    fn with_more(value: &Cbor) -> Cbor {
        match value {
            Cbor::Map(entries) => {
                let more = entries.iter().map(|(k, v)| (k.clone(), with_more(v)));
                // A map with one key may be an enum's variant, which takes no other; its content does.
                let new = (entries.len() > 1)
                    .then(|| (Cbor::Text("zz".into()), Cbor::Array(vec![Cbor::Null, Cbor::Integer(1.into())])));
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
    check(&op(Body::Set { field: FIELD, value: text("x"), base: super::BASE }));
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
    println!(
        "100 field edits: {} bytes each plain, {} each compressed, the value is {}",
        bytes.len() / 100,
        compressed / 100,
        VALUE.len()
    );
    assert!(compressed <= 100 * (48 + VALUE.len()), "{compressed}");
}
