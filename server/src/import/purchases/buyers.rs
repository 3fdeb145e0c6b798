//! The customers that an order table implies.

use super::Places;
use super::intern::{Intern, Word};
use crate::import::cell::{Bad, Cells};
use crate::import::customers::choice::nameless;
use crate::import::directory::{Directory, Found};
use crate::import::draft::{contact_point, customer_id, person_id};
use crate::import::report::Reason;
use crate::import::{Draft, Language};
use domain::schema::fields::customer;
use domain::{Kind, RowId, Value, phone};
use std::collections::HashMap;

/// A customer as far as the file tells.
struct Buyer {
    id: RowId,
    code: Option<String>,
    name: Option<String>,
    phone: String,
    /// Countries with how often and where last they occur.
    countries: Vec<(Word, u32, u32)>,
}

/// The customers so far.
pub(super) struct Buyers {
    all: Vec<Buyer>,
    by_id: HashMap<RowId, u32>,
    /// The ids of codes already met: making one means hashing.
    by_code: HashMap<String, RowId>,
    rows: u32,
    language: Language,
}

/// Whose a line is, found but not yet kept.
pub(super) struct Who {
    index: Option<u32>,
    id: RowId,
    code: Option<String>,
    name: Option<String>,
    phone: String,
}

impl Who {
    /// Where the buyer is, if other lines were theirs.
    pub fn index(&self) -> Option<u32> {
        self.index
    }
}

impl Buyers {
    /// Nobody yet. Names made up for customers without one are in this language.
    pub fn new(language: Language) -> Self {
        Self { all: Vec::new(), by_id: HashMap::new(), by_code: HashMap::new(), rows: 0, language }
    }

    /// Whose a line is: by code, else by phone number, else by name. `None` for an anonymous line.
    pub fn find(&mut self, cells: &Cells<'_>, places: &Places, directory: &Directory) -> Result<Option<Who>, Bad> {
        let code = cells.code(places.customer)?;
        let name = cells.text(places.customer_name, 120)?;
        let number = phone::normalise(cells.raw(places.customer_phone));
        let number = if number.len() <= 20 { number } else { String::new() };
        let id = match (code, number.as_str(), name) {
            (Some(code), _, _) => self.of_code(code, directory),
            (None, "", None) => return Ok(None),
            (None, "", Some(name)) => match directory.name(name) {
                Found::One(id) => id,
                Found::Nobody => person_id(name, ""),
                Found::Several => return Err(Bad::new(places.customer_name, Reason::AmbiguousCustomer)),
            },
            (None, number, name) => match directory.person(number, name.unwrap_or("")) {
                Found::One(id) => id,
                Found::Nobody => person_id(name.unwrap_or(""), number),
                Found::Several => return Err(Bad::new(places.customer_phone, Reason::AmbiguousCustomer)),
            },
        };
        let index = self.by_id.get(&id).copied();
        let phone = if directory.has_phone(id, &number) { String::new() } else { number };
        Ok(Some(Who { index, id, code: code.map(str::to_owned), name: name.map(str::to_owned), phone }))
    }

    fn of_code(&mut self, code: &str, directory: &Directory) -> RowId {
        if let Some(id) = self.by_code.get(code) {
            return *id;
        }
        let id = directory.code(code).unwrap_or_else(|| customer_id(code));
        self.by_code.insert(code.to_owned(), id);
        id
    }

    /// Keeps what a line tells about its buyer.
    pub fn keep(&mut self, who: Who, country: Option<Word>) -> u32 {
        let index = who.index.unwrap_or_else(|| {
            let index = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
            self.by_id.insert(who.id, index);
            self.all.push(Buyer {
                id: who.id,
                code: who.code,
                name: None,
                phone: String::new(),
                countries: Vec::new(),
            });
            index
        });
        self.rows = self.rows.saturating_add(1);
        let buyer = &mut self.all[index as usize];
        if buyer.name.is_none() {
            buyer.name = who.name;
        }
        if buyer.phone.is_empty() {
            buyer.phone = who.phone;
        }
        if let Some(country) = country {
            match buyer.countries.iter_mut().find(|(c, ..)| *c == country) {
                Some((_, times, last)) => (*times, *last) = (*times + 1, self.rows),
                None => buyer.countries.push((country, 1, self.rows)),
            }
        }
        index
    }

    pub fn id(&self, index: u32) -> RowId {
        self.all[index as usize].id
    }

    pub fn ids(&self) -> Vec<RowId> {
        self.all.iter().map(|b| b.id).collect()
    }

    /// The customers, then their phone numbers. The country is the most frequent one, of several the last.
    pub fn drafts(self, words: &Intern) -> Vec<Draft> {
        let mut points = Vec::new();
        let mut drafts = Vec::with_capacity(self.all.len());
        for buyer in self.all {
            let country = buyer.countries.iter().max_by_key(|(_, times, last)| (*times, *last));
            let made_up = || {
                let known_by = buyer.code.as_deref().unwrap_or(&buyer.phone);
                nameless(known_by, self.language)
            };
            let name = buyer.name.clone().unwrap_or_else(made_up);
            let fields = [
                (customer::NAME, Value::text(name)),
                (customer::CODE, buyer.code.as_deref().map_or(Value::Null, Value::text)),
                (customer::COUNTRY, country.map_or(Value::Null, |(w, ..)| Value::text(words.get(*w)))),
            ];
            let mut draft = Draft::new(Kind::Customer, buyer.id, fields);
            draft.implied = true;
            drafts.push(draft);
            if !buyer.phone.is_empty() {
                let mut point = contact_point(buyer.id, "phone", &buyer.phone, true);
                point.implied = true;
                points.push(point);
            }
        }
        drafts.append(&mut points);
        drafts
    }
}
