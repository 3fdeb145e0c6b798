//! What scoring is told after each commit: the little of a row that figures follow from.

use domain::row::RowRef;
use domain::schema::fields::{INTERACTION_CHANNELS, interaction, purchase};
use domain::{Kind, Merged, Row, RowId};

/// A purchase, as far as figures follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bought {
    /// Its id.
    pub id: RowId,
    /// The business day, days since 1970.
    pub day: i32,
    /// The sum in minor units of its currency; negative for a refund.
    pub total: i64,
    /// ISO 4217.
    pub currency: [u8; 3],
    /// The purchase it refunds.
    pub refund_of: Option<RowId>,
}

/// An interaction, as far as figures follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contacted {
    /// Its id.
    pub id: RowId,
    /// The business day, days since 1970.
    pub day: i32,
    /// The moment, milliseconds since 1970 UTC.
    pub at: i64,
    /// Index into the list of channels.
    pub channel: u8,
}

/// What a commit means for figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A customer is there, or in the trash.
    Customer {
        /// Who.
        id: RowId,
        /// Whether in the trash.
        deleted: bool,
        /// Into whom merged, if so: everything counts for them.
        into: Option<RowId>,
    },
    /// A purchase is as given; `None`: it is in the trash.
    Purchase {
        /// Whose.
        customer: RowId,
        /// Which.
        id: RowId,
        /// What.
        bought: Option<Bought>,
    },
    /// An interaction is as given; `None`: it is in the trash.
    Interaction {
        /// With whom.
        customer: RowId,
        /// Which.
        id: RowId,
        /// What.
        contacted: Option<Contacted>,
    },
    /// A row was erased.
    Gone(RowRef),
}

impl Fact {
    /// What a row means for figures, if anything. Purchases without a customer count in no customer's figures.
    pub fn of(row: &Row) -> Option<Self> {
        let there = !row.is_deleted();
        match row.kind {
            Kind::Customer => {
                Some(Self::Customer { id: row.id, deleted: !there, into: Merged::of(row).map(|m| m.into) })
            }
            Kind::Purchase => {
                let customer = row.reference(purchase::CUSTOMER)?;
                Some(Self::Purchase { customer, id: row.id, bought: bought(row).filter(|_| there) })
            }
            Kind::Interaction => {
                let customer = row.reference(interaction::CUSTOMER)?;
                Some(Self::Interaction { customer, id: row.id, contacted: contacted(row).filter(|_| there) })
            }
            _ => None,
        }
    }
}

fn bought(row: &Row) -> Option<Bought> {
    Some(Bought {
        id: row.id,
        day: i32::try_from(row.int(purchase::DAY)?).ok()?,
        total: row.int(purchase::TOTAL)?,
        currency: row.text(purchase::CURRENCY).as_bytes().try_into().ok()?,
        refund_of: row.reference(purchase::REFUND_OF),
    })
}

fn contacted(row: &Row) -> Option<Contacted> {
    let channel = INTERACTION_CHANNELS.iter().position(|c| *c == row.text(interaction::CHANNEL))?;
    Some(Contacted {
        id: row.id,
        day: i32::try_from(row.int(interaction::DAY)?).ok()?,
        at: row.int(interaction::AT)?,
        channel: u8::try_from(channel).ok()?,
    })
}
