//! Which customers the list shows.

mod compiled;
mod pairs;

pub(super) use compiled::{Compiled, Part};

use super::entry::CustomerKind;
use crate::id::StaffId;
use serde::{Deserialize, Serialize};

/// Whose customers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerChoice {
    /// The pool of customers nobody is responsible for.
    Unassigned,
    /// Those of whoever looks at the list, so that a saved view can be shared.
    Me,
    /// Those of one member of staff.
    Staff(StaffId),
}

/// How long ago something happened, in days before today; 0 is today and a day in the future counts as today.
///
/// With a bound, customers for whom it happened within the bounds pass, and with `never` also those for whom it never did.
/// With `never` alone only the latter. Without anything there is no restriction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Recency {
    /// At least so many days ago.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// At most so many days ago.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
    /// Or never.
    #[serde(skip_serializing_if = "is_false")]
    pub never: bool,
}

impl Recency {
    /// Within the last `days` days.
    pub fn within(days: u32) -> Self {
        Self { at_most: Some(days), ..Self::default() }
    }

    /// More than `days` days ago, or never.
    pub fn not_within(days: u32) -> Self {
        Self { at_least: Some(days.saturating_add(1)), at_most: None, never: true }
    }

    /// Whether a day (of `None`: never) passes.
    pub fn holds(self, day: Option<i32>, today: i32) -> bool {
        match (day, self.at_least.is_none() && self.at_most.is_none()) {
            (_, true) if !self.never => true,
            (Some(_), true) => false,
            (None, _) => self.never,
            (Some(day), false) => {
                let age = i64::from(today).saturating_sub(i64::from(day)).max(0);
                self.at_least.is_none_or(|n| age >= i64::from(n)) && self.at_most.is_none_or(|n| age <= i64::from(n))
            }
        }
    }

    fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// A range of numbers, both ends included; an absent end is open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Bounds {
    /// The smallest number that passes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The largest number that passes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

impl Bounds {
    /// From `min` up.
    pub fn from(min: i64) -> Self {
        Self { min: Some(min), max: None }
    }

    /// Whether a number passes.
    pub fn holds(self, number: i64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }

    fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

// serde's `skip_serializing_if` passes a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(b: &bool) -> bool {
    !b
}

/// Conditions on customers, all of which must hold. An empty list and an open range are no condition. In lists of texts one
/// of them must match, and the empty text stands for "not set" (a customer without a tier).
///
/// The serialised form leaves out what is not set and takes what it does not know as not set, so saved views survive changes
/// of the program.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Tiers of the default scheme.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<String>,
    /// Lifecycle stages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lifecycles: Vec<String>,
    /// Segments of the 5x5 map.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    /// Cells of the 5x5 map: recency times ten plus the mean of frequency and money, 11 to 55 ([`Entry::cell`](super::Entry::cell)).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<u8>,
    /// Sales stages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<String>,
    /// Tags of which the customer has at least one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags_any: Vec<String>,
    /// Tags of which the customer has every one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags_all: Vec<String>,
    /// Who is responsible.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<OwnerChoice>,
    /// Places: the region is one of these or within it ("江苏 苏州" has "江苏 苏州 姑苏" within it, and not "江苏 苏州湾").
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Countries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// When the last interaction was.
    #[serde(skip_serializing_if = "Recency::is_open")]
    pub last_contact: Recency,
    /// When the last purchase was.
    #[serde(skip_serializing_if = "Recency::is_open")]
    pub last_purchase: Recency,
    /// Net revenue of the last 365 days, minor units.
    #[serde(skip_serializing_if = "Bounds::is_open")]
    pub net_year: Bounds,
    /// Net revenue within the scoring window, minor units.
    #[serde(skip_serializing_if = "Bounds::is_open")]
    pub net_window: Bounds,
    /// Qualifying orders in all.
    #[serde(skip_serializing_if = "Bounds::is_open")]
    pub orders: Bounds,
    /// Person or company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<CustomerKind>,
    /// With (or without) an open conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_conflict: Option<bool>,
    /// With (or without) work that is not yet acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsent: Option<bool>,
    /// With (or without) something overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
    /// The customers in the trash instead of the others.
    #[serde(skip_serializing_if = "is_false")]
    pub trash: bool,
}

impl Filter {
    /// Whether there is no condition (the trash counts as one).
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recency_means_what_it_says() {
        let today = 20_000;
        let holds = |r: Recency, days_ago: Option<i32>| r.holds(days_ago.map(|d| today - d), today);
        let within = Recency::within(30);
        assert!(holds(within, Some(0)) && holds(within, Some(30)) && holds(within, Some(-3)));
        assert!(!holds(within, Some(31)) && !holds(within, None));
        let not_within = Recency::not_within(30);
        for days in [Some(0), Some(30), Some(31), None] {
            assert_ne!(holds(within, days), holds(not_within, days), "{days:?}: one is the other's opposite");
        }
        let never = Recency { never: true, ..Recency::default() };
        assert!(holds(never, None) && !holds(never, Some(5)));
        assert!(holds(Recency::default(), None) && holds(Recency::default(), Some(5)));
        let between = Recency { at_least: Some(10), at_most: Some(20), never: false };
        assert!(
            holds(between, Some(10)) && holds(between, Some(20)) && !holds(between, Some(9)) && !holds(between, None)
        );
        assert!(Recency::within(u32::MAX).holds(Some(i32::MIN), i32::MAX));
    }
}
