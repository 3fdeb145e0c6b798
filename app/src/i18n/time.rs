//! Words for dates and spans of time.

use super::messages;

messages! {
    today => "今天", "today";
    yesterday => "昨天", "yesterday";
    tomorrow => "明天", "tomorrow";
    just_now => "刚刚", "just now";
    n_minutes_ago(n: i64) => "{n} 分钟前", "{n} minute ago" | "{n} minutes ago";
    n_hours_ago(n: i64) => "{n} 小时前", "{n} hour ago" | "{n} hours ago";
    n_days_ago(n: i64) => "{n} 天前", "{n} day ago" | "{n} days ago";
    n_months_ago(n: i64) => "{n} 个月前", "{n} month ago" | "{n} months ago";
    n_years_ago(n: i64) => "{n} 年前", "{n} year ago" | "{n} years ago";
    in_n_days(n: i64) => "{n} 天后", "in {n} day" | "in {n} days";
    in_n_months(n: i64) => "{n} 个月后", "in {n} month" | "in {n} months";
    in_n_years(n: i64) => "{n} 年后", "in {n} year" | "in {n} years";
    n_seconds(n: i64) => "{n} 秒", "{n} s";
    n_minutes(n: i64) => "{n} 分", "{n} min";
    n_hours(n: i64) => "{n} 小时", "{n} hr";
    n_days(n: i64) => "{n} 天", "{n} day" | "{n} days";
    overdue_by(span: &str) => "逾期 {span}", "{span} overdue";
    time_left(span: &str) => "剩 {span}", "{span} left";
    next_monday => "下周一", "Next Monday";
    in_a_month => "一个月", "In a month";
    pick_a_day => "选日子", "Pick a day";
}
