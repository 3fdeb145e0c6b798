//! Recency, frequency, money.
//!
//! Score = 1 + floor(5 W / N), with W the number of customers **strictly worse** on the axis and N the number
//! of scored customers: 5 means "better than at least 80 %". Equal customers always share a score, so neither
//! row order nor device matters. The score is a step function of the value, hence a handful of cut points
//! ([`ScoringBasis`]) scores a single customer exactly as the run over the whole base did.

pub mod basis;
pub mod columns;
pub mod group;
pub mod segment;

pub use basis::{CutRule, ScoringBasis};
pub use group::Group;
pub use segment::Segment;

use crate::purchase::Summary;

/// One of the three axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// Days since the last qualifying order, over all history; fewer is better.
    Recency,
    /// Qualifying orders inside the window; more is better.
    Frequency,
    /// Net revenue inside the window, minor units; more is better.
    Money,
}

impl Axis {
    /// All axes, in the order R, F, M.
    pub const ALL: [Self; 3] = [Self::Recency, Self::Frequency, Self::Money];
}

/// The three values scores are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Values {
    /// Days since the last qualifying order.
    pub days_since: i64,
    /// Qualifying orders inside the window.
    pub orders: i64,
    /// Net revenue inside the window, minor units.
    pub net_minor: i64,
    /// Days since the first qualifying order.
    pub days_since_first: i64,
}

impl Values {
    /// The values of a customer as of the summary's day; `None` for a prospect (no qualifying order).
    pub fn of(summary: &Summary) -> Option<Self> {
        Self::on(summary, summary.period.as_of_day)
    }

    /// The values if nothing happens until `day`: only recency moves. (Orders that would leave the window by
    /// then are still counted; they need the events.)
    pub fn on(summary: &Summary, day: i32) -> Option<Self> {
        let (first, last) = (summary.first_day()?, summary.last_day()?);
        Some(Self {
            days_since: i64::from(day) - i64::from(last),
            orders: i64::from(summary.orders_window),
            net_minor: summary.net_window_minor,
            days_since_first: i64::from(day) - i64::from(first),
        })
    }

    /// The value on one axis.
    pub fn get(&self, axis: Axis) -> i64 {
        match axis {
            Axis::Recency => self.days_since,
            Axis::Frequency => self.orders,
            Axis::Money => self.net_minor,
        }
    }
}

/// A customer's scores, each 1 (worst) to 5 (best).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scores {
    /// Recency.
    pub r: u8,
    /// Frequency.
    pub f: u8,
    /// Money. 1 whenever the net is zero or below.
    pub m: u8,
    /// The flag that goes with it: the net inside the window is zero or below.
    pub net_not_positive: bool,
}

impl Scores {
    /// FM = (F + M + 1) div 2: the mean of both, halves upwards; 1 to 5.
    pub fn fm(self) -> u8 {
        (self.f + self.m).div_ceil(2)
    }

    /// The score on one axis.
    pub fn get(self, axis: Axis) -> u8 {
        match axis {
            Axis::Recency => self.r,
            Axis::Frequency => self.f,
            Axis::Money => self.m,
        }
    }
}
