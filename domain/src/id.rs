//! Identifiers. All are 128 bits; those made by people's devices are UUID version 7 (time-ordered), made
//! from a time and random bytes given by the caller.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// Defines a 128-bit identifier type.
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Nobody, nothing: all bits zero. The server itself acts under this id.
            pub const NIL: Self = Self(Uuid::nil());

            /// A UUID version 7 from Unix milliseconds and ten random bytes.
            pub fn v7(unix_ms: u64, random: [u8; 10]) -> Self {
                let mut b = [0u8; 16];
                b[..6].copy_from_slice(&unix_ms.to_be_bytes()[2..]);
                b[6..].copy_from_slice(&random);
                b[6] = (b[6] & 0x0f) | 0x70;
                b[8] = (b[8] & 0x3f) | 0x80;
                Self(Uuid::from_bytes(b))
            }

            /// The id as sixteen bytes.
            pub fn bytes(self) -> [u8; 16] {
                *self.0.as_bytes()
            }

            /// The id from sixteen bytes.
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// Reads the hyphenated or plain hexadecimal form; `None` when it is neither.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }

            /// Whether this is [`Self::NIL`].
            pub fn is_nil(self) -> bool {
                self.0.is_nil()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

id_type!(
    /// A row of any kind.
    RowId
);
id_type!(
    /// One operation; the same operation sent twice has the same id.
    OpId
);
id_type!(
    /// One local store: one person on one browser profile.
    ReplicaId
);
id_type!(
    /// A member of staff. Its bytes are those of the staff member's row.
    StaffId
);

impl StaffId {
    /// The row that describes this person in the synced staff directory.
    pub fn row(self) -> RowId {
        RowId(self.0)
    }
}

impl RowId {
    /// An id that follows from its parts, so that two devices that mean the same thing make the same row
    /// (an edge is its ends and its kind). First 128 bits of SHA-256, marked as UUID version 8.
    pub fn derived(domain: &str, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        hash.update(domain.as_bytes());
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        let mut b = [0u8; 16];
        b.copy_from_slice(&digest[..16]);
        b[6] = (b[6] & 0x0f) | 0x80;
        b[8] = (b[8] & 0x3f) | 0x80;
        Self(Uuid::from_bytes(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v7_sorts_by_time_and_carries_its_version() {
        let a = RowId::v7(1_000, [0xff; 10]);
        let b = RowId::v7(1_001, [0; 10]);
        assert!(a < b);
        assert_eq!(a.0.get_version_num(), 7);
    }

    #[test]
    fn derived_ids_depend_on_every_part_and_its_length() {
        let ab_c = RowId::derived("x", &[b"ab", b"c"]);
        let a_bc = RowId::derived("x", &[b"a", b"bc"]);
        assert_ne!(ab_c, a_bc);
        assert_eq!(ab_c, RowId::derived("x", &[b"ab", b"c"]));
    }
}
