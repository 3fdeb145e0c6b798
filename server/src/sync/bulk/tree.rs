//! Whether referrals written in bulk leave the referrals a forest.

use std::collections::HashMap;

use domain::{Kind, Row, RowId, World as _};

use super::super::directory::{Directory, standing};

/// The referral tree, with what this batch adds to it.
pub(super) struct Tree<'a> {
    directory: &'a Directory,
    added: HashMap<RowId, (RowId, RowId)>,
}

impl<'a> Tree<'a> {
    /// The tree as it is.
    pub fn new(directory: &'a Directory) -> Self {
        Self { directory, added: HashMap::new() }
    }

    fn referrer(&self, customer: RowId) -> Option<(RowId, RowId)> {
        self.added.get(&customer).copied().or_else(|| self.directory.referrer(customer))
    }

    /// Whether a row leaves the referrals a forest; notes it if it is a referral that does.
    pub fn admits(&mut self, row: &Row) -> bool {
        if row.kind != Kind::Referral {
            return true;
        }
        let Some((to, Some((edge, from)))) = standing(row) else { return true };
        let aliases = self.directory.aliases();
        let person = aliases.root(to);
        let mut known = aliases.members(person).into_iter().filter_map(|member| self.referrer(member));
        // A person who was entered twice has one referrer.
        if known.any(|(id, _)| id != edge) {
            return false;
        }
        let (mut at, mut steps) = (from, 0u32);
        loop {
            if aliases.root(at) == person {
                return false;
            }
            let mut ups = aliases.members(aliases.root(at)).into_iter().filter_map(|member| self.referrer(member));
            match ups.find(|(_, up)| aliases.root(*up) != aliases.root(at)) {
                // The limit ends a walk on a circle that should not be there.
                Some((_, up)) if steps < 1_000_000 => (at, steps) = (up, steps + 1),
                _ => break,
            }
        }
        self.added.insert(to, (edge, from));
        true
    }
}
