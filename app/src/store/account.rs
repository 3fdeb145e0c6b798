//! Who uses this page, and who used it last: remembered, so that the app opens without a network.

use crate::api::account::Me;
use domain::{ReplicaId, StaffId};
use gloo_storage::{LocalStorage, Storage};
use std::cell::Cell;

/// Where the last account is remembered.
const KEY: &str = "jipan.account";

/// The person, the base, and this device.
#[derive(Debug)]
pub struct Account {
    /// As the server described them at the last contact.
    pub me: Me,
    /// The person's id.
    pub staff: StaffId,
    /// This device's id in the store.
    pub replica: Cell<ReplicaId>,
}

impl Account {
    /// From what the server said.
    pub fn new(me: Me) -> Self {
        let staff = StaffId::parse(&me.staff).unwrap_or_default();
        Self { me, staff, replica: Cell::default() }
    }

    pub(super) fn nobody() -> Self {
        Self::new(Me {
            staff: String::new(),
            name: String::new(),
            role: "staff".into(),
            scope: "own".into(),
            team: None,
            organisation: String::new(),
            currency: "CNY".into(),
            zone_minutes: 480,
            base: String::new(),
            empty: true,
            demo: false,
        })
    }

    /// The name of this person's store for this base: another person on the same browser has another store.
    pub fn store_name(&self) -> String {
        format!("jipan-{}-{}", self.me.base, self.me.staff)
    }

    /// Whether the person manages others.
    pub fn is_manager(&self) -> bool {
        self.me.role != "staff"
    }

    /// Whether the person administers the base.
    pub fn is_administrator(&self) -> bool {
        self.me.role == "administrator"
    }
}

/// Who used this browser last; `None` when nobody did, or the browser keeps nothing.
pub fn last_account() -> Option<Me> {
    LocalStorage::get(KEY).ok()
}

/// Remembers who uses this browser. When the browser keeps nothing, the next start asks the server.
pub fn remember_account(me: &Me) {
    let _ = LocalStorage::set(KEY, me);
}

/// Forgets who used this browser (their store stays: it may hold unsent work).
pub fn forget_account() {
    LocalStorage::delete(KEY);
}
