//! What `jipan doctor` says of the machine: the database's size, the disk, the clock, the backups.

use chrono::DateTime;

use crate::backup::{Place, folder, schedule};
use crate::disk;

/// One line for each finding; what somebody should do something about begins with "WARNING".
pub(super) fn lines(place: &Place, data: &std::path::Path, now_ms: i64, zone_minutes: i32) -> Vec<String> {
    let all = folder::list(&place.folder);
    let mut lines = Vec::new();
    let bytes = place.database_bytes();
    if bytes > 0 {
        let then = all.iter().rev().find(|found| found.header.database_bytes > 0);
        lines.push(match then {
            Some(found) => format!("database: {} on disk, {}", size(bytes), growth(bytes, found, now_ms)),
            None => format!("database: {} on disk", size(bytes)),
        });
    }
    if let Some(free) = disk::free_at(data) {
        // Room for the database once more, and for a backup of it.
        let tight = if free < bytes.saturating_mul(2).max(1 << 30) { "WARNING: " } else { "" };
        lines.push(format!("{tight}disk: {} free where the data is", size(free)));
    }
    lines.push(clock(now_ms, zone_minutes, all.first().map(|found| found.header.made_ms)));
    lines.push(match all.iter().find(|found| found.header.made_ms <= now_ms) {
        Some(last) => {
            let (made, path) = (last.header.made_ms, last.path.display());
            let old = if schedule::is_old(now_ms, Some(made)) { "WARNING: older than two days: " } else { "" };
            let (records, bytes) = (last.summary.tables.records(), size(last.bytes));
            format!("{old}last backup: {}, {records} records, {bytes}, {path}", moment(made, zone_minutes))
        }
        None => format!("WARNING: no backup in {}: make one with `jipan backup`", place.folder.display()),
    });
    if all.len() > 1 {
        let total: u64 = all.iter().map(|found| found.bytes).sum();
        lines.push(format!("backups kept: {}, {}", all.len(), size(total)));
    }
    lines
}

fn growth(bytes: u64, then: &folder::Found, now_ms: i64) -> String {
    let days = (now_ms - then.header.made_ms).max(0) / 86_400_000;
    let before = then.header.database_bytes;
    let (sign, change) = if bytes >= before { ("+", bytes - before) } else { ("-", before - bytes) };
    format!("{sign}{} in {days} days", size(change))
}

fn clock(now_ms: i64, zone_minutes: i32, newest_ms: Option<i64>) -> String {
    let text = format!("clock: {} in the shop, {} UTC", moment(now_ms, zone_minutes), moment(now_ms, 0));
    match newest_ms.filter(|newest| *newest > now_ms) {
        Some(newest) => {
            format!("WARNING: {text}; there is a backup from {}: is the clock right?", moment(newest, zone_minutes))
        }
        None => text,
    }
}

fn moment(ms: i64, zone_minutes: i32) -> String {
    let local = ms.saturating_add(i64::from(zone_minutes) * 60_000);
    DateTime::from_timestamp_millis(local).unwrap_or_default().format("%Y-%m-%d %H:%M").to_string()
}

/// `12.4 MB`.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1_000.0;
        unit += 1;
    }
    let decimals = usize::from(unit > 0 && value < 99.95);
    format!("{value:.decimals$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_305_600_000;

    #[test]
    fn a_base_without_backups_is_warned_about() {
        let place = Place { folder: "/nowhere".into(), database: None };
        let lines = lines(&place, std::path::Path::new("/"), NOW, 480);
        assert!(
            lines.iter().any(|line| line == "clock: 2026-11-22 08:00 in the shop, 2026-11-22 00:00 UTC"),
            "{lines:?}"
        );
        assert!(lines.iter().any(|line| line.starts_with("WARNING: no backup in /nowhere")), "{lines:?}");
    }

    #[test]
    fn a_clock_before_the_newest_backup_is_doubted() {
        assert!(clock(NOW, 480, Some(NOW + 60_000)).starts_with("WARNING: clock: 2026-11-22 08:00"));
        assert!(clock(NOW, 480, Some(NOW)).starts_with("clock: "));
        assert_eq!((size(999), size(54_321_000)), ("999 B".into(), "54.3 MB".into()));
    }
}
