//! The confirmed rows of tier A, packed as they came, and how to find those of a customer.

use domain::judge::owner_field;
use domain::row::RowRef;
use domain::schema::fields::referral;
use domain::{Kind, Row, RowId, codec};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Where a packed row lies in a page.
#[derive(Clone, Copy, Debug)]
struct Place {
    page: u32,
    from: u32,
    len: u32,
}

/// Confirmed rows in memory. A page is a chunk of the snapshot; rows that changed since are held one by one.
#[derive(Debug, Default)]
pub struct Rows {
    pages: Vec<Rc<[u8]>>,
    places: FxHashMap<RowRef, Place>,
    fresh: FxHashMap<RowRef, Rc<[u8]>>,
    by_customer: FxHashMap<RowId, Vec<RowRef>>,
    customers: u32,
}

/// The customers a row belongs to: both ends of an edge, the owner of a contact point, the customer itself.
pub fn customers_of(row: &Row) -> impl Iterator<Item = RowId> {
    let first = match row.kind {
        Kind::Customer | Kind::Score => Some(row.id),
        kind => owner_field(kind).and_then(|f| row.reference(f)),
    };
    let second = if row.kind.is_edge() { row.reference(referral::FROM) } else { None };
    first.into_iter().chain(second)
}

/// Walks through the rows of a chunk: each is its length (four bytes, little-endian) and its bytes. Answers with false when the
/// chunk ends in the middle of a row.
pub fn each_packed(chunk: &[u8], mut take: impl FnMut(usize, &[u8])) -> bool {
    let mut at = 0;
    while at < chunk.len() {
        let Some(len) = chunk.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok()) else { return false };
        let len = u32::from_le_bytes(len) as usize;
        let Some(row) = chunk.get(at + 4..at + 4 + len) else { return false };
        take(at + 4, row);
        at += 4 + len;
    }
    true
}

impl Rows {
    /// Takes in a chunk of tier A; `seen` gets every row. Rows that are here already and newer stay. Answers with how many rows could not be read.
    pub fn add_page(&mut self, bytes: Rc<[u8]>, mut seen: impl FnMut(Row)) -> usize {
        let page = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        let mut damaged = 0;
        let mut found = Vec::new();
        let whole = each_packed(&bytes, |from, packed| match codec::decode::<Row>(packed, "row") {
            Ok(row) => {
                let place = Place {
                    page,
                    from: u32::try_from(from).unwrap_or(u32::MAX),
                    len: u32::try_from(packed.len()).unwrap_or(u32::MAX),
                };
                found.push((row, place));
            }
            Err(_) => damaged += 1,
        });
        if !whole {
            damaged += 1;
        }
        self.pages.push(bytes);
        for (row, place) in found {
            let address = row.address();
            if self.fresh.contains_key(&address) {
                continue;
            }
            if self.places.insert(address, place).is_none() {
                self.note(&row);
            }
            seen(row);
        }
        damaged
    }

    /// Takes in one row that changed.
    pub fn put(&mut self, row: &Row, packed: Vec<u8>) {
        let address = row.address();
        let known = self.contains(address);
        self.fresh.insert(address, packed.into());
        if !known {
            self.note(row);
        }
    }

    /// Drops a row.
    pub fn remove(&mut self, address: RowRef) {
        let Some(row) = self.get(address) else { return };
        self.fresh.remove(&address);
        self.places.remove(&address);
        for customer in customers_of(&row) {
            if let Some(list) = self.by_customer.get_mut(&customer) {
                list.retain(|r| *r != address);
            }
        }
        if address.kind == Kind::Customer {
            self.customers = self.customers.saturating_sub(1);
        }
    }

    fn note(&mut self, row: &Row) {
        if row.kind == Kind::Customer {
            self.customers += 1;
            return;
        }
        for customer in customers_of(row) {
            self.by_customer.entry(customer).or_default().push(row.address());
        }
    }

    /// Whether the row is here.
    pub fn contains(&self, address: RowRef) -> bool {
        self.fresh.contains_key(&address) || self.places.contains_key(&address)
    }

    /// Whether the row has changed since the snapshot.
    pub fn is_fresh(&self, address: RowRef) -> bool {
        self.fresh.contains_key(&address)
    }

    /// The customers of the rows that have changed since the snapshot.
    pub fn customers_of_fresh(&self) -> Vec<RowId> {
        self.fresh
            .keys()
            .filter_map(|address| self.get(*address))
            .flat_map(|row| customers_of(&row).collect::<Vec<_>>())
            .collect()
    }

    /// The row, unpacked.
    pub fn get(&self, address: RowRef) -> Option<Row> {
        let packed: &[u8] = if let Some(bytes) = self.fresh.get(&address) {
            bytes
        } else {
            let place = self.places.get(&address)?;
            let from = place.from as usize;
            self.pages.get(place.page as usize)?.get(from..from + place.len as usize)?
        };
        codec::decode(packed, "row").ok()
    }

    /// The rows that belong to a customer, besides the customer's own.
    pub fn of_customer(&self, customer: RowId) -> &[RowRef] {
        self.by_customer.get(&customer).map_or(&[], Vec::as_slice)
    }

    /// The addresses of all rows of a kind, in no particular order.
    pub fn of_kind(&self, kind: Kind) -> Vec<RowRef> {
        let all = self.places.keys().chain(self.fresh.keys().filter(|r| !self.places.contains_key(r)));
        all.filter(|r| r.kind == kind).copied().collect()
    }

    /// How many customers are here, those in the trash included.
    pub fn customers(&self) -> u32 {
        self.customers
    }
}
