//! Under which conditions a measurement was taken.

use std::fs;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::workspace::{Workspace, output_of};

/// Processor, cores, memory, how busy the machine was before (mean number of running processes over a minute; read it before the
/// benchmark), compiler, commit (with `+changes` for an unclean checkout) and profile. Unknown is null.
pub fn read(workspace: &Workspace, profile: &str) -> Value {
    let git = |args: &[&str]| output_of(workspace.command("git").args(args)).ok();
    let commit = git(&["rev-parse", "HEAD"]).map(|hash| {
        let changed = git(&["status", "--porcelain"]).is_some_and(|files| !files.is_empty());
        format!("{hash}{}", if changed { "+changes" } else { "" })
    });
    json!({
        "cpu": field("/proc/cpuinfo", "model name"),
        "cores": thread::available_parallelism().ok().map(usize::from),
        "memory": field("/proc/meminfo", "MemTotal"),
        "load_before": load(),
        "os": std::env::consts::OS,
        "architecture": std::env::consts::ARCH,
        "rustc": output_of(workspace.command("rustc").arg("--version")).ok(),
        "commit": commit,
        "profile": profile,
    })
}

fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

/// The value of `name : value` in one of Linux's files.
fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// Today's date in UTC, `2026-11-22`.
pub fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    date_of_day(seconds / 86_400)
}

/// The Gregorian date of a day since 1970-01-01 (Hinnant's `civil_from_days`, for days not before that one).
fn date_of_day(day: u64) -> String {
    let z = day + 719_468;
    let era = z / 146_097;
    let day_of_era = z % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{day_of_month:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        for (day, date) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_779, "2026-11-22"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(date_of_day(day), date);
        }
    }
}
