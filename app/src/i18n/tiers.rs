//! Tiers and lifecycle stages.

use super::messages;

messages! {
    title => "分级", "Tiers";
    vip => "VIP", "VIP";
    active => "活跃", "Active";
    potential => "潜在", "Potential";
    dormant => "休眠", "Dormant";
    unscored => "未评", "Not scored";
    as_of(day: &str) => "截至 {day}", "As of {day}";
    basis(n: usize, currency: &str) => "{n} 位 · {currency}", "{n} customer · {currency}" | "{n} customers · {currency}";
    headline(tier: &str, people: &str, revenue: &str) => "{tier} 占 {people} 客户，{revenue} 收入", "{tier}: {people} of customers, {revenue} of revenue";
    headline_basis => "现在的等级；收入为近 12 个月，已减退款", "Current tiers; revenue of the last 12 months, net of refunds";
    share_customers => "客户", "Customers";
    share_revenue => "近 12 个月收入", "Revenue, last 12 months";
    rules => "规则", "Rules";
    rules_detail => "从上到下，先符合的算", "From top to bottom, the first match counts";
    everybody_else => "其余的人", "Everybody else";
    would_move(n: usize) => "会移动 {n} 位", "{n} customer would move" | "{n} customers would move";
    preview_first(n: usize) => "先看 {n} 位", "See the {n} first";
    drop_changes => "放弃修改", "Drop the changes";
    apply => "照这样分", "Apply";
    why_title(name: &str, tier: &str) => "为什么：{name}是 {tier}", "Why {name} is {tier}";
    falls_in(days: i64, axis: &str, score: u8, tier: &str) => "再过 {days} 天不买，{axis}会降到 {score} 分，将变成{tier}。", "Without a purchase for {days} more day, {axis} falls to {score} and the tier becomes {tier}." | "Without a purchase for {days} more days, {axis} falls to {score} and the tier becomes {tier}.";
    provisional => "暂算，等同步", "Provisional until synced";
    override_tier => "改等级，写明原因", "Override, with a reason";
    override_until(day: &str) => "手定，到 {day}", "Set by hand until {day}";
    compare => "比较两套", "Compare two schemes";
    new_scheme => "新方案", "New scheme";
    table_twin => "看表格", "As a table";
    as_chart => "看图", "As a chart";
    print => "打印", "Print";
    people(n: usize) => "{n} 位", "{n}";
    percent_of_customers => "占客户", "Of customers";
    percent_of_revenue => "占收入", "Of revenue";
    unscored_note(n: usize) => "另有 {n} 位还没有评分，等服务器算好就会出现在这里。", "{n} more is not scored yet; it appears here once the server has done so." | "{n} more are not scored yet; they appear here once the server has done so.";
    rule_vip => "消费金额 5 分，而且最近购买 ≥ 3 分", "Money scores 5, and recency at least 3";
    rule_dormant => "阶段是有风险、沉睡或流失", "Stage is at risk, dormant or lost";
    rule_potential => "没下过单，或只下过 1 单", "No order yet, or just one";
    scores_explained => "5 分 = 高于至少 80 % 的客户；一样的客户一定同分。金额和次数看近 24 个月，已减退款。", "5 = above at least 80 % of customers; equal customers always score the same. Money and frequency over 24 months, net of refunds.";
    empty => "还没有客户可分级", "There are no customers to tier yet";
    empty_detail => "导入客户和购买记录，或先用演示数据看看。", "Import customers and purchases, or look at the demo base first.";
    empty_action => "导入文件", "Import a file";
}
