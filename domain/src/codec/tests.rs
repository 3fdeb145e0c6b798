use super::{decode, encode};
use ciborium::Value as Cbor;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Nothing,
    One(i64),
    Two(u8, String),
    Named { bytes: serde_bytes::ByteBuf, inner: Option<Box<Shape>> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct All {
    shapes: Vec<Shape>,
    numbers: BTreeMap<String, f64>,
    pair: (bool, char),
    nothing: (),
    small: i8,
    large: u64,
    text: Box<str>,
}

fn shape() -> impl Strategy<Value = Shape> {
    let flat = prop_oneof![
        Just(Shape::Nothing),
        any::<i64>().prop_map(Shape::One),
        (any::<u8>(), any::<String>()).prop_map(|(a, b)| Shape::Two(a, b)),
    ];
    flat.prop_recursive(4, 8, 1, |inner| {
        (any::<Vec<u8>>(), proptest::option::of(inner))
            .prop_map(|(bytes, inner)| Shape::Named { bytes: bytes.into(), inner: inner.map(Box::new) })
    })
}

prop_compose! {
    fn all()(
        shapes in proptest::collection::vec(shape(), 0..30),
        numbers in proptest::collection::btree_map(any::<String>(), any::<f64>(), 0..5),
        pair in any::<(bool, char)>(),
        (small, large) in any::<(i8, u64)>(),
        text in any::<String>(),
    ) -> All {
        All { shapes, numbers, pair, nothing: (), small, large, text: text.into() }
    }
}

/// Whatever CBOR may hold, without tags.
fn anything() -> impl Strategy<Value = Cbor> {
    let flat = prop_oneof![
        any::<u64>().prop_map(Cbor::from),
        any::<i64>().prop_map(Cbor::from),
        any::<f64>().prop_map(Cbor::from),
        any::<f32>().prop_map(Cbor::from),
        any::<i8>().prop_map(|n| Cbor::from(f32::from(n) / 16.0)),
        any::<bool>().prop_map(Cbor::from),
        any::<String>().prop_map(Cbor::from),
        any::<Vec<u8>>().prop_map(Cbor::from),
        Just(Cbor::Null),
    ];
    flat.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Cbor::Array),
            proptest::collection::vec((inner.clone(), inner), 0..6).prop_map(Cbor::Map),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_encoded_is_decoded(value in all()) {
        prop_assert_eq!(decode::<All>(&encode(&value), "value"), Ok(value));
    }

    #[test]
    fn everything_is_read_as_ciborium_reads_it(value in anything()) {
        let bytes = encode(&value);
        let theirs: Cbor = ciborium::from_reader(bytes.as_slice()).expect("just written");
        prop_assert_eq!(decode::<Cbor>(&bytes, "value"), Ok(theirs));
        // Cut off anywhere, it is an error, never half a value.
        for end in 0..bytes.len() {
            prop_assert!(decode::<Cbor>(&bytes[..end], "value").is_err());
        }
    }

    #[test]
    fn hostile_bytes_are_an_error_not_a_panic(bytes: Vec<u8>) {
        let _ = decode::<All>(&bytes, "value");
        let _ = decode::<Cbor>(&bytes, "value");
    }
}

#[test]
fn halves_are_read_exactly() {
    // RFC 8949, appendix A.
    for (bits, number) in [
        (0x0000_u16, 0.0),
        (0x3c00, 1.0),
        (0x3e00, 1.5),
        (0x7bff, 65504.0),
        (0x0001, 5.960_464_477_539_063e-8),
        (0x0400, 0.000_061_035_156_25),
        (0xc400, -4.0),
        (0x7c00, f64::INFINITY),
        (0xfc00, f64::NEG_INFINITY),
    ] {
        let [high, low] = bits.to_be_bytes();
        assert_eq!(decode::<f64>(&[0xf9, high, low], "half"), Ok(number), "{bits:x}");
    }
    assert!(decode::<f64>(&[0xf9, 0x7e, 0], "half").is_ok_and(f64::is_nan));
}

#[test]
fn lengths_may_be_open_and_tags_say_nothing() {
    // [_ 1, [_ ]] and {_ "a": 55799(2)}
    assert_eq!(decode::<(u8, Vec<u8>)>(&[0x9f, 1, 0x9f, 0xff, 0xff], "pair"), Ok((1, vec![])));
    let map = [0xbf, 0x61, b'a', 0xd9, 0xd9, 0xf7, 2, 0xff];
    assert_eq!(decode::<BTreeMap<String, u8>>(&map, "map"), Ok(BTreeMap::from([("a".to_owned(), 2)])));
}

#[test]
fn unknown_fields_are_passed_over() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Known {
        z: u8,
    }
    let bytes = encode(&BTreeMap::from([("a", Some(vec![vec![1_u8, 2], vec![]])), ("b", None)]));
    let mut bytes = bytes;
    bytes[0] += 1;
    bytes.extend([0x61, b'z', 7]);
    assert_eq!(decode::<Known>(&bytes, "known"), Ok(Known { z: 7 }));
}

#[test]
fn lengths_that_lie_reserve_nothing_and_depth_ends() {
    assert!(decode::<Vec<u64>>(&[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "list").is_err());
    assert!(decode::<serde_bytes::ByteBuf>(&[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "bytes").is_err());
    for deep in [vec![0x81; 100_000], vec![0x9f; 100_000], vec![0xa1; 100_000], vec![0xd8; 100_000]] {
        assert!(decode::<Cbor>(&deep, "deep").is_err());
        assert!(decode::<serde::de::IgnoredAny>(&deep, "deep").is_err());
    }
}
