//! What is kept on this device. The only place that touches IndexedDB.
//!
//! A store is a few tables of bytes by text key. [`LocalDb`] is either IndexedDB or memory (tests, and browsers that refuse to
//! keep anything: the app then says so and works online).

use std::pin::Pin;

#[cfg(target_arch = "wasm32")]
mod indexed_db;
mod memory;
mod port;
#[cfg(target_arch = "wasm32")]
mod watch;

#[cfg(target_arch = "wasm32")]
pub use indexed_db::IndexedDb;
pub use memory::MemoryDb;
pub use port::{Ask, COUNTER, LocalError, Put, Table, Write};

/// The store of one person in one base on this browser profile.
#[derive(Debug)]
pub enum LocalDb {
    /// On disk.
    #[cfg(target_arch = "wasm32")]
    Indexed(IndexedDb),
    /// In memory: gone with the page.
    Memory(MemoryDb),
}

/// An answer of the store. Boxed: one form for all callers keeps the first load small.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, LocalError>> + 'a>>;

/// Calls the same method of whichever store it is.
macro_rules! either {
    ($self:ident, $db:ident => $call:expr) => {
        match $self {
            #[cfg(target_arch = "wasm32")]
            LocalDb::Indexed($db) => Box::pin($call),
            LocalDb::Memory($db) => Box::pin(std::future::ready($call)),
        }
    };
}

impl LocalDb {
    /// One value.
    ///
    /// # Errors
    /// [`LocalError`] when the disk or the browser fails, or takes too long.
    pub fn get<'a>(&'a self, table: Table, key: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let asks = [Ask::one(table, key)];
            Ok(self.view(&asks).await?.pop().and_then(|mut found| found.pop()))
        })
    }

    /// All values of a table whose key begins with `prefix`, in order of their keys.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn all<'a>(&'a self, table: Table, prefix: &'a str) -> Answer<'a, Vec<Vec<u8>>> {
        Box::pin(async move {
            let asks = [Ask::All(table, prefix.to_owned())];
            Ok(self.view(&asks).await?.pop().unwrap_or_default())
        })
    }

    /// Several answers as they stand at one moment, in the order of the questions.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn view<'a>(&'a self, asks: &'a [Ask]) -> Answer<'a, Vec<Vec<Vec<u8>>>> {
        either!(self, db => db.view(asks))
    }

    /// Writes what `change` makes of the value under a key of [`Table::Meta`], in one strict transaction, so that of two tabs one
    /// comes after the other. Answers with the new value.
    ///
    /// # Errors
    /// As [`Self::get`]; then nothing is written.
    pub fn update<'a>(&'a self, key: &'a str, change: &'a dyn Fn(Option<Vec<u8>>) -> Vec<u8>) -> Answer<'a, Vec<u8>> {
        either!(self, db => db.update(key, change))
    }

    /// Begins the term of a tab that leads: whoever led before can no longer write as such. Answers with the term.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn begin_term(&self) -> Result<u32, LocalError> {
        let next = |old| port::number(old).wrapping_add(1).to_le_bytes().to_vec();
        self.update(port::TERM, &next).await.map(|term| port::number(Some(term)))
    }

    /// Writes everything or nothing.
    ///
    /// # Errors
    /// As [`Self::get`], and [`LocalError::Superseded`]; then nothing is written.
    pub fn write(&self, write: Write) -> Answer<'_, ()> {
        either!(self, db => db.write(write))
    }

    /// Takes `count` numbers from the device's counter and writes what `build` makes of the first, in one strict transaction, so that
    /// no two tabs ever take the same number. Answers with the first number.
    ///
    /// # Errors
    /// As [`Self::get`]; then nothing is written and no number is used.
    pub fn append<'a>(&'a self, count: u32, build: &'a dyn Fn(u32) -> Vec<Put>) -> Answer<'a, u32> {
        either!(self, db => db.append(count, build))
    }

    /// Makes the store again after the browser has deleted it ([`LocalError::Gone`]); of several tabs the first makes it.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn renew(&self) -> Result<(), LocalError> {
        match self {
            #[cfg(target_arch = "wasm32")]
            LocalDb::Indexed(db) => db.renew().await,
            LocalDb::Memory(_) => Ok(()),
        }
    }

    /// Calls this when the browser closes the store, as it does before it deletes it.
    #[cfg_attr(not(target_arch = "wasm32"), allow(unused_variables))]
    pub fn when_lost(&self, lost: impl Fn() + 'static) {
        match self {
            #[cfg(target_arch = "wasm32")]
            LocalDb::Indexed(db) => db.when_lost(lost),
            LocalDb::Memory(_) => {}
        }
    }

    /// Whether what is written outlives the page.
    pub fn is_durable(&self) -> bool {
        !matches!(self, LocalDb::Memory(_))
    }
}
