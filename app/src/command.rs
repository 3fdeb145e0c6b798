//! What people do, as drafts of operations: plain functions that check what was typed and say what is to be written.
//!
//! Nothing here reads the clock, the store or the screen; [`Around`] brings what is needed. [`crate::store::Store::act`] does the rest.

pub mod bulk;
pub mod contact;
pub mod customer;
pub mod day;
pub mod duplicate;
pub mod edge;
pub mod field;
pub mod interaction;
pub mod merge;
pub mod purchase;

use crate::store::{clock, store};
use domain::schema::Misfit;
use domain::{StaffId, Version};

/// When, where and by whom something is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Around {
    /// What is confirmed on this device: the base of edits.
    pub base: Version,
    /// Who does it.
    pub me: StaffId,
    /// The business day, days since 1970-01-01.
    pub today: i32,
    /// Now, Unix milliseconds.
    pub now_ms: i64,
}

impl Around {
    /// As it is now on this page.
    pub fn now() -> Self {
        let store = store();
        Self {
            base: store.base(),
            me: store.account.staff,
            today: store.today(),
            now_ms: i64::try_from(clock::now_ms()).unwrap_or(i64::MAX),
        }
    }
}

/// Why something cannot be written as it was typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Invalid {
    /// A value does not fit its field.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// A date that cannot be read.
    #[error("not a date")]
    Day,
    /// An amount that cannot be read.
    #[error("not an amount")]
    Amount,
    /// A customer cannot be linked to themselves.
    #[error("the same customer")]
    Self_,
    /// The customer brought that person themselves, directly or through others.
    #[error("a cycle of referrals")]
    Cycle,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Something to do commands in.
    pub fn around() -> Around {
        Around { base: Version::new(1, 7), me: StaffId::v7(1, [1; 10]), today: 20_000, now_ms: 1_728_000_000_000 }
    }
}
