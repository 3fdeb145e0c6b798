//! A store in memory, with the same meaning as the one on disk.

use super::port::{COUNTER, LocalError, Put, Table, Write, prefix_end};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Tables in memory.
#[derive(Debug, Default)]
pub struct MemoryDb {
    tables: RefCell<BTreeMap<(Table, String), Vec<u8>>>,
}

#[allow(clippy::unnecessary_wraps)] // The same signatures as the store on disk.
impl MemoryDb {
    pub(super) fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, LocalError> {
        Ok(self.tables.borrow().get(&(table, key.to_owned())).cloned())
    }

    pub(super) fn all(&self, table: Table, prefix: &str) -> Result<Vec<Vec<u8>>, LocalError> {
        let range = (table, prefix.to_owned())..=(table, prefix_end(prefix));
        Ok(self.tables.borrow().range(range).map(|(_, v)| v.clone()).collect())
    }

    pub(super) fn write(&self, write: Write) -> Result<(), LocalError> {
        let mut tables = self.tables.borrow_mut();
        tables.retain(|(table, key), _| {
            !write.clear.contains(table)
                && !write.keep_prefix.iter().any(|(t, prefix)| t == table && !key.starts_with(prefix))
                && !write.delete.iter().any(|(t, k)| t == table && k == key)
        });
        for Put { table, key, value } in write.put {
            tables.insert((table, key), value);
        }
        Ok(())
    }

    pub(super) fn append(&self, count: u32, build: &dyn Fn(u32) -> Vec<Put>) -> Result<u32, LocalError> {
        let last =
            self.get(Table::Meta, COUNTER)?.and_then(|b| <[u8; 4]>::try_from(b).ok()).map_or(0, u32::from_le_bytes);
        let mut write = Write { put: build(last + 1), ..Write::default() };
        write.put(Table::Meta, COUNTER, (last + count).to_le_bytes().to_vec());
        self.write(write)?;
        Ok(last + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dense_and_prefixes_select() {
        let db = MemoryDb::default();
        let one = |n: u32| vec![Put { table: Table::Outbox, key: format!("{n:010}"), value: vec![1] }];
        assert_eq!(db.append(1, &one), Ok(1));
        assert_eq!(db.append(2, &one), Ok(2));
        assert_eq!(db.append(1, &one), Ok(4));
        assert_eq!(db.all(Table::Outbox, "").map(|v| v.len()), Ok(3));
        assert_eq!(db.all(Table::Outbox, "0000000002").map(|v| v.len()), Ok(1));
    }

    #[test]
    fn a_write_clears_keeps_deletes_and_puts() {
        let db = MemoryDb::default();
        let mut first = Write::default();
        for key in ["a/1", "a/2", "b/1"] {
            first.put(Table::Pages, key, vec![0]);
        }
        first.put(Table::Delta, "x", vec![0]);
        assert_eq!(db.write(first), Ok(()));
        let mut second =
            Write { clear: vec![Table::Delta], keep_prefix: vec![(Table::Pages, "a/".into())], ..Write::default() };
        second.delete(Table::Pages, "a/1");
        second.put(Table::Delta, "y", vec![9]);
        assert_eq!(db.write(second), Ok(()));
        assert_eq!(db.all(Table::Pages, ""), Ok(vec![vec![0]]));
        assert_eq!(db.all(Table::Delta, ""), Ok(vec![vec![9]]));
    }
}
