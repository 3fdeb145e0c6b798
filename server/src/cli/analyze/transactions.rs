//! Orders of customers, in an order that does not depend on the file's.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::Path;

use analytics::Id;
use analytics::clv::{History, Purchase};
use analytics::purchase::{Order, Period, Refund, Summary, Window, summarise};
use analytics::scheme::Scheme;

use super::{AnalyzeError, decimal, file};

/// What the base holds, for `--data`.
#[derive(Clone, Debug, Default)]
pub struct BaseData {
    /// Orders and refunds.
    pub transactions: Vec<Transaction>,
    /// The ids of all customers, those without an order included.
    pub customers: Vec<String>,
    /// The names of the items of each order (for `rules`).
    pub baskets: Vec<Vec<String>>,
    /// The base's own tier schemes; templates are known without.
    pub schemes: Vec<Scheme>,
}

/// One order or refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// The customer's id.
    pub customer: String,
    /// The order's (or refund's) id.
    pub order: String,
    /// Its day.
    pub day: i32,
    /// Millionths of the base currency. Below zero = a refund that names no order.
    pub amount: i64,
    /// Whether it has been paid.
    pub paid: bool,
    /// The order this gives money back for; `amount` is then what is given back, above zero.
    pub refund_of: Option<String>,
}

/// All transactions, by customer.
#[derive(Clone, Debug, Default)]
pub(super) struct Transactions {
    /// Sorted by [`by_id`].
    pub customers: Vec<CustomerRows>,
    /// Rows that were the same in every cell: counted once.
    pub duplicates: usize,
}

/// A customer's rows, sorted.
#[derive(Clone, Debug)]
pub(super) struct CustomerRows {
    pub id: String,
    pub rows: Vec<Transaction>,
}

/// Ids that are numbers by their value, before all others by their text.
pub(super) fn by_id(a: &str, b: &str) -> Ordering {
    let number = |id: &str| {
        let digits = id.len() <= 18 && id.bytes().all(|byte| byte.is_ascii_digit());
        if digits { id.parse::<u64>().ok() } else { None }
    };
    match (number(a), number(b)) {
        (Some(x), Some(y)) => x.cmp(&y).then_with(|| a.cmp(b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

impl Transactions {
    /// Reads `customer_id,order_id,date,amount`.
    pub fn parse(path: &Path, text: &str) -> Result<Self, AnalyzeError> {
        const NAMES: [&str; 4] = ["customer_id", "order_id", "date", "amount"];
        let mut header = None;
        let mut width = 0;
        let mut rows: Vec<Transaction> = Vec::new();
        file::walk(path, text, |line, cells| {
            let Some(at) = header else {
                header = Some(file::columns(path, cells, NAMES)?);
                width = cells.len();
                return Ok(());
            };
            if cells.len() != width {
                let (path, found) = (path.display(), cells.len());
                let message = format!("{path}, line {line}: {found} columns, the header has {width}");
                return Err(AnalyzeError::input(message));
            }
            let [customer, order, date, amount] = at.map(|column| cells.get(column).unwrap_or_default().trim());
            if customer.is_empty() {
                return Err(AnalyzeError::cell(path, line, NAMES[0], customer, "a customer's id"));
            }
            if order.is_empty() {
                return Err(AnalyzeError::cell(path, line, NAMES[1], order, "an order's id"));
            }
            let day =
                file::day(date).ok_or_else(|| AnalyzeError::cell(path, line, NAMES[2], date, "a date (YYYY-MM-DD)"))?;
            let value = decimal::parse(amount)
                .ok_or_else(|| AnalyzeError::cell(path, line, NAMES[3], amount, "a decimal amount"))?;
            rows.push(Transaction {
                customer: customer.to_owned(),
                order: order.to_owned(),
                day,
                amount: value,
                paid: true,
                refund_of: None,
            });
            Ok(())
        })?;
        if header.is_none() {
            let (path, names) = (path.display(), NAMES.join(","));
            return Err(AnalyzeError::input(format!("{path} is empty: the header must be {names}")));
        }
        Self::of(rows)
    }

    /// Groups rows by customer.
    ///
    /// # Errors
    /// If one order of a customer has two dates or amounts: it is not clear which counts.
    pub fn of(rows: Vec<Transaction>) -> Result<Self, AnalyzeError> {
        let mut by_customer: HashMap<String, Vec<Transaction>> = HashMap::new();
        for row in rows {
            match by_customer.get_mut(&row.customer) {
                Some(rows) => rows.push(row),
                None => {
                    by_customer.insert(row.customer.clone(), vec![row]);
                }
            }
        }
        let mut customers: Vec<CustomerRows> =
            by_customer.into_iter().map(|(id, rows)| CustomerRows { id, rows }).collect();
        customers.sort_unstable_by(|a, b| by_id(&a.id, &b.id));
        let mut duplicates = 0;
        for CustomerRows { id, rows } in &mut customers {
            rows.sort_unstable_by(|a, b| {
                by_id(&a.order, &b.order)
                    .then_with(|| (a.day, a.amount, &a.refund_of).cmp(&(b.day, b.amount, &b.refund_of)))
            });
            let before = rows.len();
            rows.dedup();
            duplicates += before - rows.len();
            if let Some(pair) = rows.windows(2).find(|pair| pair[0].order == pair[1].order) {
                return Err(AnalyzeError::input(format!(
                    "order {} of customer {id} appears with different dates or amounts ({} and {}): give one row per order",
                    pair[0].order,
                    decimal::text(pair[0].amount.into()),
                    decimal::text(pair[1].amount.into())
                )));
            }
        }
        Ok(Self { customers, duplicates })
    }

    /// Adds customers without a transaction.
    pub fn with_customers(mut self, ids: &[String]) -> Self {
        let mut known: Vec<String> = self.customers.iter().map(|customer| customer.id.clone()).collect();
        known.sort_unstable();
        for id in ids.iter().filter(|id| known.binary_search(id).is_err()) {
            self.customers.push(CustomerRows { id: id.clone(), rows: Vec::new() });
        }
        self.customers.sort_by(|a, b| by_id(&a.id, &b.id));
        self.customers.dedup_by(|a, b| a.id == b.id);
        self
    }
}

impl CustomerRows {
    /// The purchases as of a day.
    pub fn summary(&self, as_of_day: i32, window: Window) -> Summary {
        let id = |at: usize| -> Id { (at as u128).to_be_bytes() };
        let places: HashMap<&str, usize> = self.rows.iter().map(|row| row.order.as_str()).zip(0..).collect();
        let (mut orders, mut refunds) = (Vec::new(), Vec::new());
        for (at, row) in self.rows.iter().enumerate() {
            match &row.refund_of {
                None => orders.push(Order { id: id(at), day: row.day, total_minor: Some(row.amount), paid: row.paid }),
                Some(order) => refunds.push(Refund {
                    id: id(at),
                    order: places.get(order.as_str()).map(|&place| id(place)),
                    day: row.day,
                    amount_minor: Some(row.amount),
                }),
            }
        }
        summarise(&orders, &refunds, Period { as_of_day, window })
    }

    /// The purchases for lifetime values: paid orders less the refunds that name them; one refunded in full is none.
    pub fn history(&self) -> History {
        let mut refunded: HashMap<&str, i64> = HashMap::new();
        for row in &self.rows {
            if let Some(order) = &row.refund_of {
                let sum = refunded.entry(order).or_default();
                *sum = sum.saturating_add(row.amount.saturating_abs());
            }
        }
        let orders = self.rows.iter().filter(|row| row.refund_of.is_none() && row.paid);
        orders
            .filter_map(|row| {
                let back = refunded.get(row.order.as_str()).copied().unwrap_or(0);
                let whole = row.amount > 0 && back >= row.amount;
                (!whole).then(|| Purchase { day: row.day, minor: row.amount.saturating_sub(back) })
            })
            .collect()
    }
}
