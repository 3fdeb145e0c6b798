//! Everything in the database as records of bytes, for backups: read in one frozen state, written into an empty database.
//!
//! Nothing here knows what the tables mean: a table that a later migration adds is in the next backup by itself.

mod packing;

use surrealdb::Surreal;
use surrealdb::engine::any::Any;
use surrealdb::method::Transaction;
use surrealdb::types::{Object, RecordId, RecordIdKey, RecordIdKeyRange, Value as DbValue};

use super::connect::{DATABASE, Db, DbError, NAMESPACE, Vars, take};
use super::value::list;

/// How many records are read or written at once.
pub const BLOCK: usize = 1_000;

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Whether it holds edges, which need the rows at their ends to be there first.
    pub relation: bool,
}

/// The database as it was at one moment. While this is open, what it shows does not change, and nobody else waits for it.
#[derive(Debug)]
pub struct Frozen(Transaction<Any>);

impl Frozen {
    /// Freezes the present state. Must be [closed](Self::close): what is frozen is kept until then.
    ///
    /// # Errors
    /// Database errors.
    pub async fn open(db: &Db) -> Result<Self, DbError> {
        // A session of its own: a transaction belongs to one, and ends with it.
        let session: Surreal<Any> = db.raw().clone();
        session.use_ns(NAMESPACE).use_db(DATABASE).await?;
        let frozen = Self(session.begin().await?);
        // The engine fixes the state with the first read.
        frozen.values("SELECT VALUE seq FROM counter:sync", Vars::new()).await?;
        Ok(frozen)
    }

    /// Lets go of the state.
    ///
    /// # Errors
    /// Database errors.
    pub async fn close(self) -> Result<(), DbError> {
        self.0.cancel().await?;
        Ok(())
    }

    async fn values(&self, surql: &str, vars: Vars) -> Result<Vec<DbValue>, DbError> {
        let mut results = self.0.query(surql).bind(vars.into_inner()).await?.check()?;
        take(&mut results, 0)
    }

    /// The tables, those with edges last.
    ///
    /// # Errors
    /// Database errors; [`DbError::Data`] when the database describes itself in a way this program does not know.
    pub async fn tables(&self) -> Result<Vec<Table>, DbError> {
        let unknown = || DbError::Data("the database does not tell its tables".into());
        let Some(DbValue::Object(info)) = self.values("INFO FOR DB", Vars::new()).await?.into_iter().next() else {
            return Err(unknown());
        };
        let Some(DbValue::Object(tables)) = info.into_inner().remove("tables") else { return Err(unknown()) };
        let tables = tables.into_inner().into_iter().map(|(name, definition)| {
            let DbValue::String(definition) = definition else { return Err(unknown()) };
            Ok(Table { relation: definition.contains(" TYPE RELATION"), name })
        });
        let mut tables = tables.collect::<Result<Vec<_>, _>>()?;
        tables.sort_by(|a, b| (a.relation, &a.name).cmp(&(b.relation, &b.name)));
        Ok(tables)
    }

    /// One number of the counter of changes, or of the migrations: a statement that answers whole numbers.
    async fn number(&self, surql: &str) -> Result<u64, DbError> {
        let found = self.values(surql, Vars::new()).await?.into_iter().next();
        let number = found.and_then(|value| value.into_int().ok()).and_then(|n| u64::try_from(n).ok());
        number.ok_or_else(|| DbError::Data("the counter of changes is missing".into()))
    }

    /// Where the order stands: epoch and last place.
    ///
    /// # Errors
    /// Database errors; [`DbError::Data`] when the counter is missing.
    pub async fn position(&self) -> Result<(u32, u64), DbError> {
        let epoch = self.number("SELECT VALUE epoch FROM counter:sync").await?;
        let epoch = u32::try_from(epoch).map_err(|_| DbError::Data("the epoch is out of range".into()))?;
        Ok((epoch, self.number("SELECT VALUE seq FROM counter:sync").await?))
    }

    /// The number of the newest migration.
    ///
    /// # Errors
    /// Database errors.
    pub async fn schema(&self) -> Result<u32, DbError> {
        let found = self.values("SELECT VALUE number FROM migration", Vars::new()).await?;
        Ok(found.into_iter().filter_map(|n| u32::try_from(n.into_int().ok()?).ok()).max().unwrap_or(0))
    }

    /// A setting of the organisation; empty when it is not set.
    ///
    /// # Errors
    /// Database errors.
    pub async fn setting(&self, name: &str) -> Result<String, DbError> {
        let vars = Vars::new().set("name", name.to_owned());
        let found = self.values("SELECT VALUE value FROM type::record('setting', $name)", vars).await?;
        Ok(found.into_iter().next().and_then(|value| value.into_string().ok()).unwrap_or_default())
    }

    /// The blocks of a table, in the order of its keys.
    ///
    /// # Errors
    /// Database errors.
    pub async fn blocks(&self, table: &Table) -> Result<Vec<Block>, DbError> {
        let name = checked(&table.name)?;
        let ids = self.values(&format!("SELECT VALUE id FROM {name}"), Vars::new()).await?;
        let block = |ids: &[DbValue]| match (ids.first(), ids.last()) {
            (Some(DbValue::RecordId(first)), Some(DbValue::RecordId(last))) => {
                Ok(Block { first: first.clone(), last: last.key.clone(), records: ids.len() })
            }
            _ => Err(DbError::Data(format!("a key of {name} is no key"))),
        };
        ids.chunks(BLOCK).map(block).collect()
    }

    /// The records of a block, packed.
    ///
    /// # Errors
    /// Database errors; [`DbError::Data`] for a record that cannot be packed, or when there are not as many as there were keys.
    pub async fn read(&self, block: &Block) -> Result<Vec<Vec<u8>>, DbError> {
        // Bounded on both sides: an open range ignores a limit.
        let range = RecordIdKeyRange {
            start: std::ops::Bound::Included(block.first.key.clone()),
            end: std::ops::Bound::Included(block.last.clone()),
        };
        let range = RecordId::new(block.first.table.clone(), RecordIdKey::from(range));
        let found = self.values("SELECT * FROM $range", Vars::new().set("range", DbValue::RecordId(range))).await?;
        if found.len() != block.records {
            let (name, told, read) = (block.first.table.as_str(), block.records, found.len());
            return Err(DbError::Data(format!("{name} has {told} keys where {read} records are")));
        }
        found.iter().map(packing::pack).collect()
    }
}

/// Records with keys from one to another.
#[derive(Clone, Debug)]
pub struct Block {
    first: RecordId,
    last: RecordIdKey,
    /// How many.
    pub records: usize,
}

/// Whether packed bytes are a record.
///
/// # Errors
/// [`DbError::Data`] when they are not.
pub fn check(packed: &[u8]) -> Result<(), DbError> {
    packing::unpack(packed).map(drop)
}

/// Removes what migrations have put into a table of a database that is being filled.
///
/// # Errors
/// Database errors.
pub async fn clear(db: &Db, table: &Table) -> Result<(), DbError> {
    db.query(&format!("DELETE {} RETURN NONE", checked(&table.name)?), Vars::new()).await.map(drop)
}

/// Writes packed records into a table, whole or not at all.
///
/// # Errors
/// Database errors; [`DbError::Data`] for bytes that are no record.
pub async fn fill(db: &Db, table: &Table, packed: &[Vec<u8>]) -> Result<(), DbError> {
    let (name, relation) = (checked(&table.name)?, if table.relation { "RELATION " } else { "" });
    let records: Vec<Object> = packed.iter().map(|bytes| packing::unpack(bytes)).collect::<Result<_, _>>()?;
    let surql = format!("INSERT {relation}INTO {name} $records RETURN NONE");
    db.query(&surql, Vars::new().set("records", list(records))).await.map(drop)
}

/// Begins another epoch: what devices know of the order until now leads no further.
///
/// # Errors
/// Database errors.
pub async fn begin_epoch(db: &Db, epoch: u32) -> Result<(), DbError> {
    let surql = "UPDATE counter:sync SET epoch = $epoch, first = seq RETURN NONE";
    db.transaction(surql, Vars::new().set("epoch", i64::from(epoch))).await.map(drop)
}

/// A table's name as it may stand in a statement. Names come out of files too.
fn checked(name: &str) -> Result<&str, DbError> {
    let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if good { Ok(name) } else { Err(DbError::Data(format!("`{name}` is no table of this program"))) }
}
