//! The page's clock and dice: the only place where the app asks for the time or for random bytes.

/// Now, Unix milliseconds.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn now_ms() -> u64 {
    #[cfg(target_arch = "wasm32")]
    {
        js_sys::Date::now() as u64
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(0))
    }
}

/// Ten random bytes, for an id.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn random_bytes() -> [u8; 10] {
    let mut bytes = [0u8; 10];
    #[cfg(target_arch = "wasm32")]
    {
        let filled = web_sys::window()
            .and_then(|w| w.crypto().ok())
            .is_some_and(|c| c.get_random_values_with_u8_array(&mut bytes).is_ok());
        if !filled {
            for b in &mut bytes {
                *b = (js_sys::Math::random() * 256.0) as u8;
            }
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        use std::hash::{BuildHasher, Hasher};
        let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
        hasher.write_u64(now_ms());
        let a = hasher.finish().to_le_bytes();
        hasher.write_u8(1);
        let b = hasher.finish().to_le_bytes();
        bytes[..8].copy_from_slice(&a);
        bytes[8..].copy_from_slice(&b[..2]);
    }
    bytes
}

/// A new id of a row.
pub fn new_row_id() -> domain::RowId {
    domain::RowId::v7(now_ms(), random_bytes())
}

/// Today in the organisation's zone, days since 1970.
pub fn today(zone_minutes: i32) -> i32 {
    day_of(now_ms(), zone_minutes)
}

/// The day of a moment in a zone, days since 1970.
pub fn day_of(unix_ms: u64, zone_minutes: i32) -> i32 {
    let local = i64::try_from(unix_ms).unwrap_or(0) + i64::from(zone_minutes) * 60_000;
    i32::try_from(local.div_euclid(86_400_000)).unwrap_or(0)
}
