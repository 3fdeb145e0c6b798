//! Time as sync sees it: versions given by the server, and hybrid logical clocks kept by devices.

use serde::{Deserialize, Serialize};

/// Where in the server's order something happened. Ordered; a larger epoch is later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Version {
    /// Counts restores of the server from a backup; 1 on a new base.
    pub epoch: u32,
    /// Position in the commit order of that epoch; 0 is before everything.
    pub seq: u64,
}

impl Version {
    /// A version from its two parts.
    pub fn new(epoch: u32, seq: u64) -> Self {
        Self { epoch, seq }
    }

    /// Whether this is the version before everything.
    pub fn is_start(&self) -> bool {
        *self == Self::default()
    }
}

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        (self.epoch, self.seq).serialize(s)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let (epoch, seq) = Deserialize::deserialize(d)?;
        Ok(Self { epoch, seq })
    }
}

/// How far ahead of the server a device's clock may claim to be, in milliseconds.
pub const MAX_AHEAD_MS: u64 = 60_000;

/// A hybrid logical clock reading: 48 bits of Unix milliseconds and a 16-bit counter.
///
/// Source: Kulkarni et al., "Logical Physical Clocks" (2014). It orders what one device did and breaks ties
/// between devices; it never decides *whether* there is a conflict.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hlc(pub u64);

impl Hlc {
    /// A reading from Unix milliseconds (48 bits are kept) and a counter.
    pub fn new(unix_ms: u64, counter: u16) -> Self {
        Self(((unix_ms & 0xffff_ffff_ffff) << 16) | u64::from(counter))
    }

    /// The physical part, Unix milliseconds.
    pub fn millis(self) -> u64 {
        self.0 >> 16
    }

    /// The next reading at wall-clock time `now_ms`: strictly later than `self`, whatever the wall clock does.
    #[must_use]
    pub fn tick(self, now_ms: u64) -> Self {
        Self::new(now_ms, 0).max(Self(self.0 + 1))
    }

    /// The reading after having seen `other` at wall-clock time `now_ms`. A reading too far in the future is
    /// not followed, so one device with a wrong clock does not drag the others along.
    #[must_use]
    pub fn observe(self, other: Self, now_ms: u64) -> Self {
        let followed = other.clamp_to(now_ms);
        self.max(followed).tick(now_ms)
    }

    /// The reading, or `now + 60 s` if it claims to be later than that.
    #[must_use]
    pub fn clamp_to(self, now_ms: u64) -> Self {
        self.min(Self::new(now_ms + MAX_AHEAD_MS, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_always_move_forward_even_when_the_wall_clock_goes_back() {
        let a = Hlc::new(5_000, 0);
        let b = a.tick(1_000);
        assert!(b > a);
        assert_eq!(b.millis(), 5_000);
        assert_eq!(b.tick(9_000), Hlc::new(9_000, 0));
    }

    #[test]
    fn a_clock_three_days_ahead_is_clamped() {
        let now = 1_000_000;
        let wrong = Hlc::new(now + 3 * 86_400_000, 7);
        assert_eq!(wrong.clamp_to(now).millis(), now + MAX_AHEAD_MS);
        assert!(Hlc::new(now, 0).observe(wrong, now).millis() <= now + MAX_AHEAD_MS);
    }
}
