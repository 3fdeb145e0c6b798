//! One line of an order.

use super::Places;
use super::intern::{Intern, Word};
use crate::import::cell::{Bad, Cells};
use crate::import::report::Reason;
use domain::money::div_half_even;
use domain::schema::MAX_MINOR;

/// Decimal places of the exact sum: quantities have three, prices six.
pub(super) const NANO: u32 = 9;
/// Decimal places of a quantity.
const QUANTITY: u32 = 3;
/// Decimal places of a price or amount.
const PRICE: u32 = 6;

/// One line of an order.
pub(super) struct Line {
    pub code: Option<Word>,
    pub name: Option<Word>,
    /// Thousandths.
    pub quantity: i64,
    /// Millionths of the major unit; none when the file only has an amount that the quantity does not divide.
    pub price: Option<i64>,
    /// Minor units, rounded half to even.
    pub sum: i64,
    /// The exact sum in 10^-9 of the major unit.
    pub exact: i128,
}

/// Reads a line; also whether a number had to be rounded. An amount in the file is what was paid and counts; without one the
/// sum is quantity times unit price. A missing quantity is one.
pub(super) fn read_line(
    cells: &Cells<'_>,
    places: &Places,
    exponent: u32,
    words: &mut Intern,
) -> Result<(Line, bool), Bad> {
    let quantity = cells.number(places.quantity, QUANTITY)?;
    let price = cells.number(places.unit_price, PRICE)?;
    let amount = cells.number(places.amount, PRICE)?;
    let rounded = [quantity, price, amount].into_iter().flatten().any(|(_, r)| r);
    let (quantity, price, amount) = (quantity.map(|q| q.0), price.map(|p| p.0), amount.map(|a| a.0));
    if quantity.is_none() && amount.is_none() && !cells.raw(places.product).is_empty() && places.quantity.is_some() {
        return Err(Bad::new(places.quantity, Reason::Missing));
    }
    let quantity = quantity.unwrap_or(1000);
    let (exact, price, at) = match (amount, price) {
        (Some(amount), price) => {
            let unit = || {
                let divisor = i128::from(quantity);
                let scaled = i128::from(amount) * 1000;
                (divisor > 0 && scaled % divisor == 0).then(|| i64::try_from(scaled / divisor).ok()).flatten()
            };
            (i128::from(amount) * 1000, price.or_else(unit), places.amount)
        }
        (None, Some(price)) => (i128::from(quantity) * i128::from(price), Some(price), places.unit_price),
        (None, None) => return Err(Bad::new(places.unit_price.or(places.amount), Reason::Missing)),
    };
    let sum = div_half_even(exact, 10i128.pow(NANO - exponent));
    if sum.abs() > i128::from(MAX_MINOR) {
        return Err(Bad::new(at, Reason::OutOfRange));
    }
    let code = cells.text(places.product_code, 80)?.map(|t| words.put(t));
    let name = cells.text(places.product, 240)?.map(|t| words.put(t));
    let sum = i64::try_from(sum).map_err(|_| Bad::new(at, Reason::OutOfRange))?;
    Ok((Line { code, name, quantity, price, sum, exact }, rounded))
}
