//! ABC classes, the real share of class A, and the Gini coefficient: 80/20 as a question, not a fact.

/// The class of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The cumulative share before it is below 80 %.
    A,
    /// Below 95 %.
    B,
    /// The rest of those with a positive value.
    C,
    /// A value of zero or below.
    NoValue,
}

/// One class of the base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassTotal {
    /// Customers in the class.
    pub customers: usize,
    /// Sum of their values (at or below zero for [`Class::NoValue`]).
    pub value: i128,
}

/// The result for a whole base.
#[derive(Clone, Debug, PartialEq)]
pub struct Abc {
    /// The class of each input row, in input order.
    pub classes: Vec<Class>,
    /// Totals of A, B, C and no value.
    pub totals: [ClassTotal; 4],
    /// Sum of the positive values: what all shares are of.
    pub positive_value: i128,
    /// Gini coefficient of the positive values: 0 = all equal, towards 1 = one has all. `None` without any.
    pub gini: Option<f64>,
}

impl Abc {
    /// Totals of a class.
    pub fn total(&self, class: Class) -> ClassTotal {
        self.totals[class as usize]
    }

    /// A class' share of the customers with a positive value, 0 to 1; `None` if there are none.
    pub fn customer_share(&self, class: Class) -> Option<f64> {
        let all: usize = self.totals[..3].iter().map(|total| total.customers).sum();
        (all > 0 && class != Class::NoValue).then(|| self.total(class).customers as f64 / all as f64)
    }

    /// A class' share of the positive value, 0 to 1; `None` if there is none.
    pub fn value_share(&self, class: Class) -> Option<f64> {
        (self.positive_value > 0 && class != Class::NoValue)
            .then(|| self.total(class).value as f64 / self.positive_value as f64)
    }
}

/// Classifies (id, value) rows: sorted by value descending, then id ascending. Ids are distinct; with them the
/// result does not depend on the order of rows.
pub fn abc<Id: Ord>(rows: &[(Id, i64)]) -> Abc {
    let mut ranked: Vec<usize> = (0..rows.len()).filter(|&row| rows[row].1 > 0).collect();
    ranked.sort_unstable_by(|&a, &b| rows[b].1.cmp(&rows[a].1).then_with(|| rows[a].0.cmp(&rows[b].0)));
    let positive_value: i128 = ranked.iter().map(|&row| i128::from(rows[row].1)).sum();

    let mut classes = vec![Class::NoValue; rows.len()];
    let mut before = 0i128;
    for &row in &ranked {
        classes[row] = if before * 100 < positive_value * 80 {
            Class::A
        } else if before * 100 < positive_value * 95 {
            Class::B
        } else {
            Class::C
        };
        before += i128::from(rows[row].1);
    }
    let mut totals = [ClassTotal::default(); 4];
    for (class, (_, value)) in classes.iter().zip(rows) {
        let total = &mut totals[*class as usize];
        total.customers += 1;
        total.value += i128::from(*value);
    }
    let gini = gini(ranked.iter().rev().map(|&row| rows[row].1), ranked.len(), positive_value);
    Abc { classes, totals, positive_value, gini }
}

/// Gini of ascending positive values: sum of `(2 i - n - 1) x[i]` over `n * total`, i from 1. The numerator is an
/// exact integer, so the result does not depend on rounding along the way.
fn gini(ascending: impl Iterator<Item = i64>, n: usize, total: i128) -> Option<f64> {
    if total <= 0 {
        return None;
    }
    let n = n as i128;
    let weighted: i128 = (1i128..).zip(ascending).map(|(i, value)| (2 * i - n - 1) * i128::from(value)).sum();
    Some(weighted as f64 / (n as f64 * total as f64))
}
