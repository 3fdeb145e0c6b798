//! The form of a local store.

/// The tables of a store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Table {
    /// Small facts: the device's id, the cursor, the clock, the counter.
    Meta,
    /// Operations whose effect has not come back yet, by number.
    Outbox,
    /// Operations that were acknowledged in the last 14 days, by number.
    Archive,
    /// Operations that were not done, by number, for a person to look at.
    Quarantine,
    /// Chunks of the snapshot, by snapshot and index.
    Pages,
    /// Rows of tier A that changed since the snapshot, by kind and id.
    Delta,
    /// Rows of tier B that changed since the snapshot, by customer, kind and id.
    History,
}

impl Table {
    /// All tables.
    pub const ALL: [Table; 7] =
        [Table::Meta, Table::Outbox, Table::Archive, Table::Quarantine, Table::Pages, Table::Delta, Table::History];

    /// The table's name in the browser's database.
    pub fn name(self) -> &'static str {
        match self {
            Table::Meta => "meta",
            Table::Outbox => "outbox",
            Table::Archive => "archive",
            Table::Quarantine => "quarantine",
            Table::Pages => "pages",
            Table::Delta => "delta",
            Table::History => "history",
        }
    }
}

/// A value to write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Put {
    /// Where.
    pub table: Table,
    /// Under which key.
    pub key: String,
    /// What.
    pub value: Vec<u8>,
}

/// A transaction: clears first, then deletes, then puts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Write {
    /// Tables to empty.
    pub clear: Vec<Table>,
    /// Keys to remove.
    pub delete: Vec<(Table, String)>,
    /// Tables to empty but for the keys with this prefix.
    pub keep_prefix: Vec<(Table, String)>,
    /// Values to write.
    pub put: Vec<Put>,
    /// Whether to wait until the disk has it (what a person typed), or only the operating system (what can be fetched again).
    pub strict: bool,
    /// The term of the tab that writes, if it writes as the one that leads: refused once another tab has begun a later term.
    pub term: Option<u32>,
}

impl Write {
    /// Adds a value to write.
    pub fn put(&mut self, table: Table, key: impl Into<String>, value: Vec<u8>) {
        self.put.push(Put { table, key: key.into(), value });
    }

    /// Adds a key to remove.
    pub fn delete(&mut self, table: Table, key: impl Into<String>) {
        self.delete.push((table, key.into()));
    }

    /// The tables it touches.
    pub fn tables(&self) -> Vec<Table> {
        let touches = |table: &Table| {
            self.clear.contains(table)
                || self.delete.iter().any(|(t, _)| t == table)
                || self.keep_prefix.iter().any(|(t, _)| t == table)
                || self.put.iter().any(|p| p.table == *table)
                || (*table == Table::Meta && self.term.is_some())
        };
        Table::ALL.into_iter().filter(touches).collect()
    }
}

/// The key of the device's operation counter in [`Table::Meta`].
pub const COUNTER: &str = "n";
/// The key of the term of the tab that leads in [`Table::Meta`].
pub(super) const TERM: &str = "term";

/// The key of the mark that tells this store from one that is made in its place, in [`Table::Meta`].
#[cfg(target_arch = "wasm32")]
pub(super) const MARK: &str = "mark";

/// What to read: several of these are read as they stand at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// The value under a key: one or none.
    One(Table, String),
    /// All values whose key begins with this, in order of their keys.
    All(Table, String),
}

impl Ask {
    /// The value under a key.
    pub fn one(table: Table, key: impl Into<String>) -> Self {
        Ask::One(table, key.into())
    }

    /// Everything in a table.
    pub fn all(table: Table) -> Self {
        Ask::All(table, String::new())
    }

    /// Where it reads.
    pub fn table(&self) -> Table {
        match self {
            Ask::One(table, _) | Ask::All(table, _) => *table,
        }
    }
}

/// A number as it is stored; 0 when there is none.
pub(super) fn number(bytes: Option<Vec<u8>>) -> u32 {
    bytes.and_then(|b| <[u8; 4]>::try_from(b).ok()).map_or(0, u32::from_le_bytes)
}

/// Why the device could not read or write.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LocalError {
    /// The browser keeps nothing (private mode, blocked, not there).
    #[error("this browser keeps no data: {0}")]
    Unavailable(String),
    /// The disk is full.
    #[error("the device is full")]
    Full,
    /// The database failed, or its connection was lost.
    #[error("the device's database failed: {0}")]
    Failed(String),
    /// No answer within the time limit.
    #[error("the device's database does not answer")]
    Timeout,
    /// What was read is damaged.
    #[error("damaged data on this device: {0}")]
    Damaged(String),
    /// Another tab has begun to lead since: nothing was written.
    #[error("another tab leads")]
    Superseded,
    /// The browser has deleted the store while it was open; what is there now is another one.
    #[error("the browser deleted this store")]
    Gone,
}

/// The end of the range of keys that begin with `prefix`.
pub(super) fn prefix_end(prefix: &str) -> String {
    format!("{prefix}\u{ffff}")
}
