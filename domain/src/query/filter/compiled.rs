//! A filter in the numbers of the dictionaries, so that 100,000 entries are judged without comparing texts.

use super::super::dict::{Dict, Term, Terms};
use super::super::entry::Entry;
use super::super::fold::fold;
use super::super::view::Context;
use super::{Filter, OwnerChoice};
use crate::id::StaffId;

/// The parts of a filter that are counted as facets, each with its bit; everything else is in one more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub(crate) enum Part {
    Tier = 1,
    Lifecycle = 1 << 1,
    Segment = 1 << 2,
    Stage = 1 << 3,
    Owner = 1 << 4,
    Region = 1 << 5,
    Country = 1 << 6,
    Tag = 1 << 7,
    Kind = 1 << 8,
    Other = 1 << 9,
}

/// The wanted terms of one dictionary, by [`Term`]; `None` when all are wanted.
struct Wanted(Option<Vec<bool>>);

impl Wanted {
    fn holds(&self, term: Term) -> bool {
        self.0.as_ref().is_none_or(|wanted| wanted.get(term.index()).copied().unwrap_or(false))
    }

    fn texts(dict: &Dict<String>, texts: &[String]) -> Self {
        Self::terms(dict.len(), texts.is_empty(), texts.iter().filter_map(|t| dict.find(t.as_str())))
    }

    fn terms(len: usize, open: bool, terms: impl Iterator<Item = Term>) -> Self {
        if open {
            return Self(None);
        }
        let mut wanted = vec![false; len];
        for term in terms {
            wanted[term.index()] = true;
        }
        Self(Some(wanted))
    }
}

/// A filter made ready for the entries of one index at one moment.
pub(crate) struct Compiled<'a> {
    filter: &'a Filter,
    /// There is no condition besides the trash.
    open: bool,
    today: i32,
    tiers: Wanted,
    lifecycles: Wanted,
    segments: Wanted,
    stages: Wanted,
    owners: Wanted,
    regions: Wanted,
    countries: Wanted,
    tags_any: Wanted,
    /// `None` when one of the tags does not exist, so that nobody has them all.
    tags_all: Option<Vec<Term>>,
}

impl<'a> Compiled<'a> {
    /// Makes a filter ready. Texts that no customer has match nobody.
    pub(crate) fn new(filter: &'a Filter, terms: &Terms, context: &Context) -> Self {
        let owner = |choice: &OwnerChoice| match choice {
            OwnerChoice::Unassigned => Some(Term::UNSET),
            // Who is not signed in has no customers; nobody's are another choice.
            OwnerChoice::Me if context.me.is_nil() => None,
            OwnerChoice::Me => terms.owners.find(&context.me),
            OwnerChoice::Staff(staff) => terms.owners.find::<StaffId>(staff),
        };
        let wanted: Vec<Vec<String>> = filter.regions.iter().map(|r| units(r)).collect();
        let within = |region: &str| {
            let place = units(region);
            wanted.iter().any(|w| if w.is_empty() { place.is_empty() } else { place.starts_with(w) })
        };
        let regions =
            terms.regions.iter().filter(|(_, region)| !wanted.is_empty() && within(region)).map(|(term, _)| term);
        Self {
            filter,
            open: *filter == Filter { trash: filter.trash, ..Filter::default() },
            today: context.today,
            tiers: Wanted::texts(&terms.tiers, &filter.tiers),
            lifecycles: Wanted::texts(&terms.lifecycles, &filter.lifecycles),
            segments: Wanted::texts(&terms.segments, &filter.segments),
            stages: Wanted::texts(&terms.stages, &filter.stages),
            owners: Wanted::terms(terms.owners.len(), filter.owners.is_empty(), filter.owners.iter().filter_map(owner)),
            regions: Wanted::terms(terms.regions.len(), wanted.is_empty(), regions),
            countries: Wanted::texts(&terms.countries, &filter.countries),
            tags_any: Wanted::texts(&terms.tags, &filter.tags_any),
            tags_all: filter.tags_all.iter().map(|t| terms.tags.find(t.as_str())).collect(),
        }
    }

    /// Whether an entry passes.
    pub(crate) fn passes(&self, entry: &Entry) -> bool {
        if self.open { entry.deleted == self.filter.trash } else { self.failures(entry) == 0 }
    }

    /// Which parts of the filter an entry fails, as bits of [`Part`]; 0 when it passes.
    pub(crate) fn failures(&self, entry: &Entry) -> u16 {
        let mut failed = 0;
        let mut check = |part: Part, holds: bool| {
            if !holds {
                failed |= part as u16;
            }
        };
        check(Part::Tier, self.tiers.holds(entry.tier));
        check(Part::Lifecycle, self.lifecycles.holds(entry.lifecycle));
        check(Part::Segment, self.segments.holds(entry.segment));
        check(Part::Stage, self.stages.holds(entry.stage));
        check(Part::Owner, self.owners.holds(entry.owner));
        check(Part::Region, self.regions.holds(entry.region));
        check(Part::Country, self.countries.holds(entry.country));
        check(Part::Tag, self.tags(&entry.tags));
        check(Part::Kind, self.filter.kind.is_none_or(|kind| kind == entry.kind));
        check(Part::Other, self.other(entry));
        failed
    }

    fn tags(&self, tags: &[Term]) -> bool {
        let any = if tags.is_empty() {
            self.tags_any.holds(Term::UNSET)
        } else {
            tags.iter().any(|tag| self.tags_any.holds(*tag))
        };
        any && self.tags_all.as_ref().is_some_and(|all| all.iter().all(|tag| tags.contains(tag)))
    }

    fn other(&self, entry: &Entry) -> bool {
        let f = self.filter;
        f.trash == entry.deleted
            && f.open_conflict.is_none_or(|wanted| wanted == entry.open_conflict)
            && f.unsent.is_none_or(|wanted| wanted == entry.unsent)
            && f.overdue.is_none_or(|wanted| wanted == entry.overdue)
            && f.last_contact.holds(entry.last_contact, self.today)
            && f.last_purchase.holds(entry.last_purchase, self.today)
            && f.net_year.holds(entry.net_year)
            && f.net_window.holds(entry.net_window)
            && f.orders.holds(i64::from(entry.orders))
            && (f.cells.is_empty() || entry.cell().is_some_and(|cell| f.cells.contains(&cell)))
    }
}

/// The administrative units of a place in words, the largest first.
fn units(region: &str) -> Vec<String> {
    fold(region).split(' ').filter(|unit| !unit.is_empty()).map(str::to_owned).collect()
}
