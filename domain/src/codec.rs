//! The one binary encoding used on the wire, in the change log and in local stores: CBOR (RFC 8949).

mod item;
mod reader;

use item::Reader;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// Bytes that are not what they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not a valid {what}: {reason}")]
pub struct DecodeError {
    /// What was expected.
    pub what: &'static str,
    /// What the decoder said.
    pub reason: String,
}

/// Encodes a value. Writing to memory cannot fail for the types of this crate, whose maps have text keys.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    // The only errors are those of the writer (a `Vec` has none) and of custom `Serialize` code (none here).
    let written = ciborium::into_writer(value, &mut out);
    debug_assert!(written.is_ok());
    out
}

/// How deep what is decoded may nest: far more than anything of this crate does, far less than a stack holds.
const DEPTH: usize = 32;

/// Decodes a value from the beginning of `bytes`.
///
/// # Errors
/// [`DecodeError`] when the bytes are truncated, of another shape, or nested deeper than 32 levels.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], what: &'static str) -> Result<T, DecodeError> {
    T::deserialize(&mut Reader::new(bytes, DEPTH)).map_err(|e| DecodeError { what, reason: e.to_string() })
}

/// The first 16 bytes of the SHA-256 of `bytes`: how chunks of a snapshot are checked.
pub fn short_hash(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes)[..16].to_vec()
}

#[cfg(test)]
mod tests;
