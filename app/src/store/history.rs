//! Purchases and interactions of a customer: read from the disk when the customer is opened.

use super::Store;
use super::rows::each_packed;
use crate::local::Table;
use domain::row::RowRef;
use domain::schema::fields::{interaction, purchase};
use domain::sync::wire::ChunkInfo;
use domain::{Kind, Row, RowId, codec};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// What happened with a customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Purchases and refunds, newest first.
    pub purchases: Vec<Row>,
    /// Notes, calls, visits, messages, newest first.
    pub interactions: Vec<Row>,
    /// The day from which on the history is here; `None` when it is here whole.
    pub since_day: Option<i64>,
}

/// Which chunks of which snapshot are on this device.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Chunks {
    #[serde(rename = "i")]
    pub id: String,
    #[serde(rename = "c")]
    pub all: Vec<ChunkInfo>,
    #[serde(rename = "d")]
    pub done: u32,
    /// Whether the history had to make room: its chunks were given up.
    #[serde(rename = "f", default)]
    pub freed: bool,
}

/// The key of a chunk in [`Table::Pages`].
pub(super) fn page_key(snapshot: &str, index: u32) -> String {
    format!("{snapshot}/{index:06}")
}

/// The key of a row of tier B in [`Table::History`].
pub(super) fn history_key(customer: RowId, row: RowRef) -> String {
    format!("{}/{}/{}", customer.0.simple(), u8::from(row.kind), row.id.0.simple())
}

impl Store {
    /// A customer's history; `None` until it has been read.
    pub fn history(self: &Rc<Self>, customer: RowId) -> Option<Arc<History>> {
        let known = self.histories.borrow().get(&customer).cloned();
        let signal = known.unwrap_or_else(|| {
            let signal = ArcRwSignal::new(None);
            let mut all = self.histories.borrow_mut();
            if all.len() > 40 {
                all.clear();
            }
            all.insert(customer, signal.clone());
            drop(all);
            self.read_history(customer);
            signal
        });
        signal.get()
    }

    /// Reads it again, if somebody is looking at it.
    pub(super) fn renew_history(self: &Rc<Self>, customer: RowId) {
        let customer = self.root(customer);
        if self.histories.borrow().contains_key(&customer) {
            self.read_history(customer);
        }
    }

    pub(super) fn renew_history_of(&self, row: RowRef) {
        if row.kind.in_memory() {
            return;
        }
        let shown = self.overlay.borrow().view(row, &self.rows.borrow(), self.me());
        let customer = shown.as_ref().and_then(|r| domain::judge::owner_field(r.kind).and_then(|f| r.reference(f)));
        let store = super::store();
        match customer {
            Some(customer) => store.renew_history(customer),
            None => store.renew_all_histories(),
        }
    }

    /// Reads every history that somebody may be looking at again.
    pub(super) fn renew_all_histories(self: &Rc<Self>) {
        let open: Vec<RowId> = self.histories.borrow().keys().copied().collect();
        for customer in open {
            self.read_history(customer);
        }
    }

    fn read_history(self: &Rc<Self>, customer: RowId) {
        let store = Rc::clone(self);
        leptos::task::spawn_local(async move {
            let history = store.load_history(customer).await;
            let signal = store.histories.borrow().get(&customer).cloned();
            if let Some(signal) = signal {
                signal.set(Some(Arc::new(history)));
            }
        });
    }

    /// The rows of tier B of one customer, confirmed and waiting.
    async fn load_history(&self, customer: RowId) -> History {
        let mut found: BTreeMap<RowRef, Row> = BTreeMap::new();
        let chunks = self.chunks.borrow().clone();
        let members = self.counted(customer);
        let holds = |c: &ChunkInfo| c.customers.is_some_and(|(a, b)| members.iter().any(|m| (a..=b).contains(m)));
        let here = chunks.all.iter().zip(0u32..).filter(|(_, i)| *i < chunks.done);
        for (_, index) in here.filter(|(c, _)| holds(c)) {
            // A page that cannot be read is missing from the history; the next snapshot brings it back.
            let Ok(Some(bytes)) = self.db.get(Table::Pages, &page_key(&chunks.id, index)).await else { continue };
            each_packed(&bytes, |_, packed| {
                if let Ok(row) = codec::decode::<Row>(packed, "row")
                    && belongs(&row, &members)
                {
                    found.insert(row.address(), row);
                }
            });
        }
        let mut newer = Vec::new();
        for member in &members {
            newer.extend(self.db.all(Table::History, &format!("{}/", member.0.simple())).await.unwrap_or_default());
        }
        for row in newer.iter().filter_map(|b| codec::decode::<Row>(b, "row").ok()) {
            match found.get(&row.address()) {
                Some(old) if old.version > row.version => {}
                _ => {
                    found.insert(row.address(), row);
                }
            }
        }
        let waiting: Vec<RowRef> =
            members.iter().flat_map(|member| self.overlay.borrow().of_customer(*member).to_vec()).collect();
        for address in waiting.into_iter().filter(|a| !a.kind.in_memory()) {
            found.entry(address).or_insert_with(|| Row::new(address.kind, address.id, domain::Stamp::default(), []));
        }
        let overlay = self.overlay.borrow();
        let rows = self.rows.borrow();
        let shown = found.into_iter().filter_map(|(address, row)| {
            let confirmed = (!row.cells.is_empty()).then_some(row);
            overlay.over(address, confirmed, &rows, self.me())
        });
        let (mut purchases, mut interactions): (Vec<Row>, Vec<Row>) =
            shown.filter(|r| !r.is_deleted()).filter_map(|r| self.belonging(r)).partition(|r| r.kind == Kind::Purchase);
        purchases.sort_by_key(|r| std::cmp::Reverse((r.int(purchase::DAY), r.int(purchase::AT), r.id)));
        interactions.sort_by_key(|r| std::cmp::Reverse((r.int(interaction::AT), r.id)));
        let missing = chunks.all.iter().zip(0u32..).find(|(c, i)| !c.tier_a && *i >= chunks.done);
        let since_day = missing.map(|(_, first)| {
            chunks.all.iter().take(first as usize).filter_map(|c| c.since_day).min().unwrap_or(i64::MAX)
        });
        History { purchases, interactions, since_day }
    }
}

fn belongs(row: &Row, customers: &[RowId]) -> bool {
    let whose = domain::judge::owner_field(row.kind).and_then(|f| row.reference(f));
    whose.is_some_and(|id| customers.contains(&id))
}
