//! Reading one field of a record.

use super::date::{self, DateOrder, Moment};
use super::number::{self, NotANumber};
use super::report::Reason;
use super::source::Record;

/// Why a row cannot be used, and because of which of its fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Bad {
    pub at: Option<usize>,
    pub reason: Reason,
}

impl Bad {
    pub fn new(at: Option<usize>, reason: Reason) -> Self {
        Self { at, reason }
    }
}

/// How the file writes dates and numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub dates: DateOrder,
    pub decimal_comma: bool,
}

/// The fields of a record, by their places.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub record: &'a Record,
    pub manner: Manner,
}

/// What programs write for "nothing".
const NOTHING: [&str; 7] = ["", "NA", "N/A", "NULL", "NaN", "nan", "\\N"];

impl<'a> Cells<'a> {
    /// The trimmed text; empty when there is no such column.
    pub fn raw(&self, at: Option<usize>) -> &'a str {
        at.map_or("", |i| self.record.get(i).trim())
    }

    /// Text of at most `max` characters; `None` when it is empty.
    pub fn text(&self, at: Option<usize>, max: usize) -> Result<Option<&'a str>, Bad> {
        let text = self.raw(at);
        if text.len() > max && text.chars().nth(max).is_some() {
            return Err(Bad::new(at, Reason::TextTooLong));
        }
        Ok((!text.is_empty()).then_some(text))
    }

    /// A code. A number that a spreadsheet has turned into a fraction ("17850.0") is the whole number again.
    pub fn code(&self, at: Option<usize>) -> Result<Option<&'a str>, Bad> {
        let text = self.text(at, 80)?.filter(|t| !NOTHING.contains(t));
        Ok(text.map(|t| match t.strip_suffix(".0") {
            Some(whole) if !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) => whole,
            _ => t,
        }))
    }

    /// A date.
    pub fn date(&self, at: Option<usize>) -> Result<Option<Moment>, Bad> {
        let text = self.raw(at);
        if NOTHING.contains(&text) {
            return Ok(None);
        }
        date::parse(text, self.manner.dates).map(Some).ok_or(Bad::new(at, Reason::BadDate))
    }

    /// A number as a count of `10^-scale`, and whether it had to be rounded.
    pub fn number(&self, at: Option<usize>, scale: u32) -> Result<Option<(i64, bool)>, Bad> {
        let text = self.raw(at);
        if NOTHING.contains(&text) {
            return Ok(None);
        }
        match number::parse(text, scale, self.manner.decimal_comma) {
            Ok(n) => Ok(Some((n.units, n.rounded))),
            Err(NotANumber::Form) => Err(Bad::new(at, Reason::BadNumber)),
            Err(NotANumber::Size) => Err(Bad::new(at, Reason::OutOfRange)),
        }
    }

    /// A currency: an ISO 4217 code, or a usual name of one.
    pub fn currency(&self, at: Option<usize>) -> Result<Option<String>, Bad> {
        let text = self.raw(at);
        if NOTHING.contains(&text) {
            return Ok(None);
        }
        let code = match text {
            "人民币" | "元" | "¥" | "￥" | "RMB" | "rmb" => "CNY".to_owned(),
            "美元" | "$" => "USD".to_owned(),
            "英镑" | "£" => "GBP".to_owned(),
            "欧元" | "€" => "EUR".to_owned(),
            "港币" | "港元" => "HKD".to_owned(),
            "日元" | "日圆" => "JPY".to_owned(),
            other => other.to_ascii_uppercase(),
        };
        if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(Some(code))
        } else {
            Err(Bad::new(at, Reason::BadCurrency))
        }
    }
}
