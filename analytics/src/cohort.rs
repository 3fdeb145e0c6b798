//! Cohorts: customers by the calendar month of their first qualifying order, and what they did month by month.
//! Not cumulative: a cell counts who ordered *in* that month.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{civil, month_number};

/// One thing that happened to a customer's purchases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// Day of it.
    pub day: i32,
    /// Net revenue, minor units; below zero for a refund.
    pub net_minor: i64,
    /// Whether it is a qualifying order. Others count in revenue only.
    pub qualifies: bool,
}

/// One cell of the triangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Members with a qualifying order in the month.
    pub customers: usize,
    /// Net revenue of all members in the month, minor units.
    pub revenue_minor: i64,
}

/// One cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// Months since January 1970 of the first orders.
    pub month: i32,
    /// Members.
    pub size: usize,
    /// Cells by months since the first order, up to the month of the as-of day.
    pub cells: Vec<Cell>,
}

impl Cohort {
    /// Share of the members with an order `months` after their first month, 0 to 1; `None` beyond the as-of day.
    pub fn retention(&self, months: usize) -> Option<f64> {
        self.cells.get(months).map(|cell| cell.customers as f64 / self.size.max(1) as f64)
    }
}

/// The triangle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cohorts {
    /// The cohorts, oldest first; months without a first order have none.
    pub cohorts: Vec<Cohort>,
    /// The month of the as-of day is not over: its cells (the last of each row) are hatched and left out of averages.
    pub last_month_unfinished: bool,
    /// Events after the as-of day: left out.
    pub future_events: usize,
    /// Events of customers without a qualifying order, and events before the first one: left out.
    pub without_cohort: usize,
}

impl Cohorts {
    /// Mean retention `months` after the first month over the cohorts whose month is over, weighted by size; `None`
    /// without any.
    pub fn mean_retention(&self, months: usize) -> Option<f64> {
        let finished = |cohort: &&Cohort| months + usize::from(self.last_month_unfinished) < cohort.cells.len();
        let (mut members, mut stayed) = (0usize, 0usize);
        for cohort in self.cohorts.iter().filter(finished) {
            members += cohort.size;
            stayed += cohort.cells[months].customers;
        }
        (members > 0).then(|| stayed as f64 / members as f64)
    }
}

/// A cohort while it is counted: by month its customers and their revenue.
#[derive(Default)]
struct Growing {
    size: usize,
    cells: BTreeMap<usize, (usize, i128)>,
}

/// Groups customers, each given by their events, as of a day. Neither order matters.
pub fn cohorts(customers: &[Vec<Event>], as_of_day: i32) -> Cohorts {
    let last_month = month_number(as_of_day);
    let mut found: BTreeMap<i32, Growing> = BTreeMap::new();
    let mut result = Cohorts {
        last_month_unfinished: month_number(as_of_day.saturating_add(1)) == last_month,
        ..Cohorts::default()
    };
    for events in customers {
        let past: Vec<&Event> = events.iter().filter(|event| event.day <= as_of_day).collect();
        result.future_events += events.len() - past.len();
        let first = past.iter().filter(|event| event.qualifies).map(|event| event.day).min();
        let Some(first) = first.map(month_number) else {
            result.without_cohort += past.len();
            continue;
        };
        let cohort = found.entry(first).or_default();
        cohort.size += 1;
        let mut ordered = BTreeSet::new();
        for event in past {
            let Ok(index) = usize::try_from(month_number(event.day) - first) else {
                result.without_cohort += 1;
                continue;
            };
            let cell = cohort.cells.entry(index).or_default();
            cell.1 += i128::from(event.net_minor);
            cell.0 += usize::from(event.qualifies && ordered.insert(index));
        }
    }
    for (month, Growing { size, cells }) in found {
        let months = usize::try_from(last_month - month).unwrap_or(0) + 1;
        let cell = |index| {
            let (customers, revenue): (usize, i128) = cells.get(&index).copied().unwrap_or_default();
            let clamped = i64::try_from(revenue).unwrap_or(if revenue < 0 { i64::MIN } else { i64::MAX });
            Cell { customers, revenue_minor: clamped }
        };
        result.cohorts.push(Cohort { month, size, cells: (0..months).map(cell).collect() });
    }
    result
}

/// "2011-03" for a month number.
pub fn month_name(month: i32) -> String {
    // 15 January 1970 plus whole months lies in the middle of the month.
    let date = civil(crate::calendar::day_number(1970, month.saturating_add(1), 15));
    format!("{:04}-{:02}", date.year, date.month)
}
