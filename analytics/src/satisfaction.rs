//! NPS and CSAT: what people answered, with how sure that is.

use std::collections::BTreeMap;

use crate::calendar::minus_months;

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer<P> {
    /// Who.
    pub person: P,
    /// When.
    pub day: i32,
    /// What: 0 to 10 for NPS, 1 to 5 for CSAT.
    pub score: u8,
}

/// The net promoter score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nps {
    /// People who answered in the twelve months, each with the latest answer.
    pub people: usize,
    /// 9 and 10.
    pub promoters: usize,
    /// 0 to 6.
    pub detractors: usize,
    /// 100 (p - d), -100 to 100.
    pub value: f64,
    /// 95 % confidence: plus or minus 1.96 * 100 sqrt((p + d - (p - d)^2) / n).
    pub plus_minus: f64,
}

/// The share of satisfied people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Csat {
    /// People who answered in the twelve months, each with the latest answer.
    pub people: usize,
    /// 4 and 5.
    pub satisfied: usize,
    /// Their share, 0 to 1.
    pub value: f64,
    /// 95 % confidence interval (Wilson 1927), within 0 to 1.
    pub interval: (f64, f64),
}

/// NPS as of a day. `None` if nobody answered in the twelve months before: show "-". Scores above 10 are left out.
pub fn nps<P: Ord + Copy>(answers: &[Answer<P>], as_of_day: i32) -> Option<Nps> {
    let latest = latest(answers, as_of_day, 0..=10);
    let people = latest.len();
    let count = |of: fn(&u8) -> bool| latest.values().filter(|score| of(score)).count();
    let (promoters, detractors) = (count(|&score| score >= 9), count(|&score| score <= 6));
    let n = people as f64;
    let (p, d) = (promoters as f64 / n, detractors as f64 / n);
    let spread = ((p + d - (p - d) * (p - d)) / n).max(0.0).sqrt();
    (people > 0).then_some(Nps { people, promoters, detractors, value: 100.0 * (p - d), plus_minus: 196.0 * spread })
}

/// CSAT as of a day. `None` if nobody answered in the twelve months before. Scores outside 1 to 5 are left out.
pub fn csat<P: Ord + Copy>(answers: &[Answer<P>], as_of_day: i32) -> Option<Csat> {
    let latest = latest(answers, as_of_day, 1..=5);
    let people = latest.len();
    let satisfied = latest.values().filter(|&&score| score >= 4).count();
    let (n, share) = (people as f64, satisfied as f64 / people as f64);
    let squared = 1.96 * 1.96;
    let centre = (share + squared / (2.0 * n)) / (1.0 + squared / n);
    let half = 1.96 * (share * (1.0 - share) / n + squared / (4.0 * n * n)).sqrt() / (1.0 + squared / n);
    let interval = ((centre - half).max(0.0), (centre + half).min(1.0));
    (people > 0).then_some(Csat { people, satisfied, value: share, interval })
}

/// The latest score of each person in the twelve months up to the day. Two on one day: the lower one counts.
fn latest<P: Ord + Copy>(
    answers: &[Answer<P>],
    as_of_day: i32,
    valid: std::ops::RangeInclusive<u8>,
) -> BTreeMap<P, u8> {
    let after = minus_months(as_of_day, 12);
    let mut by_person: BTreeMap<P, (i32, u8)> = BTreeMap::new();
    for answer in answers {
        if answer.day <= after || answer.day > as_of_day || !valid.contains(&answer.score) {
            continue;
        }
        let known = by_person.entry(answer.person).or_insert((answer.day, answer.score));
        if answer.day > known.0 || (answer.day == known.0 && answer.score < known.1) {
            *known = (answer.day, answer.score);
        }
    }
    by_person.into_iter().map(|(person, (_, score))| (person, score)).collect()
}
