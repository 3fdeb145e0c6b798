//! Texts that occur again and again, kept once.

use std::collections::HashMap;
use std::sync::Arc;

/// The number of a kept text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Word(u32);

/// Texts by number and numbers by text.
#[derive(Default)]
pub(super) struct Intern {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Intern {
    pub fn put(&mut self, text: &str) -> Word {
        if let Some(n) = self.numbers.get(text) {
            return Word(*n);
        }
        // A file holds at most 2 GB of text, so there are fewer than 2^32 texts.
        let n = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, n);
        Word(n)
    }

    pub fn get(&self, word: Word) -> &str {
        self.texts.get(word.0 as usize).map_or("", |t| t)
    }
}
