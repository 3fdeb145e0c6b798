//! What is bought together: frequent itemsets, rules with one consequent, and a recommender.
//!
//! Items are numbers; the caller keeps their names. All comparisons with thresholds are of whole numbers, so that no
//! rounding decides.

mod itemsets;
mod recommend;
mod rules;

pub use itemsets::{Itemset, TooMany, frequent};
pub use recommend::{Recommender, Suggestion};
pub use rules::{Rule, rules};

/// A decimal threshold as a fraction of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    numerator: u64,
    denominator: u64,
}

impl Share {
    /// Reads a plain decimal number from 0 to 1, such as "0.01", exactly; `None` for anything else or more than 15
    /// decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) || fraction.len() > 15 {
            return None;
        }
        let denominator = 10u64.pow(u32::try_from(fraction.len()).ok()?);
        let part = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<u64>().ok() };
        let numerator = part(whole)?.checked_mul(denominator)?.checked_add(part(fraction)?)?;
        (numerator <= denominator).then_some(Self { numerator, denominator })
    }

    /// The smallest count that is at least this share of `all`, and at least 1.
    pub fn least_of(self, all: usize) -> usize {
        let product = u128::from(self.numerator) * all as u128;
        usize::try_from(product.div_ceil(u128::from(self.denominator))).unwrap_or(usize::MAX).max(1)
    }

    /// Whether `part` / `whole` is at least this share.
    pub fn reached_by(self, part: usize, whole: usize) -> bool {
        part as u128 * u128::from(self.denominator) >= u128::from(self.numerator) * whole as u128
    }
}

/// Baskets with every item once and in order; the order of the baskets is as given.
pub(crate) fn tidy(baskets: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let sort = |basket: &Vec<u32>| {
        let mut items = basket.clone();
        items.sort_unstable();
        items.dedup();
        items
    };
    baskets.iter().map(sort).collect()
}
