//! Who moved between two days.

use std::collections::BTreeMap;

/// A row of the history of assignments: from this day on, this tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change<C> {
    /// Who.
    pub customer: C,
    /// From which day.
    pub day: i32,
    /// A number that orders rows of one day (the later one counts).
    pub sequence: u64,
    /// The tier; `None` = none.
    pub to: Option<usize>,
}

/// The movement between two days. Index `tiers` stands for "no tier" (not yet a customer, or no rule matched).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement<C> {
    /// `matrix[from][to]`: how many customers.
    pub matrix: Vec<Vec<usize>>,
    /// Who, behind each non-empty cell, in order.
    pub customers: BTreeMap<(usize, usize), Vec<C>>,
}

impl<C> Movement<C> {
    /// Customers per tier on the first day.
    pub fn before(&self) -> Vec<usize> {
        self.matrix.iter().map(|row| row.iter().sum()).collect()
    }

    /// Customers per tier on the second day.
    pub fn after(&self) -> Vec<usize> {
        (0..self.matrix.len()).map(|to| self.matrix.iter().map(|row| row[to]).sum()).collect()
    }
}

/// Everybody's tier on a day: the last row on or before it. Customers without such a row are absent.
pub fn tier_on<C: Ord + Copy>(history: &[Change<C>], day: i32) -> BTreeMap<C, Option<usize>> {
    let mut last: BTreeMap<C, (i32, u64, Option<usize>)> = BTreeMap::new();
    for change in history.iter().filter(|change| change.day <= day) {
        let row = (change.day, change.sequence, change.to);
        last.entry(change.customer).and_modify(|known| *known = row.max(*known)).or_insert(row);
    }
    last.into_iter().map(|(customer, (_, _, tier))| (customer, tier)).collect()
}

/// The movement of everybody with a row by `second` between the two days, the earlier first. The order of rows does
/// not matter.
pub fn movement<C: Ord + Copy>(history: &[Change<C>], tiers: usize, first: i32, second: i32) -> Movement<C> {
    let (first, second) = (first.min(second), first.max(second));
    let place = |tier: Option<usize>| tier.map_or(tiers, |tier| tier.min(tiers));
    let before = tier_on(history, first);
    let mut result = Movement { matrix: vec![vec![0; tiers + 1]; tiers + 1], customers: BTreeMap::new() };
    for (customer, tier) in tier_on(history, second) {
        let cell = (place(before.get(&customer).copied().flatten()), place(tier));
        result.matrix[cell.0][cell.1] += 1;
        result.customers.entry(cell).or_default().push(customer);
    }
    result
}
