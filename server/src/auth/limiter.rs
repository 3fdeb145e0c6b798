//! Slows down whoever fails repeatedly: some free failures, then a wait that doubles with each further one.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Failures are forgotten after an hour without one.
const FORGET_MS: i64 = 3_600_000;
/// An attacker with many addresses must not fill the memory.
const MAX_KEYS: usize = 10_000;

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: i64,
}

/// Counts failures per key. Times are milliseconds since 1970.
pub struct Limiter<K> {
    free: u32,
    longest_s: u32,
    failures: Mutex<HashMap<K, Failures>>,
}

impl<K: Eq + Hash + Clone> Limiter<K> {
    /// `free` failures without a wait, then 2, 4, 8 … seconds, at most `longest_s`.
    pub fn new(free: u32, longest_s: u32) -> Self {
        Self { free, longest_s, failures: Mutex::default() }
    }

    /// Seconds until `key` may try again; 0 = now.
    pub fn wait(&self, key: &K, now: i64) -> u32 {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.get(key).map_or(0, |f| self.remaining(*f, now))
    }

    /// Records a failure of `key`.
    pub fn failed(&self, key: K, now: i64) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MAX_KEYS && !failures.contains_key(&key) {
            failures.retain(|_, f| now - f.last < FORGET_MS);
            if failures.len() >= MAX_KEYS {
                let oldest = failures.iter().min_by_key(|(_, f)| f.last).map(|(key, _)| key.clone());
                oldest.map(|key| failures.remove(&key));
            }
        }
        let entry = failures.entry(key).or_insert(Failures { count: 0, last: now });
        if now - entry.last >= FORGET_MS {
            entry.count = 0;
        }
        entry.count = entry.count.saturating_add(1);
        entry.last = now;
    }

    /// Forgets the failures of `key` after a success.
    pub fn succeeded(&self, key: &K) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// Takes one recorded failure back, for an attempt that was counted before its outcome was known.
    pub fn take_back(&self, key: &K) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = failures.get_mut(key) {
            entry.count = entry.count.saturating_sub(1);
        }
    }

    fn remaining(&self, failures: Failures, now: i64) -> u32 {
        if failures.count < self.free || now - failures.last >= FORGET_MS {
            return 0;
        }
        let doublings = (failures.count - self.free + 1).min(20);
        let wait_ms = i64::from((1u32 << doublings).min(self.longest_s)) * 1000;
        let left_ms = wait_ms - (now - failures.last).max(0);
        // Rounded up: "0 s" must mean "now".
        u32::try_from((left_ms.max(0) + 999) / 1000).unwrap_or(self.longest_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends() {
        let limiter = Limiter::new(3, 60);
        let waits: Vec<u32> = (0..10)
            .map(|_| {
                limiter.failed("a", 0);
                limiter.wait(&"a", 0)
            })
            .collect();
        assert_eq!(waits, [0, 0, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(limiter.wait(&"a", 59_001), 1);
        assert_eq!(limiter.wait(&"a", 60_000), 0);
        assert_eq!(limiter.wait(&"b", 0), 0);
    }

    #[test]
    fn success_and_time_forgive() {
        let limiter = Limiter::new(1, 60);
        limiter.failed("a", 0);
        assert_eq!(limiter.wait(&"a", 0), 2);
        limiter.succeeded(&"a");
        assert_eq!(limiter.wait(&"a", 0), 0);
        limiter.failed("a", 0);
        limiter.failed("a", FORGET_MS);
        assert_eq!(limiter.wait(&"a", FORGET_MS), 2);
    }

    #[test]
    fn taking_one_back_keeps_the_others() {
        let limiter = Limiter::new(2, 60);
        (0..3).for_each(|_| limiter.failed("a", 0));
        assert_eq!(limiter.wait(&"a", 0), 4);
        limiter.take_back(&"a");
        assert_eq!(limiter.wait(&"a", 0), 2);
        limiter.take_back(&"nobody");
    }

    #[test]
    fn a_clock_that_goes_back_does_not_lengthen_the_wait() {
        let limiter = Limiter::new(1, 60);
        limiter.failed("a", 1_000_000);
        assert_eq!(limiter.wait(&"a", 0), 2);
    }

    #[test]
    fn memory_is_bounded_and_the_newest_stay() {
        let limiter = Limiter::new(1, 60);
        for key in 0..MAX_KEYS + 100 {
            limiter.failed(key, i64::try_from(key).unwrap_or(0));
        }
        let now = i64::try_from(MAX_KEYS + 99).unwrap_or(0);
        assert_eq!(limiter.failures.lock().map(|f| f.len()).ok(), Some(MAX_KEYS));
        assert_eq!(limiter.wait(&(MAX_KEYS + 99), now), 2);
        assert_eq!(limiter.wait(&0, 0), 0);
    }
}
