//! Random secrets, and the hash under which they are stored.

use sha2::{Digest, Sha256};

use super::AuthError;

/// Crockford's base 32: no I, L, O or U, so that a code can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A random 256-bit token as 64 hex digits.
///
/// # Errors
/// [`AuthError::Internal`] when the operating system gives no random numbers.
pub fn token() -> Result<String, AuthError> {
    Ok(hex(&random::<32>()?))
}

/// A random set-up code of 50 bits, `XXXXX-XXXXX`.
///
/// # Errors
/// As [`token`].
pub fn setup_code() -> Result<String, AuthError> {
    let mut code: String = random::<10>()?.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
    code.insert(5, '-');
    Ok(code)
}

/// A typed set-up code in the form it is hashed: upper case, no separators, look-alikes mapped.
pub fn normalise_code(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect()
}

/// A new `UUIDv7` for a person or a team.
///
/// # Errors
/// As [`token`].
pub fn new_id(now_ms: i64) -> Result<[u8; 16], AuthError> {
    let millis = u64::try_from(now_ms).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random::<10>()?).into_uuid().into_bytes())
}

/// SHA-256 of `bytes` in hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing into a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Whether two texts are equal, in a time that depends on their length only.
pub fn constant_time_eq(a: &str, b: &str) -> bool {
    let difference = a.bytes().zip(b.bytes()).fold(0u8, |acc, (x, y)| acc | (x ^ y));
    a.len() == b.len() && std::hint::black_box(difference) == 0
}

fn random<const N: usize>() -> Result<[u8; N], AuthError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| AuthError::Internal(format!("no random numbers: {error}")))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() -> Result<(), AuthError> {
        let (a, b) = (token()?, token()?);
        assert_eq!((a.len(), b.len()), (64, 64));
        assert_ne!(a, b);
        Ok(())
    }

    #[test]
    fn a_code_survives_being_read_aloud() -> Result<(), AuthError> {
        let code = setup_code()?;
        assert_eq!(code.len(), 11);
        assert_eq!(normalise_code(&code), code.replace('-', ""));
        assert_eq!(normalise_code(" o1l-abc "), "011ABC");
        Ok(())
    }

    #[test]
    fn ids_are_version_7_and_ordered_by_time() -> Result<(), AuthError> {
        let (early, late) = (new_id(1_000)?, new_id(2_000)?);
        assert!(early < late);
        assert_eq!(early[6] >> 4, 7);
        Ok(())
    }

    #[test]
    fn comparison_and_hash_are_right() {
        assert!(constant_time_eq("abc", "abc"));
        assert!(!constant_time_eq("abc", "abd") && !constant_time_eq("abc", "ab"));
        assert_eq!(&sha256_hex(b"abc")[..16], "ba7816bf8f01cfea");
    }
}
