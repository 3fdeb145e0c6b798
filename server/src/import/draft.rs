//! A row as the file has it, before it is compared with the base.

use domain::judge::LIVE;
use domain::row::RowRef;
use domain::schema::fields::{customer, referral};
use domain::{Field, Kind, Row, RowId, Stamp, Value};

/// A row as the file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// Its id, which follows from its code.
    pub id: RowId,
    /// Its fields, without nulls.
    pub fields: Vec<(Field, Value)>,
    /// Its tags (customers only).
    pub tags: Vec<String>,
    /// Whether the file only implies it (the customer of an order): then it never changes what the base knows.
    pub implied: bool,
}

impl Draft {
    pub(super) fn new(kind: Kind, id: RowId, fields: impl IntoIterator<Item = (Field, Value)>) -> Self {
        let fields = fields.into_iter().filter(|(_, v)| !v.is_null()).collect();
        Self { kind, id, fields, tags: Vec::new(), implied: false }
    }

    /// Its address.
    pub fn address(&self) -> RowRef {
        RowRef::new(self.kind, self.id)
    }

    /// The row it becomes when the base does not have it.
    pub fn row(self, stamp: Stamp) -> Row {
        let mut row = Row::new(self.kind, self.id, stamp, self.fields);
        if self.kind.is_edge() {
            row.put_adds(referral::LIVE, Value::Text(LIVE.to_owned()), vec![stamp], stamp.version);
        }
        for tag in self.tags {
            row.put_adds(customer::TAGS, Value::Text(tag), vec![stamp], stamp.version);
        }
        row
    }
}

/// The id of a customer with a code.
pub(super) fn customer_id(code: &str) -> RowId {
    derived(Kind::Customer, &[code.as_bytes()])
}

/// The id of a customer without a code, known by name and phone number (either may be empty).
pub(super) fn person_id(name: &str, phone: &str) -> RowId {
    derived(Kind::Customer, &[b"", name.as_bytes(), phone.as_bytes()])
}

/// The id of a purchase with an order number.
pub(super) fn purchase_id(code: &str) -> RowId {
    derived(Kind::Purchase, &[code.as_bytes()])
}

/// The id of a row from its kind and what makes it itself.
pub(super) fn derived(kind: Kind, key: &[&[u8]]) -> RowId {
    let parts: Vec<&[u8]> = std::iter::once(kind.name().as_bytes()).chain(key.iter().copied()).collect();
    RowId::derived("import", &parts)
}

/// A contact point of a customer.
pub(super) fn contact_point(owner: RowId, channel: &str, value: &str, preferred: bool) -> Draft {
    use domain::schema::fields::contact_point as field;
    let id = derived(Kind::ContactPoint, &[&owner.bytes(), channel.as_bytes(), value.as_bytes()]);
    Draft::new(
        Kind::ContactPoint,
        id,
        [
            (field::CUSTOMER, Value::Id(owner)),
            (field::CHANNEL, Value::text(channel)),
            (field::VALUE, Value::text(value)),
            (field::PREFERRED, if preferred { Value::Bool(true) } else { Value::Null }),
        ],
    )
}
