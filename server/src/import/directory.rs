//! What an import must know about the base beforehand: who is who.

use domain::judge::is_live;
use domain::schema::fields::{contact_point, customer, referral, staff};
use domain::{Aliases, Kind, Row, RowId, phone};
use std::collections::{HashMap, HashSet};

/// What a name or number leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    Nobody,
    One(RowId),
    Several,
}

/// Customers by code, phone number and name, staff by name, and who referred whom. The caller fills it from the base.
#[derive(Debug, Default)]
pub struct Directory {
    codes: HashMap<String, RowId>,
    phones: HashMap<String, Vec<RowId>>,
    names: HashMap<String, Vec<RowId>>,
    staff: HashMap<String, Vec<RowId>>,
    referrers: HashMap<RowId, RowId>,
    gone: HashSet<RowId>,
    aliases: Aliases,
}

impl Directory {
    /// Takes in a row of the base: a customer, contact point, member of staff or referral; others are ignored, and so are rows in
    /// the trash. Customers must come before their contact points.
    pub fn add(&mut self, row: &Row) {
        match row.kind {
            Kind::Customer if row.is_deleted() => {
                self.gone.insert(row.id);
            }
            Kind::Customer => {
                self.aliases.note(row);
                let code = row.text(customer::CODE);
                if !code.is_empty() {
                    self.codes.insert(code.to_owned(), row.id);
                }
                insert(&mut self.names, row.text(customer::NAME).trim(), row.id);
            }
            Kind::ContactPoint if !row.is_deleted() && row.text(contact_point::CHANNEL) == "phone" => {
                let owner = row.reference(contact_point::CUSTOMER).filter(|id| !self.gone.contains(id));
                if let Some(owner) = owner {
                    insert(&mut self.phones, &phone::normalise(row.text(contact_point::VALUE)), owner);
                }
            }
            Kind::Staff if !row.is_deleted() => insert(&mut self.staff, row.text(staff::NAME).trim(), row.id),
            Kind::Referral if is_live(row) => {
                if let (Some(from), Some(to)) = (row.reference(referral::FROM), row.reference(referral::TO)) {
                    self.referrers.insert(to, from);
                }
            }
            _ => {}
        }
    }

    pub(super) fn code(&self, code: &str) -> Option<RowId> {
        // The record itself: what another system says about a record that was merged stays with that record.
        self.codes.get(code).copied()
    }

    pub(super) fn name(&self, name: &str) -> Found {
        self.found(&self.names, name.trim())
    }

    pub(super) fn phone(&self, normalised: &str) -> Found {
        self.found(&self.phones, normalised)
    }

    pub(super) fn staff(&self, name: &str) -> Found {
        self.found(&self.staff, name.trim())
    }

    /// The one customer with this phone number, or, where several share it, the one of them with this name.
    pub(super) fn person(&self, normalised_phone: &str, name: &str) -> Found {
        match self.people(&self.phones, normalised_phone).as_slice() {
            [] => Found::Nobody,
            [one] => Found::One(*one),
            several => {
                let named = self.people(&self.names, name.trim());
                let mut both = several.iter().filter(|id| named.contains(id));
                match (both.next(), both.next()) {
                    (Some(one), None) => Found::One(*one),
                    _ => Found::Several,
                }
            }
        }
    }

    /// Whom a key leads to, as the people they are now: whoever was merged counts as the survivor.
    fn people(&self, map: &HashMap<String, Vec<RowId>>, key: &str) -> Vec<RowId> {
        let mut people = Vec::new();
        for id in map.get(key).into_iter().flatten().map(|id| self.aliases.root(*id)) {
            if !people.contains(&id) {
                people.push(id);
            }
        }
        people
    }

    fn found(&self, map: &HashMap<String, Vec<RowId>>, key: &str) -> Found {
        match self.people(map, key).as_slice() {
            [] => Found::Nobody,
            [one] => Found::One(*one),
            _ => Found::Several,
        }
    }

    /// Whether this customer has this name.
    pub(super) fn is_called(&self, id: RowId, name: &str) -> bool {
        self.people(&self.names, name.trim()).contains(&self.aliases.root(id))
    }

    /// Whether this customer has this phone number already.
    pub(super) fn has_phone(&self, id: RowId, normalised: &str) -> bool {
        self.people(&self.phones, normalised).contains(&self.aliases.root(id))
    }

    pub(super) fn referrers(&self) -> &HashMap<RowId, RowId> {
        &self.referrers
    }
}

fn insert(into: &mut HashMap<String, Vec<RowId>>, key: &str, id: RowId) {
    if !key.is_empty() {
        let ids = into.entry(key.to_owned()).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}
