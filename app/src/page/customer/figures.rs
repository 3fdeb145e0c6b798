//! A customer's figures: those the server computed, and what was bought on this device since.

use crate::store::store;
use domain::op::Body;
use domain::schema::fields::{purchase, score};
use domain::{Kind, Row, RowId, Value};

/// The figures, money in minor units of the base currency.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Figures {
    /// Net of the last 365 days, with what still waits.
    pub net_year: i64,
    /// Orders of the last 365 days, with those that still wait.
    pub orders_year: i64,
    /// Net in all.
    pub net: i64,
    /// Orders in all.
    pub orders: i64,
    /// The first and the last day with an order.
    pub days: Option<(i32, i32)>,
    /// The net of twelve calendar months, oldest first, and the last one's number (months since January 1970).
    pub months: Option<([i64; 12], i64)>,
    /// Something bought is not yet in the server's figures.
    pub provisional: bool,
}

impl Figures {
    /// From the score row, if there is one, and the purchases that wait: day and minor units, in the base currency.
    pub fn of(row: Option<&Row>, waiting: &[(i64, i64)]) -> Self {
        let int = |field| row.and_then(|r| r.int(field)).unwrap_or(0);
        let day = |field| row.and_then(|r| r.int(field)).and_then(|d| i32::try_from(d).ok());
        let added: i64 = waiting.iter().fold(0, |sum, (_, minor)| sum.saturating_add(*minor));
        let count = i64::try_from(waiting.iter().filter(|(_, minor)| *minor > 0).count()).unwrap_or(0);
        let mut days = day(score::FIRST_DAY).zip(day(score::LAST_DAY));
        let bought = waiting.iter().filter(|(_, minor)| *minor > 0);
        for bought in bought.filter_map(|(day, _)| i32::try_from(*day).ok()) {
            days = Some(days.map_or((bought, bought), |(first, last)| (first.min(bought), last.max(bought))));
        }
        Self {
            net_year: int(score::NET_YEAR).saturating_add(added),
            orders_year: int(score::ORDERS_YEAR) + count,
            net: int(score::NET).saturating_add(added),
            orders: int(score::ORDERS) + count,
            days,
            months: row.and_then(|r| months(r.get(score::MONTHS))),
            provisional: !waiting.is_empty(),
        }
    }

    /// As they are now on this device.
    pub fn now(id: RowId) -> Self {
        let store = store();
        Self::of(store.row(Kind::Score, id).as_ref(), &waiting(id))
    }
}

/// `[m0..m11, month]`.
fn months(value: &Value) -> Option<([i64; 12], i64)> {
    let [months @ .., last] = value.as_list() else { return None };
    let months: Vec<i64> = months.iter().filter_map(Value::as_int).collect();
    Some((months.try_into().ok()?, last.as_int()?))
}

/// Purchases of the last year in the base currency that the server has not confirmed: day, minor units.
fn waiting(id: RowId) -> Vec<(i64, i64)> {
    let store = store();
    let since = i64::from(store.today()) - 365;
    let base = store.account.me.currency.clone();
    let of = |shown: crate::store::Shown| {
        let Body::Create { fields } = &shown.op.body else { return None };
        let get = |field| fields.iter().find(|(f, _)| *f == field).map(|(_, v)| v);
        let mine = shown.op.row.kind == Kind::Purchase && get(purchase::CUSTOMER).and_then(Value::as_id) == Some(id);
        let currency = get(purchase::CURRENCY).and_then(Value::as_text) == Some(base.as_str());
        let there = store.row(Kind::Purchase, shown.op.row.id).is_some_and(|row| !row.is_deleted());
        let day = get(purchase::DAY).and_then(Value::as_int)?;
        (mine && currency && there && day > since)
            .then(|| (day, get(purchase::TOTAL).and_then(Value::as_int).unwrap_or(0)))
    };
    store.waiting().into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Stamp;

    #[test]
    fn what_waits_counts_at_once() {
        let list: Vec<Value> = (0..12).map(Value::Int).chain([Value::Int(683)]).collect();
        let fields = [
            (score::NET_YEAR, Value::Int(500)),
            (score::ORDERS_YEAR, Value::Int(2)),
            (score::ORDERS, Value::Int(5)),
            (score::FIRST_DAY, Value::Int(19_000)),
            (score::LAST_DAY, Value::Int(20_000)),
            (score::MONTHS, Value::List(list)),
        ];
        let row = Row::new(Kind::Score, RowId::NIL, Stamp::default(), fields);
        let figures = Figures::of(Some(&row), &[(20_010, 300), (20_011, -100)]);
        assert_eq!((figures.net_year, figures.orders_year, figures.orders), (700, 3, 6));
        assert_eq!(figures.days, Some((19_000, 20_010)), "a refund is not an order");
        assert_eq!(figures.months, Some(([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 683)));
        assert!(figures.provisional && !Figures::of(Some(&row), &[]).provisional);
        assert_eq!(Figures::of(None, &[]), Figures::default());
    }

    #[test]
    fn a_damaged_list_of_months_is_none() {
        for list in [vec![], vec![Value::Int(1)], (0..12).map(Value::Int).collect(), vec![Value::Null; 13]] {
            assert_eq!(months(&Value::List(list)), None);
        }
    }
}
