//! Which epoch begins with a restore: a later one, and another one than any other restore of the same backup begins (ADR 5).

/// 2020-01-01, milliseconds since 1970 UTC.
const START_MS: i64 = 1_577_836_800_000;

/// The epoch after a restore of a backup of epoch `old` at wall-clock time `now_ms` (Unix milliseconds).
///
/// Seconds since 2020: two restores of one backup differ, and the later one is greater. Where the clock does not say more than the
/// backup (it was set wrong, now or when `old` began), a little more than `old`, and `random` makes it differ.
pub fn after_restore(old: u32, now_ms: i64, random: u16) -> u32 {
    let seconds = u32::try_from(now_ms.saturating_sub(START_MS) / 1_000).unwrap_or(0);
    if seconds > old { seconds } else { old.saturating_add(1).saturating_add(random.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_305_600_000;

    #[test]
    fn two_restores_of_one_backup_differ_and_the_later_is_greater() {
        let first = after_restore(1, NOW, 0);
        assert_eq!(first, 217_468_800);
        assert!(after_restore(1, NOW + 1_000, 0) > first);
        assert!(after_restore(first, NOW + 1_000, 0) > first);
    }

    #[test]
    fn a_clock_that_says_nothing_still_gives_another_epoch() {
        for wrong in [0, START_MS, i64::MIN, NOW - 86_400_000] {
            let old = after_restore(1, NOW, 0);
            assert!(after_restore(old, wrong, 0) > old);
            assert_ne!(after_restore(old, wrong, 7), after_restore(old, wrong, 8));
        }
        assert_eq!(after_restore(u32::MAX, NOW, 9), u32::MAX);
    }
}
