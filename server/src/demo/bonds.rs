//! Who knows whom: families, friends, contact persons and their companies, colleagues.

use super::Draft;
use super::people::Person;
use super::random::Random;
use domain::judge::edge_id;
use domain::schema::fields::relation;
use domain::{Kind, RowId, Value};
use std::collections::{HashMap, HashSet};

/// A relation between two customers, by index.
pub(super) struct Bond {
    pub from: u32,
    pub to: u32,
    kind: &'static str,
    remark: Option<&'static str>,
    strength: i64,
    since: i64,
}

impl Bond {
    pub fn row(&self, from: RowId, to: RowId) -> Draft {
        let fields = vec![
            (relation::FROM, Value::Id(from)),
            (relation::TO, Value::Id(to)),
            (relation::RELATION, Value::text(self.kind)),
            (relation::STRENGTH, Value::Int(self.strength)),
            (relation::SINCE, Value::Int(self.since)),
            (relation::REMARK, self.remark.map_or(Value::Null, Value::text)),
        ];
        (Kind::Relation, edge_id(Kind::Relation, self.kind, from, to), fields)
    }
}

/// Ties people together. No two have more than one relation.
pub(super) fn tie(people: &[Person], referrers: &[Option<u32>], random: &mut Random) -> Vec<Bond> {
    let mut tied = HashSet::new();
    let mut bonds = Vec::new();
    let mut add = |from: u32, to: u32, kind, remark, strength, bonds: &mut Vec<Bond>| {
        if from != to && tied.insert((from.min(to), from.max(to))) {
            let since = people[from as usize].joined.max(people[to as usize].joined);
            bonds.push(Bond { from, to, kind, remark, strength, since });
        }
    };
    let mut staff_of: HashMap<u32, Vec<u32>> = HashMap::new();
    for (at, person) in (0u32..).zip(people) {
        if let Some((other, what)) = person.relative {
            add(other, at, "family", Some(what), random.between(4, 5), &mut bonds);
        }
        if let Some((company, _)) = &person.employer {
            add(at, *company, "works_at", Some("联系人"), random.between(3, 5), &mut bonds);
            let colleagues = staff_of.entry(*company).or_default();
            if let Some(colleague) = colleagues.last() {
                add(*colleague, at, "colleague", None, random.between(2, 4), &mut bonds);
            }
            colleagues.push(at);
        }
        if person.company {
            continue;
        }
        if let Some(from) = referrers[at as usize]
            && !people[from as usize].company
            && random.chance(0.3)
        {
            add(from, at, "friend", None, random.between(2, 5), &mut bonds);
        }
        if at > 0 && random.chance(0.12) {
            let near = (at as usize).min(300);
            let other = at - 1 - u32::try_from(random.below(near)).unwrap_or(0);
            let same_town = people[other as usize].place.town() == person.place.town();
            if !people[other as usize].company && same_town {
                add(other, at, "friend", None, random.between(1, 4), &mut bonds);
            }
        }
    }
    bonds
}
