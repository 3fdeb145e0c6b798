//! Spans of time in words.

use crate::i18n::time;

/// A calendar distance in words: `今天`, `昨天`, `20 天前`, `明天`, `3 天后`. `days` is how long ago; negative is still to come.
pub fn days_ago(days: i64) -> String {
    match days {
        0 => time::today().to_owned(),
        1 => time::yesterday().to_owned(),
        -1 => time::tomorrow().to_owned(),
        2..=89 => time::n_days_ago(days),
        90..=729 => time::n_months_ago(days / 30),
        730.. => time::n_years_ago(days / 365),
        -89..=-2 => time::in_n_days(-days),
        -729..=-90 => time::in_n_months(-days / 30),
        _ => time::in_n_years(days / -365),
    }
}

/// How long ago an instant was, both in milliseconds since 1970-01-01 UTC: `刚刚`, `5 分钟前`, `3 小时前`, then days.
///
/// A clock that runs a little ahead gives `刚刚`, never a time to come.
pub fn since(ms: i64, now_ms: i64) -> String {
    let minutes = now_ms.saturating_sub(ms).max(0) / 60_000;
    match minutes {
        0 => time::just_now().to_owned(),
        1..=59 => time::n_minutes_ago(minutes),
        60..=1_439 => time::n_hours_ago(minutes / 60),
        _ => days_ago((minutes / 1_440).max(1)),
    }
}

/// A length of time in its two largest units: `19 秒`, `3 分 20 秒`, `3 小时 20 分`, `2 天 4 小时`. Negative lengths count as nothing.
pub fn duration(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (large, small) = match seconds {
        0..=59 => (time::n_seconds(seconds), None),
        60..=3_599 => (time::n_minutes(seconds / 60), some(seconds % 60, time::n_seconds)),
        3_600..=86_399 => (time::n_hours(seconds / 3_600), some(seconds / 60 % 60, time::n_minutes)),
        _ => (time::n_days(seconds / 86_400), some(seconds / 3_600 % 24, time::n_hours)),
    };
    small.map_or(large.clone(), |small| format!("{large} {small}"))
}

fn some(value: i64, words: fn(i64) -> String) -> Option<String> {
    (value > 0).then(|| words(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, tests::with_lang};

    #[test]
    fn days_in_words() {
        with_lang(Lang::ZhCn, || {
            let words: Vec<_> = [0, 1, 20, 89, 90, 729, 730, -1, -3].into_iter().map(days_ago).collect();
            assert_eq!(
                words,
                ["今天", "昨天", "20 天前", "89 天前", "3 个月前", "24 个月前", "2 年前", "明天", "3 天后"]
            );
        });
        with_lang(Lang::En, || {
            let words: Vec<_> = [0, 1, 20, 95, 800, -2, -800].into_iter().map(days_ago).collect();
            assert_eq!(
                words,
                ["today", "yesterday", "20 days ago", "3 months ago", "2 years ago", "in 2 days", "in 2 years"]
            );
        });
    }

    #[test]
    fn a_clock_ahead_is_now() {
        with_lang(Lang::ZhCn, || {
            assert_eq!(since(10_000, 0), "刚刚");
            assert_eq!(since(0, 60_000), "1 分钟前");
            assert_eq!(since(0, 86_400_000), "昨天");
            assert_eq!(since(0, 86_399_000), "23 小时前");
        });
    }

    #[test]
    fn lengths_keep_two_units() {
        with_lang(Lang::ZhCn, || {
            let words: Vec<_> = [-1, 19, 60, 200, 12_000, 187_200].into_iter().map(duration).collect();
            assert_eq!(words, ["0 秒", "19 秒", "1 分", "3 分 20 秒", "3 小时 20 分", "2 天 4 小时"]);
        });
        with_lang(Lang::En, || assert_eq!(duration(3_660), "1 hr 1 min"));
    }
}
