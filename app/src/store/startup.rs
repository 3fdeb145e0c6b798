//! Opening the store: what is on the disk comes into memory.

use super::commit::{CHUNKS, META};
use super::edit::CLOCK;
use super::history::{Chunks, page_key};
use super::page::Seen;
use super::rows::{Rows, customers_of};
use super::{Account, Changed, Store, clock, sentinel};
use crate::local::{LocalDb, LocalError, Table};
use domain::row::RowRef;
use domain::sync::engine::Meta;
use domain::sync::outbox::Pending;
use domain::{Hlc, Kind, ReplicaId, Row, RowId, Version, codec};
use serde::de::DeserializeOwned;
use std::rc::Rc;

/// A store with what the sync engine needs to go on.
pub struct Opened {
    /// The store.
    pub store: Rc<Store>,
    /// Sync's own facts.
    pub meta: Meta,
    /// The queue.
    pub queue: Vec<Pending>,
    /// The browser has deleted the store that was here, and so many unsent edits with it.
    pub lost: Option<usize>,
}

/// Opens a person's store and brings it into memory.
///
/// # Errors
/// [`LocalError`] when the disk cannot be read. The disk stays as it is.
pub async fn open(account: Account, db: LocalDb) -> Result<Opened, LocalError> {
    let store = Rc::new(Store::new(account, db));
    // A store in memory leaves no mark.
    let noted = store.db.is_durable().then(|| sentinel::read(&store.account.store_name())).flatten();
    let meta = replica(&store.db).await?;
    let lost = noted.and_then(|noted| noted.lost(meta.replica));
    store.account.replica.set(meta.replica);
    store.clock.set(read::<Hlc>(&store.db, CLOCK).await?.unwrap_or_default());
    *store.chunks.borrow_mut() = read::<Chunks>(&store.db, CHUNKS).await?.unwrap_or_default();
    store.confirmed.set(Version::new(meta.epoch, meta.cursor));
    let queue = decode_all(&store.db.all(Table::Outbox, "").await?)?;
    store.reload_from(&meta).await?;
    store.take_ops(&queue, &[]);
    store.note_depth();
    Ok(Opened { store, meta, queue, lost })
}

/// The replica on the disk; a new one where there is none. Of two tabs that open a new store at the same moment, one makes the replica
/// and the other finds it.
pub(super) async fn replica(db: &LocalDb) -> Result<Meta, LocalError> {
    let fresh = Meta { replica: ReplicaId::v7(clock::now_ms(), clock::random_bytes()), ..Meta::default() };
    let fresh = codec::encode(&fresh);
    let packed = db.update(META, &|there| there.unwrap_or_else(|| fresh.clone())).await?;
    decode(&packed, "meta")
}

async fn read<T: DeserializeOwned>(db: &LocalDb, key: &str) -> Result<Option<T>, LocalError> {
    db.get(Table::Meta, key).await?.map(|bytes| decode(&bytes, "meta")).transpose()
}

/// What was kept, unpacked.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8], what: &'static str) -> Result<T, LocalError> {
    codec::decode(bytes, what).map_err(|e| LocalError::Damaged(e.to_string()))
}

/// The operations of a queue, unpacked.
pub(super) fn decode_all(packed: &[Vec<u8>]) -> Result<Vec<Pending>, LocalError> {
    packed.iter().map(|bytes| decode(bytes, "operation")).collect()
}

impl Store {
    /// Brings the rows on the disk into memory, in place of those there.
    pub(super) async fn reload(self: &Rc<Self>) -> Result<(), LocalError> {
        let meta: Meta = read(&self.db, META).await?.unwrap_or_default();
        self.reload_from(&meta).await
    }

    pub(super) async fn reload_from(self: &Rc<Self>, meta: &Meta) -> Result<(), LocalError> {
        let mut rows = Rows::default();
        // Customers whose rows are not all in one page.
        let mut rest: Vec<RowId> = Vec::new();
        // First what changed since the snapshot, so that older copies in pages are passed over.
        let mut gone: Vec<RowRef> = Vec::new();
        for bytes in self.db.all(Table::Delta, "").await? {
            match codec::decode::<Row>(&bytes, "row") {
                Ok(row) => rows.put(&row, bytes),
                Err(_) => {
                    if let Ok((kind, id)) = codec::decode::<(Kind, RowId)>(&bytes, "mark") {
                        gone.push(RowRef::new(kind, id));
                    }
                }
            }
        }
        let chunks = self.chunks.borrow().clone();
        let (id, list, done) = match &meta.snapshot {
            Some(p) if !meta.ready => (p.manifest.id.clone(), p.manifest.chunks.clone(), p.done),
            _ => (chunks.id, chunks.all, chunks.done),
        };
        *self.aliases.borrow_mut() = domain::Aliases::default();
        let pages = list.iter().zip(0u32..).filter(|(c, i)| c.tier_a && *i < done).map(|(_, i)| i);
        for index in pages {
            if let Some(bytes) = self.db.get(Table::Pages, &page_key(&id, index)).await? {
                let mut seen = Seen::default();
                rows.add_page(bytes.into(), |row| seen.add(row));
                rest.extend(self.index_seen(seen, &rows));
            }
        }
        rest.extend(rows.customers_of_fresh());
        for address in gone {
            if let Some(row) = rows.get(address) {
                rest.extend(customers_of(&row));
            }
            rows.remove(address);
        }
        rest.sort_unstable();
        rest.dedup();
        let before: Vec<RowId> = self.index.borrow().iter().map(|(_, e)| e.id).collect();
        *self.rows.borrow_mut() = rows;
        for id in before {
            if !self.rows.borrow().contains(RowRef::new(Kind::Customer, id)) {
                self.index.borrow_mut().remove(id);
                self.birthdays.borrow_mut().remove(&id);
            }
        }
        // Whose rows are not here yet is known by what waits about them.
        self.overlay.borrow_mut().update(&self.rows.borrow(), |_| true);
        rest.extend(self.note_merges(&rest));
        for id in rest {
            self.reindex(id);
        }
        self.all_changed();
        Ok(())
    }

    /// Redraws everything.
    fn all_changed(&self) {
        let shown: Vec<RowId> = self.triggers.borrow().keys().copied().collect();
        self.tell(&shown, Changed::ALL);
    }
}
