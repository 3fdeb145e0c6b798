//! Takes CBOR apart, item by item, without knowing what for.

use std::fmt::Display;

/// Why bytes could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Fault(String);

impl serde::de::Error for Fault {
    fn custom<T: Display>(what: T) -> Self {
        Self(what.to_string())
    }
}

impl Fault {
    pub(super) fn of(what: &str) -> Self {
        Self(what.to_owned())
    }
}

/// One head with the content of whatever is not nested. A length of `None` ends with a break.
pub(super) enum Item<'a> {
    Unsigned(u64),
    Negative(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    Array(Option<usize>),
    Map(Option<usize>),
    Bool(bool),
    Null,
    Float(f64),
}

/// What is left to read, and how much deeper it may nest.
pub struct Reader<'a> {
    pub(super) rest: &'a [u8],
    pub(super) depth: usize,
}

impl<'a> Reader<'a> {
    /// Reads `bytes`, nested up to `depth` levels.
    pub fn new(bytes: &'a [u8], depth: usize) -> Self {
        Self { rest: bytes, depth }
    }

    fn take(&mut self, count: u64) -> Result<&'a [u8], Fault> {
        let taken = usize::try_from(count).ok().and_then(|count| self.rest.split_at_checked(count));
        let (taken, rest) = taken.ok_or_else(|| Fault::of("the bytes end too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    /// The number in a head, or `None` for an indefinite length or a break.
    fn argument(&mut self, info: u8) -> Result<Option<u64>, Fault> {
        let width = match info {
            0..24 => return Ok(Some(u64::from(info))),
            24..28 => 1 << (info - 24),
            31 => return Ok(None),
            _ => return Err(Fault::of("a reserved length")),
        };
        Ok(Some(self.take(width)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))))
    }

    pub(super) fn item(&mut self) -> Result<Item<'a>, Fault> {
        loop {
            let head = self.take(1)?[0];
            let (major, info) = (head >> 5, head & 31);
            let argument = self.argument(info)?;
            let definite = argument.ok_or_else(|| Fault::of("an indefinite length"));
            let length = argument.map(|n| usize::try_from(n).unwrap_or(usize::MAX));
            return Ok(match major {
                0 => Item::Unsigned(definite?),
                1 => Item::Negative(-1 - i64::try_from(definite?).map_err(|_| Fault::of("an integer too large"))?),
                2 => Item::Bytes(self.take(definite?)?),
                3 => Item::Text(
                    std::str::from_utf8(self.take(definite?)?).map_err(|_| Fault::of("text that is not UTF-8"))?,
                ),
                4 => Item::Array(length),
                5 => Item::Map(length),
                // What a tag says about the item is of no use to a type that knows what it wants.
                6 => continue,
                _ => simple(info, definite?)?,
            });
        }
    }

    /// Whether another element follows; takes the break away.
    pub(super) fn more(&mut self, left: &mut Option<usize>) -> Result<bool, Fault> {
        match left {
            Some(0) => Ok(false),
            Some(left) => {
                *left -= 1;
                Ok(true)
            }
            None if self.rest.first() == Some(&0xff) => self.take(1).map(|_| false),
            None => Ok(true),
        }
    }

    pub(super) fn enter(&mut self) -> Result<(), Fault> {
        self.depth = self.depth.checked_sub(1).ok_or_else(|| Fault::of("nested too deep"))?;
        Ok(())
    }

    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let (mut left, each) = match self.item()? {
            Item::Array(left) => (left, 1),
            Item::Map(left) => (left, 2),
            _ => return Ok(()),
        };
        self.enter()?;
        while self.more(&mut left)? {
            for _ in 0..each {
                self.skip()?;
            }
        }
        self.depth += 1;
        Ok(())
    }
}

/// Major type 7: truth, nothing and floats.
fn simple<'a>(info: u8, bits: u64) -> Result<Item<'a>, Fault> {
    let narrow = || u32::try_from(bits).unwrap_or_default();
    Ok(match info {
        20 => Item::Bool(false),
        21 => Item::Bool(true),
        22 | 23 => Item::Null,
        25 => Item::Float(half(narrow())),
        26 => Item::Float(f64::from(f32::from_bits(narrow()))),
        27 => Item::Float(f64::from_bits(bits)),
        _ => return Err(Fault::of("an unknown simple value")),
    })
}

/// A float of 16 bits: 1 sign, 5 exponent, 10 fraction.
fn half(bits: u32) -> f64 {
    let (exponent, fraction) = (bits >> 10 & 31, f64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction * f64::from_bits((1023 - 24) << 52),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * f64::from_bits((1023 - 25 + u64::from(exponent)) << 52),
    };
    if bits >> 15 == 0 { size } else { -size }
}
