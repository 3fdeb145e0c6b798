//! Customers in plain words, and the filter as one would write it without thinking of speed.

use super::super::dict::Terms;
use super::super::{Context, CustomerKind, Entry, Filter, OwnerChoice};
use super::TODAY;
use crate::id::{RowId, StaffId};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

#[derive(Clone, Debug)]
pub struct Model {
    pub n: u8,
    pub name: String,
    pub company: String,
    pub code: String,
    pub phones: Vec<String>,
    pub tags: Vec<&'static str>,
    pub owner: u8,
    pub region: &'static str,
    pub tier: &'static str,
    pub lifecycle: &'static str,
    pub stage: &'static str,
    pub contact: Option<i32>,
    pub purchase: Option<i32>,
    pub net: i64,
    pub orders: u32,
    /// Recency, frequency, money; `None` when not scored.
    pub scores: Option<(u16, u16, u16)>,
    /// Company, in the trash, conflict, unsent, overdue.
    pub flags: [bool; 5],
}

pub fn id(n: u8) -> RowId {
    RowId::from_bytes([n; 16])
}

fn models_with(n: impl Strategy<Value = u8>) -> impl Strategy<Value = Model> {
    let texts = (
        "[王汪单][小明华]{1,2}|(Tom|Sarah|Ｗang) (Chen|Ming)",
        "|华明|Wang Ltd",
        "|A-[0-3]{2}",
        vec("1[0-3]{6}", 0..3),
        btree_set(select(&["老客户", "vip", "Wang家"][..]), 0..3),
    );
    let terms = (
        0u8..4,
        select(&["", "江苏", "江苏 苏州", "江苏　苏州 姑苏", "江苏 苏州湾", "上海"][..]),
        select(&["", "vip", "active", "potential"][..]),
        select(&["", "new", "lost"][..]),
        select(&["", "lead", "won"][..]),
    );
    let ago = || option::of((-1..7i32).prop_map(|n| TODAY - n));
    let scores = option::of((1u16..=5, 1u16..=5, 1u16..=5));
    let numbers = (ago(), ago(), -3i64..6, 0u32..4, scores);
    let flag = proptest::bool::weighted(0.2);
    (n, texts, terms, numbers, [flag; 5]).prop_map(|(n, texts, terms, numbers, flags)| Model {
        n,
        name: texts.0,
        company: texts.1,
        code: texts.2,
        phones: texts.3,
        tags: texts.4.into_iter().collect(),
        owner: terms.0,
        region: terms.1,
        tier: terms.2,
        lifecycle: terms.3,
        stage: terms.4,
        contact: numbers.0,
        purchase: numbers.1,
        net: numbers.2,
        orders: numbers.3,
        scores: numbers.4,
        flags,
    })
}

/// At most `most` different customers.
pub fn models(most: usize) -> impl Strategy<Value = Vec<Model>> {
    btree_set(0u8..60, 0..=most).prop_flat_map(|ids| ids.into_iter().map(|n| models_with(Just(n))).collect::<Vec<_>>())
}

impl Model {
    pub fn entry(&self, terms: &mut Terms) -> Entry {
        let [_, deleted, open_conflict, unsent, overdue] = self.flags;
        let mut tags: Vec<_> = self.tags.iter().map(|t| terms.tags.intern(*t)).collect();
        tags.sort_unstable();
        Entry {
            id: id(self.n),
            name: self.name.as_str().into(),
            company: self.company.as_str().into(),
            code: self.code.as_str().into(),
            phones: self.phones.join(" ").into(),
            tags: tags.into(),
            owner: terms.owners.intern(&StaffId::from_bytes([self.owner; 16])),
            region: terms.regions.intern(self.region),
            country: terms.countries.intern(""),
            tier: terms.tiers.intern(self.tier),
            lifecycle: terms.lifecycles.intern(self.lifecycle),
            segment: terms.segments.intern(""),
            stage: terms.stages.intern(self.stage),
            contact_channel: terms.channels.intern(""),
            currency: terms.currencies.intern(if self.n.is_multiple_of(2) { "CNY" } else { "EUR" }),
            last_contact: self.contact,
            last_purchase: self.purchase,
            created: i32::from(self.n % 5),
            net_year: self.net,
            net_window: self.net * 2,
            orders: self.orders,
            rfm: self.scores.map_or(0, |(r, f, m)| r * 100 + f * 10 + m),
            kind: self.kind(),
            deleted,
            open_conflict,
            unsent,
            overdue,
        }
    }

    fn kind(&self) -> CustomerKind {
        if self.flags[0] { CustomerKind::Company } else { CustomerKind::Person }
    }
}

/// The meaning of a filter.
pub fn passes(m: &Model, f: &Filter, context: &Context) -> bool {
    let one_of = |list: &[String], text: &str| list.is_empty() || list.iter().any(|t| t == text);
    let owner = |choice: &OwnerChoice| match choice {
        OwnerChoice::Unassigned => m.owner == 0,
        OwnerChoice::Me => StaffId::from_bytes([m.owner; 16]) == context.me,
        OwnerChoice::Staff(s) => StaffId::from_bytes([m.owner; 16]) == *s,
    };
    let place = m.region.replace('\u{3000}', " ");
    let region =
        |r: &String| if r.is_empty() { place.is_empty() } else { place == *r || place.starts_with(&format!("{r} ")) };
    let tagged = |t: &String| if t.is_empty() { m.tags.is_empty() } else { m.tags.contains(&t.as_str()) };
    let since = |r: super::Recency, day: Option<i32>| {
        let bounded = r.at_least.is_some() || r.at_most.is_some();
        match day {
            None => r.never || !bounded,
            Some(_) if !bounded => !r.never,
            Some(day) => {
                let ago = u32::try_from(TODAY - day).unwrap_or(0);
                r.at_least.unwrap_or(0) <= ago && ago <= r.at_most.unwrap_or(u32::MAX)
            }
        }
    };
    let [_, deleted, conflict, unsent, overdue] = m.flags;
    one_of(&f.tiers, m.tier)
        && one_of(&f.lifecycles, m.lifecycle)
        && one_of(&f.stages, m.stage)
        && (f.tags_any.is_empty() || f.tags_any.iter().any(tagged))
        && f.tags_all.iter().all(tagged)
        && (f.owners.is_empty() || f.owners.iter().any(owner))
        && (f.regions.is_empty() || f.regions.iter().any(region))
        && since(f.last_contact, m.contact)
        && since(f.last_purchase, m.purchase)
        && f.net_year.holds(m.net)
        && f.net_window.holds(m.net * 2)
        && f.orders.holds(i64::from(m.orders))
        && (f.cells.is_empty()
            || m.scores.is_some_and(|(r, x, y)| f.cells.iter().any(|c| u16::from(*c) == r * 10 + (x + y).div_ceil(2))))
        && f.kind.is_none_or(|k| k == m.kind())
        && f.open_conflict.is_none_or(|w| w == conflict)
        && f.unsent.is_none_or(|w| w == unsent)
        && f.overdue.is_none_or(|w| w == overdue)
        && f.trash == deleted
}
