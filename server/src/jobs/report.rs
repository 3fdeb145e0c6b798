//! An import's report as the page is told of it.

use app::api::base::{ImportReport, RowProblem};

use crate::import::{Note, Report};
use crate::sync::Written;

/// How many examples of rows that were left out the page gets.
const EXAMPLES: usize = 200;

/// The report of an import, or of a dry run.
pub(super) fn told(found: &Report, written: Written, dry_run: bool) -> ImportReport {
    let examples = found.left_out.values().flat_map(|left| &left.examples);
    let mut examples: Vec<RowProblem> = examples
        .map(|error| RowProblem {
            line: error.line,
            column: error.column.clone().unwrap_or_default(),
            value: error.value.clone(),
            code: error.reason.code().to_owned(),
            reason: error.zh.clone(),
        })
        .collect();
    examples.sort_by_key(|problem| problem.line);
    examples.truncate(EXAMPLES);
    let first = found.sums.first();
    ImportReport {
        dry_run,
        rows_read: found.rows_read,
        customers_new: found.customers.new,
        customers_updated: found.customers.updated,
        customers_same: found.customers.unchanged + found.customers.in_trash,
        purchases_new: found.purchases.new,
        purchases_same: found.purchases.updated + found.purchases.unchanged + found.purchases.in_trash,
        refunds: found.refunds,
        anonymous_purchases: found.anonymous_purchases,
        anonymous_rows: found.anonymous_lines,
        edges_new: (found.referrals.new + found.relations.new).saturating_sub(written.refused),
        left_out: found.left_out.iter().map(|(reason, left)| (reason.code().to_owned(), left.count)).collect(),
        examples,
        sums: first.map(|sum| (sum.exact.clone(), sum.stored.clone(), sum.difference.clone())),
        currency: first.map(|sum| sum.currency.clone()).unwrap_or_default(),
        remarks: remarks(found, written),
    }
}

/// What a person should know besides.
fn remarks(found: &Report, written: Written) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(dates) = found.dates {
        let order = format!("{:?}", dates.order);
        let doubt = if dates.ambiguous { "（文件里没有日期能说明顺序，请核对）" } else { "" };
        remarks.push(format!("日期顺序 / date order: {order}{doubt}"));
    }
    for (note, count) in &found.notes {
        let text = match note {
            Note::ValueDropped => "个值不在可选项里，留空 / values are not among the choices and were left empty",
            Note::UnknownOwner => "位客户的负责人不在员工里，未分配 / owners are not among the staff",
            Note::UnknownRefundedOrder => "笔退款所指的订单不在文件里 / refunds name an order that is not in the file",
            Note::Rounded => "个数字的小数位过多，已舍入 / numbers were rounded",
        };
        remarks.push(format!("{count} {text}"));
    }
    for sum in found.sums.iter().skip(1) {
        remarks.push(format!("{}: {} → {} ({})", sum.currency, sum.exact, sum.stored, sum.difference));
    }
    if !found.unmapped.is_empty() {
        remarks.push(format!("未使用的列 / columns not used: {}", found.unmapped.join(", ")));
    }
    if written.refused > 0 {
        remarks.push(format!(
            "{} 条推荐会形成环或重复 / referrals would close a circle or be a second one",
            written.refused
        ));
    }
    remarks
}
