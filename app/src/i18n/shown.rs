//! How an argument of a text is written.

use std::borrow::Cow;

use super::format::integer;

/// Something that can stand in a text.
pub trait Shown {
    /// The argument as a person reads it: integers with thousands separators, text unchanged.
    fn shown(&self) -> Cow<'_, str>;
}

/// A number that decides between the singular and the plural of English.
pub trait Count {
    /// Whether the singular is used: exactly one.
    fn is_one(&self) -> bool;
}

impl Shown for &str {
    fn shown(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Shown for String {
    fn shown(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Shown for &String {
    fn shown(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

macro_rules! integers {
    ($($ty:ty),+) => {$(
        impl Shown for $ty {
            fn shown(&self) -> Cow<'_, str> {
                // Counts above 9.2e18 do not occur; they would be shown as that.
                Cow::Owned(integer(i64::try_from(*self).unwrap_or(i64::MAX)))
            }
        }

        impl Count for $ty {
            fn is_one(&self) -> bool {
                *self == 1
            }
        }
    )+};
}

integers!(u8, u16, u32, u64, usize, i16, i32, i64);
