//! Sorting by numbers, one instance for all.
//!
//! Each use of the standard library's sort on another type adds three kilobytes to the worker, which a phone loads over
//! the air; there were a dozen. This is the one that is kept.

/// Sorts by a number; equal ones keep their order.
pub(crate) fn sort_by_number<T: Clone>(list: &mut Vec<T>, number: impl Fn(&T) -> u64) {
    let mut keys: Vec<(u64, u32)> = list.iter().map(number).zip(0..).collect();
    sort(&mut keys);
    *list = keys.iter().map(|&(_, at)| list[at as usize].clone()).collect();
}

#[inline(never)]
fn sort(keys: &mut [(u64, u32)]) {
    keys.sort_unstable();
}

/// Two numbers as one: by the first, then by the second.
pub(crate) fn pair(first: u32, second: u32) -> u64 {
    (u64::from(first) << 32) | u64::from(second)
}

/// A number that sorts finite positive ones as they are.
pub(crate) fn positive(number: f64) -> u64 {
    number.to_bits()
}
