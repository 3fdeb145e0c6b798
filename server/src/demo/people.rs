//! The customers.

use super::places::{PLACES, Place};
use super::random::Random;
use super::{Draft, days, names, part, staff};
use chrono::{Datelike, NaiveDate};
use domain::schema::fields::{contact_point, customer};
use domain::{Field, Kind, RowId, Value};

mod traits;

/// How a customer buys.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Rhythm {
    /// Never bought.
    Never,
    /// Bought once.
    Once,
    /// Comes again about every so many days, until a last day.
    Regular { gap: f64, until: i64 },
}

/// One customer.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub company: bool,
    pub female: bool,
    pub name: String,
    pub place: Place,
    /// The day on which they became a customer.
    pub joined: i64,
    pub birthday: Option<i64>,
    pub owner: Option<u8>,
    pub rhythm: Rhythm,
    /// How much they spend, relative to others.
    pub spends: f64,
    pub occupation: Option<&'static str>,
    pub preferences: Option<String>,
    pub source: &'static str,
    pub tags: Vec<&'static str>,
    /// A relative who was a customer before, and what this person is to them.
    pub relative: Option<(u32, &'static str)>,
    /// The company they work for as contact person.
    pub employer: Option<(u32, String)>,
    phone: Option<String>,
    wechat: Option<String>,
}

/// How many of a hundred customers are companies.
const COMPANIES: f64 = 0.09;
/// Prefixes of eleven-digit numbers that no Chinese operator uses, so that nobody is ever called by mistake. Source: the mobile
/// number ranges of Google's libphonenumber, 2026, by which no number with one of these prefixes is valid.
pub(super) const PREFIXES: [&str; 5] = ["154", "160", "161", "163", "164"];

/// Invents the customers, in the order in which they came.
pub(super) fn invent(count: u32, today: i64, random: &mut Random) -> Vec<Person> {
    let mut joined: Vec<i64> = (0..count).map(|_| joined_on(today, random)).collect();
    joined.sort_unstable();
    let mut people: Vec<Person> = Vec::with_capacity(joined.len());
    for (at, joined) in (0u32..).zip(joined) {
        let mut person = one(at, joined, today, random);
        if !person.company {
            relate(&mut person, &people, random);
        }
        people.push(person);
    }
    people
}

/// Three in ten came before the three years that the base shows; after that about twice as many a day at the end as at the
/// beginning.
fn joined_on(today: i64, random: &mut Random) -> i64 {
    let back = if random.chance(0.3) {
        super::DAYS + random.between(0, 1300)
    } else {
        let along = (0.25 + 0.75 * random.unit()).sqrt() * 2.0 - 1.0;
        whole(((1.0 - along) * super::DAYS as f64).floor())
    };
    today - back
}

/// A floating-point number without fraction, small enough for any use here.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn whole(number: f64) -> i64 {
    number.round().clamp(-1e15, 1e15) as i64
}

fn one(at: u32, joined: i64, today: i64, random: &mut Random) -> Person {
    let company = random.chance(COMPANIES);
    let place = random.weighted(PLACES_BY_NUMBER.get_or_init(numbered));
    let female = !company && random.chance(0.64);
    let year = i64::from(days::date(today).year());
    // A tailor's customers: mostly between 28 and 60.
    let age = 18 + (random.between(0, 26) + random.between(0, 22) + random.between(0, 20));
    let born = year - age;
    let name = if company {
        names::company(place.town(), random)
    } else {
        names::other_peoples(female, random)
            .map_or_else(|| format!("{}{}", names::surname(random), names::given(female, born, random)), str::to_owned)
    };
    let spends = random.factor(0.55);
    let rhythm = rhythm(joined, company, spends, today, random);
    let birthday = (!company && random.chance(0.7)).then(|| birthday(born, random)).flatten();
    let reachable = random.chance(0.96);
    Person {
        company,
        female,
        name,
        place,
        joined,
        birthday,
        owner: staff::owner(company, random),
        rhythm,
        spends: spends * if company { 1.8 } else { 1.0 },
        occupation: (!company && random.chance(0.6)).then(|| traits::occupation(female, age, random)),
        preferences: (rhythm != Rhythm::Never && random.chance(0.55))
            .then(|| traits::preferences(company, female, random)),
        source: traits::source(random),
        tags: traits::tags(company, rhythm, random),
        relative: None,
        employer: None,
        phone: reachable.then(|| phone(at)),
        wechat: random.chance(0.72).then(|| wechat(random)),
    }
}

static PLACES_BY_NUMBER: std::sync::OnceLock<Vec<(Place, u32)>> = std::sync::OnceLock::new();

fn numbered() -> Vec<(Place, u32)> {
    PLACES.iter().zip(0u8..).map(|((_, weight), i)| (Place(i), *weight)).collect()
}

fn rhythm(joined: i64, company: bool, spends: f64, today: i64, random: &mut Random) -> Rhythm {
    // Whoever came before the base begins is in it because they still bought.
    let old = joined <= today - super::DAYS;
    let kind = random.unit();
    if kind < if old { 0.10 } else { 0.29 } {
        return Rhythm::Never;
    }
    if kind < if old { 0.17 } else { 0.40 } {
        return Rhythm::Once;
    }
    // Whoever has expensive things made comes less often.
    let usual = if company { 50.0 } else { 55.0 } * (0.65 + 0.35 * spends);
    let gap = (usual * random.factor(0.42)).clamp(12.0, 210.0);
    // Customers drift away at a rate that does not depend on how long they have been coming.
    let mut until = joined.max(today - super::DAYS);
    while until <= today && !random.chance(MONTHLY_LOSS) {
        until += 30;
    }
    Rhythm::Regular { gap, until: until + 30 }
}

/// The probability that a regular customer stops coming within a month.
const MONTHLY_LOSS: f64 = 0.015;

fn birthday(year: i64, random: &mut Random) -> Option<i64> {
    let first = NaiveDate::from_yo_opt(i32::try_from(year).ok()?, 1)?;
    Some(i64::from(first.num_days_from_ce()) - 719_163 + random.between(0, 364))
}

/// A number of the unused ranges. Different for every customer: the multiplier has no factor in common with 10^8.
fn phone(at: u32) -> String {
    let tail = (u64::from(at) * 61_803_399 + 13_620_001) % 100_000_000;
    format!("{}{tail:08}", PREFIXES[at as usize % PREFIXES.len()])
}

fn wechat(random: &mut Random) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    let letters: String = (0..random.between(4, 8)).map(|_| char::from(random.pick(LETTERS))).collect();
    format!("{letters}_{}", random.between(10, 9999))
}

/// Makes some newcomers a relative of somebody, others the contact person of a company.
fn relate(person: &mut Person, earlier: &[Person], random: &mut Random) {
    let near = earlier.len().min(400);
    if near == 0 {
        return;
    }
    let other = earlier.len() - 1 - random.below(near);
    let (known, number) = (&earlier[other], u32::try_from(other).unwrap_or(0));
    if known.company && random.chance(0.75) {
        person.employer = Some((number, known.name.clone()));
        person.place = known.place;
        person.occupation = Some(random.pick(&["采购", "行政", "办公室主任", "总经理", "店长", "人事"]));
    } else if !known.company && known.relative.is_none() && !known.name.contains('·') && random.chance(0.16) {
        let Some((what, same_name)) = traits::relative(known, person.female, random) else {
            return;
        };
        let family = traits::family_name(&known.name);
        let given = person.name.strip_prefix(traits::family_name(&person.name)).unwrap_or("");
        if same_name && !person.name.contains('·') && !given.is_empty() {
            person.name = format!("{family}{given}");
        }
        person.relative = Some((number, what));
        person.place = known.place;
    }
}

/// The fields of a customer's row.
pub(super) fn fields(at: usize, person: &Person, referred: bool) -> Vec<(Field, Value)> {
    let text = |t: Option<&str>| t.map_or(Value::Null, Value::text);
    let gender = if person.female { "female" } else { "male" };
    vec![
        (customer::NAME, Value::text(&person.name)),
        (customer::TYPE, Value::text(if person.company { "company" } else { "person" })),
        (customer::OWNER, person.owner.map_or(Value::Null, |m| Value::Id(staff::row_of(m)))),
        (customer::REGION, Value::text(person.place.text())),
        (customer::GENDER, if person.company { Value::Null } else { Value::text(gender) }),
        (customer::BIRTHDAY, person.birthday.map_or(Value::Null, Value::Int)),
        (customer::OCCUPATION, text(person.occupation)),
        (customer::SOURCE, Value::text(if referred { "朋友介绍" } else { person.source })),
        (customer::PREFERENCES, text(person.preferences.as_deref())),
        (customer::CODE, Value::text(format!("D{:06}", at + 1))),
        (customer::COMPANY, text(person.employer.as_ref().map(|(_, name)| name.as_str()))),
        (customer::ENTERED_DAY, Value::Int(person.joined)),
        (customer::DEMO, Value::Bool(true)),
    ]
}

/// The rows of a customer's phone number and `WeChat` name.
pub(super) fn contact_points(owner: RowId, person: &Person) -> Vec<Draft> {
    let phone = person.phone.as_deref().map(|p| ("phone", p, true));
    let wechat = person.wechat.as_deref().map(|w| ("wechat", w, person.phone.is_none()));
    let row = |(number, (channel, value, preferred)): (u32, (&str, &str, bool))| {
        let fields = vec![
            (contact_point::CUSTOMER, Value::Id(owner)),
            (contact_point::CHANNEL, Value::text(channel)),
            (contact_point::VALUE, Value::text(value)),
            (contact_point::PREFERRED, Value::Bool(preferred)),
        ];
        (Kind::ContactPoint, part(Kind::ContactPoint, owner, number), fields)
    };
    (0u32..).zip(phone.into_iter().chain(wechat)).map(row).collect()
}
