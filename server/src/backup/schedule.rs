//! When the next backup is due. Pure.

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
/// How long a server without any backup has been up before it makes the first one out of turn.
const SETTLED_MS: i64 = 60 * MINUTE_MS;
/// How old the last good backup may be before people are warned.
pub const OLD_MS: i64 = 2 * DAY_MS;

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Minutes after midnight, 0 to 1,439.
    minutes: i64,
}

impl At {
    /// Half past three at night.
    pub const NIGHT: Self = Self { minutes: 3 * 60 + 30 };

    /// Reads `03:30`.
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let number = |text: &str, most: i64| {
            let digits = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse().ok().filter(|n| digits && (0..=most).contains(n))
        };
        Some(Self { minutes: number(hours, 23)? * 60 + number(minutes, 59)? })
    }

    /// The last moment at or before `now_ms` at which a clock in this zone showed this time. Unix milliseconds.
    fn last(self, now_ms: i64, zone_minutes: i32) -> i64 {
        let offset = (i64::from(zone_minutes) - self.minutes) * MINUTE_MS;
        (now_ms + offset).div_euclid(DAY_MS) * DAY_MS - offset
    }

    /// The next moment after `now_ms` at which a clock in this zone shows this time. Unix milliseconds.
    pub fn next(self, now_ms: i64, zone_minutes: i32) -> i64 {
        self.last(now_ms, zone_minutes) + DAY_MS
    }

    /// Whether a backup is due: the time has come since the last one was made. A server that was off at that time makes up for it; one
    /// that has never made any waits for its first night, or for an hour when it was started before the last one ended.
    ///
    /// `last_ms` is when the last good one was made, `started_ms` when the server started. A last one from the future (the clock was wrong)
    /// counts as none.
    pub fn is_due(self, now_ms: i64, zone_minutes: i32, last_ms: Option<i64>, started_ms: i64) -> bool {
        let turn = self.last(now_ms, zone_minutes);
        match last_ms.filter(|last| *last <= now_ms) {
            Some(last) => last < turn,
            None => started_ms < turn || now_ms - started_ms >= SETTLED_MS,
        }
    }
}

/// Whether people should be warned: the last good backup is older than two days, or there is none.
pub fn is_old(now_ms: i64, last_ms: Option<i64>) -> bool {
    last_ms.is_none_or(|last| now_ms - last > OLD_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22 00:00 UTC: 08:00 in China.
    const NOW: i64 = 1_795_305_600_000;
    const HOUR: i64 = 60 * MINUTE_MS;
    const ZONE: i32 = 480;
    /// 03:30 in China on that day.
    const TURN: i64 = NOW - 4 * HOUR - 30 * MINUTE_MS;

    #[test]
    fn times_of_day_are_read() {
        assert_eq!(At::parse("03:30"), Some(At::NIGHT));
        assert_eq!(At::parse("23:59"), Some(At { minutes: 1_439 }));
        for bad in ["", "3", "24:00", "12:60", "-1:00", "03:30:00", "003:30", "off", "+3:30"] {
            assert_eq!(At::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_turn_follows_the_shops_clock() {
        assert_eq!((At::NIGHT.last(NOW, ZONE), At::NIGHT.next(NOW, ZONE)), (TURN, TURN + DAY_MS));
        assert_eq!(At::NIGHT.last(TURN, ZONE), TURN);
        assert_eq!(At::NIGHT.last(TURN - 1, ZONE), TURN - DAY_MS);
        assert_eq!(At::NIGHT.last(NOW, -300), NOW - DAY_MS + 8 * HOUR + 30 * MINUTE_MS);
    }

    #[test]
    fn one_backup_a_night_also_after_a_night_switched_off() {
        let due = |now, last| At::NIGHT.is_due(now, ZONE, Some(last), NOW - 30 * DAY_MS);
        assert!(!due(TURN - 1, TURN - DAY_MS + 5) && due(TURN, TURN - DAY_MS + 5));
        assert!(!due(NOW, TURN + 5) && due(NOW + 10 * DAY_MS, TURN + 5));
        assert!(due(NOW, NOW + DAY_MS), "one from the future");
    }

    #[test]
    fn a_new_server_does_not_begin_with_a_backup() {
        let due = |now, started| At::NIGHT.is_due(now, ZONE, None, started);
        assert!(!due(NOW, NOW - MINUTE_MS) && due(NOW + HOUR, NOW) && due(NOW, TURN - 1));
    }

    #[test]
    fn two_days_are_old() {
        assert!(is_old(NOW, None) && is_old(NOW, Some(NOW - OLD_MS - 1)) && !is_old(NOW, Some(NOW - OLD_MS)));
    }
}
