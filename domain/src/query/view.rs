//! A view of the customers: what is typed, which customers, in which order; and what they add up to.

mod address;

use super::dict::{Dict, Term};
use super::entry::CustomerKind;
use super::filter::{Compiled, Filter, Part};
use super::index::Index;
use super::search_key::{Query, Rank};
use super::sort::{Sort, SortKey};
use crate::id::{RowId, StaffId};
use serde::{Deserialize, Serialize};

/// What the list is asked for. Serialisable, for saved views; see also [`View::to_query_string`].
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// What is typed into the search field.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// Which customers.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

/// When and for whom a view is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Context {
    /// Today in the organisation's zone, days since 1970-01-01.
    pub today: i32,
    /// Who looks; nil when nobody is signed in.
    pub me: StaffId,
}

/// The customers of a view, in order. The count is exact: it is the length of `slots`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// Their slots in the [`Index`], valid until the next change of the index.
    pub slots: Vec<u32>,
    /// Whether customers are among those found that only resemble the query.
    pub near: bool,
}

/// Which customers pass a filter, by slot; kept because a filter stays while a query is typed.
#[derive(Clone, Debug)]
pub(super) struct Passing {
    filter: Filter,
    context: Context,
    slots: Vec<bool>,
}

/// What customers add up to in one currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sum {
    /// ISO 4217; empty when not known.
    pub currency: String,
    /// Net revenue of the last 365 days, minor units.
    pub net_year: i128,
    /// Net revenue within the scoring window, minor units.
    pub net_window: i128,
}

/// How many and how much. The counts of a facet are those under all *other* conditions of the view, that is what the list
/// would show if only that one value were chosen; they are ordered by count, the largest first, and then by text. Values
/// without customers are left out; the empty text is "not set".
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Customers in the view.
    pub count: usize,
    /// Sums over the customers in the view, by currency.
    pub sums: Vec<Sum>,
    /// By tier.
    pub tiers: Vec<(String, u32)>,
    /// By lifecycle stage.
    pub lifecycles: Vec<(String, u32)>,
    /// By segment.
    pub segments: Vec<(String, u32)>,
    /// By sales stage.
    pub stages: Vec<(String, u32)>,
    /// By owner; `None` is the unassigned pool.
    pub owners: Vec<(Option<StaffId>, u32)>,
    /// By region, in full; see [`Summary::regions_within`].
    pub regions: Vec<(String, u32)>,
    /// By country.
    pub countries: Vec<(String, u32)>,
    /// By tag; a customer counts for each of theirs.
    pub tags: Vec<(String, u32)>,
    /// Persons.
    pub persons: u32,
    /// Companies.
    pub companies: u32,
}

impl Index {
    /// The customers of a view, in order. Fast when little changed since the last call: a longer query looks only at those
    /// found before, an order is kept and mended.
    pub fn select(&mut self, view: &View, context: &Context) -> Selection {
        let searching = self.search_for(view);
        let by_relevance = view.sort.key == SortKey::Relevance;
        let sort = if by_relevance { Sort::new(SortKey::Name, false) } else { view.sort };
        self.refresh_order(sort);
        self.refresh_passing(&view.filter, context);
        let passing = self.passing.as_ref().map_or(&[][..], |p| &p.slots);
        let passes = |slot: u32| passing.get(slot as usize).copied().unwrap_or(false);
        let slots = self.orders.slots(sort).iter().copied();
        let Some(last) = self.last.as_ref().filter(|_| searching) else {
            return Selection { slots: slots.filter(|slot| passes(*slot)).collect(), near: false };
        };
        let mut near = false;
        let mut by_rank: [Vec<u32>; Rank::ALL.len()] = std::array::from_fn(|_| Vec::new());
        for slot in slots {
            let Some(rank) = last.rank(slot) else { continue };
            if passes(slot) {
                near |= rank == Rank::Near;
                by_rank[if by_relevance { rank as usize } else { 0 }].push(slot);
            }
        }
        Selection { slots: by_rank.concat(), near }
    }

    /// The ids of a selection.
    pub fn ids(&self, selection: &Selection) -> Vec<RowId> {
        selection.slots.iter().filter_map(|slot| self.entry(*slot)).map(|e| e.id).collect()
    }

    /// Where a customer was found by the last query that [`Index::select`] or [`Index::summary`] was asked; for showing why
    /// a customer is in the list. `None` without a query and for customers not found.
    pub fn rank(&self, slot: u32) -> Option<Rank> {
        self.last.as_ref().and_then(|last| last.rank(slot))
    }

    /// The counts and sums of a view.
    pub fn summary(&mut self, view: &View, context: &Context) -> Summary {
        let searching = self.search_for(view);
        let compiled = Compiled::new(&view.filter, &self.terms, context);
        let last = self.last.as_ref().filter(|_| searching);
        let t = &self.terms;
        let zeros = |n: usize| vec![0u32; n];
        let (mut tiers, mut lifecycles) = (zeros(t.tiers.len()), zeros(t.lifecycles.len()));
        let (mut segments, mut stages) = (zeros(t.segments.len()), zeros(t.stages.len()));
        let (mut owners, mut regions) = (zeros(t.owners.len()), zeros(t.regions.len()));
        let (mut countries, mut tags) = (zeros(t.countries.len()), zeros(t.tags.len()));
        let mut sums = vec![(0i128, 0i128, 0u32); t.currencies.len()];
        let mut summary = Summary::default();
        for (slot, e) in self.iter() {
            if last.is_some_and(|last| last.rank(slot).is_none()) {
                continue;
            }
            let failed = compiled.failures(e);
            // Counted for a facet: all other parts hold.
            let counts = |part: Part| failed & !(part as u16) == 0;
            let count = |part: Part, counters: &mut [u32], term: Term| {
                if counts(part) {
                    counters[term.index()] += 1;
                }
            };
            count(Part::Tier, &mut tiers, e.tier);
            count(Part::Lifecycle, &mut lifecycles, e.lifecycle);
            count(Part::Segment, &mut segments, e.segment);
            count(Part::Stage, &mut stages, e.stage);
            count(Part::Owner, &mut owners, e.owner);
            count(Part::Region, &mut regions, e.region);
            count(Part::Country, &mut countries, e.country);
            for tag in &e.tags {
                count(Part::Tag, &mut tags, *tag);
            }
            if e.tags.is_empty() {
                count(Part::Tag, &mut tags, Term::UNSET);
            }
            if counts(Part::Kind) {
                match e.kind {
                    CustomerKind::Person => summary.persons += 1,
                    CustomerKind::Company => summary.companies += 1,
                }
            }
            if failed == 0 {
                summary.count += 1;
                let (year, window, customers) = &mut sums[e.currency.index()];
                *year += i128::from(e.net_year);
                *window += i128::from(e.net_window);
                *customers += 1;
            }
        }
        summary.tiers = facet(&t.tiers, &tiers);
        summary.lifecycles = facet(&t.lifecycles, &lifecycles);
        summary.segments = facet(&t.segments, &segments);
        summary.stages = facet(&t.stages, &stages);
        let by_owner = facet(&t.owners, &owners).into_iter();
        summary.owners = by_owner.map(|(staff, n)| (Some(staff).filter(|s| !s.is_nil()), n)).collect();
        summary.regions = facet(&t.regions, &regions);
        summary.countries = facet(&t.countries, &countries);
        summary.tags = facet(&t.tags, &tags);
        let with_customers = t.currencies.iter().zip(sums).filter(|(_, (_, _, customers))| *customers > 0);
        summary.sums = with_customers
            .map(|((_, currency), (net_year, net_window, _))| Sum { currency: currency.clone(), net_year, net_window })
            .collect();
        crate::short::sort(&mut summary.sums, |a, b| a.currency < b.currency);
        summary
    }

    /// Finds out which customers pass a filter, unless that is known. In the order of the slots, which is that of the memory:
    /// the order of the list would jump about in it and take several times as long.
    fn refresh_passing(&mut self, filter: &Filter, context: &Context) {
        if self.passing.as_ref().is_some_and(|p| p.filter == *filter && p.context == *context) {
            return;
        }
        let compiled = Compiled::new(filter, &self.terms, context);
        let slots = self.entries.iter().map(|e| e.as_ref().is_some_and(|e| compiled.passes(e))).collect();
        self.passing = Some(Passing { filter: filter.clone(), context: *context, slots });
    }

    /// Searches for the view's query; false when nothing is typed.
    fn search_for(&mut self, view: &View) -> bool {
        let query = Query::parse(&view.query);
        if query.is_empty() {
            self.last = None;
            return false;
        }
        self.search(&query);
        true
    }
}

impl Summary {
    /// The regions one level below a place ("" for the largest units), with the customers in each: `("江苏 苏州", 12)` for
    /// "江苏". Customers of the place itself that say no more are under the place's own name. Ordered like a facet.
    pub fn regions_within(&self, place: &str) -> Vec<(String, u32)> {
        let above: Vec<&str> = place.split_whitespace().collect();
        let mut dict = Dict::<String>::default();
        let mut counts = vec![0u32];
        for (region, count) in &self.regions {
            let units: Vec<&str> = region.split_whitespace().collect();
            if units.starts_with(&above) {
                let term = dict.intern(units[..units.len().min(above.len() + 1)].join(" ").as_str());
                counts.resize(dict.len(), 0);
                counts[term.index()] += count;
            }
        }
        facet(&dict, &counts)
    }
}

/// The values that have customers, with their counts.
fn facet<K: Clone + Default + Eq + Ord + std::hash::Hash>(dict: &Dict<K>, counts: &[u32]) -> Vec<(K, u32)> {
    let mut out: Vec<(K, u32)> = dict
        .iter()
        .filter_map(|(term, value)| {
            let count = counts.get(term.index()).copied().unwrap_or(0);
            (count > 0).then(|| (value.clone(), count))
        })
        .collect();
    out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out
}
