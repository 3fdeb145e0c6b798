//! Values of the database as bytes, in a form of our own: a backup must be readable by later versions of the database.
//!
//! A tag, then what the tag says. Numbers are little-endian, lengths 32 bits. The fields of an object are in order of their names, so
//! the same record is the same bytes.

use std::collections::BTreeMap;

use surrealdb::types::{
    Array, Bytes, Datetime, Decimal, Duration, Number, Object, RecordId, RecordIdKey, Set, Table, Uuid, Value,
};

use crate::db::connect::DbError;

const NONE: u8 = 0;
const NULL: u8 = 1;
const FALSE: u8 = 2;
const TRUE: u8 = 3;
const INT: u8 = 4;
const FLOAT: u8 = 5;
const DECIMAL: u8 = 6;
const STRING: u8 = 7;
const BYTES: u8 = 8;
const DURATION: u8 = 9;
const DATETIME: u8 = 10;
const UUID: u8 = 11;
const RECORD: u8 = 12;
const ARRAY: u8 = 13;
const OBJECT: u8 = 14;
const SET: u8 = 15;
const TABLE: u8 = 16;

/// How deep values may nest: far more than ours do, far less than a stack holds.
const DEPTH: u8 = 32;

/// A record as bytes.
pub(super) fn pack(value: &Value) -> Result<Vec<u8>, DbError> {
    let mut out = Vec::with_capacity(256);
    put(&mut out, value)?;
    Ok(out)
}

/// A record from its bytes.
pub(super) fn unpack(packed: &[u8]) -> Result<Object, DbError> {
    let mut reader = Reader { rest: packed };
    match reader.value(DEPTH) {
        Some(Value::Object(record)) if reader.rest.is_empty() => Ok(record),
        _ => Err(DbError::Data("a record of the backup cannot be read".into())),
    }
}

fn length(out: &mut Vec<u8>, length: usize) -> Result<(), DbError> {
    let length = u32::try_from(length).map_err(|_| DbError::Data("a value is larger than 4 GB".into()))?;
    out.extend_from_slice(&length.to_le_bytes());
    Ok(())
}

fn tagged(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) -> Result<(), DbError> {
    out.push(tag);
    length(out, bytes.len())?;
    out.extend_from_slice(bytes);
    Ok(())
}

fn put(out: &mut Vec<u8>, value: &Value) -> Result<(), DbError> {
    match value {
        Value::None => out.push(NONE),
        Value::Null => out.push(NULL),
        Value::Bool(false) => out.push(FALSE),
        Value::Bool(true) => out.push(TRUE),
        Value::Number(Number::Int(n)) => int(out, *n),
        Value::Number(Number::Float(n)) => {
            out.push(FLOAT);
            out.extend_from_slice(&n.to_bits().to_le_bytes());
        }
        Value::Number(Number::Decimal(n)) => tagged(out, DECIMAL, n.to_string().as_bytes())?,
        Value::String(text) => tagged(out, STRING, text.as_bytes())?,
        Value::Bytes(bytes) => tagged(out, BYTES, bytes)?,
        Value::Duration(duration) => {
            out.push(DURATION);
            out.extend_from_slice(&duration.as_secs().to_le_bytes());
            out.extend_from_slice(&duration.subsec_nanos().to_le_bytes());
        }
        Value::Datetime(at) => {
            out.push(DATETIME);
            out.extend_from_slice(&at.timestamp().to_le_bytes());
            out.extend_from_slice(&at.timestamp_subsec_nanos().to_le_bytes());
        }
        Value::Uuid(id) => uuid(out, id),
        Value::RecordId(id) => record(out, id)?,
        Value::Array(list) => many(out, ARRAY, list.len(), list.iter())?,
        Value::Set(set) => many(out, SET, set.len(), set.iter())?,
        Value::Object(object) => {
            out.push(OBJECT);
            length(out, object.len())?;
            for (name, value) in &**object {
                length(out, name.len())?;
                out.extend_from_slice(name.as_bytes());
                put(out, value)?;
            }
        }
        Value::Table(table) => tagged(out, TABLE, table.as_str().as_bytes())?,
        Value::Geometry(_) | Value::File(_) | Value::Range(_) | Value::Regex(_) => return Err(unknown(value)),
    }
    Ok(())
}

fn unknown(value: &Value) -> DbError {
    DbError::Data(format!("a value of type {} cannot be put into a backup", value.kind()))
}

fn int(out: &mut Vec<u8>, n: i64) {
    out.push(INT);
    out.extend_from_slice(&n.to_le_bytes());
}

fn uuid(out: &mut Vec<u8>, id: &Uuid) {
    out.push(UUID);
    out.extend_from_slice(id.as_bytes());
}

fn many<'a>(out: &mut Vec<u8>, tag: u8, count: usize, values: impl Iterator<Item = &'a Value>) -> Result<(), DbError> {
    out.push(tag);
    length(out, count)?;
    for value in values {
        put(out, value)?;
    }
    Ok(())
}

fn record(out: &mut Vec<u8>, id: &RecordId) -> Result<(), DbError> {
    tagged(out, RECORD, id.table.as_str().as_bytes())?;
    match &id.key {
        RecordIdKey::Number(n) => int(out, *n),
        RecordIdKey::String(text) => tagged(out, STRING, text.as_bytes())?,
        RecordIdKey::Uuid(id) => uuid(out, id),
        RecordIdKey::Array(list) => many(out, ARRAY, list.len(), list.iter())?,
        RecordIdKey::Object(object) => put(out, &Value::Object(object.clone()))?,
        RecordIdKey::Range(_) => return Err(DbError::Data("a range is no key".into())),
    }
    Ok(())
}

/// Reads values; `None` when the bytes are not what they should be.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.fixed()?)).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = self.length()?;
        String::from_utf8(self.bytes(length)?.to_vec()).ok()
    }

    fn list(&mut self, depth: u8) -> Option<Vec<Value>> {
        let count = self.length()?;
        (0..count).map(|_| self.value(depth)).collect()
    }

    fn value(&mut self, depth: u8) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        Some(match self.fixed::<1>()?[0] {
            NONE => Value::None,
            NULL => Value::Null,
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            INT => Value::Number(Number::Int(i64::from_le_bytes(self.fixed()?))),
            FLOAT => Value::Number(Number::Float(f64::from_bits(u64::from_le_bytes(self.fixed()?)))),
            DECIMAL => Value::Number(Number::Decimal(self.text()?.parse::<Decimal>().ok()?)),
            STRING => Value::String(self.text()?),
            BYTES => {
                let length = self.length()?;
                Value::Bytes(Bytes::from(self.bytes(length)?.to_vec()))
            }
            DURATION => {
                let (seconds, nanos) = (u64::from_le_bytes(self.fixed()?), u32::from_le_bytes(self.fixed()?));
                Value::Duration(Duration::new(seconds, nanos))
            }
            DATETIME => {
                let (seconds, nanos) = (i64::from_le_bytes(self.fixed()?), u32::from_le_bytes(self.fixed()?));
                Value::Datetime(Datetime::from_timestamp(seconds, nanos)?)
            }
            UUID => Value::Uuid(Uuid::from(uuid::Uuid::from_bytes(self.fixed()?))),
            RECORD => {
                let table = Table::from(self.text()?);
                let key = match self.value(depth)? {
                    Value::Number(Number::Int(n)) => RecordIdKey::Number(n),
                    Value::String(text) => RecordIdKey::String(text),
                    Value::Uuid(id) => RecordIdKey::Uuid(id),
                    Value::Array(list) => RecordIdKey::Array(list),
                    Value::Object(object) => RecordIdKey::Object(object),
                    _ => return None,
                };
                Value::RecordId(RecordId::new(table, key))
            }
            ARRAY => Value::Array(Array::from(self.list(depth)?)),
            SET => Value::Set(Set::from(self.list(depth)?)),
            OBJECT => {
                let count = self.length()?;
                let fields = (0..count).map(|_| Some((self.text()?, self.value(depth)?)));
                Value::Object(Object::from(fields.collect::<Option<BTreeMap<_, _>>>()?))
            }
            TABLE => Value::Table(Table::from(self.text()?)),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Object {
        let receipt =
            Array::from(vec![Value::Uuid(Uuid::from(uuid::Uuid::from_u128(7))), Value::Number(Number::Int(3))]);
        let fields = [
            ("id", Value::RecordId(RecordId::new("receipt", RecordIdKey::Array(receipt)))),
            ("link", Value::RecordId(RecordId::new("customer", "0190-a'⟩"))),
            ("none", Value::None),
            ("yes", Value::Bool(true)),
            ("below", Value::Number(Number::Int(i64::MIN))),
            ("share", Value::Number(Number::Float(0.1))),
            ("price", Value::Number(Number::Decimal(Decimal::new(-1205, 2)))),
            ("text", Value::String("真丝“香云纱”\n".into())),
            ("packed", Value::Bytes(Bytes::from(vec![0, 255, 7]))),
            ("long", Value::Duration(Duration::new(5, 6))),
            ("at", Datetime::from_timestamp(1_795_305_600, 9).map_or(Value::None, Value::Datetime)),
            ("tags", Value::Array(Array::from(vec![Value::String("a".into()), Value::Null]))),
        ];
        Object::from(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>())
    }

    #[test]
    fn every_type_comes_back_as_it_was() -> Result<(), DbError> {
        let packed = pack(&Value::Object(sample()))?;
        assert_eq!(unpack(&packed)?, sample());
        Ok(())
    }

    #[test]
    fn cut_or_deep_bytes_are_refused() -> Result<(), DbError> {
        let packed = pack(&Value::Object(sample()))?;
        assert!((0..packed.len()).all(|end| unpack(&packed[..end]).is_err()));
        assert!(unpack(&[packed.as_slice(), &[0]].concat()).is_err());
        let deep: Vec<u8> = [ARRAY, 1, 0, 0, 0].into_iter().cycle().take(50_000).collect();
        assert!(unpack(&deep).is_err());
        Ok(())
    }
}
