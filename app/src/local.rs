//! What is kept on this device. The only place that touches IndexedDB.
//!
//! A store is a few tables of bytes by text key. [`LocalDb`] is either IndexedDB or memory (tests, and browsers that refuse to
//! keep anything: the app then says so and works online).

#[cfg(target_arch = "wasm32")]
mod indexed_db;
mod memory;
mod port;

#[cfg(target_arch = "wasm32")]
pub use indexed_db::IndexedDb;
pub use memory::MemoryDb;
pub use port::{COUNTER, LocalError, Put, Table, Write};

/// The store of one person in one base on this browser profile.
#[derive(Debug)]
pub enum LocalDb {
    /// On disk.
    #[cfg(target_arch = "wasm32")]
    Indexed(IndexedDb),
    /// In memory: gone with the page.
    Memory(MemoryDb),
}

/// Calls the same method of whichever store it is.
macro_rules! either {
    ($self:ident, $db:ident => $call:expr) => {
        match $self {
            #[cfg(target_arch = "wasm32")]
            LocalDb::Indexed($db) => $call.await,
            LocalDb::Memory($db) => $call,
        }
    };
}

impl LocalDb {
    /// One value.
    ///
    /// # Errors
    /// [`LocalError`] when the disk or the browser fails, or takes too long.
    pub async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, LocalError> {
        either!(self, db => db.get(table, key))
    }

    /// All values of a table whose key begins with `prefix`, in order of their keys.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn all(&self, table: Table, prefix: &str) -> Result<Vec<Vec<u8>>, LocalError> {
        either!(self, db => db.all(table, prefix))
    }

    /// Writes everything or nothing.
    ///
    /// # Errors
    /// As [`Self::get`]; then nothing is written.
    pub async fn write(&self, write: Write) -> Result<(), LocalError> {
        either!(self, db => db.write(write))
    }

    /// Takes `count` numbers from the device's counter and writes what `build` makes of the first, in one strict transaction, so that
    /// no two tabs ever take the same number. Answers with the first number.
    ///
    /// # Errors
    /// As [`Self::get`]; then nothing is written and no number is used.
    pub async fn append(&self, count: u32, build: &dyn Fn(u32) -> Vec<Put>) -> Result<u32, LocalError> {
        either!(self, db => db.append(count, build))
    }

    /// Whether what is written outlives the page.
    pub fn is_durable(&self) -> bool {
        !matches!(self, LocalDb::Memory(_))
    }
}
