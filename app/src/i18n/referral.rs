//! Referrals: who brought whom.

use super::messages;

messages! {
    title => "介绍", "Referrals";
    tree => "介绍树", "Referral tree";
    referred_by(name: &str) => "{name}介绍来的", "Referred by {name}";
    referred(n: usize) => "介绍了 {n} 位", "Referred {n} customer" | "Referred {n} customers";
    direct => "直接介绍", "Direct";
    whole_tree => "整棵树", "Whole tree";
    still_active => "90 天还活跃", "Active after 90 days";
    brought => "带来的收入", "Revenue brought";
    brought_decayed => "按远近打折后", "Weighted by distance";
    level(n: usize) => "第 {n} 层", "Level {n}";
    outline => "名录", "Outline";
    outline_counts(people: usize, edges: usize) => "{people} 人，{edges} 条关系", "{people} people, {edges} links";
    outline_keys => "↑↓ 移动，→ 展开，↵ 打开。没有图也能用。", "↑↓ move, → expand, ↵ open. Works without the picture.";
    add => "记下是谁介绍的", "Record who referred";
    remove => "去掉这层介绍", "Remove this referral";
    cycle => "这样会绕成一圈", "This would make a circle";
    cycle_detail(path: &str) => "已经有：{path}。要先去掉其中一层。", "There is already: {path}. Remove one step first.";
    self_referral => "自己不能介绍自己", "A customer cannot refer themselves";
    second_referrer(name: &str) => "已经写着{name}介绍的", "{name} is already recorded as the referrer";
    empty => "还没有介绍关系", "No referrals yet";
    empty_detail => "在客户页里记下“谁介绍来的”，这里就长出一棵树。", "Record who referred a customer, and a tree grows here.";
    open_customer => "打开客户页", "Open customer";
    if_they_leave(n: usize) => "如果离开：身后 {n} 位会断开", "If they leave: {n} customer would be cut off" | "If they leave: {n} customers would be cut off";
    zoom_in => "放大", "Zoom in";
    zoom_out => "缩小", "Zoom out";
    fit => "看全图", "Fit to screen";
    tree_of(name: &str) => "{name}的介绍树", "Referrals by {name}";
    direct_and_all(direct: usize, all: usize) => "直接 {direct} 位 · 整棵树 {all} 位", "{direct} directly · {all} in all" | "{direct} directly · {all} in all";
    deep(n: usize) => "{n} 层", "{n} level" | "{n} levels";
    generations => "层", "Generations";
    order_note => "按近 12 个月带来的收入，从高到低", "By revenue brought in the last 12 months, highest first";
    to_customers => "去看客户", "See the customers";
    out_of_scope => "不在你的范围内", "Outside your scope";
    back_to_all => "回到全部", "Back to all";
    too_many => "超过 5,000 人，不画图", "More than 5,000 people: no picture";
    too_many_detail => "旁边的名录照样可用；也可以从某一支看起。", "The outline beside it works; or start from one of the branches.";
    from_here => "从这里看", "Start from here";
    picture_name => "介绍树的图，旁边的名录说的是同样的内容", "Picture of the referral tree; the outline beside it says the same";
}
