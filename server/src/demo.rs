//! The demo base: an invented tailor's and draper's shop in Suzhou with three years of business. Deterministic: the same number
//! of customers, seed and day make the same rows.
//!
//! The people are invented, and their phone numbers are from ranges that nobody uses. Who there is, who brought whom and
//! who knows whom is decided at once and held compactly; purchases and interactions are made customer by customer while the
//! rows are taken, so that 100,000 customers need little memory.

mod bonds;
mod days;
mod goods;
mod names;
mod people;
mod places;
mod random;
mod staff;
mod talk;
mod trade;
mod tree;

use domain::judge::LIVE;
use domain::schema::fields::{customer, referral};
use domain::{Field, Kind, Row, RowId, Stamp, Value};
use people::Person;
use random::Random;

/// How many customers a demo base has unless somebody says otherwise.
pub const CUSTOMERS: u32 = 2000;
/// The most customers that a demo base can have.
pub const MAX_CUSTOMERS: u32 = 100_000;
/// The seed of the usual demo base.
pub const SEED: u64 = 20_260_101;
/// How many days of business there are.
pub const DAYS: i64 = 3 * 365;
/// The currency of all sums.
pub const CURRENCY: &str = "CNY";

/// A demo base, ready to be written.
pub struct Demo {
    seed: u64,
    /// The last day of business.
    today: i64,
    people: Vec<Person>,
    /// For each customer who brought them, by index.
    referrers: Vec<Option<u32>>,
    bonds: Vec<bonds::Bond>,
}

/// Invents a demo base of `customers` customers (at most [`MAX_CUSTOMERS`]) as of `today` (days since 1970, in the
/// organisation's zone). Everything in it happened before that day: the hours of the day itself may still be to come.
pub fn generate(customers: u32, seed: u64, today: i64) -> Demo {
    let today = today - 1;
    let mut random = Random::new(seed);
    let people = people::invent(customers.min(MAX_CUSTOMERS), today, &mut random);
    let referrers = tree::grow(&people, &mut random);
    let bonds = bonds::tie(&people, &referrers, &mut random);
    Demo { seed, today, people, referrers, bonds }
}

impl Demo {
    /// How many customers there are.
    pub fn customers(&self) -> usize {
        self.people.len()
    }

    /// All rows, every row after those it refers to: teams, staff, customers, contact points, referrals, relations, then each
    /// customer's purchases and interactions. Every customer has the field [`customer::DEMO`]; [`staff_ids`] and [`team_ids`]
    /// name the invented staff, so that all of it can be removed in one step.
    pub fn rows(&self, stamp: Stamp) -> impl Iterator<Item = Row> + '_ {
        let people = || self.people.iter().enumerate();
        let enter = move |(kind, id, fields): Draft| {
            let mut row = Row::new(kind, id, stamp, fields);
            if kind.is_edge() {
                row.put_adds(referral::LIVE, Value::Text(LIVE.to_owned()), vec![stamp], stamp.version);
            }
            row
        };
        let customers = people().map(move |(i, p)| {
            let fields = people::fields(i, p, self.referrers[i].is_some());
            let mut row = Row::new(Kind::Customer, self.id(i), stamp, fields);
            for tag in &p.tags {
                row.put_adds(customer::TAGS, Value::text(*tag), vec![stamp], stamp.version);
            }
            row
        });
        let staff = staff::teams().into_iter().chain(staff::members());
        let points = people().flat_map(|(i, p)| people::contact_points(self.id(i), p));
        let referrals = people().filter_map(|(i, p)| tree::row(self, i, p));
        let bonds = self.bonds.iter().map(|b| b.row(self.id(b.from), self.id(b.to)));
        let history = people().flat_map(|(i, p)| self.history(i, p));
        staff.map(enter).chain(customers).chain(points.chain(referrals).chain(bonds).chain(history).map(enter))
    }

    /// A customer's purchases and interactions; chance depends on the seed and the customer alone.
    fn history(&self, at: usize, person: &Person) -> Vec<Draft> {
        let id = self.id(at);
        let mut random = Random::new(self.seed ^ (at as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93));
        let orders = trade::orders(person, self.today, &mut random);
        let talk = talk::interactions(id, person, &orders, self.today, &mut random);
        orders.into_iter().map(|o| o.row(id, at, person)).chain(talk).collect()
    }

    fn id(&self, customer: impl TryInto<u64>) -> RowId {
        let number = customer.try_into().unwrap_or(u64::MAX);
        RowId::derived("demo", &[b"customer", &self.seed.to_be_bytes(), &number.to_be_bytes()])
    }
}

/// The ids of the invented staff.
pub fn staff_ids() -> Vec<RowId> {
    staff::members().into_iter().map(|(_, id, _)| id).collect()
}

/// The ids of the invented teams.
pub fn team_ids() -> Vec<RowId> {
    staff::teams().into_iter().map(|(_, id, _)| id).collect()
}

/// A row to be: its kind, id and fields.
type Draft = (Kind, RowId, Vec<(Field, Value)>);

/// The id of something that belongs to a customer.
fn part(kind: Kind, owner: RowId, number: u32) -> RowId {
    RowId::derived("demo", &[kind.name().as_bytes(), &owner.bytes(), &number.to_be_bytes()])
}

/// A line of a purchase as [`domain::schema::fields::purchase::ITEMS`] wants it.
fn item(code: &str, name: &str, thousandths: i64, minor_price: i64, sum: i64) -> Value {
    let price = minor_price * 10_000;
    Value::List(vec![Value::text(code), Value::text(name), Value::Int(thousandths), Value::Int(price), Value::Int(sum)])
}
