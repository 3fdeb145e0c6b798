//! One choice of a filter: its words, and switching it on and off.

use crate::i18n::{common, customer as customer_words, customers as words, format, insights};
use crate::page::customer::words::{lifecycle_word, place, sales_word, segment_word, tier_word};
use crate::store::store;
use domain::query::{Bounds, CustomerKind, Filter, OwnerChoice, Recency};

/// One choice.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Pick {
    Owner(OwnerChoice),
    Region(String),
    Country(String),
    Tier(String),
    Segment(String),
    Cell(u8),
    Worth(Bounds),
    Lifecycle(String),
    Stage(String),
    Tag(String),
    Contact(Recency),
    Purchase(Recency),
    Kind(CustomerKind),
    Unsent,
    Conflict,
    Trash,
}

impl Pick {
    /// What it is called.
    pub fn label(&self) -> String {
        let known = |word: &str, code: &str| match (word, code) {
            ("", "") => common::not_set().to_owned(),
            ("", code) => code.to_owned(),
            (word, _) => word.to_owned(),
        };
        match self {
            Self::Owner(OwnerChoice::Me) => words::mine().to_owned(),
            Self::Owner(OwnerChoice::Unassigned) => common::unassigned().to_owned(),
            Self::Owner(OwnerChoice::Staff(id)) => {
                store().staff_name(*id).unwrap_or_else(|| common::unknown().to_owned())
            }
            Self::Region(region) => place(region, ""),
            Self::Country(country) => known("", country),
            Self::Tier(code) => known(tier_word(code), code),
            Self::Segment(code) => known(segment_word(code), code),
            Self::Cell(cell) => insights::cell_token(cell / 10, cell % 10),
            Self::Worth(range) => worth_words(*range),
            Self::Lifecycle(code) => known(lifecycle_word(code), code),
            Self::Stage(code) => known(sales_word(code), code),
            Self::Tag(tag) => known("", tag),
            Self::Contact(span) | Self::Purchase(span) => span_words(*span),
            Self::Kind(CustomerKind::Person) => customer_words::kind_person().to_owned(),
            Self::Kind(CustomerKind::Company) => customer_words::kind_company().to_owned(),
            Self::Unsent => common::unsent().to_owned(),
            Self::Conflict => customer_words::in_conflict().to_owned(),
            Self::Trash => words::in_trash().to_owned(),
        }
    }

    /// Whether it is chosen.
    pub fn is_on(&self, f: &Filter) -> bool {
        match self {
            Self::Owner(owner) => f.owners.contains(owner),
            Self::Region(text) => f.regions.contains(text),
            Self::Country(text) => f.countries.contains(text),
            Self::Tier(text) => f.tiers.contains(text),
            Self::Segment(text) => f.segments.contains(text),
            Self::Cell(cell) => f.cells.contains(cell),
            Self::Worth(range) => f.net_window == *range,
            Self::Lifecycle(text) => f.lifecycles.contains(text),
            Self::Stage(text) => f.stages.contains(text),
            Self::Tag(text) => f.tags_any.contains(text),
            Self::Contact(span) => f.last_contact == *span,
            Self::Purchase(span) => f.last_purchase == *span,
            Self::Kind(kind) => f.kind == Some(*kind),
            Self::Unsent => f.unsent == Some(true),
            Self::Conflict => f.open_conflict == Some(true),
            Self::Trash => f.trash,
        }
    }

    /// Chooses it, or no longer.
    pub fn toggle(&self, f: &mut Filter) {
        let on = self.is_on(f);
        match self {
            Self::Owner(owner) => flip(&mut f.owners, owner),
            Self::Region(text) => flip(&mut f.regions, text),
            Self::Country(text) => flip(&mut f.countries, text),
            Self::Tier(text) => flip(&mut f.tiers, text),
            Self::Segment(text) => flip(&mut f.segments, text),
            Self::Cell(cell) => flip(&mut f.cells, cell),
            Self::Worth(range) => f.net_window = if on { Bounds::default() } else { *range },
            Self::Lifecycle(text) => flip(&mut f.lifecycles, text),
            Self::Stage(text) => flip(&mut f.stages, text),
            Self::Tag(text) => flip(&mut f.tags_any, text),
            Self::Contact(span) => f.last_contact = if on { Recency::default() } else { *span },
            Self::Purchase(span) => f.last_purchase = if on { Recency::default() } else { *span },
            Self::Kind(kind) => f.kind = (!on).then_some(*kind),
            Self::Unsent => f.unsent = (!on).then_some(true),
            Self::Conflict => f.open_conflict = (!on).then_some(true),
            Self::Trash => f.trash = !on,
        }
    }
}

fn flip<T: Clone + PartialEq>(list: &mut Vec<T>, value: &T) {
    match list.iter().position(|other| other == value) {
        Some(at) => {
            list.remove(at);
        }
        None => list.push(value.clone()),
    }
}

/// "30 天内", "超过 90 天", "从来没有".
fn span_words(span: Recency) -> String {
    match (span.at_least, span.at_most, span.never) {
        (Some(from), _, _) => words::longer_than(from.saturating_sub(1)),
        (None, Some(to), _) => words::within_days(to),
        (None, None, true) => words::never().to_owned(),
        (None, None, false) => String::new(),
    }
}

/// "¥1,200 – ¥36,000", "≥ ¥36,000".
fn worth_words(range: Bounds) -> String {
    let money = |minor: i64| format::money_short(minor, &store().account.me.currency);
    match (range.min, range.max) {
        (Some(min), Some(max)) => format!("{} – {}", money(min), money(max)),
        (Some(min), None) => format!("≥ {}", money(min)),
        (None, Some(max)) => format!("≤ {}", money(max)),
        (None, None) => String::new(),
    }
}
