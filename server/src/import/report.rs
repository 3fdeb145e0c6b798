//! What an import did, or would do.

mod failed;
mod reason;
mod text;

pub(super) use failed::KEPT;
pub use failed::{FailedRow, write_failed_rows};
pub use reason::Reason;
pub use text::Told;

use super::Language;
use super::date::DateOrder;
use super::mapping::Target;
use super::source::Format;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many examples of each reason are kept.
pub const EXAMPLES: usize = 100;
/// How many characters of a value an error shows.
const SHOWN: usize = 60;

/// Why one row was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// The line of the file on which the row begins, from 1.
    pub line: u64,
    /// The column's name in the file; absent when it is about the whole row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The value, cut to 60 characters.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub value: String,
    /// What is wrong.
    pub reason: Reason,
    /// The same as a sentence in Chinese.
    pub zh: String,
    /// The same as a sentence in English.
    pub en: String,
}

impl RowError {
    pub(super) fn new(line: u64, column: Option<String>, value: &str, reason: Reason) -> Self {
        let shown = shorten(value.trim());
        let (zh_text, en_text) = (reason.text(Language::Zh), reason.text(Language::En));
        let name = |zh: bool| match &column {
            Some(column) if zh => format!("“{column}”"),
            Some(column) => format!(", {column}"),
            None => String::new(),
        };
        let (zh_value, en_value) = match shown.as_str() {
            "" => (String::new(), String::new()),
            shown => (format!("“{shown}”，"), format!("\"{shown}\": ")),
        };
        let zh = format!("第 {line} 行{}：{zh_value}{zh_text}", name(true));
        let en = format!("line {line}{}: {en_value}{en_text}", name(false));
        Self { line, column, value: shown, reason, zh, en }
    }
}

/// A value as it may be shown: one line, at most 60 characters, no control characters.
fn shorten(value: &str) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let mut out: String = value.chars().take(SHOWN).map(clean).collect();
    if value.chars().nth(SHOWN).is_some() {
        out.push('…');
    }
    out
}

/// Rows left out for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// How many.
    pub count: u64,
    /// The first [`EXAMPLES`].
    pub examples: Vec<RowError>,
}

/// What happened to the rows of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Not there before.
    pub new: u64,
    /// There, but with other values.
    pub updated: u64,
    /// There, the same.
    pub unchanged: u64,
    /// There, but in the trash; left there.
    pub in_trash: u64,
}

impl Counts {
    /// All of them.
    pub fn all(&self) -> u64 {
        self.new + self.updated + self.unchanged + self.in_trash
    }
}

/// Money in one currency, as decimal text in major units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// ISO 4217 code.
    pub currency: String,
    /// The exact sum of quantity times unit price over all lines that were taken.
    pub exact: String,
    /// The sum of what is stored: each line rounded half to even to minor units.
    pub stored: String,
    /// `stored - exact`.
    pub difference: String,
}

/// Something that a person should know, but that left no row out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// A value (gender, type, stage) is not one of the known ones and was left empty.
    ValueDropped,
    /// The owner is nobody of the staff; the customer stays unassigned.
    UnknownOwner,
    /// The order that a refund names is not in the file; the refund stands alone.
    UnknownRefundedOrder,
    /// A number had more decimal places than are kept and was rounded half to even.
    Rounded,
}

/// In which order day and month were read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DatesRead {
    /// The order.
    pub order: DateOrder,
    /// Whether no date of the file tells which order it is: a person should look.
    pub ambiguous: bool,
}

/// Seconds that each phase took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seconds {
    /// Reading and checking the file.
    pub read: f64,
    /// Comparing with the base and making rows.
    pub compare: f64,
    /// Everything between the end of reading and [`super::Plan::finish`], comparing included; the rest is the caller's writing.
    pub rest: f64,
}

/// What an import did; of a dry run, what it would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What the rows were taken for.
    pub target: Target,
    /// How the file is written.
    pub format: Format,
    /// Rows of the file, without the header and blank lines.
    pub rows_read: u64,
    /// Rows of the file that were taken.
    pub rows_taken: u64,
    /// Customers.
    pub customers: Counts,
    /// Phone numbers, mail addresses and the like.
    pub contact_points: Counts,
    /// Orders and refunds, anonymous ones included.
    pub purchases: Counts,
    /// How many of the purchases are refunds (their total is negative).
    pub refunds: u64,
    /// Lines without a customer.
    pub anonymous_lines: u64,
    /// Purchases without a customer.
    pub anonymous_purchases: u64,
    /// Referrals.
    pub referrals: Counts,
    /// Other relations.
    pub relations: Counts,
    /// Rows left out, by reason.
    pub left_out: BTreeMap<Reason, LeftOut>,
    /// Sums, one for each currency.
    pub sums: Vec<Sum>,
    /// Things to know, with how often they happened.
    pub notes: BTreeMap<Note, u64>,
    /// How dates like 3/4/2025 were read; absent when there are none.
    pub dates: Option<DatesRead>,
    /// Columns of the file that were not used.
    pub unmapped: Vec<String>,
    /// How long it took.
    pub seconds: Seconds,
}

impl Report {
    pub(super) fn new(target: Target, format: Format) -> Self {
        Self {
            target,
            format,
            rows_read: 0,
            rows_taken: 0,
            customers: Counts::default(),
            contact_points: Counts::default(),
            purchases: Counts::default(),
            refunds: 0,
            anonymous_lines: 0,
            anonymous_purchases: 0,
            referrals: Counts::default(),
            relations: Counts::default(),
            left_out: BTreeMap::new(),
            sums: Vec::new(),
            notes: BTreeMap::new(),
            dates: None,
            unmapped: Vec::new(),
            seconds: Seconds::default(),
        }
    }

    /// How many rows were left out, for whatever reason.
    pub fn rows_left_out(&self) -> u64 {
        self.left_out.values().map(|l| l.count).sum()
    }

    pub(super) fn leave_out(&mut self, error: RowError) {
        let entry = self.left_out.entry(error.reason).or_default();
        entry.count += 1;
        if entry.examples.len() < EXAMPLES {
            entry.examples.push(error);
        }
    }

    pub(super) fn note(&mut self, note: Note) {
        *self.notes.entry(note).or_default() += 1;
    }

    /// The report as text for the terminal.
    pub fn told(&self, language: Language) -> Told<'_> {
        Told { report: self, language }
    }
}
