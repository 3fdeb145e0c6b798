//! Households and companies: people who share a phone, an address or an employer - with the evidence.

use super::index;
use super::walk::Sets;

/// What people can have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shared {
    /// A telephone number.
    Phone,
    /// A postal address.
    Address,
    /// Who they work for.
    Employer,
    /// The part of a mail address after the @, public providers left out.
    MailDomain,
    /// A device they signed in from.
    Device,
    /// A card or account they paid with.
    Payment,
}

/// A person has something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// What kind of thing.
    pub shared: Shared,
    /// The thing itself: equal numbers of one kind are the same phone, the same address …
    pub key: u32,
    /// Who has it.
    pub person: u32,
}

/// A thing several people have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What kind of thing.
    pub shared: Shared,
    /// The thing itself.
    pub key: u32,
    /// Everybody who has it, ascending, at least two.
    pub people: Vec<u32>,
}

/// People held together by what they share, directly or through others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// Ascending, at least two.
    pub members: Vec<u32>,
    /// Why: every person is in at least one, and they all hang together.
    pub evidence: Vec<Evidence>,
}

/// What [`circles`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circles {
    /// In the order of their smallest members.
    pub circles: Vec<Circle>,
    /// Things too many people have, which unite nobody: a switchboard, an office block.
    pub too_common: Vec<Evidence>,
    /// Claims of people who do not exist.
    pub unknown: Vec<Claim>,
}

/// Unites people who have a thing in common, unless more than `most(kind)` people have it. Give only the kinds that make
/// the circles you want: phone and address for households, employer and mail domain for companies. Depends on the set of
/// claims only. O(n log n).
#[must_use]
pub fn circles(people: u32, claims: &[Claim], most: impl Fn(Shared) -> usize) -> Circles {
    let mut found = Circles::default();
    let mut sets = Sets::new(people);
    let mut kept = Vec::new();
    let (things, unknown) = things(people, claims);
    found.unknown = unknown;
    for evidence in things {
        if evidence.people.len() > most(evidence.shared) {
            found.too_common.push(evidence);
            continue;
        }
        for pair in evidence.people.windows(2) {
            sets.unite(pair[0], pair[1]);
        }
        kept.push(evidence);
    }
    let sets = sets.numbered();
    let mut circle_of = vec![None; sets.len()];
    for (person, &set) in (0u32..).zip(&sets.of) {
        if sets.sizes[set as usize] < 2 {
            continue;
        }
        let slot = *circle_of[set as usize].get_or_insert_with(|| {
            found.circles.push(Circle { members: Vec::new(), evidence: Vec::new() });
            found.circles.len() - 1
        });
        found.circles[slot].members.push(person);
    }
    for evidence in kept {
        let set = sets.of[evidence.people[0] as usize];
        if let Some(slot) = circle_of[set as usize] {
            found.circles[slot].evidence.push(evidence);
        }
    }
    found
}

/// Things at least two people have, by kind and key, and the claims of people who do not exist.
pub(super) fn things(people: u32, claims: &[Claim]) -> (Vec<Evidence>, Vec<Claim>) {
    let mut sorted = claims.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let (sorted, unknown): (Vec<Claim>, Vec<Claim>) = sorted.into_iter().partition(|claim| claim.person < people);
    let things = sorted
        .chunk_by(|one, other| (one.shared, one.key) == (other.shared, other.key))
        .filter(|same| same.len() > 1)
        .map(|same| Evidence {
            shared: same[0].shared,
            key: same[0].key,
            people: same.iter().map(|claim| claim.person).collect(),
        })
        .collect();
    (things, unknown)
}

/// A tie two people probably have, with what speaks for it: the suggestion a person confirms with one tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The two people, the smaller first.
    pub ends: (u32, u32),
    /// What they share.
    pub because: Vec<(Shared, u32)>,
}

/// Ties to suggest around one person: everybody who shares something with them that at most `most(kind)` people have and
/// who is not among `known`, most in common first, ties ascending.
#[must_use]
pub fn suggestions(person: u32, circles: &Circles, known: &[u32], most: impl Fn(Shared) -> usize) -> Vec<Suggestion> {
    let mut pairs: Vec<(u32, Shared, u32)> = Vec::new();
    for evidence in circles.circles.iter().flat_map(|circle| &circle.evidence) {
        if evidence.people.len() <= most(evidence.shared) && evidence.people.binary_search(&person).is_ok() {
            let others = evidence.people.iter().filter(|other| **other != person && !known.contains(other));
            pairs.extend(others.map(|&other| (other, evidence.shared, evidence.key)));
        }
    }
    pairs.sort_unstable();
    let mut suggestions: Vec<Suggestion> = pairs
        .chunk_by(|one, other| one.0 == other.0)
        .map(|same| Suggestion {
            ends: (person.min(same[0].0), person.max(same[0].0)),
            because: same.iter().map(|&(_, shared, key)| (shared, key)).collect(),
        })
        .collect();
    suggestions.sort_by_key(|suggestion| std::cmp::Reverse(index(suggestion.because.len())));
    suggestions
}
