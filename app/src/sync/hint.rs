//! What tabs of one store say to each other, as words of 64 bits: little enough code for the first load, and nothing here is stored.
//! Tabs may run different builds: what is not understood is not heard, and costs delay only.

use crate::store::Written;
use domain::row::RowRef;
use domain::sync::engine::{Pause, Status};
use domain::{Kind, RowId, Version};

/// A thing that one tab says to the others.
#[derive(Clone, PartialEq, Debug)]
pub enum Hint {
    /// I am here, in sight or not. The leader answers.
    Hello(bool),
    /// I lead, and this is how sync stands.
    Lead(Status),
    /// I have written this.
    Written(Written),
    /// A person wants to try now.
    Wake,
    /// The same person has signed in again.
    SignedIn,
    /// The person has signed out.
    SignedOut,
}

/// Reads words one after the other.
struct Words<'a>(std::slice::ChunksExact<'a, u8>);

impl Words<'_> {
    fn next(&mut self) -> Option<u64> {
        self.0.next().and_then(|word| word.try_into().ok()).map(u64::from_le_bytes)
    }

    fn small(&mut self) -> Option<u32> {
        self.next()?.try_into().ok()
    }

    fn version(&mut self) -> Option<Version> {
        Some(Version::new(self.small()?, self.next()?))
    }

    fn row(&mut self) -> Option<RowRef> {
        let kind = Kind::try_from(u8::try_from(self.next()?).ok()?).ok()?;
        let (high, low) = (self.next()?, self.next()?);
        let id = (u128::from(high) << 64) | u128::from(low);
        Some(RowRef::new(kind, RowId::from_bytes(id.to_be_bytes())))
    }

    /// So many as the next word says, as far as they are there.
    fn many<T>(&mut self, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.next()?;
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(one(self)?);
        }
        Some(all)
    }
}

impl Hint {
    /// As bytes.
    pub fn pack(&self) -> Vec<u8> {
        let mut words: Vec<u64> = Vec::new();
        match self {
            Hint::Hello(visible) => words.extend([1, u64::from(*visible)]),
            Hint::Lead(status) => {
                words.push(2);
                put_status(&mut words, status);
            }
            Hint::Written(written) => {
                words.push(3);
                put_written(&mut words, written);
            }
            Hint::Wake => words.push(4),
            Hint::SignedIn => words.push(5),
            Hint::SignedOut => words.push(6),
        }
        words.into_iter().flat_map(u64::to_le_bytes).collect()
    }

    /// From bytes; `None` for what this build does not understand.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut words = Words(bytes.chunks_exact(8));
        Some(match words.next()? {
            1 => Hint::Hello(words.next()? == 1),
            2 => Hint::Lead(status(&mut words)?),
            3 => Hint::Written(written(&mut words)?),
            4 => Hint::Wake,
            5 => Hint::SignedIn,
            6 => Hint::SignedOut,
            _ => return None,
        })
    }
}

fn put_status(words: &mut Vec<u64>, status: &Status) {
    let pause = match status.pause {
        None => 0,
        Some(Pause::NeedsAuth) => 1,
        Some(Pause::Outdated) => 2,
        Some(Pause::Forked) => 3,
    };
    let flags = [status.offline, status.sending, status.ready, status.behind, status.fetching.is_some()];
    words.extend(flags.map(u64::from));
    let (done, total) = status.fetching.unwrap_or_default();
    let clock = status.clock_offset_ms.cast_unsigned();
    words.extend([pause, status.waiting.into(), status.sent.into(), done, total, clock, status.last_contact_ms]);
}

fn status(words: &mut Words<'_>) -> Option<Status> {
    let mut flags = [false; 5];
    for flag in &mut flags {
        *flag = words.next()? == 1;
    }
    let [offline, sending, ready, behind, fetching] = flags;
    let pause = match words.next()? {
        0 => None,
        1 => Some(Pause::NeedsAuth),
        2 => Some(Pause::Outdated),
        3 => Some(Pause::Forked),
        _ => return None,
    };
    let (waiting, sent) = (words.small()?, words.small()?);
    let progress = (words.next()?, words.next()?);
    let clock_offset_ms = words.next()?.cast_signed();
    let last_contact_ms = words.next()?;
    let fetching = fetching.then_some(progress);
    Some(Status { waiting, sent, offline, sending, pause, ready, fetching, behind, clock_offset_ms, last_contact_ms })
}

fn put_written(words: &mut Vec<u64>, written: &Written) {
    let Written { from, to, rows, ops, chunks, everything } = written;
    words.extend([from.epoch.into(), from.seq, to.epoch.into(), to.seq, u64::from(*chunks), u64::from(*everything)]);
    words.push(rows.len() as u64);
    for row in rows {
        let id = u128::from_be_bytes(row.id.bytes());
        #[allow(clippy::cast_possible_truncation)] // the two halves
        words.extend([u8::from(row.kind).into(), (id >> 64) as u64, id as u64]);
    }
    words.push(ops.len() as u64);
    words.extend(ops.iter().map(|n| u64::from(*n)));
}

fn written(words: &mut Words<'_>) -> Option<Written> {
    let (from, to) = (words.version()?, words.version()?);
    let (chunks, everything) = (words.next()? == 1, words.next()? == 1);
    let rows = words.many(Words::row)?;
    let ops = words.many(Words::small)?;
    Some(Written { from, to, rows, ops, chunks, everything })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard() {
        let rows = vec![RowRef::new(Kind::Customer, RowId::from_bytes(std::array::from_fn(|i| i as u8 + 100)))];
        let status = Status {
            waiting: 3,
            sent: 1,
            offline: true,
            sending: false,
            pause: Some(Pause::NeedsAuth),
            ready: true,
            fetching: Some((5, 9)),
            behind: true,
            clock_offset_ms: -250_000,
            last_contact_ms: 1_790_000_000_000,
        };
        let said = [
            Hint::Hello(true),
            Hint::Hello(false),
            Hint::Lead(status),
            Hint::Lead(Status::default()),
            Hint::Written(Written::rows(Version::new(1, 4), Version::new(1, 9), rows, vec![7, 8])),
            Hint::Written(Written::everything()),
            Hint::Written(Written::chunks(Version::new(2, 1))),
            Hint::Wake,
            Hint::SignedIn,
            Hint::SignedOut,
        ];
        for hint in said {
            let bytes = hint.pack();
            assert_eq!(Hint::unpack(&bytes), Some(hint));
        }
    }

    #[test]
    fn what_is_not_understood_is_not_heard() {
        let bytes = Hint::Written(Written::ops(Version::new(1, 4), vec![7, 8])).pack();
        assert_eq!(Hint::unpack(&bytes[..bytes.len() - 3]), None);
        assert_eq!(Hint::unpack(&[9; 8]), None);
        assert_eq!(Hint::unpack(&[]), None);
    }
}
