//! What a change of rules would do, before it is done.

/// One customer before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved<C> {
    /// Who.
    pub customer: C,
    /// Tier before; `None` = no rule matched.
    pub from: Option<usize>,
    /// Tier after.
    pub to: Option<usize>,
    /// What the customer is worth, minor units.
    pub value_minor: i64,
}

/// "Would move 312 customers; these 5 surprise you."
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview<C> {
    /// Customers looked at.
    pub customers: usize,
    /// How many would move.
    pub moved: usize,
    /// To a better tier.
    pub up: usize,
    /// To a worse one, or out of all tiers.
    pub down: usize,
    /// Customers per tier afterwards; the last entry is those without a tier.
    pub after: Vec<usize>,
    /// The moves to look at first: valuable customers who fall far, worthless ones who rise far.
    pub surprising: Vec<Moved<C>>,
}

/// Compares two assignments of the same customers to `tiers` tiers (best first) and names the `most` surprising moves.
/// The order of customers does not matter.
pub fn preview<C: Ord + Clone>(rows: &[Moved<C>], tiers: usize, most: usize) -> Preview<C> {
    let place = |tier: Option<usize>| tier.map_or(tiers, |tier| tier.min(tiers));
    let mut values: Vec<i64> = rows.iter().map(|row| row.value_minor).collect();
    values.sort_unstable();
    // Customers worth less, twice, plus those worth as much: a rank without an order among equals.
    let rank = |value: i64| values.partition_point(|&v| v < value) + values.partition_point(|&v| v <= value);
    let mut preview =
        Preview { customers: rows.len(), moved: 0, up: 0, down: 0, after: vec![0; tiers + 1], surprising: Vec::new() };
    let mut surprises: Vec<(usize, &Moved<C>)> = Vec::new();
    for row in rows {
        let (from, to) = (place(row.from), place(row.to));
        preview.after[to] += 1;
        if from == to {
            continue;
        }
        preview.moved += 1;
        let worth = rank(row.value_minor);
        let surprise = if to > from {
            preview.down += 1;
            (to - from) * worth
        } else {
            preview.up += 1;
            (from - to) * (2 * rows.len() - worth)
        };
        surprises.push((surprise, row));
    }
    surprises.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.customer.cmp(&b.1.customer)));
    preview.surprising = surprises.into_iter().take(most).map(|(_, row)| row.clone()).collect();
    preview
}
