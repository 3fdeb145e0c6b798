//! What the customer list knows about one customer.

use super::dict::{Term, Terms};
use crate::id::{RowId, StaffId};
use crate::phone;
use crate::row::Row;
use crate::schema::fields::{contact_point, customer, score};
use serde::{Deserialize, Serialize};

/// Whether a customer is a person or a company.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerKind {
    /// A person; also when nothing was said.
    #[default]
    Person,
    /// A company or another organisation.
    Company,
}

/// What a device knows about a customer besides the rows: it comes from its outbox, its conflicts and its work list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// An operation about this customer has not been acknowledged.
    pub unsent: bool,
    /// A conflict about this customer or something of theirs is open (besides those on the rows given).
    pub open_conflict: bool,
    /// Something promised to this customer is overdue.
    pub overdue: bool,
}

/// What is the same for all customers of a base.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Surroundings<'a> {
    /// The currency of the sums in score rows, ISO 4217.
    pub currency: &'a str,
    /// Minutes east of UTC of the organisation's zone; for the day of creation of customers without an entered day.
    pub zone_minutes: i32,
}

/// One customer as the list, the filters and the sorts need it. Days are days since 1970-01-01; money is in minor units.
/// Numbers of type [`Term`] belong to the [`Terms`] the entry was built with.
#[derive(Clone, PartialEq, Debug)]
#[allow(clippy::struct_excessive_bools)] // four independent facts, not a state
pub struct Entry {
    /// The customer row's id.
    pub id: RowId,
    /// The name.
    pub name: Box<str>,
    /// The company a person belongs to; empty when not known.
    pub company: Box<str>,
    /// The id in another system; empty when there is none.
    pub code: Box<str>,
    /// Telephone numbers, digits only, the preferred one first, separated by spaces.
    pub phones: Box<str>,
    /// Tags, ascending.
    pub tags: Box<[Term]>,
    /// The responsible member of staff.
    pub owner: Term,
    /// The place in words.
    pub region: Term,
    /// The country.
    pub country: Term,
    /// The tier in the default scheme.
    pub tier: Term,
    /// The lifecycle stage.
    pub lifecycle: Term,
    /// The segment of the 5x5 map.
    pub segment: Term,
    /// The sales stage.
    pub stage: Term,
    /// The channel of the last interaction.
    pub contact_channel: Term,
    /// The currency of the sums.
    pub currency: Term,
    /// The day of the last interaction.
    pub last_contact: Option<i32>,
    /// The last day with a qualifying purchase.
    pub last_purchase: Option<i32>,
    /// The business day on which the customer was entered.
    pub created: i32,
    /// Net revenue of the last 365 days.
    pub net_year: i64,
    /// Net revenue within the scoring window.
    pub net_window: i64,
    /// Qualifying orders in all.
    pub orders: u32,
    /// Scores of recency, frequency and money as one number, 111 to 555; 0 when not scored.
    pub rfm: u16,
    /// Person or company.
    pub kind: CustomerKind,
    /// In the trash.
    pub deleted: bool,
    /// With an open conflict.
    pub open_conflict: bool,
    /// With work that is not yet acknowledged.
    pub unsent: bool,
    /// With something overdue.
    pub overdue: bool,
}

const DAY_MS: i64 = 86_400_000;

impl Entry {
    /// The entry of a customer row, its contact points (those in the trash are left out) and its score row. Values that do not
    /// fit their field (a newer program may have written them) count as not set.
    pub fn build(
        terms: &mut Terms,
        surroundings: Surroundings<'_>,
        customer: &Row,
        contact_points: &[&Row],
        score: Option<&Row>,
        marks: Marks,
    ) -> Self {
        let conflict = !customer.open.is_empty() || contact_points.iter().any(|p| !p.open.is_empty());
        let figure = |field| score.and_then(|s| s.int(field));
        let day = |field| figure(field).and_then(|d| i32::try_from(d).ok());
        let text = |field| score.map_or("", |s| s.text(field));
        let mut tags: Vec<Term> = customer
            .set(customer::TAGS)
            .filter_map(|tag| tag.as_text())
            .map(|tag| terms.tags.intern(tag))
            .filter(|term| *term != Term::UNSET)
            .collect();
        crate::short::sort(&mut tags, |a, b| a < b);
        Self {
            id: customer.id,
            name: customer.text(customer::NAME).into(),
            company: customer.text(customer::COMPANY).into(),
            code: customer.text(customer::CODE).into(),
            phones: phones(contact_points).into(),
            tags: tags.into(),
            owner: terms.owners.intern(&StaffId(customer.reference(customer::OWNER).unwrap_or_default().0)),
            region: terms.regions.intern(customer.text(customer::REGION)),
            country: terms.countries.intern(customer.text(customer::COUNTRY)),
            tier: terms.tiers.intern(text(score::TIER)),
            lifecycle: terms.lifecycles.intern(text(score::LIFECYCLE)),
            segment: terms.segments.intern(text(score::SEGMENT)),
            stage: terms.stages.intern(customer.text(customer::SALES_STAGE)),
            contact_channel: terms.channels.intern(text(score::CONTACT_CHANNEL)),
            currency: terms.currencies.intern(surroundings.currency),
            last_contact: day(score::CONTACT_DAY),
            last_purchase: day(score::LAST_DAY),
            created: created_day(customer, surroundings.zone_minutes),
            net_year: figure(score::NET_YEAR).unwrap_or(0),
            net_window: figure(score::NET_WINDOW).unwrap_or(0),
            orders: figure(score::ORDERS).map_or(0, |n| u32::try_from(n.max(0)).unwrap_or(u32::MAX)),
            rfm: figure(score::RFM).and_then(|n| u16::try_from(n).ok()).unwrap_or(0),
            kind: if customer.text(customer::TYPE) == "company" { CustomerKind::Company } else { CustomerKind::Person },
            deleted: customer.is_deleted(),
            open_conflict: conflict || marks.open_conflict,
            unsent: marks.unsent,
            overdue: marks.overdue,
        }
    }

    /// The cell of the 5x5 map: recency times ten plus the mean of frequency and money, halves upwards; `None` when not scored.
    pub fn cell(&self) -> Option<u8> {
        let digit = |n: u16| u8::try_from(n % 10).unwrap_or(0);
        let (r, f, m) = (digit(self.rfm / 100), digit(self.rfm / 10), digit(self.rfm));
        (self.rfm > 0).then(|| r * 10 + (f + m).div_ceil(2))
    }

    /// The telephone numbers, the preferred one first.
    pub fn phone_numbers(&self) -> impl Iterator<Item = &str> {
        self.phones.split(' ').filter(|p| !p.is_empty())
    }
}

/// The digits of the telephone numbers, preferred and then older ones first, each once.
fn phones(points: &[&Row]) -> String {
    let mut numbers: Vec<(bool, RowId, String)> = points
        .iter()
        .filter(|p| !p.is_deleted() && p.text(contact_point::CHANNEL) == "phone")
        .map(|p| {
            let number = phone::normalise(p.text(contact_point::VALUE));
            (!p.get(contact_point::PREFERRED).is_true(), p.id, number.trim_start_matches('+').to_owned())
        })
        .filter(|(_, _, number)| !number.is_empty())
        .collect();
    crate::short::sort(&mut numbers, |a, b| a < b);
    let mut out = String::new();
    for (_, _, number) in &numbers {
        if !out.split(' ').any(|known| known == number) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(number);
        }
    }
    out
}

/// The entered day, or the day of the row's creation in the organisation's zone.
fn created_day(customer: &Row, zone_minutes: i32) -> i32 {
    let entered = customer.int(customer::ENTERED_DAY).and_then(|d| i32::try_from(d).ok());
    entered.unwrap_or_else(|| {
        let millis = i64::try_from(customer.created.hlc.millis()).unwrap_or(0) + i64::from(zone_minutes) * 60_000;
        i32::try_from(millis.div_euclid(DAY_MS)).unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Hlc, Version};
    use crate::row::Stamp;
    use crate::schema::{Field, Kind};
    use crate::value::Value;

    fn row(kind: Kind, n: u8, fields: &[(Field, Value)]) -> Row {
        let created = Stamp { hlc: Hlc::new(1_735_689_600_000 - 1, 0), ..Stamp::default() }; // just before 2025-01-01 UTC
        Row::new(kind, RowId::from_bytes([n; 16]), created, fields.iter().cloned())
    }

    #[test]
    fn an_entry_gathers_the_rows_of_one_customer() {
        let owner = RowId::from_bytes([9; 16]);
        let mut c = row(
            Kind::Customer,
            1,
            &[
                (customer::NAME, Value::text("王小明")),
                (customer::OWNER, Value::Id(owner)),
                (customer::REGION, Value::text("江苏 苏州")),
                (customer::TYPE, Value::text("company")),
            ],
        );
        c.put_adds(customer::TAGS, Value::text("老客户"), vec![Stamp::default()], Version::new(1, 1));
        let phone = |n: u8, number: &str, preferred: bool| {
            row(
                Kind::ContactPoint,
                n,
                &[
                    (contact_point::CHANNEL, Value::text("phone")),
                    (contact_point::VALUE, Value::text(number)),
                    (contact_point::PREFERRED, Value::Bool(preferred)),
                ],
            )
        };
        let mut gone = phone(5, "999999", true);
        gone.deleted = Some(Stamp::default());
        let points =
            [phone(2, "+44 20 7946", false), phone(3, "+86 138 6213 4472", true), phone(4, "13862134472", false), gone];
        let s = row(
            Kind::Score,
            1,
            &[
                (score::TIER, Value::text("vip")),
                (score::NET_YEAR, Value::Int(500)),
                (score::CONTACT_DAY, Value::Int(20_000)),
            ],
        );
        let mut terms = Terms::default();
        let around = Surroundings { currency: "CNY", zone_minutes: 480 };
        let refs: Vec<&Row> = points.iter().collect();
        let e = Entry::build(&mut terms, around, &c, &refs, Some(&s), Marks { unsent: true, ..Marks::default() });
        assert_eq!((&*e.name, &*e.phones), ("王小明", "13862134472 44207946"));
        assert_eq!(e.phone_numbers().collect::<Vec<_>>(), ["13862134472", "44207946"]);
        assert_eq!(terms.owners.value(e.owner), Some(&StaffId(owner.0)));
        assert_eq!((terms.tiers.text(e.tier), terms.currencies.text(e.currency)), ("vip", "CNY"));
        assert_eq!(e.tags.iter().map(|t| terms.tags.text(*t)).collect::<Vec<_>>(), ["老客户"]);
        assert_eq!((e.net_year, e.orders, e.last_contact, e.last_purchase), (500, 0, Some(20_000), None));
        assert_eq!(e.created, 20_089, "2025-01-01 in China, although it was 2024 in UTC");
        assert_eq!((e.kind, e.unsent, e.deleted, e.open_conflict), (CustomerKind::Company, true, false, false));
    }
}
