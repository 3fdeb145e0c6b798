//! Everything figures follow from, in memory: about 60 bytes a purchase.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use domain::row::RowRef;
use domain::{Aliases, Kind, RowId};

use super::fact::{Bought, Contacted, Fact};

/// One customer's events.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Whether the customer is there and not in the trash. Events may be known before the customer is.
    pub standing: bool,
    /// Purchases, in no particular order.
    pub bought: Vec<Bought>,
    /// Interactions, in no particular order.
    pub contacted: Vec<Contacted>,
}

/// Every customer's events.
#[derive(Debug, Default)]
pub struct Ledger {
    accounts: HashMap<RowId, Account>,
    /// Who was merged into whom: the survivor's figures are those of all.
    aliases: Aliases,
    /// Customers whose figures may have changed since they were last asked for.
    dirty: HashSet<RowId>,
    /// Whether purchases (not only interactions) have changed since then.
    money_moved: bool,
}

impl Ledger {
    /// Notes a fact; telling it twice does no harm.
    pub fn note(&mut self, fact: Fact) {
        match fact {
            Fact::Customer { id, deleted, into } => {
                let was = self.aliases.root(id);
                let moved = self.aliases.put(id, into, deleted);
                let account = self.accounts.entry(id).or_default();
                if account.standing == deleted || moved {
                    account.standing = !deleted;
                    self.money_moved |= !account.bought.is_empty();
                    self.dirty.extend([id, was, self.aliases.root(id)]);
                }
            }
            Fact::Purchase { customer, id, bought } => {
                let account = self.accounts.entry(customer).or_default();
                if put(&mut account.bought, bought, |b| b.id == id) {
                    self.dirty.insert(self.aliases.root(customer));
                    self.money_moved = true;
                }
            }
            Fact::Interaction { customer, id, contacted } => {
                let account = self.accounts.entry(customer).or_default();
                if put(&mut account.contacted, contacted, |c| c.id == id) {
                    self.dirty.insert(self.aliases.root(customer));
                }
            }
            Fact::Gone(at) => self.forget(at),
        }
    }

    fn forget(&mut self, at: RowRef) {
        match at.kind {
            Kind::Customer => {
                self.dirty.insert(self.aliases.root(at.id));
                self.aliases.forget(at.id);
                self.accounts.remove(&at.id);
                self.dirty.remove(&at.id);
                self.money_moved = true;
            }
            // Whose an erased purchase was is not said: erasing is rare, and looking at every account is quick.
            Kind::Purchase | Kind::Interaction => {
                for (customer, account) in &mut self.accounts {
                    let before = account.bought.len() + account.contacted.len();
                    account.bought.retain(|b| b.id != at.id);
                    account.contacted.retain(|c| c.id != at.id);
                    if account.bought.len() + account.contacted.len() != before {
                        self.dirty.insert(self.aliases.root(*customer));
                        self.money_moved |= at.kind == Kind::Purchase;
                    }
                }
            }
            _ => {}
        }
    }

    /// The customers whose figures may have changed since this was last asked.
    pub fn take_dirty(&mut self) -> HashSet<RowId> {
        std::mem::take(&mut self.dirty)
    }

    /// How many customers' figures may have changed.
    pub fn dirty(&self) -> usize {
        self.dirty.len()
    }

    /// Whether purchases have changed since this was last asked.
    pub fn take_money_moved(&mut self) -> bool {
        std::mem::take(&mut self.money_moved)
    }

    /// Whether purchases have changed.
    pub fn money_moved(&self) -> bool {
        self.money_moved
    }

    /// How many customers there are, those in the trash included.
    pub fn len(&self) -> usize {
        self.accounts.len()
    }

    /// One customer's events, with those of the records merged into it; `None` when the customer is not there, in the trash, or
    /// merged into another.
    pub fn account(&self, customer: RowId) -> Option<Cow<'_, Account>> {
        let account = self.accounts.get(&customer).filter(|account| account.standing)?;
        (!self.aliases.is_alias(customer)).then(|| self.whole(customer, account))
    }

    /// Every customer's events.
    pub fn accounts(&self) -> impl Iterator<Item = (RowId, Cow<'_, Account>)> {
        let standing = self.accounts.iter().filter(|(id, account)| account.standing && !self.aliases.is_alias(**id));
        standing.map(|(id, account)| (*id, self.whole(*id, account)))
    }

    fn whole<'a>(&'a self, customer: RowId, own: &'a Account) -> Cow<'a, Account> {
        let mut account = Cow::Borrowed(own);
        for more in self.aliases.counted(customer).iter().skip(1).filter_map(|id| self.accounts.get(id)) {
            let all = account.to_mut();
            all.bought.extend_from_slice(&more.bought);
            all.contacted.extend_from_slice(&more.contacted);
        }
        account
    }
}

/// Puts an element in the place of the one it is; answers whether anything changed.
fn put<T: PartialEq>(list: &mut Vec<T>, new: Option<T>, same: impl Fn(&T) -> bool) -> bool {
    match (list.iter().position(same), new) {
        (Some(at), Some(new)) if list[at] == new => false,
        (Some(at), Some(new)) => {
            list[at] = new;
            true
        }
        (Some(at), None) => {
            list.swap_remove(at);
            true
        }
        (None, Some(new)) => {
            list.push(new);
            true
        }
        (None, None) => false,
    }
}
