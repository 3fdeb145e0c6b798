//! Builders shared by the tests.

use analytics::Id;
use analytics::purchase::{Order, Period, Refund, Summary, Window, summarise};
use proptest::prelude::*;

pub fn id(n: u32) -> Id {
    let mut id = [0; 16];
    id[12..].copy_from_slice(&n.to_be_bytes());
    id
}

/// As of a day, over the default 24 months.
pub fn period(as_of_day: i32) -> Period {
    Period { as_of_day, window: Window::default() }
}

pub fn order(n: u32, day: i32, total_minor: i64) -> Order {
    Order { id: id(n), day, total_minor: Some(total_minor), paid: true }
}

/// A customer who spent `minor` on each of `days`, as of `as_of`.
pub fn customer(days: &[i32], minor: i64, as_of: i32) -> Summary {
    let orders: Vec<Order> = (0u32..).zip(days).map(|(n, &day)| order(n, day, minor)).collect();
    summarise(&orders, &[], period(as_of))
}

pub fn order_strategy() -> impl Strategy<Value = Order> {
    let total = prop_oneof![4 => (-50i64..500).prop_map(Some), 1 => Just(None), 1 => Just(Some(0))];
    (0u32..30, -900i32..600, total, prop::bool::weighted(0.9)).prop_map(|(n, day, total_minor, paid)| Order {
        id: id(n),
        day,
        total_minor,
        paid,
    })
}

pub fn refund_strategy() -> impl Strategy<Value = Refund> {
    let amount = prop_oneof![6 => (0i64..500).prop_map(Some), 1 => Just(None)];
    (100u32..130, prop::option::of(0u32..40), -900i32..600, amount).prop_map(|(n, of, day, amount_minor)| Refund {
        id: id(n),
        order: of.map(id),
        day,
        amount_minor,
    })
}

/// A customer with few distinct values, so that ties are the rule.
pub fn summary_strategy(as_of: i32) -> impl Strategy<Value = Summary> {
    let orders = prop::collection::vec((0i32..40, -3i64..12), 0..6);
    orders.prop_map(move |orders| {
        let orders: Vec<Order> =
            (0u32..).zip(orders).map(|(n, (back, minor))| order(n, as_of - 5 * back, minor * 100)).collect();
        summarise(&orders, &[], period(as_of))
    })
}
