//! Numbers, money, dates and spans of time as people write them in the page's language.
//!
//! Dates and money go through the browser's `Intl`; natively (tests, the server) a plain notation stands in. Grouping of integers and the
//! words for spans ("20 天前") are the product's own, so they are the same everywhere.

mod date;
#[cfg(target_arch = "wasm32")]
mod intl;
mod money;
mod number;
mod span;

pub use date::{Civil, civil, clock, date, date_in, date_time, month, month_day, weekday};
pub use money::{MONEY_MINOR_DIGITS_DEFAULT, minor_digits, money, money_plain, money_short, parse_money};
pub use number::{integer, percent, ratio};
pub use span::{days_ago, duration, since};
