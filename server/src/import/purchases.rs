//! Rows of an order table to purchases and the customers they imply.
//!
//! Lines with the same order number are one purchase. A purchase whose total is negative is a refund; in Online Retail its
//! number begins with C and names no order, elsewhere a column may name the order. Lines without a customer make anonymous
//! purchases. What is kept of a line is some forty bytes until the rows are asked for.

mod buyers;
mod intern;
mod line;
mod rows;

use super::cell::{Bad, Cells};
use super::date::Moment;
use super::draft::{derived, purchase_id};
use super::mapping::Columns;
use super::read::{Context, Taker};
use super::report::{Note, Reason, Report, Sum};
use super::{Draft, Language};
use buyers::Buyers;
use domain::schema::MAX_MINOR;
use domain::{Kind, RowId, money};
use intern::{Intern, Word};
use line::{Line, NANO, read_line};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most lines that one purchase may have.
const LINES: usize = 5000;

/// Where the columns are.
struct Places {
    order: Option<usize>,
    customer: Option<usize>,
    customer_name: Option<usize>,
    customer_phone: Option<usize>,
    country: Option<usize>,
    date: Option<usize>,
    product_code: Option<usize>,
    product: Option<usize>,
    quantity: Option<usize>,
    unit_price: Option<usize>,
    amount: Option<usize>,
    currency: Option<usize>,
    channel: Option<usize>,
    summary: Option<usize>,
    remark: Option<usize>,
    refund_of: Option<usize>,
}

/// One order or refund.
struct Order {
    id: RowId,
    code: Option<Word>,
    /// Index of the buyer.
    buyer: Option<u32>,
    day: i64,
    /// Milliseconds since 1970, UTC.
    at: Option<i64>,
    currency: Word,
    channel: Option<Word>,
    summary: Option<Word>,
    remark: Option<Word>,
    refund_of: Option<Word>,
    /// Minor units.
    total: i64,
    lines: Vec<Line>,
}

/// What has been taken so far.
pub(super) struct Purchases {
    places: Places,
    words: Intern,
    buyers: Buyers,
    orders: Vec<Order>,
    by_code: HashMap<Word, usize>,
    /// The last date: the lines of an order stand together and have the same.
    last_date: Option<(String, Moment)>,
    /// How often the same line without an order number has occurred.
    loose: HashMap<RowId, u32>,
    /// For each currency: exact sum in 10^-9 of the major unit, stored sum in minor units.
    sums: BTreeMap<Word, (i128, i128)>,
}

impl Purchases {
    pub fn new(columns: &Columns, language: Language) -> Self {
        let at = |f| columns.at(f);
        let places = Places {
            order: at("order"),
            customer: at("customer"),
            customer_name: at("customer_name"),
            customer_phone: at("customer_phone"),
            country: at("country"),
            date: at("date"),
            product_code: at("product_code"),
            product: at("product"),
            quantity: at("quantity"),
            unit_price: at("unit_price"),
            amount: at("amount"),
            currency: at("currency"),
            channel: at("channel"),
            summary: at("summary"),
            remark: at("remark"),
            refund_of: at("refund_of"),
        };
        Self {
            places,
            words: Intern::default(),
            buyers: Buyers::new(language),
            orders: Vec::new(),
            by_code: HashMap::new(),
            last_date: None,
            loose: HashMap::new(),
            sums: BTreeMap::new(),
        }
    }

    fn word(&mut self, cells: &Cells<'_>, at: Option<usize>, max: usize) -> Result<Option<Word>, Bad> {
        Ok(cells.text(at, max)?.map(|t| self.words.put(t)))
    }

    /// The id of a line without an order number: what it says, and how often the file has said the same before.
    fn loose_id(&mut self, buyer: Option<RowId>, day: i64, line: &Line) -> RowId {
        let text = |w: Option<Word>| w.map_or("", |w| self.words.get(w)).as_bytes().to_vec();
        let (product, name) = (text(line.code), text(line.name));
        let numbers = [day, line.quantity, line.price.unwrap_or(i64::MIN), line.sum].map(i64::to_be_bytes).concat();
        let buyer = buyer.unwrap_or_default().bytes();
        let content = derived(Kind::Purchase, &[b"", &buyer, &product, &name, &numbers]);
        let before = self.loose.entry(content).or_default();
        *before += 1;
        if *before == 1 { content } else { derived(Kind::Purchase, &[&content.bytes(), &before.to_be_bytes()]) }
    }
}

impl Taker for Purchases {
    fn take(&mut self, cells: Cells<'_>, context: &mut Context<'_>) -> Result<(), Bad> {
        let p = &self.places;
        let (at_date, at_currency, at_customer, at_order) = (p.date, p.currency, p.customer, p.order);
        let code = cells.code(p.order)?;
        let text = cells.raw(p.date);
        let moment = match &self.last_date {
            Some((last, moment)) if last == text => *moment,
            _ => {
                let moment = cells.date(p.date)?.ok_or(Bad::new(at_date, Reason::Missing))?;
                self.last_date = Some((text.to_owned(), moment));
                moment
            }
        };
        let currency = cells.currency(p.currency)?;
        let currency = currency.as_deref().unwrap_or(&context.options.currency);
        let exponent = money::exponent(currency);
        let (line, rounded) = read_line(&cells, p, exponent, &mut self.words)?;
        let (channel, summary) = (p.channel, p.summary);
        let (remark, refund_of, country) = (p.remark, p.refund_of, p.country);
        let buyer = self.buyers.find(&cells, &self.places, context.directory)?;
        let channel = self.word(&cells, channel, 40)?;
        let summary = self.word(&cells, summary, 240)?;
        let remark = self.word(&cells, remark, 2000)?;
        let refund_of = cells.code(refund_of)?.map(|c| self.words.put(c));
        let country = self.word(&cells, country, 80)?;
        let currency = self.words.put(currency);
        let existing = code.map(|c| self.words.put(c)).and_then(|c| self.by_code.get(&c).copied());
        if let Some(order) = existing.map(|i| &self.orders[i]) {
            let other =
                |known: Option<u32>| known.is_some_and(|k| buyer.as_ref().is_some_and(|b| b.index() != Some(k)));
            if other(order.buyer) {
                return Err(Bad::new(at_customer, Reason::OtherCustomer));
            }
            if order.currency != currency {
                return Err(Bad::new(at_currency, Reason::OtherCurrency));
            }
            if order.lines.len() >= LINES {
                return Err(Bad::new(at_order, Reason::TooManyLines));
            }
            if order.total.saturating_add(line.sum).abs() > MAX_MINOR {
                return Err(Bad::new(self.places.amount.or(self.places.unit_price), Reason::OutOfRange));
            }
        }
        // Nothing can go wrong any more: only now is anything kept.
        if rounded {
            context.report.note(Note::Rounded);
        }
        let buyer = buyer.map(|b| self.buyers.keep(b, country));
        let sums = self.sums.entry(currency).or_default();
        sums.0 += line.exact;
        sums.1 += i128::from(line.sum);
        if let Some(at) = existing {
            let order = &mut self.orders[at];
            order.buyer = order.buyer.or(buyer);
            order.total += line.sum;
            order.lines.push(line);
            return Ok(());
        }
        let (day, at) = moment.resolve(context.options.zone_minutes);
        let id = match code {
            Some(code) => purchase_id(code),
            None => self.loose_id(buyer.map(|b| self.buyers.id(b)), day, &line),
        };
        let code = code.map(|c| self.words.put(c));
        if let Some(code) = code {
            self.by_code.insert(code, self.orders.len());
        }
        self.orders.push(Order {
            id,
            code,
            buyer,
            day,
            at,
            currency,
            channel,
            summary,
            remark,
            refund_of,
            total: line.sum,
            lines: vec![line],
        });
        Ok(())
    }

    fn finish(self: Box<Self>, report: &mut Report) -> Box<dyn Iterator<Item = Draft> + Send> {
        for order in &self.orders {
            report.refunds += u64::from(order.total < 0);
            if order.buyer.is_none() {
                report.anonymous_purchases += 1;
                report.anonymous_lines += order.lines.len() as u64;
            }
            if order.refund_of.is_some_and(|of| !self.by_code.contains_key(&of)) {
                report.note(Note::UnknownRefundedOrder);
            }
        }
        for (currency, (exact, stored)) in &self.sums {
            let currency = self.words.get(*currency);
            let exponent = money::exponent(currency);
            let stored_exact = stored * 10i128.pow(NANO - exponent);
            report.sums.push(Sum {
                currency: currency.to_owned(),
                exact: super::number::decimal(*exact, NANO),
                stored: super::number::decimal(*stored, exponent),
                difference: super::number::decimal(stored_exact - exact, NANO),
            });
        }
        report.sums.sort_by(|a, b| a.currency.cmp(&b.currency));
        let this = *self;
        let known: HashSet<Word> = this.by_code.keys().copied().collect();
        let ids: Vec<RowId> = this.buyers.ids();
        let customers = this.buyers.drafts(&this.words);
        let words = this.words;
        let orders = this.orders.into_iter().map(move |order| rows::purchase(&order, &words, &ids, &known));
        Box::new(customers.into_iter().chain(orders))
    }
}
