//! Purchases: what qualifies, what is left out, and that sets are all that matters.

use std::num::NonZeroU16;

use analytics::calendar::day_number;
use analytics::purchase::gap::{ASSUMED_HALF_DAYS, MedianGap};
use analytics::purchase::{Notes, Order, Period, Refund, Summary, Window, summarise};
use proptest::prelude::*;

use crate::support::{id, order, order_strategy, period, refund_strategy};

#[test]
fn an_order_qualifies_only_if_paid_past_positive_and_not_fully_refunded() {
    let orders = [
        order(1, 100, 5_000),
        order(2, 101, 3_000),
        order(3, 201, 9_999),
        Order { paid: false, ..order(4, 100, 700) },
        Order { total_minor: None, ..order(5, 100, 0) },
        order(6, 150, 0),
        order(7, 200, 1_000),
    ];
    let refund = |n, of: Option<u32>, day, amount| Refund { id: id(n), order: of.map(id), day, amount_minor: amount };
    let refunds = [
        refund(50, Some(2), 199, Some(3_000)),
        refund(51, Some(7), 200, Some(250)),
        refund(52, None, 160, Some(40)),
        refund(53, Some(999), 160, Some(2)),
        refund(54, Some(4), 160, Some(700)),
        refund(55, Some(1), 201, Some(5_000)),
        refund(56, Some(1), 150, None),
    ];
    let summary = summarise(&orders, &refunds, period(200));
    assert_eq!(summary.days, [100, 200]);
    assert_eq!((summary.orders_all, summary.orders_window), (2, 2));
    assert_eq!(summary.net_all_minor, 5_000 + 1_000 - 250 - 40 - 2);
    assert_eq!(summary.days_since(), Some(0));
    assert_eq!((summary.gap_sum_days(), summary.gap_count()), (100, 1));
    assert_eq!(
        summary.notes,
        Notes {
            future_orders: 1,
            unpaid_orders: 1,
            orders_without_rate: 1,
            zero_orders: 1,
            fully_refunded_orders: 1,
            future_refunds: 1,
            refunds_without_rate: 1,
            refunds_of_left_out_orders: 1,
            refunds_without_order: 2,
        }
    );
}

#[test]
fn the_window_limits_frequency_and_money_but_not_recency() {
    let as_of = day_number(2011, 12, 10);
    let outside = day_number(2009, 12, 10);
    let summary = summarise(
        &[order(1, outside, 100), order(2, outside + 1, 10)],
        &[Refund { id: id(3), order: Some(id(1)), day: as_of, amount_minor: Some(30) }],
        period(as_of),
    );
    assert_eq!((summary.orders_all, summary.orders_window), (2, 1));
    // The refund falls on the original order's day, which is outside.
    assert_eq!((summary.net_all_minor, summary.net_window_minor), (80, 10));

    let only_old = summarise(&[order(1, outside, 100)], &[], period(as_of));
    assert_eq!(only_old.days_since(), Some(730));
    assert_eq!(only_old.orders_window, 0);
    let all = Period { as_of_day: as_of, window: Window::All };
    assert_eq!(summarise(&[order(1, outside, 100)], &[], all).orders_window, 1);
    let one_month = Period { as_of_day: as_of, window: NonZeroU16::new(1).map_or(Window::All, Window::Months) };
    assert_eq!(one_month.first_window_day(), day_number(2011, 11, 11));
}

#[test]
fn an_order_with_a_negative_total_is_a_refund_without_order() {
    let summary = summarise(&[order(1, 10, -500), order(2, 11, 800)], &[], period(20));
    assert_eq!((summary.orders_all, summary.net_all_minor), (1, 300));
    assert_eq!(summary.notes.refunds_without_order, 1);
}

#[test]
fn amounts_at_the_end_of_the_range_saturate() {
    let summary = summarise(&[order(1, 1, i64::MAX), order(2, 2, i64::MAX)], &[], period(20));
    assert_eq!(summary.net_all_minor, i64::MAX);
    let minimum = Refund { id: id(9), order: None, day: 1, amount_minor: Some(i64::MIN) };
    assert_eq!(summarise(&[], &[minimum], period(20)).net_all_minor, i64::MIN);
}

#[test]
fn figures_of_different_days_do_not_merge() {
    let error = Summary::empty(period(1)).merge(&Summary::empty(period(2)));
    assert!(error.is_err_and(|mismatch| mismatch.found.as_of_day == 2));
}

#[test]
fn the_median_gap_takes_the_middle_of_all_gaps() {
    let base = |orders: &[(u32, i32)]| {
        let orders: Vec<Order> = orders.iter().map(|&(n, day)| order(n, day, 1)).collect();
        summarise(&orders, &[], period(1_000))
    };
    let first = base(&[(1, 0), (2, 10), (3, 10), (4, 40)]);
    let second = base(&[(5, 5)]);
    let third = base(&[(6, 0), (7, 7)]);
    let odd = MedianGap::of([&first, &second, &third]);
    assert_eq!(odd, MedianGap { half_days: 20, gaps: 3 });
    let even = MedianGap::of([&third, &base(&[(8, 0), (9, 10)])]);
    assert_eq!((even.half_days, even.gaps), (17, 2));
    assert_eq!(MedianGap::of([&second]), MedianGap { half_days: ASSUMED_HALF_DAYS, gaps: 0 });
}

proptest! {
    #[test]
    fn neither_order_nor_repetition_of_events_matters(
        orders in prop::collection::vec(order_strategy(), 0..12),
        refunds in prop::collection::vec(refund_strategy(), 0..8),
        turn in 0usize..12,
    ) {
        let expected = summarise(&orders, &refunds, period(500));
        let mut orders: Vec<Order> = orders.iter().chain(&orders).copied().collect();
        let mut refunds: Vec<Refund> = refunds.iter().chain(&refunds).copied().collect();
        orders.reverse();
        refunds.reverse();
        let (n, m) = (orders.len().max(1), refunds.len().max(1));
        orders.rotate_left(turn % n);
        refunds.rotate_left(turn % m);
        prop_assert_eq!(summarise(&orders, &refunds, period(500)), expected);
    }

    #[test]
    fn parts_merge_to_the_whole(
        orders in prop::collection::btree_map(0u32..30, order_strategy(), 0..12),
        refunds in prop::collection::btree_map(0u32..30, refund_strategy(), 0..8),
        split in any::<u32>(),
    ) {
        let orders: Vec<Order> = orders.iter().map(|(&n, order)| Order { id: id(n), ..*order }).collect();
        let refunds: Vec<Refund> = refunds.iter().map(|(&n, refund)| Refund { id: id(100 + n), ..*refund }).collect();
        let left = |id: &[u8; 16]| split >> (id[15] % 30) & 1 == 1;
        let part = |side: bool| {
            let orders: Vec<Order> = orders.iter().copied().filter(|o| left(&o.id) == side).collect();
            let refunds: Vec<Refund> =
                refunds.iter().copied().filter(|r| left(&r.order.unwrap_or(r.id)) == side).collect();
            summarise(&orders, &refunds, period(500))
        };
        let whole = summarise(&orders, &refunds, period(500));
        prop_assert_eq!(part(true).merge(&part(false)), Ok(whole.clone()));
        prop_assert_eq!(part(false).merge(&part(true)), Ok(whole));
    }

    #[test]
    fn one_more_order_equals_summarising_all(
        orders in prop::collection::btree_map(0u32..30, order_strategy(), 1..12),
    ) {
        let orders: Vec<Order> = orders.iter().map(|(&n, order)| Order { id: id(n), ..*order }).collect();
        let (last, before) = orders.split_last().expect("at least one");
        let updated = summarise(before, &[], period(500)).with_order(last);
        prop_assert_eq!(updated, summarise(&orders, &[], period(500)));
    }
}
