//! Rows of a customer table to customers and their contact points.

use super::Draft;
use super::cell::{Bad, Cells};
use super::directory::Found;
use super::draft::{contact_point, customer_id, person_id};
use super::mapping::Columns;
use super::read::{Context, Taker};
use super::report::{Note, Reason, Report};
use domain::schema::Holds;
use domain::schema::fields::customer;
use domain::{Field, Kind, RowId, Value, phone};
use std::collections::HashSet;

pub(super) mod choice;

/// Fields of plain text: name of the import field and field of the customer.
const TEXTS: [(&str, Field); 9] = [
    ("country", customer::COUNTRY),
    ("occupation", customer::OCCUPATION),
    ("address", customer::ADDRESS),
    ("remark", customer::REMARK),
    ("source", customer::SOURCE),
    ("preferences", customer::PREFERENCES),
    ("postcode", customer::POSTCODE),
    ("bank_account", customer::BANK_ACCOUNT),
    ("terms", customer::TERMS),
];
/// The longest tag, in characters.
const TAG: usize = 40;

/// Where the columns of a customer table are, and what has been taken so far.
pub(super) struct Customers {
    code: Option<usize>,
    name: Option<usize>,
    first_name: Option<usize>,
    last_name: Option<usize>,
    company: Option<usize>,
    kind: Option<usize>,
    gender: Option<usize>,
    stage: Option<usize>,
    owner: Option<usize>,
    birthday: Option<usize>,
    entered: Option<usize>,
    currency: Option<usize>,
    tags: Option<usize>,
    /// Province, city, district, or all in one.
    places: [Option<usize>; 4],
    texts: [Option<usize>; TEXTS.len()],
    /// Mobile before other phones, so that it is preferred.
    phones: [Option<usize>; 2],
    mail: Option<usize>,
    wechat: Option<usize>,
    seen: HashSet<RowId>,
    drafts: Vec<Draft>,
    points: Vec<Draft>,
}

impl Customers {
    pub fn new(columns: &Columns) -> Self {
        let at = |f| columns.at(f);
        Self {
            code: at("code"),
            name: at("name"),
            first_name: at("first_name"),
            last_name: at("last_name"),
            company: at("company"),
            kind: at("type"),
            gender: at("gender"),
            stage: at("sales_stage"),
            owner: at("owner"),
            birthday: at("birthday"),
            entered: at("entered_day"),
            currency: at("currency"),
            tags: at("tags"),
            places: ["province", "city", "district", "region"].map(at),
            texts: TEXTS.map(|(name, _)| at(name)),
            phones: ["mobile", "phone"].map(at),
            mail: at("email"),
            wechat: at("wechat"),
            seen: HashSet::new(),
            drafts: Vec::new(),
            points: Vec::new(),
        }
    }

    /// The name; made of first and last name where there is no whole one.
    fn name(&self, cells: &Cells<'_>) -> Result<Option<String>, Bad> {
        if let Some(name) = cells.text(self.name, 120)? {
            return Ok(Some(name.to_owned()));
        }
        let (first, last) = (cells.raw(self.first_name), cells.raw(self.last_name));
        let chinese = |t: &str| t.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || c == '·');
        let name = match (first, last) {
            ("", "") => return Ok(None),
            ("", one) | (one, "") => one.to_owned(),
            (first, last) if chinese(first) && chinese(last) => format!("{last}{first}"),
            (first, last) => format!("{first} {last}"),
        };
        if name.chars().count() > 120 {
            return Err(Bad::new(self.last_name, Reason::TextTooLong));
        }
        Ok(Some(name))
    }

    fn region(&self, cells: &Cells<'_>) -> Result<Value, Bad> {
        let mut parts: Vec<&str> = Vec::new();
        for at in self.places {
            for part in cells.raw(at).split(['/', '-', ' ', '，', ',', '　']).map(str::trim).filter(|p| !p.is_empty())
            {
                // Beijing is both province and city.
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
        }
        let region = parts.join(" ");
        if region.chars().count() > 120 {
            return Err(Bad::new(self.places.into_iter().flatten().next(), Reason::TextTooLong));
        }
        Ok(Value::text(region))
    }

    /// Which customer the row is: by code, else by phone number and name.
    fn identify(&self, cells: &Cells<'_>, context: &Context<'_>, name: &str, phones: &[String]) -> Result<RowId, Bad> {
        if let Some(code) = cells.code(self.code)? {
            let id = context.directory.code(code).unwrap_or_else(|| customer_id(code));
            return if self.seen.contains(&id) { Err(Bad::new(self.code, Reason::DuplicateCode)) } else { Ok(id) };
        }
        let phone = phones.first().map_or("", String::as_str);
        let known = match context.directory.person(phone, name) {
            Found::One(id) if context.directory.is_called(id, name) => Some(id),
            _ => None,
        };
        let id = known.unwrap_or_else(|| person_id(name, phone));
        if self.seen.contains(&id) { Err(Bad::new(None, Reason::Repeated)) } else { Ok(id) }
    }

    /// Values that are one of a few; an unknown one is left empty and noted.
    fn choices(&self, cells: &Cells<'_>, context: &mut Context<'_>) -> Vec<(Field, Value)> {
        let mut out = Vec::new();
        let mut choose = |field, at, read: fn(&str) -> Option<&'static str>| {
            let text = cells.raw(at);
            if text.is_empty() {
                return;
            }
            match read(text) {
                Some(code) => out.push((field, Value::text(code))),
                None => context.report.note(Note::ValueDropped),
            }
        };
        choose(customer::TYPE, self.kind, choice::customer_type);
        choose(customer::GENDER, self.gender, choice::gender);
        choose(customer::SALES_STAGE, self.stage, choice::sales_stage);
        let owner = cells.raw(self.owner);
        if !owner.is_empty() {
            match context.directory.staff(owner) {
                Found::One(id) => out.push((customer::OWNER, Value::Id(id))),
                _ => context.report.note(Note::UnknownOwner),
            }
        }
        out
    }

    fn contact_points(&self, cells: &Cells<'_>, phones: &[String], id: RowId) -> Result<Vec<Draft>, Bad> {
        let mut points: Vec<Draft> =
            phones.iter().enumerate().map(|(i, p)| contact_point(id, "phone", p, i == 0)).collect();
        for (channel, at) in [("mail", self.mail), ("wechat", self.wechat)] {
            if let Some(value) = cells.text(at, 240)? {
                points.push(contact_point(id, channel, value, false));
            }
        }
        Ok(points)
    }
}

impl Taker for Customers {
    fn take(&mut self, cells: Cells<'_>, context: &mut Context<'_>) -> Result<(), Bad> {
        let code = cells.code(self.code)?;
        let known = code.is_some_and(|c| context.directory.code(c).is_some());
        let (name, made_up) = match (self.name(&cells)?, code) {
            (Some(name), _) => (name, false),
            (None, Some(code)) => (choice::nameless(code, context.options.language), true),
            (None, None) => return Err(Bad::new(self.name.or(self.last_name).or(self.code), Reason::Missing)),
        };
        let mut phones = Vec::new();
        let mut useless = 0;
        for at in self.phones {
            for part in cells.raw(at).split(['/', ';', ',', '、', '；', '，']).filter(|p| !p.trim().is_empty()) {
                let number = phone::normalise(part);
                if (5..=20).contains(&number.len()) {
                    if !phones.contains(&number) {
                        phones.push(number);
                    }
                } else {
                    useless += 1;
                }
            }
        }
        let id = self.identify(&cells, context, &name, &phones)?;
        let mut fields = vec![(customer::REGION, self.region(&cells)?)];
        // A made-up name must not replace a real one.
        if !(made_up && known) {
            fields.push((customer::NAME, Value::text(&name)));
        }
        fields.push((customer::CODE, code.map_or(Value::Null, Value::text)));
        fields.push((customer::COMPANY, cells.text(self.company, 120)?.map_or(Value::Null, Value::text)));
        for ((_, field), at) in TEXTS.into_iter().zip(self.texts) {
            let max = match Kind::Customer.field(field).map(|d| d.holds) {
                Some(Holds::Text(max)) => max,
                _ => 80,
            };
            fields.push((field, cells.text(at, max)?.map_or(Value::Null, Value::text)));
        }
        for (field, at) in [(customer::BIRTHDAY, self.birthday), (customer::ENTERED_DAY, self.entered)] {
            let day = cells.date(at)?.map(|m| m.resolve(context.options.zone_minutes).0);
            fields.push((field, day.map_or(Value::Null, Value::Int)));
        }
        fields.push((customer::CURRENCY, cells.currency(self.currency)?.map_or(Value::Null, Value::Text)));
        let mut tags = Vec::new();
        for tag in cells.raw(self.tags).split([',', ';', '，', '；', '、', '|']).map(str::trim) {
            if tag.chars().count() > TAG {
                return Err(Bad::new(self.tags, Reason::TextTooLong));
            }
            if !tag.is_empty() && !tags.iter().any(|t| t == tag) {
                tags.push(tag.to_owned());
            }
        }
        let points = self.contact_points(&cells, &phones, id)?;
        // Nothing can go wrong any more: only now is anything kept.
        fields.extend(self.choices(&cells, context));
        (0..useless).for_each(|_| context.report.note(Note::ValueDropped));
        let new_to_the_base = |p: &Draft| !phones.iter().any(|n| context.directory.has_phone(id, n) && holds(p, n));
        self.points.extend(points.into_iter().filter(new_to_the_base));
        let mut draft = Draft::new(Kind::Customer, id, fields);
        draft.tags = tags;
        self.seen.insert(id);
        self.drafts.push(draft);
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Report) -> Box<dyn Iterator<Item = Draft> + Send> {
        Box::new(self.drafts.into_iter().chain(self.points))
    }
}

fn holds(point: &Draft, number: &str) -> bool {
    point.fields.iter().any(|(_, v)| v.as_text() == Some(number))
}
