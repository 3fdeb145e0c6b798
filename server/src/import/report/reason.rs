//! Why a row was left out.

use crate::import::Language;
use serde::{Deserialize, Serialize};

/// Why a row was left out. The names are stable: programs may act on them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A quotation mark is opened and never closed.
    UnclosedQuote,
    /// The row is longer than a megabyte.
    TooLong,
    /// Some bytes are not characters of the file's encoding.
    BadEncoding,
    /// It contains a zero byte.
    NulByte,
    /// It has more fields than the header.
    Columns,
    /// A value that is needed is missing.
    Missing,
    /// Not a date, or one that does not exist.
    BadDate,
    /// Not a number.
    BadNumber,
    /// A number, amount or date beyond what can be stored.
    OutOfRange,
    /// Text longer than the field takes.
    TextTooLong,
    /// Not an ISO 4217 code.
    BadCurrency,
    /// Not one of the known choices.
    BadChoice,
    /// The same id stood further up.
    DuplicateCode,
    /// The same row stood further up.
    Repeated,
    /// Further up the order belongs to another customer.
    OtherCustomer,
    /// Further up the order is in another currency.
    OtherCurrency,
    /// An order has more lines than can be kept.
    TooManyLines,
    /// No such customer.
    UnknownCustomer,
    /// More than one customer has this name or number.
    AmbiguousCustomer,
    /// Both ends are the same customer.
    SameCustomer,
    /// The referral would close a circle.
    ReferralCycle,
    /// Somebody else is already known to have referred this customer.
    SecondReferrer,
}

impl Reason {
    /// A stable code, for programs; the same as in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnclosedQuote => "unclosed_quote",
            Self::TooLong => "too_long",
            Self::BadEncoding => "bad_encoding",
            Self::NulByte => "nul_byte",
            Self::Columns => "columns",
            Self::Missing => "missing",
            Self::BadDate => "bad_date",
            Self::BadNumber => "bad_number",
            Self::OutOfRange => "out_of_range",
            Self::TextTooLong => "text_too_long",
            Self::BadCurrency => "bad_currency",
            Self::BadChoice => "bad_choice",
            Self::DuplicateCode => "duplicate_code",
            Self::Repeated => "repeated",
            Self::OtherCustomer => "other_customer",
            Self::OtherCurrency => "other_currency",
            Self::TooManyLines => "too_many_lines",
            Self::UnknownCustomer => "unknown_customer",
            Self::AmbiguousCustomer => "ambiguous_customer",
            Self::SameCustomer => "same_customer",
            Self::ReferralCycle => "referral_cycle",
            Self::SecondReferrer => "second_referrer",
        }
    }

    /// What is wrong and what to do, as half a sentence.
    pub fn text(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::UnclosedQuote => ("引号没有闭合", "a quotation mark is not closed"),
            Self::TooLong => ("一行超过 1 MB", "the row is longer than 1 MB"),
            Self::BadEncoding => {
                ("有无法识别的字符，编码可能不对", "some bytes are not characters of the file's encoding")
            }
            Self::NulByte => ("含有零字节", "it contains a zero byte"),
            Self::Columns => (
                "字段比列名多，可能是值里有未加引号的分隔符",
                "it has more fields than the header; is a delimiter not quoted?",
            ),
            Self::Missing => ("必填的值是空的", "a value is needed here"),
            Self::BadDate => ("不是有效日期", "this is not a possible date"),
            Self::BadNumber => ("不是数字", "this is not a number"),
            Self::OutOfRange => ("超出可存的范围", "this is beyond what can be stored"),
            Self::TextTooLong => ("文字太长", "the text is too long for this field"),
            Self::BadCurrency => ("不是货币代码，应如 CNY", "this is not a currency code such as CNY"),
            Self::BadChoice => ("不在可选范围内", "this is not one of the known choices"),
            Self::DuplicateCode => ("编号与前面的行重复，只取第一行", "the id stood further up; the first row counts"),
            Self::Repeated => ("与前面的行相同", "the same row stood further up"),
            Self::OtherCustomer => {
                ("同一订单在前面属于另一位客户", "further up this order belongs to another customer")
            }
            Self::OtherCurrency => ("同一订单在前面用另一种货币", "further up this order is in another currency"),
            Self::TooManyLines => ("一个订单超过 5000 行", "an order can have at most 5000 lines"),
            Self::UnknownCustomer => {
                ("没有这位客户，请先导入客户", "there is no such customer; import the customers first")
            }
            Self::AmbiguousCustomer => (
                "有几位客户同名或同号，请改用客户编号",
                "several customers have this name or number; use the customer's code",
            ),
            Self::SameCustomer => ("两端是同一位客户", "both ends are the same customer"),
            Self::ReferralCycle => ("介绍关系会绕成圈", "the referral would close a circle"),
            Self::SecondReferrer => ("已记有另一位介绍人", "another referrer of this customer is already known"),
        };
        if language == Language::Zh { zh } else { en }
    }
}
