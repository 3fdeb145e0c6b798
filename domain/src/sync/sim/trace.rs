//! What happened, for the person who reads about a failure, and its hash, by which two runs are compared (I18).

use std::collections::VecDeque;
use std::fmt;

/// How many lines are kept.
const TAIL: usize = 80;

/// The last lines of a run and a hash over all of them.
#[derive(Debug)]
pub struct Trace {
    tail: VecDeque<String>,
    hash: u64,
}

impl Default for Trace {
    fn default() -> Self {
        Self { tail: VecDeque::with_capacity(TAIL), hash: 0xcbf2_9ce4_8422_2325 }
    }
}

impl Trace {
    /// Notes a line at a virtual time, milliseconds since the start.
    pub fn line(&mut self, at_ms: u64, what: fmt::Arguments) {
        let line = format!("{at_ms:>8} {what}");
        for byte in line.bytes() {
            // FNV-1a.
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        if self.tail.len() == TAIL {
            self.tail.pop_front();
        }
        self.tail.push_back(line);
    }

    /// A hash over all lines so far.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The last lines.
    pub fn tail(&self) -> Vec<String> {
        self.tail.iter().cloned().collect()
    }
}
