//! Words for the few values that some fields take.

use crate::import::Language;

/// The name of a customer of whom only the code is known.
pub(in crate::import) fn nameless(code: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("客户 {code}"),
        Language::En => format!("Customer {code}"),
    }
}

pub(super) fn customer_type(text: &str) -> Option<&'static str> {
    Some(match text.to_lowercase().as_str() {
        "person" | "individual" | "contact" | "b2c" | "个人" | "个人客户" | "散客" => "person",
        "company" | "business" | "organisation" | "organization" | "account" | "b2b" | "公司" | "企业" | "企业客户"
        | "单位" => "company",
        _ => return None,
    })
}

pub(super) fn gender(text: &str) -> Option<&'static str> {
    Some(match text.trim_end_matches('.').to_lowercase().as_str() {
        "female" | "f" | "woman" | "ms" | "mrs" | "miss" | "女" | "女性" | "女士" | "小姐" => "female",
        "male" | "m" | "man" | "mr" | "男" | "男性" | "先生" => "male",
        "other" | "diverse" | "x" | "其他" => "other",
        _ => return None,
    })
}

pub(super) fn sales_stage(text: &str) -> Option<&'static str> {
    Some(match text.to_lowercase().as_str() {
        "lead" | "new" | "not contacted" | "线索" | "潜在" | "未成交" | "初步接触" => "lead",
        "contacted" | "attempted to contact" | "已联系" | "跟进中" => "contacted",
        "quoted" | "proposal" | "proposal/price quote" | "已报价" | "报价" => "quoted",
        "negotiating" | "negotiation" | "negotiation/review" | "谈判" | "谈判中" | "商务谈判" => "negotiating",
        "won" | "closed won" | "赢单" | "成交" | "已成交" | "多次成交" => "won",
        "lost" | "closed lost" | "lost lead" | "输单" | "丢单" | "流失" => "lost",
        _ => return None,
    })
}
