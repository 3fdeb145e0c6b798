//! What kinds of rows there are, which fields they have, and what each field may hold.
//!
//! The numbers of kinds and fields are part of the frozen wire: never reuse or renumber one.

use crate::value::Value;
use serde::{Deserialize, Serialize};

pub mod fields;

/// The version of this schema; sent with every operation, so that the server can upcast older ones.
pub const SCHEMA_VERSION: u16 = 1;

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
#[repr(u8)]
pub enum Kind {
    /// A person or a company.
    Customer = 1,
    /// A phone number, mail address, `WeChat` name or postal address of a customer.
    ContactPoint = 2,
    /// An order or a refund, with its lines.
    Purchase = 3,
    /// A note, call, visit or message. Written once.
    Interaction = 4,
    /// An edge: a customer brought another.
    Referral = 5,
    /// An edge: two customers know, are related to or work for each other.
    Relation = 6,
    /// Two values for one thing, for a person to settle.
    Conflict = 7,
    /// A member of staff.
    Staff = 8,
    /// A group of staff.
    Team = 9,
    /// What the server computed about a customer: value summary, scores, tier.
    Score = 10,
    /// The cut points by which any device can score a customer.
    Basis = 11,
    /// The organisation's settings.
    Setting = 12,
}

impl Kind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Kind; 12] = [
        Kind::Customer,
        Kind::ContactPoint,
        Kind::Purchase,
        Kind::Interaction,
        Kind::Referral,
        Kind::Relation,
        Kind::Conflict,
        Kind::Staff,
        Kind::Team,
        Kind::Score,
        Kind::Basis,
        Kind::Setting,
    ];

    /// The name of the kind: also the name of its table in the database.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Customer => "customer",
            Kind::ContactPoint => "contact_point",
            Kind::Purchase => "purchase",
            Kind::Interaction => "interaction",
            Kind::Referral => "referred",
            Kind::Relation => "related",
            Kind::Conflict => "conflict",
            Kind::Staff => "staff_card",
            Kind::Team => "team_card",
            Kind::Score => "score",
            Kind::Basis => "scoring_basis",
            Kind::Setting => "base_setting",
        }
    }

    /// Whether rows of this kind are edges between two customers.
    pub fn is_edge(self) -> bool {
        matches!(self, Kind::Referral | Kind::Relation)
    }

    /// Whether a device holds every row of this kind in memory (tier A), or streams them after the rest and reads
    /// them when a customer is opened (tier B).
    pub fn in_memory(self) -> bool {
        !matches!(self, Kind::Purchase | Kind::Interaction)
    }

    /// Whether people write rows of this kind by operations; the others are made by the server.
    pub fn is_written_by_people(self) -> bool {
        matches!(
            self,
            Kind::Customer
                | Kind::ContactPoint
                | Kind::Purchase
                | Kind::Interaction
                | Kind::Referral
                | Kind::Relation
                | Kind::Conflict
        )
    }

    /// The fields of this kind.
    pub fn fields(self) -> &'static [FieldDef] {
        fields::of(self)
    }

    /// The definition of one field; `None` for a field this kind does not have.
    pub fn field(self, field: Field) -> Option<&'static FieldDef> {
        self.fields().iter().find(|d| d.field == field)
    }
}

impl From<Kind> for u8 {
    fn from(kind: Kind) -> u8 {
        kind as u8
    }
}

impl TryFrom<u8> for Kind {
    type Error = String;

    fn try_from(n: u8) -> Result<Self, Self::Error> {
        Kind::ALL.into_iter().find(|k| *k as u8 == n).ok_or_else(|| format!("unknown kind {n}"))
    }
}

/// The number of a field within its kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Field(pub u16);

/// What a field may hold. `Null` is always allowed unless the field is required.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// Text of at most this many characters.
    Text(usize),
    /// One of a fixed list of codes.
    Code(&'static [&'static str]),
    /// A whole number within these bounds.
    Int(i64, i64),
    /// Money in minor units.
    Money,
    /// A calendar day, days since 1970-01-01, from 1800 to 2200.
    Day,
    /// A moment, milliseconds since 1970-01-01 UTC.
    Time,
    /// Yes or no.
    Bool,
    /// A row of a kind.
    Ref(Kind),
    /// A set of short texts; written by `add` and `del` only.
    Set(usize),
    /// A list whose form the field's docstring says, of at most this many elements.
    List(usize),
    /// An ISO 4217 currency code.
    Currency,
}

/// One field of a kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldDef {
    /// Its number.
    pub field: Field,
    /// Its name: the column in the database and the name in exports.
    pub name: &'static str,
    /// What it may hold.
    pub holds: Holds,
    /// Whether a row must have it.
    pub required: bool,
}

/// Why a value may not go into a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Misfit {
    /// The field must have a value.
    #[error("a value is required")]
    Required,
    /// The value is of another type.
    #[error("the value is of the wrong type")]
    Type,
    /// The text or list is too long.
    #[error("too long")]
    TooLong,
    /// The number or date is out of range.
    #[error("out of range")]
    Range,
    /// The code is not one of those allowed.
    #[error("not one of the known choices")]
    Choice,
}

/// The largest amount of money that can be stored, in minor units, either sign: ten million million.
pub const MAX_MINOR: i64 = 1_000_000_000_000_000;
/// 1800-01-01 in days since 1970.
pub const MIN_DAY: i64 = -62_091;
/// 2200-01-01 in days since 1970.
pub const MAX_DAY: i64 = 84_006;

impl FieldDef {
    /// Checks a value against this definition.
    ///
    /// # Errors
    /// [`Misfit`] says what is wrong.
    pub fn check(&self, value: &Value) -> Result<(), Misfit> {
        let within = |i: i64, lo: i64, hi: i64| if (lo..=hi).contains(&i) { Ok(()) } else { Err(Misfit::Range) };
        match (self.holds, value) {
            (_, Value::Null) => {
                if self.required {
                    Err(Misfit::Required)
                } else {
                    Ok(())
                }
            }
            (Holds::Text(max), Value::Text(t)) => {
                if t.chars().count() > max {
                    Err(Misfit::TooLong)
                } else if self.required && t.trim().is_empty() {
                    Err(Misfit::Required)
                } else {
                    Ok(())
                }
            }
            (Holds::Set(max), Value::Text(t)) => {
                if t.chars().count() > max {
                    Err(Misfit::TooLong)
                } else {
                    Ok(())
                }
            }
            (Holds::Code(codes), Value::Text(t)) => {
                if codes.contains(&t.as_str()) {
                    Ok(())
                } else {
                    Err(Misfit::Choice)
                }
            }
            (Holds::Currency, Value::Text(t)) => {
                if t.len() == 3 && t.bytes().all(|b| b.is_ascii_uppercase()) {
                    Ok(())
                } else {
                    Err(Misfit::Choice)
                }
            }
            (Holds::Int(lo, hi), Value::Int(i)) => within(*i, lo, hi),
            (Holds::Money, Value::Int(i)) => within(*i, -MAX_MINOR, MAX_MINOR),
            (Holds::Day, Value::Int(i)) => within(*i, MIN_DAY, MAX_DAY),
            (Holds::Time, Value::Int(i)) => within(*i, MIN_DAY * 86_400_000, MAX_DAY * 86_400_000),
            (Holds::Bool, Value::Bool(_)) | (Holds::Ref(_), Value::Id(_)) => Ok(()),
            (Holds::List(max), Value::List(l)) => {
                if l.len() > max {
                    Err(Misfit::TooLong)
                } else {
                    Ok(())
                }
            }
            _ => Err(Misfit::Type),
        }
    }
}
