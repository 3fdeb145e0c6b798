//! What a customer bought, and what they brought back.

use super::goods::{self, DRESSES, FABRICS, Good, Measure, SMALL};
use super::people::{Person, Rhythm, whole};
use super::random::Random;
use super::{CURRENCY, DAYS, Draft, days, item, part, staff};
use domain::schema::fields::purchase;
use domain::{Kind, RowId, Value};

/// One line: what, thousandths of it, and the sum in fen.
#[derive(Clone, Copy)]
struct Sold {
    good: &'static Good,
    thousandths: i64,
    sum: i64,
}

/// One order or refund.
pub(super) struct Order {
    number: u32,
    pub day: i64,
    at: i64,
    lines: Vec<Sold>,
    refund_of: Option<u32>,
    channel: &'static str,
}

impl Order {
    fn total(&self) -> i64 {
        self.lines.iter().map(|l| l.sum).sum()
    }

    /// The first thing on it.
    pub fn thing(&self) -> &'static str {
        self.lines.first().map_or("", |l| l.good.name)
    }

    pub fn is_refund(&self) -> bool {
        self.refund_of.is_some()
    }

    pub fn row(self, buyer: RowId, at: usize, person: &Person) -> Draft {
        let items = self.lines.iter().map(|l| item(l.good.code, l.good.name, l.thousandths, l.good.price * 100, l.sum));
        let letter = if self.is_refund() { 'T' } else { 'S' };
        let fields = vec![
            (purchase::CUSTOMER, Value::Id(buyer)),
            (purchase::DAY, Value::Int(self.day)),
            (purchase::AT, Value::Int(self.at)),
            (purchase::TOTAL, Value::Int(self.total())),
            (purchase::CURRENCY, Value::text(CURRENCY)),
            (purchase::CODE, Value::text(format!("{letter}{:06}-{:03}", at + 1, self.number))),
            (purchase::CHANNEL, Value::text(self.channel)),
            (purchase::REFUND_OF, self.refund_of.map_or(Value::Null, |n| Value::Id(part(Kind::Purchase, buyer, n)))),
            (purchase::ITEMS, Value::List(items.collect())),
            (purchase::STAFF, person.owner.map_or(Value::Null, |m| Value::Id(staff::row_of(m)))),
        ];
        (Kind::Purchase, part(Kind::Purchase, buyer, self.number), fields)
    }
}

/// How many of a hundred orders are brought back in part.
const REFUNDS: f64 = 0.03;

/// Everything that a customer bought during the years that the base shows, in order of time.
pub(super) fn orders(person: &Person, today: i64, random: &mut Random) -> Vec<Order> {
    let mut orders: Vec<Order> = Vec::new();
    for day in visits(person, today, random) {
        let number = u32::try_from(orders.len() + 1).unwrap_or(u32::MAX);
        let lines = basket(person, random);
        let channel = random.weighted(&[("门店", 80), ("微信", 14), ("上门", 6)]);
        orders.push(Order { number, day, at: days::moment(day, random), lines, refund_of: None, channel });
        let back = day + random.between(2, 14);
        if random.chance(REFUNDS) && back <= today {
            let order = &orders[orders.len() - 1];
            let line = order.lines[random.below(order.lines.len())];
            let (refund_of, channel) = (Some(order.number), order.channel);
            let lines = vec![Sold { thousandths: -line.thousandths, sum: -line.sum, ..line }];
            orders.push(Order {
                number: number + 1,
                day: back,
                at: days::moment(back, random),
                lines,
                refund_of,
                channel,
            });
        }
    }
    // A refund can be later than the next order.
    orders.sort_by_key(|o| o.day);
    orders
}

/// The days on which the customer came to buy.
fn visits(person: &Person, today: i64, random: &mut Random) -> Vec<i64> {
    let begin = today - DAYS + 1;
    let first = |random: &mut Random, within: i64| {
        if person.joined < begin { begin + random.between(0, within) } else { person.joined + random.between(0, 2) }
    };
    match person.rhythm {
        Rhythm::Never => Vec::new(),
        Rhythm::Once => {
            let day = first(random, DAYS - 1);
            (day <= today).then_some(day).into_iter().collect()
        }
        Rhythm::Regular { gap, until } => {
            let mut days = Vec::new();
            let mut day = first(random, whole(gap).max(1));
            while day <= today.min(until) {
                days.push(day);
                let busy = days::season(day) as f64 / 100.0;
                // The sum of two uniform numbers: neither clockwork nor pure chance.
                let wait = gap * (random.unit() + random.unit()) / busy;
                let next = days::shopping_day(day + whole(wait).max(4), random);
                day = next.max(day + 1);
            }
            days
        }
    }
}

fn basket(person: &Person, random: &mut Random) -> Vec<Sold> {
    let mut lines: Vec<Sold> = Vec::new();
    // Those who spend much have more dresses made; companies buy cloth by the bolt.
    let dresses = (0.16 * person.spends).min(0.7);
    let count = random.weighted(&[(1, 52), (2, 28), (3, 13), (4, 5), (5, 2)]);
    for _ in 0..count {
        let kind = random.unit();
        let shelf = if kind < dresses {
            DRESSES
        } else if kind < dresses + if person.company { 0.6 } else { 0.36 } {
            FABRICS
        } else {
            SMALL
        };
        let good = goods::choose(shelf, random);
        if lines.iter().any(|l| l.good.code == good.code) {
            continue;
        }
        let thousandths = match good.measure {
            Measure::Metre if person.company => random.between(8, 60) * 1000,
            // Cloth is cut by the tenth of a metre.
            Measure::Metre => random.between(10, 62) * 100,
            Measure::Piece if person.company && random.chance(0.5) => random.between(2, 12) * 1000,
            Measure::Piece => {
                if random.chance(0.9) {
                    1000
                } else {
                    2000
                }
            }
        };
        // Fen: yuan x 100 x thousandths / 1000; tenths of a metre make this exact.
        lines.push(Sold { good, thousandths, sum: good.price * thousandths / 10 });
    }
    lines
}
