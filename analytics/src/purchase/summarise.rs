//! Events of one customer to their [`Summary`].

use super::{Notes, Order, Period, Refund, Summary};
use crate::Id;

/// Summarises one customer's events as of `period.as_of_day`. The order of the slices does not matter.
pub fn summarise(orders: &[Order], refunds: &[Refund], period: Period) -> Summary {
    let mut orders: Vec<Order> = orders.to_vec();
    // Descending, so that of two events with one id the greatest stays, whatever order they came in.
    orders.sort_unstable_by(|a, b| b.cmp(a));
    orders.dedup_by_key(|order| order.id);
    orders.reverse();
    let mut refunds: Vec<Refund> = refunds.to_vec();
    refunds.sort_unstable_by(|a, b| b.cmp(a));
    refunds.dedup_by_key(|refund| refund.id);

    let mut ledger = Ledger::new(period);
    let named = ledger.take_refunds(&refunds, &orders);
    for (order, refunded) in orders.iter().zip(named) {
        ledger.take_order(order, refunded);
    }
    ledger.close()
}

/// Sums are kept in `i128` and saturate once at the end, so that they do not depend on the order of addition.
struct Ledger {
    period: Period,
    window_from: i32,
    days: Vec<i32>,
    orders_all: u32,
    orders_window: u32,
    net_all: i128,
    net_window: i128,
    notes: Notes,
}

impl Ledger {
    fn new(period: Period) -> Self {
        Self {
            period,
            window_from: period.first_window_day(),
            days: Vec::new(),
            orders_all: 0,
            orders_window: 0,
            net_all: 0,
            net_window: 0,
            notes: Notes::default(),
        }
    }

    /// Books refunds without an order on their own day; returns what was refunded of each of `orders`
    /// (which are sorted by id).
    fn take_refunds(&mut self, refunds: &[Refund], orders: &[Order]) -> Vec<i128> {
        let mut named = vec![0i128; orders.len()];
        for refund in refunds {
            if refund.day > self.period.as_of_day {
                self.notes.future_refunds += 1;
                continue;
            }
            let Some(amount) = refund.amount_minor else {
                self.notes.refunds_without_rate += 1;
                continue;
            };
            let amount = i128::from(amount).abs();
            match refund.order.and_then(|id| position(orders, &id)) {
                Some(at) if self.is_left_out(&orders[at]) => {
                    self.notes.refunds_of_left_out_orders += 1;
                }
                Some(at) => named[at] += amount,
                None => {
                    self.notes.refunds_without_order += 1;
                    self.book(refund.day, -amount);
                }
            }
        }
        named
    }

    fn is_left_out(&self, order: &Order) -> bool {
        order.day > self.period.as_of_day || !order.paid || order.total_minor.is_none()
    }

    fn take_order(&mut self, order: &Order, refunded: i128) {
        if order.day > self.period.as_of_day {
            self.notes.future_orders += 1;
            return;
        }
        if !order.paid {
            self.notes.unpaid_orders += 1;
            return;
        }
        let Some(total) = order.total_minor.map(i128::from) else {
            self.notes.orders_without_rate += 1;
            return;
        };
        self.book(order.day, total - refunded);
        if total < 0 {
            self.notes.refunds_without_order += 1;
        } else if total == 0 {
            self.notes.zero_orders += 1;
        } else if refunded >= total {
            self.notes.fully_refunded_orders += 1;
        } else {
            self.days.push(order.day);
            self.orders_all += 1;
            self.orders_window += u32::from(order.day >= self.window_from);
        }
    }

    fn book(&mut self, day: i32, minor: i128) {
        self.net_all += minor;
        if day >= self.window_from {
            self.net_window += minor;
        }
    }

    fn close(mut self) -> Summary {
        self.days.sort_unstable();
        self.days.dedup();
        Summary {
            period: self.period,
            days: self.days,
            orders_all: self.orders_all,
            orders_window: self.orders_window,
            net_all_minor: saturate(self.net_all),
            net_window_minor: saturate(self.net_window),
            notes: self.notes,
        }
    }
}

fn position(orders: &[Order], id: &Id) -> Option<usize> {
    orders.binary_search_by(|order| order.id.cmp(id)).ok()
}

fn saturate(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}
