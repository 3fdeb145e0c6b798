//! The store on disk: IndexedDB. Every call has a time limit; a lost connection is opened again once, and then it is made sure that it
//! is still the same store: where the browser has deleted it, opening makes an empty one, which must not be taken for ours.

use super::Answer;
use super::port::{Ask, COUNTER, LocalError, MARK, Put, TERM, Table, Write, number, prefix_end};
use super::watch::Watch;
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error as IdbError;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use js_sys::Uint8Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// How long one call may take, milliseconds.
const LIMIT_MS: u32 = 20_000;
/// The version of the tables' layout.
const LAYOUT: u8 = 1;

type Connection = Rc<RefCell<Option<Rc<Database>>>>;

/// A connection to the browser's database of one name.
pub struct IndexedDb {
    name: String,
    connection: Connection,
    /// Tells this store from one that is made in its place.
    mark: RefCell<Vec<u8>>,
    /// Whether another one was found in its place.
    gone: Cell<bool>,
    watch: RefCell<Option<Watch>>,
    lost: Rc<RefCell<Option<Box<dyn Fn()>>>>,
}

impl std::fmt::Debug for IndexedDb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IndexedDb({})", self.name)
    }
}

fn failed(error: &impl std::fmt::Display) -> LocalError {
    let text = error.to_string();
    if text.contains("QuotaExceeded") { LocalError::Full } else { LocalError::Failed(text) }
}

/// Gives up after [`LIMIT_MS`].
async fn limited<T>(work: Answer<'_, T>) -> Result<T, LocalError> {
    let timeout = gloo_timers::future::TimeoutFuture::new(LIMIT_MS);
    match futures::future::select(work, timeout).await {
        futures::future::Either::Left((done, _)) => done,
        futures::future::Either::Right(((), _)) => Err(LocalError::Timeout),
    }
}

fn bytes(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}

fn js(value: &[u8]) -> JsValue {
    Uint8Array::from(value).into()
}

impl IndexedDb {
    /// Opens the database of this name and makes its tables where they are missing.
    ///
    /// # Errors
    /// [`LocalError::Unavailable`] when the browser keeps nothing.
    pub async fn open(name: &str) -> Result<Self, LocalError> {
        let this = Self {
            name: name.to_owned(),
            connection: Rc::default(),
            mark: RefCell::default(),
            gone: Cell::default(),
            watch: RefCell::default(),
            lost: Rc::default(),
        };
        this.renew().await?;
        Ok(this)
    }

    /// Opens it for the first time, or after it was deleted.
    pub(super) async fn renew(&self) -> Result<(), LocalError> {
        self.watch.replace(None);
        let db = Rc::new(Self::connect(&self.name).await?);
        let fresh = crate::store::clock::random_bytes().to_vec();
        let mark = limited(Box::pin(update(&db, MARK, &|there| there.unwrap_or_else(|| fresh.clone())))).await?;
        self.mark.replace(mark);
        self.connection.replace(Some(db));
        self.gone.set(false);
        let (connection, lost) = (Rc::clone(&self.connection), Rc::clone(&self.lost));
        let watch = Watch::over(&self.name, move || {
            close(&connection);
            if let Some(lost) = &*lost.borrow() {
                lost();
            }
        });
        self.watch.replace(watch);
        Ok(())
    }

    pub(super) fn when_lost(&self, lost: impl Fn() + 'static) {
        self.lost.replace(Some(Box::new(lost)));
    }

    async fn connect(name: &str) -> Result<Database, LocalError> {
        limited(Box::pin(async {
            Database::open(name)
                .with_version(LAYOUT)
                .with_on_upgrade_needed(|_event, db| {
                    let there: Vec<String> = db.object_store_names().collect();
                    for table in Table::ALL {
                        if !there.iter().any(|n| n == table.name()) {
                            db.create_object_store(table.name()).build()?;
                        }
                    }
                    Ok(())
                })
                .await
                .map_err(|e| LocalError::Unavailable(e.to_string()))
        }))
        .await
    }

    async fn database(&self) -> Result<Rc<Database>, LocalError> {
        if self.gone.get() {
            return Err(LocalError::Gone);
        }
        if let Some(open) = self.connection.borrow().clone() {
            return Ok(open);
        }
        let fresh = Rc::new(Self::connect(&self.name).await?);
        let mark = limited(Box::pin(async {
            read(&begin(&fresh, &[Table::Meta], false)?, &Ask::one(Table::Meta, MARK)).await
        }));
        if mark.await?.pop().as_ref() != Some(&*self.mark.borrow()) {
            self.gone.set(true);
            (*fresh).clone().close();
            return Err(LocalError::Gone);
        }
        self.connection.replace(Some(Rc::clone(&fresh)));
        Ok(fresh)
    }

    /// Runs `work`; if it fails for another reason than a full disk, opens the database again and tries once more.
    async fn with<'w, T>(&self, work: &(dyn Fn(Rc<Database>) -> Answer<'w, T> + 'w)) -> Result<T, LocalError> {
        let db = self.database().await?;
        match limited(work(db)).await {
            Err(LocalError::Failed(_) | LocalError::Timeout) => {
                close(&self.connection);
                let db = self.database().await?;
                limited(work(db)).await
            }
            done => done,
        }
    }

    pub(super) async fn view(&self, asks: &[Ask]) -> Result<Vec<Vec<Vec<u8>>>, LocalError> {
        self.with(&|db| {
            Box::pin(async move {
                let mut tables: Vec<&str> = Vec::new();
                for name in asks.iter().map(|ask| ask.table().name()) {
                    if !tables.contains(&name) {
                        tables.push(name);
                    }
                }
                let mode = TransactionMode::Readonly;
                let tx = db.transaction(tables.as_slice()).with_mode(mode).build().map_err(|e| failed(&e))?;
                let mut answers = Vec::with_capacity(asks.len());
                for ask in asks {
                    answers.push(read(&tx, ask).await?);
                }
                Ok(answers)
            })
        })
        .await
    }

    pub(super) async fn update(
        &self,
        key: &str,
        change: &dyn Fn(Option<Vec<u8>>) -> Vec<u8>,
    ) -> Result<Vec<u8>, LocalError> {
        self.with(&|db| Box::pin(async move { update(&db, key, change).await })).await
    }

    pub(super) async fn write(&self, write: Write) -> Result<(), LocalError> {
        let write = &write;
        self.with(&|db| {
            Box::pin(async move {
                let tables = write.tables();
                if tables.is_empty() {
                    return Ok(());
                }
                let tx = begin(&db, &tables, write.strict)?;
                if let Some(term) = write.term
                    && number(read(&tx, &Ask::one(Table::Meta, TERM)).await?.pop()) != term
                {
                    return Err(LocalError::Superseded);
                }
                for table in &write.clear {
                    clear_but(&tx, *table, None)?;
                }
                for (table, prefix) in &write.keep_prefix {
                    clear_but(&tx, *table, Some(prefix))?;
                }
                for (table, key) in &write.delete {
                    let store = tx.object_store(table.name()).map_err(|e| failed(&e))?;
                    drop(store.delete(JsValue::from_str(key)).primitive().map_err(|e| failed(&e))?);
                }
                put_all(&tx, &write.put)?;
                tx.commit().await.map_err(|e| failed(&e))
            })
        })
        .await
    }

    pub(super) async fn append(&self, count: u32, build: &dyn Fn(u32) -> Vec<Put>) -> Result<u32, LocalError> {
        self.with(&|db| {
            Box::pin(async move {
                let tx = begin(&db, &[Table::Meta, Table::Outbox], true)?;
                let last = number(read(&tx, &Ask::one(Table::Meta, COUNTER)).await?.pop());
                let counter =
                    Put { table: Table::Meta, key: COUNTER.to_owned(), value: (last + count).to_le_bytes().to_vec() };
                put_all(&tx, &build(last + 1))?;
                put_all(&tx, &[counter])?;
                tx.commit().await.map_err(|e| failed(&e))?;
                Ok(last + 1)
            })
        })
        .await
    }
}

async fn read(tx: &Transaction<'_>, ask: &Ask) -> Result<Vec<Vec<u8>>, LocalError> {
    let store = tx.object_store(ask.table().name()).map_err(|e| failed(&e))?;
    match ask {
        Ask::One(_, key) => {
            let value: Option<JsValue> =
                store.get(JsValue::from_str(key)).primitive().map_err(|e| failed(&e))?.await.map_err(|e| failed(&e))?;
            Ok(value.filter(|v| !v.is_undefined()).map(|v| bytes(&v)).into_iter().collect())
        }
        Ask::All(_, prefix) => {
            let range =
                KeyRange::Bound(JsValue::from_str(prefix), false, JsValue::from_str(&prefix_end(prefix)), false);
            let values = store
                .get_all::<JsValue>()
                .with_query::<JsValue, _>(range)
                .primitive()
                .map_err(|e| failed(&e))?
                .await
                .map_err(|e| failed(&e))?;
            values.map(|v| v.map(|v| bytes(&v)).map_err(|e| failed(&e))).collect()
        }
    }
}

async fn update(db: &Database, key: &str, change: &dyn Fn(Option<Vec<u8>>) -> Vec<u8>) -> Result<Vec<u8>, LocalError> {
    let tx = begin(db, &[Table::Meta], true)?;
    let value = change(read(&tx, &Ask::one(Table::Meta, key)).await?.pop());
    put_all(&tx, &[Put { table: Table::Meta, key: key.to_owned(), value: value.clone() }])?;
    tx.commit().await.map_err(|e| failed(&e))?;
    Ok(value)
}

/// Lets go of a connection, so that whoever wants to delete the store can.
fn close(connection: &RefCell<Option<Rc<Database>>>) {
    if let Some(db) = connection.replace(None) {
        (*db).clone().close();
    }
}

fn begin<'a>(db: &'a Database, tables: &[Table], strict: bool) -> Result<Transaction<'a>, LocalError> {
    let names: Vec<&str> = tables.iter().map(|t| t.name()).collect();
    let durability = if strict { TransactionDurability::Strict } else { TransactionDurability::Relaxed };
    let mut options = TransactionOptions::new();
    options.set_durability(durability);
    db.transaction(names.as_slice())
        .with_mode(TransactionMode::Readwrite)
        .with_options(options)
        .build()
        .map_err(|e| failed(&e))
}

/// Requests go out as they are built; the transaction's end tells whether they worked.
fn put_all(tx: &Transaction<'_>, puts: &[Put]) -> Result<(), LocalError> {
    for put in puts {
        let store = tx.object_store(put.table.name()).map_err(|e| failed(&e))?;
        let request = store.put(js(&put.value)).with_key(JsValue::from_str(&put.key));
        drop(request.primitive().map_err(|e: IdbError| failed(&e))?);
    }
    Ok(())
}

fn clear_but(tx: &Transaction<'_>, table: Table, prefix: Option<&str>) -> Result<(), LocalError> {
    let store = tx.object_store(table.name()).map_err(|e| failed(&e))?;
    let Some(prefix) = prefix else {
        drop(store.clear().map_err(|e| failed(&e))?);
        return Ok(());
    };
    let below = KeyRange::UpperBound(JsValue::from_str(prefix), true);
    let above = KeyRange::LowerBound(JsValue::from_str(&prefix_end(prefix)), true);
    for range in [below, above] {
        drop(store.delete::<JsValue, _>(range).primitive().map_err(|e| failed(&e))?);
    }
    Ok(())
}
