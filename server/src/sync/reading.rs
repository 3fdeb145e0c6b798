//! What one person may read.

use domain::schema::fields::{conflict, referral};
use domain::{Author, Kind, Role, Row, RowId, Scope, judge};

use super::directory::Directory;

/// Somebody who asks for changes or a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The person.
    pub author: Author,
    /// Raised by every change of the person's rights.
    pub scopes_version: u32,
}

impl Reader {
    /// Whether the person sees every customer.
    pub fn sees_all(&self) -> bool {
        self.author.role != Role::Staff || self.author.scope == Scope::All
    }

    /// Whether a row may reach the person's device. An edge may when either end is visible; purchases without a customer go to no
    /// device.
    pub(super) fn may_have(&self, directory: &Directory, row: &Row) -> bool {
        let sees = |id: Option<RowId>| id.is_some_and(|id| self.sees_all() || directory.sees(&self.author, id));
        let of = |field| row.reference(field);
        match row.kind {
            Kind::Customer | Kind::Score => sees(Some(row.id)),
            Kind::ContactPoint | Kind::Purchase | Kind::Interaction => sees(judge::owner_field(row.kind).and_then(of)),
            Kind::Referral | Kind::Relation => sees(of(referral::FROM)) || sees(of(referral::TO)),
            Kind::Conflict => of(conflict::CUSTOMER).is_none() || sees(of(conflict::CUSTOMER)),
            Kind::Staff | Kind::Team | Kind::Basis | Kind::Setting => true,
        }
    }
}
