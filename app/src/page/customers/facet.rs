//! By what the list can be filtered: one definition for the phone's sheet and the laptop's sentence.

use crate::i18n::{common, customer as customer_words, customers as words};
use crate::page::customer::words::{lifecycle_word, place, sales_word, tier_word};
use crate::store::store;
use domain::StaffId;
use domain::query::{CustomerKind, Filter, OwnerChoice, Recency, Summary};

/// Places and tags offered; whoever looks for another one searches.
const OFFERED: usize = 24;

/// One thing to filter by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Facet {
    Owner,
    Region,
    Tier,
    Lifecycle,
    Stage,
    Tag,
    Contact,
    Purchase,
    Kind,
    Sync,
    Trash,
}

impl Facet {
    pub const ALL: [Self; 11] = [
        Self::Owner,
        Self::Region,
        Self::Tier,
        Self::Lifecycle,
        Self::Stage,
        Self::Tag,
        Self::Contact,
        Self::Purchase,
        Self::Kind,
        Self::Sync,
        Self::Trash,
    ];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Owner => common::owner(),
            Self::Region => words::column_place(),
            Self::Tier => words::column_tier(),
            Self::Lifecycle => words::column_stage(),
            Self::Stage => customer_words::field_sales_stage(),
            Self::Tag => common::tags(),
            Self::Contact => words::column_last_contact(),
            Self::Purchase => words::column_last_purchase(),
            Self::Kind => customer_words::field_type(),
            Self::Sync => words::facet_sync(),
            Self::Trash => words::trash(),
        }
    }

    /// What is chosen, in words; empty when nothing is.
    pub fn chosen(self, filter: &Filter) -> String {
        let picked = self.picked(filter);
        let labels: Vec<String> = picked.iter().take(2).map(Pick::label).collect();
        let more = if picked.len() > 2 { format!(" +{}", picked.len() - 2) } else { String::new() };
        let joint = labels.join(words::and_between());
        let text = format!("{joint}{more}");
        match self {
            Self::Contact if !text.is_empty() => words::contact_token(&text),
            Self::Purchase if !text.is_empty() => words::purchase_token(&text),
            _ => text,
        }
    }

    /// The choices that are on.
    fn picked(self, f: &Filter) -> Vec<Pick> {
        let texts = |list: &[String], pick: fn(String) -> Pick| list.iter().cloned().map(pick).collect::<Vec<_>>();
        match self {
            Self::Owner => f.owners.iter().copied().map(Pick::Owner).collect(),
            Self::Region => texts(&f.regions, Pick::Region),
            Self::Tier => texts(&f.tiers, Pick::Tier),
            Self::Lifecycle => texts(&f.lifecycles, Pick::Lifecycle),
            Self::Stage => texts(&f.stages, Pick::Stage),
            Self::Tag => texts(&f.tags_any, Pick::Tag),
            Self::Contact => set(f.last_contact).map(Pick::Contact).into_iter().collect(),
            Self::Purchase => set(f.last_purchase).map(Pick::Purchase).into_iter().collect(),
            Self::Kind => f.kind.map(Pick::Kind).into_iter().collect(),
            Self::Sync => {
                let flags = [(f.unsent, Pick::Unsent), (f.open_conflict, Pick::Conflict)];
                flags.into_iter().filter(|(flag, _)| *flag == Some(true)).map(|(_, pick)| pick).collect()
            }
            Self::Trash => f.trash.then_some(Pick::Trash).into_iter().collect(),
        }
    }

    /// Takes this condition away.
    pub fn clear(self, filter: &mut Filter) {
        for pick in self.picked(filter) {
            pick.toggle(filter);
        }
    }

    /// What can be chosen, with how many customers there are of each under the other conditions.
    pub fn choices(self, filter: &Filter, summary: &Summary) -> Vec<(Pick, Option<u32>)> {
        let texts = |list: &[(String, u32)], pick: fn(String) -> Pick| -> Vec<(Pick, Option<u32>)> {
            list.iter().take(OFFERED).map(|(text, n)| (pick(text.clone()), Some(*n))).collect()
        };
        let fixed = |picks: &[Pick]| -> Vec<(Pick, Option<u32>)> { picks.iter().map(|p| (p.clone(), None)).collect() };
        let mut choices = match self {
            Self::Owner => owners(summary),
            Self::Region => {
                let mut regions = summary.regions_within("");
                for chosen in &filter.regions {
                    regions.extend(summary.regions_within(chosen).into_iter().take(OFFERED));
                }
                regions.retain(|(region, _)| !region.is_empty());
                texts(&regions, Pick::Region)
            }
            Self::Tier => texts(&summary.tiers, Pick::Tier),
            Self::Lifecycle => texts(&summary.lifecycles, Pick::Lifecycle),
            Self::Stage => texts(&summary.stages, Pick::Stage),
            Self::Tag => texts(&summary.tags, Pick::Tag),
            Self::Contact => fixed(&recencies().map(Pick::Contact)),
            Self::Purchase => fixed(&recencies().map(Pick::Purchase)),
            Self::Kind => vec![
                (Pick::Kind(CustomerKind::Person), Some(summary.persons)),
                (Pick::Kind(CustomerKind::Company), Some(summary.companies)),
            ],
            Self::Sync => fixed(&[Pick::Unsent, Pick::Conflict]),
            Self::Trash => fixed(&[Pick::Trash]),
        };
        // What is chosen can be taken back also when no customer is left under it.
        for pick in self.picked(filter) {
            if !choices.iter().any(|(choice, _)| *choice == pick) {
                choices.push((pick, None));
            }
        }
        choices
    }
}

/// Mine and the pool first, then colleagues by how many customers they have.
fn owners(summary: &Summary) -> Vec<(Pick, Option<u32>)> {
    let me = store().account.staff;
    let of = |staff: Option<StaffId>| summary.owners.iter().find(|(o, _)| *o == staff).map_or(0, |(_, n)| *n);
    let mut choices = vec![
        (Pick::Owner(OwnerChoice::Me), Some(of(Some(me)))),
        (Pick::Owner(OwnerChoice::Unassigned), Some(of(None))),
    ];
    let others = summary.owners.iter().filter_map(|(staff, n)| staff.filter(|s| *s != me).map(|s| (s, *n)));
    choices.extend(others.take(OFFERED).map(|(staff, n)| (Pick::Owner(OwnerChoice::Staff(staff)), Some(n))));
    choices
}

/// The spans offered.
fn recencies() -> [Recency; 6] {
    let never = Recency { never: true, ..Recency::default() };
    [
        Recency::within(7),
        Recency::within(30),
        Recency::not_within(30),
        Recency::not_within(90),
        Recency::not_within(180),
        never,
    ]
}

fn set(recency: Recency) -> Option<Recency> {
    Some(recency).filter(|r| *r != Recency::default())
}

/// One choice.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Pick {
    Owner(OwnerChoice),
    Region(String),
    Tier(String),
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
            Self::Tier(code) => known(tier_word(code), code),
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
            Self::Tier(text) => f.tiers.contains(text),
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
            Self::Tier(text) => flip(&mut f.tiers, text),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_made_twice_is_none() {
        let picks = [
            Pick::Owner(OwnerChoice::Me),
            Pick::Region("江苏 苏州".into()),
            Pick::Tier("vip".into()),
            Pick::Lifecycle("at_risk".into()),
            Pick::Stage("won".into()),
            Pick::Tag("老客".into()),
            Pick::Contact(Recency::not_within(30)),
            Pick::Purchase(Recency::within(7)),
            Pick::Kind(CustomerKind::Company),
            Pick::Unsent,
            Pick::Conflict,
            Pick::Trash,
        ];
        for pick in &picks {
            let mut filter = Filter::default();
            pick.toggle(&mut filter);
            assert!(pick.is_on(&filter) && !filter.is_empty(), "{pick:?}");
            let facets = Facet::ALL.iter().filter(|f| !f.picked(&filter).is_empty()).count();
            assert_eq!(facets, 1, "{pick:?} belongs to one facet");
            pick.toggle(&mut filter);
            assert!(filter.is_empty(), "{pick:?}");
        }
        let mut filter = Filter::default();
        picks.iter().for_each(|pick| pick.toggle(&mut filter));
        Facet::ALL.iter().for_each(|facet| facet.clear(&mut filter));
        assert!(filter.is_empty());
    }

    #[test]
    fn another_span_takes_the_place_of_the_first() {
        let mut filter = Filter::default();
        Pick::Contact(Recency::within(7)).toggle(&mut filter);
        Pick::Contact(Recency::not_within(90)).toggle(&mut filter);
        assert_eq!(filter.last_contact, Recency::not_within(90));
        assert_eq!(span_words(filter.last_contact), "超过 90 天");
        assert_eq!(span_words(Recency::within(7)), "7 天内");
    }

    #[test]
    fn what_is_chosen_can_be_taken_back_when_nobody_is_left_under_it() {
        let mut filter = Filter::default();
        Pick::Tag("旗袍".into()).toggle(&mut filter);
        let choices = Facet::Tag.choices(&filter, &Summary::default());
        assert_eq!(choices, [(Pick::Tag("旗袍".into()), None)]);
    }
}
