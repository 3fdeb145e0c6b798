//! Merging customers.

use super::messages;

messages! {
    title(n: usize) => "合并 {n} 条记录", "Merge {n} record" | "Merge {n} records";
    title_one => "合并客户", "Merge customers";
    promise => "购买、联系方式、往来、标签和介绍关系都归到留下的这位名下。什么都不删，以后随时能分开。", "Purchases, contact details, notes, tags and referrals all go to the one who stays. Nothing is deleted, and you can part them again at any time.";
    who_stays => "留下哪一位", "Who stays";
    add_record => "再加一条", "Add a record";
    entered(day: &str) => "{day}建档", "added {day}";
    leave_out(name: &str) => "不并{name}", "Leave out {name}";
    differs => "说法不一样的", "Where they differ";
    nothing_differs => "没有矛盾的地方，各自有的都会留下。", "They contradict each other nowhere; whatever one of them has is kept.";
    together => "都留，一条接一条", "Keep all, one after the other";
    after => "合并以后", "After the merge";
    orders(n: usize) => "{n} 笔订单", "{n} order" | "{n} orders";
    contacts(n: usize) => "{n} 个联系方式", "{n} contact detail" | "{n} contact details";
    people(n: usize) => "{n} 个关系", "{n} relation" | "{n} relations";
    year(amount: &str) => "近 12 个月 {amount}", "{amount} in the last 12 months";
    act(n: usize) => "合并这 {n} 条", "Merge {n} record" | "Merge these {n} records";
    need_two => "至少要两条才能合并", "It takes at least two to merge";
    too_many(n: usize) => "一次最多合并 {n} 条", "At most {n} record at a time" | "At most {n} records at a time";
    not_here => "这些客户不在这台设备上", "These customers are not on this device";
    mixed => "有个人也有公司，看看是不是同一位。", "There are a person and a company among them. Make sure they are the same.";
    done(name: &str) => "已并到{name}名下", "Merged into {name}";
    merge => "合并", "Merge";
    merge_with => "与另一条合并", "Merge with another record";
    section => "并进来的记录", "Records merged in";
    merged_on(day: &str) => "{day}并入", "Merged on {day}";
    merged_by(day: &str, who: &str) => "{day} {who}并入", "Merged on {day} by {who}";
    part(name: &str) => "把{name}分出来", "Part {name} again";
    part_short => "分开", "Part";
    parted(name: &str) => "{name}又是单独一位了", "{name} stands alone again";
    same_person(name: &str) => "可能和{name}是同一位", "May be the same as {name}";
    compare => "比一比", "Compare";
    f_absorbed => "并进来的记录编号", "Records merged in";
    f_merged => "并入", "Merged into";
    op_merge(from: &str, into: &str) => "把{from}并到{into}名下", "Merge {from} into {into}";
    op_unmerge(name: &str) => "把{name}分出来", "Part {name} again";
}
