//! Today: what is due.

use super::messages;

messages! {
    title => "今日", "Today";
    summary_overdue(n: usize) => "{n} 件逾期", "{n} overdue";
    summary_due(n: usize) => "{n} 件今天做", "{n} due today";
    overdue => "逾期", "Overdue";
    due => "今天要做", "Due today";
    complaints => "投诉快到时限", "Complaints near their deadline";
    drifting => "重要客户在走远", "Important customers drifting away";
    birthdays => "生日与节令", "Birthdays and festivals";
    appointments => "约好的", "Appointments";
    later => "之后", "Later";
    rest(n: usize) => "还有 {n}", "{n} more";
    usual_gap(usual: i64, now: i64) => "往常 {usual} 天一次，已 {now} 天没来", "Usually every {usual} days, now {now} days";
    mark_done => "已完成", "Done";
    marked_done(text: &str) => "“{text}”已完成", "“{text}” done";
    snooze => "改天", "Snooze";
    snoozed_to(day: &str) => "改到{day}", "Moved to {day}";
    empty => "今天没有要做的事", "Nothing to do today";
    empty_detail(n: usize) => "{n} 位客户这周还没人联系。", "{n} customer has not been contacted this week." | "{n} customers have not been contacted this week.";
    empty_action => "看看是谁", "See who";
    empty_calm => "冲突、走远的重要客户和生日都会出现在这里。", "Conflicts, important customers drifting away and birthdays appear here.";
    to_customers => "去看客户", "See the customers";
    conflicts(n: usize) => "{n} 处两人都改了，等你定", "{n} conflict waits for you" | "{n} conflicts wait for you";
    conflicts_detail => "两边的值都在，选一个留下", "Both values are kept; choose one";
    not_been_worth(how_long: &str, money: &str) => "{how_long} · 近 12 个月 {money}", "{how_long} · {money}/year";
    not_been(days: i64) => "{days} 天没来买了", "Away {days} day" | "Away {days} days";
    birthday_today => "今天生日", "Birthday today";
    birthday_in(days: i64) => "{days} 天后生日", "Birthday in {days} day" | "Birthday in {days} days";
    call(name: &str) => "打电话给{name}", "Call {name}";
}
