//! By what the list can be filtered: one definition for the phone's sheet and the laptop's sentence.

use super::pick::Pick;
use crate::i18n::{common, customer as customer_words, customers as words, insights};
use crate::store::store;
use domain::StaffId;
use domain::query::{Bounds, CustomerKind, Filter, OwnerChoice, Recency, Summary};

/// Places and tags offered; whoever looks for another one searches.
const OFFERED: usize = 24;

/// One thing to filter by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Facet {
    Owner,
    Region,
    Country,
    Tier,
    Segment,
    Cell,
    Lifecycle,
    Stage,
    Tag,
    Contact,
    Purchase,
    Worth,
    Kind,
    Sync,
    Trash,
}

impl Facet {
    pub const ALL: [Self; 15] = [
        Self::Owner,
        Self::Region,
        Self::Country,
        Self::Tier,
        Self::Segment,
        Self::Cell,
        Self::Lifecycle,
        Self::Stage,
        Self::Tag,
        Self::Contact,
        Self::Purchase,
        Self::Worth,
        Self::Kind,
        Self::Sync,
        Self::Trash,
    ];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Owner => common::owner(),
            Self::Region => words::column_place(),
            Self::Country => customer_words::field_country(),
            Self::Tier => words::column_tier(),
            Self::Segment => insights::segment(),
            Self::Cell => insights::cell(),
            Self::Lifecycle => words::column_stage(),
            Self::Stage => customer_words::field_sales_stage(),
            Self::Tag => common::tags(),
            Self::Contact => words::column_last_contact(),
            Self::Purchase => words::column_last_purchase(),
            Self::Worth => insights::window_revenue(),
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
            Self::Country => texts(&f.countries, Pick::Country),
            Self::Tier => texts(&f.tiers, Pick::Tier),
            Self::Segment => texts(&f.segments, Pick::Segment),
            Self::Cell => f.cells.iter().copied().map(Pick::Cell).collect(),
            Self::Lifecycle => texts(&f.lifecycles, Pick::Lifecycle),
            Self::Stage => texts(&f.stages, Pick::Stage),
            Self::Tag => texts(&f.tags_any, Pick::Tag),
            Self::Contact => set(f.last_contact).map(Pick::Contact).into_iter().collect(),
            Self::Purchase => set(f.last_purchase).map(Pick::Purchase).into_iter().collect(),
            Self::Worth => {
                Some(f.net_window).filter(|w| *w != Bounds::default()).map(Pick::Worth).into_iter().collect()
            }
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
            Self::Country => texts(&summary.countries, Pick::Country),
            Self::Tier => texts(&summary.tiers, Pick::Tier),
            Self::Segment => texts(&summary.segments, Pick::Segment),
            Self::Cell => (1..=5).rev().flat_map(|r| (1..=5).map(move |fm| (Pick::Cell(r * 10 + fm), None))).collect(),
            // The range comes from a chart.
            Self::Worth => Vec::new(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_made_twice_is_none() {
        let picks = [
            Pick::Owner(OwnerChoice::Me),
            Pick::Region("江苏 苏州".into()),
            Pick::Country("Germany".into()),
            Pick::Tier("vip".into()),
            Pick::Segment("cant_lose".into()),
            Pick::Cell(54),
            Pick::Worth(Bounds::from(500)),
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
        assert_eq!(Pick::Contact(filter.last_contact).label(), "超过 90 天");
        assert_eq!(Pick::Contact(Recency::within(7)).label(), "7 天内");
    }

    #[test]
    fn what_is_chosen_can_be_taken_back_when_nobody_is_left_under_it() {
        let mut filter = Filter::default();
        Pick::Tag("旗袍".into()).toggle(&mut filter);
        let choices = Facet::Tag.choices(&filter, &Summary::default());
        assert_eq!(choices, [(Pick::Tag("旗袍".into()), None)]);
    }
}
