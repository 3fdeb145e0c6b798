//! Search keys of all customers, one after the other in one piece of memory, so that a search is one pass over bytes.

/// Ends a record.
const END: u8 = 0;
/// Separates the parts of a record (several numbers, several readings).
pub(super) const PART: u8 = 1;
/// No slot, no record.
const NONE: u32 = u32::MAX;
/// Dead bytes that are not worth a compaction.
const SLACK: usize = 64 * 1024;

/// One record of bytes per slot, in one buffer. A changed record is appended and the old one is dead until the next
/// compaction. Records must not contain zero bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Arena {
    bytes: Vec<u8>,
    /// Where each record starts, ascending.
    starts: Vec<u32>,
    /// Whose each record is; `NONE` for dead ones.
    slots: Vec<u32>,
    /// The record of each slot; `NONE` when it has none.
    records: Vec<u32>,
    dead: usize,
}

impl Arena {
    /// Replaces the record of a slot; an empty record takes no room.
    pub(super) fn set(&mut self, slot: u32, record: &[u8]) {
        debug_assert!(!record.contains(&END));
        if self.get(slot) == record {
            return;
        }
        self.clear(slot);
        if record.is_empty() {
            return;
        }
        let place = slot as usize;
        if self.records.len() <= place {
            self.records.resize(place + 1, NONE);
        }
        // A page has at most 4 GiB, so neither number can overflow there; elsewhere the customer is not found, no more.
        let (Ok(start), Ok(number)) = (u32::try_from(self.bytes.len()), u32::try_from(self.starts.len())) else {
            return;
        };
        self.records[place] = number;
        self.starts.push(start);
        self.slots.push(slot);
        self.bytes.extend_from_slice(record);
        self.bytes.push(END);
    }

    /// Removes the record of a slot.
    pub(super) fn clear(&mut self, slot: u32) {
        let Some(number) = self.records.get_mut(slot as usize).map(|n| std::mem::replace(n, NONE)) else { return };
        if number == NONE {
            return;
        }
        self.slots[number as usize] = NONE;
        self.dead += self.end(number as usize) - self.starts[number as usize] as usize;
        if self.dead > SLACK && self.dead * 4 > self.bytes.len() {
            self.compact();
        }
    }

    /// The record of a slot; empty when it has none.
    pub(super) fn get(&self, slot: u32) -> &[u8] {
        match self.records.get(slot as usize) {
            Some(&number) if number != NONE => self.record(number as usize),
            _ => &[],
        }
    }

    /// Bytes in use, the dead ones included.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + 4 * (self.starts.len() + self.slots.len() + self.records.len())
    }

    /// Visits the places of a byte in the records, in order. The visitor gets the slot, the record and the place within it,
    /// and says whether the rest of the record can be skipped.
    pub(super) fn scan(&self, byte: u8, mut visit: impl FnMut(u32, &[u8], usize) -> bool) {
        let (mut from, mut number) = (0, 0);
        while let Some(step) = find_byte(byte, &self.bytes[from..]) {
            let at = from + step;
            number = self.record_at(at, number);
            let slot = self.slots[number];
            let done = slot == NONE || visit(slot, self.record(number), at - self.starts[number] as usize);
            from = if done { self.end(number) } else { at + 1 };
        }
    }

    /// All records with their slots.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| **slot != NONE)
            .map(|(number, slot)| (*slot, self.record(number)))
    }

    /// The record that holds place `at`, which is not before record `number`. Hits come in order and often close together, so
    /// a few steps are tried before the binary search.
    fn record_at(&self, at: usize, mut number: usize) -> usize {
        for _ in 0..8 {
            if self.end(number) > at {
                return number;
            }
            number += 1;
        }
        number + self.starts[number..].partition_point(|start| *start as usize <= at) - 1
    }

    /// Behind a record's last byte, its terminator included.
    fn end(&self, number: usize) -> usize {
        self.starts.get(number + 1).map_or(self.bytes.len(), |start| *start as usize)
    }

    fn record(&self, number: usize) -> &[u8] {
        &self.bytes[self.starts[number] as usize..self.end(number) - 1]
    }

    fn compact(&mut self) {
        let mut fresh = Self { records: vec![NONE; self.records.len()], ..Self::default() };
        fresh.bytes.reserve(self.bytes.len() - self.dead);
        for (slot, record) in self.iter() {
            fresh.set(slot, record);
        }
        *self = fresh;
    }
}

/// The first place of a byte; eight bytes at a time (the "has a zero byte" trick of Hacker's Delight, section 6-1), because
/// the page is compiled for size and would otherwise go byte by byte.
fn find_byte(byte: u8, hay: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let pattern = u64::from(byte) * ONES;
    let (words, rest) = hay.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let x = u64::from_le_bytes(*word) ^ pattern;
        let zeros = x.wrapping_sub(ONES) & !x & HIGHS;
        if zeros != 0 {
            return Some(i * 8 + (zeros.trailing_zeros() / 8) as usize);
        }
    }
    rest.iter().position(|b| *b == byte).map(|i| words.len() * 8 + i)
}

/// Visits the first place of a needle in each record that has it.
pub(super) fn scan_text(arena: &Arena, needle: &str, mut visit: impl FnMut(u32, &[u8])) {
    // The last byte of the first character: the first byte of a Chinese character says almost nothing.
    let Some(back) = needle.chars().next().map(|c| c.len_utf8() - 1) else { return };
    let needle = needle.as_bytes();
    arena.scan(needle[back], |slot, record, at| {
        let found = at >= back && record[at - back..].starts_with(needle);
        if found {
            visit(slot, record);
        }
        found
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_byte_is_found_where_it_is(hay in proptest::collection::vec(0u8..4, 0..40), byte in 0u8..4) {
            prop_assert_eq!(find_byte(byte, &hay), hay.iter().position(|b| *b == byte));
        }

        #[test]
        fn scanning_finds_what_looking_at_each_record_finds(
            writes in proptest::collection::vec((0u32..40, "[ab王汪]{0,4}"), 0..120),
            needle in "[ab王汪]{1,2}",
        ) {
            let mut arena = Arena::default();
            let mut expected = std::collections::BTreeMap::new();
            for (slot, text) in &writes {
                arena.set(*slot, text.as_bytes());
                expected.insert(*slot, text.clone());
            }
            for compacted in [false, true] {
                if compacted {
                    arena.compact();
                    prop_assert_eq!(arena.dead, 0);
                }
                let mut found = Vec::new();
                scan_text(&arena, &needle, |slot, _| found.push(slot));
                found.sort_unstable();
                let wanted: Vec<u32> =
                    expected.iter().filter(|(_, t)| t.contains(needle.as_str())).map(|(s, _)| *s).collect();
                prop_assert_eq!(found, wanted);
                for (slot, text) in &expected {
                    prop_assert_eq!(arena.get(*slot), text.as_bytes());
                }
            }
        }
    }

    #[test]
    fn dead_records_are_reclaimed() {
        let mut arena = Arena::default();
        for round in 0..50u8 {
            for slot in 0..1000 {
                arena.set(slot, &[b'a' + round % 26; 20]);
            }
        }
        assert!(arena.bytes.len() < 21_000 + 3 * SLACK, "{}", arena.bytes.len());
        assert_eq!(arena.get(999), [b'a' + 49 % 26; 20]);
    }
}
