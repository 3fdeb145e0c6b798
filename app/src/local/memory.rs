//! A store in memory, with the same meaning as the one on disk.

use super::port::{Ask, COUNTER, LocalError, Put, TERM, Table, Write, number, prefix_end};
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

    pub(super) fn view(&self, asks: &[Ask]) -> Result<Vec<Vec<Vec<u8>>>, LocalError> {
        let read = |ask: &Ask| match ask {
            Ask::One(table, key) => Ok(self.get(*table, key)?.into_iter().collect()),
            Ask::All(table, prefix) => self.all(*table, prefix),
        };
        asks.iter().map(read).collect()
    }

    pub(super) fn update(&self, key: &str, change: &dyn Fn(Option<Vec<u8>>) -> Vec<u8>) -> Result<Vec<u8>, LocalError> {
        let value = change(self.get(Table::Meta, key)?);
        self.tables.borrow_mut().insert((Table::Meta, key.to_owned()), value.clone());
        Ok(value)
    }

    pub(super) fn write(&self, write: Write) -> Result<(), LocalError> {
        if let Some(term) = write.term
            && number(self.get(Table::Meta, TERM)?) != term
        {
            return Err(LocalError::Superseded);
        }
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
        let last = number(self.get(Table::Meta, COUNTER)?);
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
    fn a_tab_whose_term_is_over_writes_nothing() {
        let db = MemoryDb::default();
        let next = |old: Option<Vec<u8>>| (number(old) + 1).to_le_bytes().to_vec();
        assert_eq!(db.update(TERM, &next).map(|b| number(Some(b))), Ok(1));
        let write = |term| {
            let mut write = Write { term: Some(term), ..Write::default() };
            write.put(Table::Delta, "x", vec![7]);
            db.write(write)
        };
        assert_eq!(write(1), Ok(()));
        assert_eq!(db.update(TERM, &next).map(|b| number(Some(b))), Ok(2));
        assert_eq!(write(1), Err(LocalError::Superseded));
        assert_eq!(write(2), Ok(()));
        let asks = [Ask::all(Table::Delta), Ask::one(Table::Meta, "none")];
        assert_eq!(db.view(&asks), Ok(vec![vec![vec![7]], vec![]]));
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
