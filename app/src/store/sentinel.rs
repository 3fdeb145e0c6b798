//! A mark beside the store: whose replica is here and how many edits are unsent. When the mark is found without its store, the browser
//! has deleted the store (low disk, a cleaner, seven idle days in Safari), and the person is told what went with it.
//!
//! A browser that deletes everything of a site takes the mark as well; then nobody can tell.

use super::{Mark, Store};
use domain::ReplicaId;
use gloo_storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};

/// What is noted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Sentinel {
    /// The replica.
    pub replica: String,
    /// Edits that were on the disk only.
    pub unsent: usize,
}

fn key(store: &str) -> String {
    format!("jipan.kept.{store}")
}

/// What was noted about a store.
pub(super) fn read(store: &str) -> Option<Sentinel> {
    LocalStorage::get(key(store)).ok()
}

impl Sentinel {
    /// How many unsent edits went with the store that was here; `None` when the replica is the one that was noted.
    pub(super) fn lost(self, found: ReplicaId) -> Option<usize> {
        (self.replica != found.to_string()).then_some(self.unsent)
    }
}

impl Store {
    /// Notes the replica and the depth of its queue, when they are others than before.
    pub(super) fn note_depth(&self) {
        if !self.db.is_durable() || self.account.replica.get().is_nil() {
            return;
        }
        let unsent = self.overlay.borrow().all().iter().filter(|s| s.mark == Mark::Waiting).count();
        let noted = Some((self.account.replica.get(), unsent));
        if self.noted.replace(noted) == noted {
            return;
        }
        let sentinel = Sentinel { replica: self.account.replica.get().to_string(), unsent };
        // A browser that keeps no marks keeps no store either.
        let _ = LocalStorage::set(key(&self.account.store_name()), sentinel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_replica_than_noted_means_that_the_store_was_deleted() {
        let (one, two) = (ReplicaId::v7(1, [1; 10]), ReplicaId::v7(2, [2; 10]));
        let noted = Sentinel { replica: one.to_string(), unsent: 3 };
        assert_eq!(noted.clone().lost(one), None);
        assert_eq!(noted.lost(two), Some(3));
    }
}
