//! What a customer bought: events in, one [`Summary`] per customer out.
//!
//! Rules (the same for every figure built on them):
//! - A **qualifying order** is paid, dated on or before the as-of day, has an original total above zero and
//!   is not fully refunded. Only qualifying orders count in recency, frequency and gaps.
//! - Money is *net*: an order's total less the refunds that name it, on the **order's** day.
//! - A refund that names no order of this customer counts on its own day, and how many did is counted; an
//!   order with a negative total is such a refund.
//! - What lies after the as-of day, is unpaid or has no exchange rate is left out and counted.

pub mod gap;
mod summarise;

use std::num::NonZeroU16;

use crate::{Id, calendar};

pub use summarise::summarise;

/// An order as it was placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// The order's own id. The same id given twice counts once (the greatest value is kept).
    pub id: Id,
    /// Day of the order (days since 1970-01-01, organisation's zone).
    pub day: i32,
    /// Original total before refunds in minor units of the base currency; `None` = no exchange rate known.
    pub total_minor: Option<i64>,
    /// Whether it has been paid.
    pub paid: bool,
}

/// Money given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refund {
    /// The refund's own id. The same id given twice counts once.
    pub id: Id,
    /// The order it belongs to, if it names one.
    pub order: Option<Id>,
    /// Day of the refund.
    pub day: i32,
    /// Amount in minor units of the base currency, its sign is ignored; `None` = no exchange rate known.
    pub amount_minor: Option<i64>,
}

/// Which part of the past frequency and money look at. Recency always looks at all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    /// All history.
    All,
    /// The last `n` calendar months up to and including the as-of day.
    Months(NonZeroU16),
}

impl Default for Window {
    /// 24 months.
    fn default() -> Self {
        NonZeroU16::new(24).map_or(Self::All, Self::Months)
    }
}

/// The days a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The as-of day D: nothing after it counts.
    pub as_of_day: i32,
    /// The window of frequency and money.
    pub window: Window,
}

impl Period {
    /// First day inside the window. With 24 months as of 10 December 2011 this is 11 December 2009.
    pub fn first_window_day(self) -> i32 {
        match self.window {
            Window::All => i32::MIN,
            Window::Months(months) => calendar::minus_months(self.as_of_day, months.get()).saturating_add(1),
        }
    }
}

/// What was left out of a [`Summary`] and why, and what was treated in a way worth a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Orders after the as-of day (left out).
    pub future_orders: u32,
    /// Unpaid orders (left out).
    pub unpaid_orders: u32,
    /// Orders without an exchange rate (left out).
    pub orders_without_rate: u32,
    /// Orders with a total of exactly zero (not qualifying).
    pub zero_orders: u32,
    /// Orders refunded in full (not qualifying).
    pub fully_refunded_orders: u32,
    /// Refunds after the as-of day (left out).
    pub future_refunds: u32,
    /// Refunds without an exchange rate (left out).
    pub refunds_without_rate: u32,
    /// Refunds of an order that is itself left out (left out with it).
    pub refunds_of_left_out_orders: u32,
    /// Refunds that name no order of this customer, and orders with a negative total: counted on their own day.
    pub refunds_without_order: u32,
}

impl Notes {
    /// Adds another customer's or another part's counts.
    pub fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.future_orders, other.future_orders),
            (&mut self.unpaid_orders, other.unpaid_orders),
            (&mut self.orders_without_rate, other.orders_without_rate),
            (&mut self.zero_orders, other.zero_orders),
            (&mut self.fully_refunded_orders, other.fully_refunded_orders),
            (&mut self.future_refunds, other.future_refunds),
            (&mut self.refunds_without_rate, other.refunds_without_rate),
            (&mut self.refunds_of_left_out_orders, other.refunds_of_left_out_orders),
            (&mut self.refunds_without_order, other.refunds_without_order),
        ];
        for (mine, theirs) in pairs {
            *mine = mine.saturating_add(theirs);
        }
    }
}

/// One customer's purchases as of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The as-of day and window this summary holds for.
    pub period: Period,
    /// Distinct days with a qualifying order, ascending, all history.
    pub days: Vec<i32>,
    /// Qualifying orders, all history.
    pub orders_all: u32,
    /// Qualifying orders inside the window.
    pub orders_window: u32,
    /// Net revenue of all history, minor units.
    pub net_all_minor: i64,
    /// Net revenue inside the window, minor units.
    pub net_window_minor: i64,
    /// What was left out, and why.
    pub notes: Notes,
}

/// Two figures were made for different as-of days or windows and cannot be put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodMismatch {
    /// The period that was expected.
    pub expected: Period,
    /// The period that was found.
    pub found: Period,
}

impl std::fmt::Display for PeriodMismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "figures as of day {} over {:?} cannot be joined with figures as of day {} over {:?}: compute both for the same day and window",
            self.found.as_of_day, self.found.window, self.expected.as_of_day, self.expected.window
        )
    }
}

impl std::error::Error for PeriodMismatch {}

impl Summary {
    /// A customer who has bought nothing.
    pub fn empty(period: Period) -> Self {
        Self {
            period,
            days: Vec::new(),
            orders_all: 0,
            orders_window: 0,
            net_all_minor: 0,
            net_window_minor: 0,
            notes: Notes::default(),
        }
    }

    /// Day of the first qualifying order.
    pub fn first_day(&self) -> Option<i32> {
        self.days.first().copied()
    }

    /// Day of the last qualifying order.
    pub fn last_day(&self) -> Option<i32> {
        self.days.last().copied()
    }

    /// Days since the last qualifying order (R), as of the summary's day; never negative.
    pub fn days_since(&self) -> Option<i32> {
        self.last_day().map(|last| self.period.as_of_day.saturating_sub(last))
    }

    /// Sum of the gaps between consecutive purchase days = last day less first day.
    pub fn gap_sum_days(&self) -> i64 {
        match (self.first_day(), self.last_day()) {
            (Some(first), Some(last)) => i64::from(last) - i64::from(first),
            _ => 0,
        }
    }

    /// Number of gaps between consecutive purchase days.
    pub fn gap_count(&self) -> usize {
        self.days.len().saturating_sub(1)
    }

    /// Joins the summaries of two parts of one customer's events that share no order and no refund, where
    /// every refund is in the same part as the order it names. Then the result equals the summary of the
    /// whole, whatever the split. For a late refund of an earlier order summarise that customer anew.
    ///
    /// # Errors
    /// [`PeriodMismatch`] if the two hold for different days or windows.
    pub fn merge(&self, other: &Self) -> Result<Self, PeriodMismatch> {
        if self.period != other.period {
            return Err(PeriodMismatch { expected: self.period, found: other.period });
        }
        let mut days = Vec::with_capacity(self.days.len() + other.days.len());
        days.extend_from_slice(&self.days);
        days.extend_from_slice(&other.days);
        days.sort_unstable();
        days.dedup();
        let mut notes = self.notes;
        notes.add(&other.notes);
        Ok(Self {
            period: self.period,
            days,
            orders_all: self.orders_all.saturating_add(other.orders_all),
            orders_window: self.orders_window.saturating_add(other.orders_window),
            net_all_minor: self.net_all_minor.saturating_add(other.net_all_minor),
            net_window_minor: self.net_window_minor.saturating_add(other.net_window_minor),
            notes,
        })
    }

    /// This summary after one more order that it does not contain yet.
    #[must_use]
    pub fn with_order(&self, order: &Order) -> Self {
        let one = summarise(std::slice::from_ref(order), &[], self.period);
        // The periods are equal by construction.
        self.merge(&one).unwrap_or(one)
    }
}
