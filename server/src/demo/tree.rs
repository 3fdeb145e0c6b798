//! Who brought whom: a forest that grows as customers come.

use super::people::{Person, Rhythm};
use super::random::Random;
use super::{Demo, Draft, days};
use chrono::Datelike;
use domain::judge::edge_id;
use domain::schema::fields::referral;
use domain::{Kind, Value};

/// How many of a hundred customers were brought by another.
const REFERRED: f64 = 0.46;
/// The most people above one.
pub(super) const DEPTH: u8 = 9;

/// For each customer who brought them. Preferential attachment (Barabási, Albert 1999): those who brought many bring more;
/// half of the time it is anybody of the last few hundred, so that chains grow too.
pub(super) fn grow(people: &[Person], random: &mut Random) -> Vec<Option<u32>> {
    let mut referrers: Vec<Option<u32>> = Vec::with_capacity(people.len());
    let mut depths: Vec<u8> = Vec::with_capacity(people.len());
    // Everybody who brought somebody, once for each.
    let mut brought: Vec<usize> = Vec::new();
    for (at, person) in people.iter().enumerate() {
        let mut chosen = None;
        if at > 0 && random.chance(REFERRED) {
            for _ in 0..8 {
                let from = if !brought.is_empty() && random.chance(0.5) {
                    brought[random.below(brought.len())]
                } else {
                    at - 1 - random.below(at.min(600))
                };
                let other = &people[from];
                // Whoever never bought rarely brings anybody.
                let willing = other.rhythm != Rhythm::Never || random.chance(0.15);
                if depths[from] < DEPTH && other.joined <= person.joined && willing {
                    chosen = Some(from);
                    break;
                }
            }
        }
        depths.push(chosen.map_or(0, |from| depths[from] + 1));
        referrers.push(chosen.and_then(|from| u32::try_from(from).ok()));
        brought.extend(chosen);
    }
    referrers
}

/// The edge that brought a customer.
pub(super) fn row(demo: &Demo, at: usize, person: &Person) -> Option<Draft> {
    let (from, to) = (demo.id(demo.referrers[at]?), demo.id(at));
    let status = match person.rhythm {
        Rhythm::Never if demo.today - person.joined > 200 => "lost",
        Rhythm::Never if at.is_multiple_of(3) => "invited",
        Rhythm::Never => "contacted",
        _ => "converted",
    };
    // The same customer always gets the same: no chance is needed.
    let channel =
        ["到店同行", "微信推荐", "介绍卡", "朋友圈", "电话"][(at + days::date(person.joined).day() as usize) % 5];
    let fields = vec![
        (referral::FROM, Value::Id(from)),
        (referral::TO, Value::Id(to)),
        (referral::CHANNEL, Value::text(channel)),
        (referral::DAY, Value::Int(person.joined)),
        (referral::STATUS, Value::text(status)),
    ];
    Some((Kind::Referral, edge_id(Kind::Referral, "", from, to), fields))
}
