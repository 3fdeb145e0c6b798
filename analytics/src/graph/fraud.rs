//! Is somebody gaming the rewards? What looks like it, each with its evidence, for a person to judge.
//!
//! Nothing here accuses: families share phones, and a fair brings ten customers in a day.

mod circular;

use super::household::{Claim, Evidence, Shared, things};

/// Somebody brought somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Referral {
    /// Who gets the reward.
    pub referrer: u32,
    /// Who came.
    pub referred: u32,
    /// When, days since 1970.
    pub day: i32,
}

/// When something counts as suspicious.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// So many referrals …
    pub burst_referrals: usize,
    /// … within so many days are a burst; 1 means on one day.
    pub burst_days: i32,
    /// A thing more people have proves nothing: the telephone of an office.
    pub most_sharing: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self { burst_referrals: 5, burst_days: 2, most_sharing: 6 }
    }
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// A person referred themselves.
    SelfReferral {
        /// Who.
        person: u32,
        /// When, days since 1970.
        day: i32,
    },
    /// Referrer and referred share a phone, a device, a payment …: perhaps one person with two accounts.
    SharedWithReferrer {
        /// The referral in question.
        referral: Referral,
        /// What they share: kind and key, ascending.
        because: Vec<(Shared, u32)>,
    },
    /// Referrals that lead back to where they began, directly or through people who share something.
    Loop {
        /// A shortest way round, from the smallest person involved on. Where one step's referred is not the next one's
        /// referrer, the two share something.
        steps: Vec<Referral>,
        /// What the people between the steps share; empty if the steps meet in person.
        joined: Vec<(Shared, u32)>,
        /// Everybody on some way round, ascending.
        people: Vec<u32>,
    },
    /// Many referrals in a short time.
    Burst {
        /// Who brought them.
        referrer: u32,
        /// Who came, by day, then ascending.
        referred: Vec<u32>,
        /// The first day, since 1970.
        from_day: i32,
        /// The last day, since 1970.
        to_day: i32,
    },
    /// People brought by the same referrer share something: perhaps they are one.
    SharedAmongReferred {
        /// Who brought them.
        referrer: u32,
        /// What they share.
        shared: Shared,
        /// Which one.
        key: u32,
        /// Who shares it, ascending, at least two.
        people: Vec<u32>,
    },
}

/// Looks for everything [`Finding`] knows, ascending. `claims` are the things that identify a person: phones, devices,
/// payments; addresses if you wish. Referrals and claims of people who do not exist are ignored. Depends on the set of
/// referrals and claims only. O(n log n).
#[must_use]
pub fn findings(people: u32, referrals: &[Referral], claims: &[Claim], rules: Rules) -> Vec<Finding> {
    let mut referrals: Vec<Referral> =
        referrals.iter().copied().filter(|one| one.referrer < people && one.referred < people).collect();
    referrals.sort_unstable();
    referrals.dedup();
    let (mut things, _) = things(people, claims);
    things.retain(|thing| thing.people.len() <= rules.most_sharing);
    let held = Held::of(people, &things);

    let mut found: Vec<Finding> = referrals
        .iter()
        .filter(|one| one.referrer == one.referred)
        .map(|one| Finding::SelfReferral { person: one.referrer, day: one.day })
        .collect();
    referrals.retain(|one| one.referrer != one.referred);
    for &referral in &referrals {
        let because = held.common(&things, referral.referrer, referral.referred);
        if !because.is_empty() {
            found.push(Finding::SharedWithReferrer { referral, because });
        }
    }
    circular::loops(people, &referrals, &things, &held, &mut found);
    for of_one in referrals.chunk_by(|a, b| a.referrer == b.referrer) {
        bursts(of_one, rules, &mut found);
        shared(of_one, &things, &held, &mut found);
    }
    found.sort_unstable();
    found
}

/// What each person has: places in the list of things.
struct Held {
    by_person: Vec<Vec<u32>>,
}

impl Held {
    fn of(people: u32, things: &[Evidence]) -> Self {
        let mut by_person = vec![Vec::new(); people as usize];
        for (at, thing) in (0u32..).zip(things) {
            for &person in &thing.people {
                by_person[person as usize].push(at);
            }
        }
        Self { by_person }
    }

    /// Both lists ascend, as the things do.
    fn common(&self, things: &[Evidence], a: u32, b: u32) -> Vec<(Shared, u32)> {
        let theirs = &self.by_person[b as usize];
        self.by_person[a as usize]
            .iter()
            .filter(|at| theirs.binary_search(at).is_ok())
            .map(|&at| (things[at as usize].shared, things[at as usize].key))
            .collect()
    }
}

/// Referrals of one referrer: stretches in which every window of the rule's days is full enough.
fn bursts(of_one: &[Referral], rules: Rules, found: &mut Vec<Finding>) {
    let enough = rules.burst_referrals.max(2);
    let mut by_day: Vec<(i32, u32)> = of_one.iter().map(|one| (one.day, one.referred)).collect();
    by_day.sort_unstable();
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for last in enough - 1..by_day.len() {
        let first = last + 1 - enough;
        if i64::from(by_day[last].0) - i64::from(by_day[first].0) < i64::from(rules.burst_days.max(1)) {
            match stretches.last_mut() {
                Some((_, to)) if first <= *to => *to = last,
                _ => stretches.push((first, last)),
            }
        }
    }
    for (first, last) in stretches {
        found.push(Finding::Burst {
            referrer: of_one[0].referrer,
            referred: by_day[first..=last].iter().map(|&(_, person)| person).collect(),
            from_day: by_day[first].0,
            to_day: by_day[last].0,
        });
    }
}

fn shared(of_one: &[Referral], things: &[Evidence], held: &Held, found: &mut Vec<Finding>) {
    let mut pairs: Vec<(u32, u32)> = of_one
        .iter()
        .flat_map(|one| held.by_person[one.referred as usize].iter().map(|&thing| (thing, one.referred)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    for same in pairs.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let thing = &things[same[0].0 as usize];
        found.push(Finding::SharedAmongReferred {
            referrer: of_one[0].referrer,
            shared: thing.shared,
            key: thing.key,
            people: same.iter().map(|&(_, person)| person).collect(),
        });
    }
}
