//! Repeatable chance. Whole-number arithmetic and the four operations only, so that every machine makes the same base.

/// `SplitMix64` (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
pub(super) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to but not including `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * n as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).unwrap_or(0);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// From 0 up to but not including 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of them.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// One of them, by weight.
    pub fn weighted<T: Copy>(&mut self, of: &[(T, u32)]) -> T {
        let total: usize = of.iter().map(|(_, w)| *w as usize).sum();
        let mut left = self.below(total);
        for (value, weight) in of {
            if left < *weight as usize {
                return *value;
            }
            left -= *weight as usize;
        }
        of[0].0
    }

    /// A positive factor with a long tail to the right and a median near 1: a product of uniform factors, nearly log-normal.
    /// `spread` from 0 (always 1) to below 1.
    pub fn factor(&mut self, spread: f64) -> f64 {
        (0..6).fold(1.0, |f, _| {
            let up = 1.0 + spread * self.unit();
            if self.chance(0.5) { f * up } else { f / up }
        })
    }
}
