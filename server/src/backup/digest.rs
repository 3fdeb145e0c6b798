//! What a base holds, in a few bytes: equal digests mean equal records, in whatever order they were read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// How many records a table has, and the sum of their hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// How many records.
    #[serde(rename = "n")]
    pub records: u64,
    /// The sum of the first half of each record's SHA-256, modulo 2^128.
    #[serde(rename = "d", with = "serde_bytes")]
    sum: [u8; 16],
}

/// Every table with its digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digests(BTreeMap<String, Digest>);

impl Digests {
    /// Notes that there is a table.
    pub fn table(&mut self, name: &str) {
        self.0.entry(name.to_owned()).or_default();
    }

    /// Notes a record of a table.
    pub fn add(&mut self, table: &str, packed: &[u8]) {
        let hash = Sha256::new().chain_update(table).chain_update([0]).chain_update(packed).finalize();
        let mut half = [0; 16];
        half.copy_from_slice(&hash[..16]);
        if !self.0.contains_key(table) {
            self.table(table);
        }
        if let Some(digest) = self.0.get_mut(table) {
            digest.records += 1;
            digest.sum = u128::from_le_bytes(digest.sum).wrapping_add(u128::from_le_bytes(half)).to_le_bytes();
        }
    }

    /// How many records in all.
    pub fn records(&self) -> u64 {
        self.0.values().map(|digest| digest.records).sum()
    }

    /// How many records a table has.
    pub fn of(&self, table: &str) -> u64 {
        self.0.get(table).map_or(0, |digest| digest.records)
    }

    /// The first table in which the two differ.
    pub fn differs<'a>(&'a self, other: &'a Self) -> Option<&'a str> {
        let none = Digest::default();
        let names = self.0.keys().chain(other.0.keys());
        let differs = |name: &&String| self.0.get(*name).unwrap_or(&none) != other.0.get(*name).unwrap_or(&none);
        names.into_iter().find(differs).map(String::as_str)
    }

    /// Sixteen hexadecimal digits over everything, for people to compare.
    pub fn short(&self) -> String {
        let mut hash = Sha256::new();
        for (name, digest) in self.0.iter().filter(|(_, digest)| digest.records > 0) {
            hash.update(name);
            hash.update([0]);
            hash.update(digest.records.to_le_bytes());
            hash.update(digest.sum);
        }
        crate::auth::secret::hex(&hash.finalize()[..8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(records: &[(&str, &[u8])]) -> Digests {
        let mut digests = Digests::default();
        for (table, packed) in records {
            digests.add(table, packed);
        }
        digests
    }

    #[test]
    fn order_does_not_matter_and_everything_else_does() {
        let one = of(&[("a", b"1"), ("a", b"2"), ("b", b"1")]);
        assert_eq!(one, of(&[("b", b"1"), ("a", b"2"), ("a", b"1")]));
        assert_eq!((one.records(), one.of("a"), one.differs(&one)), (3, 2, None));
        let others: [&[(&str, &[u8])]; 4] =
            [&[("a", b"1"), ("b", b"1")], &[("a", b"1"), ("a", b"1"), ("b", b"1")], &[("a", b"12"), ("b", b"1")], &[]];
        for other in others {
            assert!(one.differs(&of(other)).is_some());
            assert_ne!(one.short(), of(other).short());
        }
    }

    #[test]
    fn an_empty_table_is_as_good_as_none() {
        let mut empty = Digests::default();
        empty.table("a");
        assert_eq!(empty.differs(&Digests::default()), None);
        assert_eq!(empty.short(), Digests::default().short());
    }
}
