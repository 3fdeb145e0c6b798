//! The staff directory.

use super::Store;
use domain::schema::fields::staff;
use domain::{Kind, RowId, StaffId};
use leptos::reactive::traits::Track;

/// A member of staff, for choosing an owner and for naming authors.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Their id.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// Whether they still work here.
    pub active: bool,
}

impl Store {
    /// The name of a member of staff; `None` for somebody who is not in the directory.
    pub fn staff_name(&self, id: StaffId) -> Option<String> {
        self.directory.track();
        if id == self.account.staff && !self.account.me.name.is_empty() {
            return Some(self.account.me.name.clone());
        }
        // A list asks for the same few names with every row.
        if let Some(known) = self.names.borrow().get(&id) {
            return known.clone();
        }
        let name = self.row(Kind::Staff, id.row()).map(|row| row.text(staff::NAME).to_owned());
        self.names.borrow_mut().insert(id, name.clone());
        name
    }

    /// Everybody who works here, by name.
    pub fn people(&self) -> Vec<Person> {
        self.directory.track();
        let mut people: Vec<Person> = self
            .of_kind(Kind::Staff)
            .into_iter()
            .map(|row| Person {
                id: StaffId(row.id.0),
                name: row.text(staff::NAME).to_owned(),
                active: row.get(staff::ACTIVE).is_true(),
            })
            .filter(|p| p.active)
            .collect();
        people.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        people
    }

    /// The name of a customer, as the screen shows it.
    pub fn customer_name(&self, id: RowId) -> Option<String> {
        self.customer(self.root(id)).map(|row| row.text(domain::schema::fields::customer::NAME).to_owned())
    }
}
