//! One customer's figures: the summary of `analytics`, and revenue by day, month and year.

use analytics::calendar;
use analytics::purchase::{Order, Period, Refund, Summary, summarise};
use domain::schema::fields::INTERACTION_CHANNELS;

use super::fact::Bought;
use super::ledger::Account;

/// What a customer's card says, before scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Orders, recency and net revenue.
    pub summary: Summary,
    /// Net revenue of the last twelve calendar months, oldest first.
    pub months: [i64; 12],
    /// Net revenue of the last 365 days.
    pub net_year: i64,
    /// Qualifying orders of the last 365 days.
    pub orders_year: u32,
    /// The last interaction's day and channel.
    pub contact: Option<(i32, &'static str)>,
}

/// The figures of one customer as of `period.as_of_day`, in the base currency. Purchases in another currency are left out and
/// counted in the summary's notes: no rate is known.
pub fn figures(account: &Account, currency: [u8; 3], period: Period) -> Figures {
    let (orders, refunds) = events(&account.bought, currency);
    let summary = summarise(&orders, &refunds, period);
    let today = period.as_of_day;
    let this_month = calendar::month_number(today);
    let year_from = today.saturating_sub(364);
    let mut months = [0i64; 12];
    let mut net_year = 0i64;
    let mut orders_year = 0;
    for booking in bookings(&orders, &refunds, today) {
        let back = this_month - calendar::month_number(booking.day);
        if let Some(month) = usize::try_from(11 - back).ok().filter(|_| back >= 0).and_then(|at| months.get_mut(at)) {
            *month = month.saturating_add(booking.minor);
        }
        if booking.day >= year_from {
            net_year = net_year.saturating_add(booking.minor);
            orders_year += u32::from(booking.qualifies);
        }
    }
    let last = account.contacted.iter().filter(|c| c.day <= today).max_by_key(|c| (c.day, c.at, c.id));
    let contact = last.and_then(|c| Some((c.day, *INTERACTION_CHANNELS.get(usize::from(c.channel))?)));
    Figures { summary, months, net_year, orders_year, contact }
}

/// Purchases as `analytics` takes them. Whatever is in the base has been paid.
fn events(bought: &[Bought], currency: [u8; 3]) -> (Vec<Order>, Vec<Refund>) {
    let (mut orders, mut refunds) = (Vec::with_capacity(bought.len()), Vec::new());
    for b in bought {
        let minor = (b.currency == currency).then_some(b.total);
        if b.total < 0 {
            let order = b.refund_of.map(domain::RowId::bytes);
            refunds.push(Refund { id: b.id.bytes(), order, day: b.day, amount_minor: minor });
        } else {
            orders.push(Order { id: b.id.bytes(), day: b.day, total_minor: minor, paid: true });
        }
    }
    (orders, refunds)
}

struct Booking {
    day: i32,
    minor: i64,
    qualifies: bool,
}

/// Revenue by day under the rules of `analytics::purchase`: an order less what names it on its own day, other refunds on theirs.
fn bookings(orders: &[Order], refunds: &[Refund], today: i32) -> Vec<Booking> {
    let counts = |order: &&Order| order.day <= today && order.total_minor.is_some();
    let valid =
        || refunds.iter().filter(|r| r.day <= today).filter_map(|r| Some((r, r.amount_minor?.saturating_abs())));
    let mut all = Vec::with_capacity(orders.len());
    for order in orders.iter().filter(counts) {
        let total = order.total_minor.unwrap_or(0);
        let refunded =
            valid().filter(|(r, _)| r.order == Some(order.id)).fold(0i64, |sum, (_, minor)| sum.saturating_add(minor));
        let qualifies = total > 0 && refunded < total;
        all.push(Booking { day: order.day, minor: total.saturating_sub(refunded), qualifies });
    }
    for (refund, minor) in valid() {
        if !orders.iter().any(|order| refund.order == Some(order.id)) {
            all.push(Booking { day: refund.day, minor: -minor, qualifies: false });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use domain::RowId;
    use proptest::prelude::*;

    use super::*;

    const CNY: [u8; 3] = *b"CNY";

    fn id(n: u8) -> RowId {
        RowId::from_bytes([n; 16])
    }

    fn account() -> impl Strategy<Value = Account> {
        let one = (0..40u8, 19_000..20_500i32, -5_000..20_000i64, any::<bool>(), proptest::option::of(0..40u8));
        proptest::collection::vec(one, 0..30).prop_map(|list| {
            let mut account = Account { standing: true, ..Account::default() };
            for (n, day, total, base, of) in list {
                if account.bought.iter().all(|b| b.id != id(n)) {
                    let currency = if base { CNY } else { *b"USD" };
                    account.bought.push(Bought { id: id(n), day, total, currency, refund_of: of.map(id) });
                }
            }
            account
        })
    }

    proptest! {
        /// The months and the year follow the same rules as the summary: over a window that holds everything they agree.
        #[test]
        fn bookings_add_up_to_the_summary(account in account(), today in 19_500..20_400i32) {
            let period = Period { as_of_day: today, window: analytics::purchase::Window::All };
            let (orders, refunds) = events(&account.bought, CNY);
            let summary = summarise(&orders, &refunds, period);
            let all = bookings(&orders, &refunds, today);
            prop_assert_eq!(all.iter().map(|b| b.minor).sum::<i64>(), summary.net_all_minor);
            let qualifying = all.iter().filter(|b| b.qualifies).count();
            prop_assert_eq!(u32::try_from(qualifying).ok(), Some(summary.orders_all));
        }

        #[test]
        fn the_last_twelve_months_hold_the_last_eleven_whole_ones(account in account(), today in 19_500..20_400i32) {
            let period = Period { as_of_day: today, window: analytics::purchase::Window::All };
            let figures = figures(&account, CNY, period);
            let (orders, refunds) = events(&account.bought, CNY);
            let first = calendar::month_number(today) - 11;
            let expected: i64 = bookings(&orders, &refunds, today)
                .iter()
                .filter(|b| calendar::month_number(b.day) >= first)
                .map(|b| b.minor)
                .sum();
            prop_assert_eq!(figures.months.iter().sum::<i64>(), expected);
        }
    }
}
