//! Who may see and change what. The same rules filter rows before they leave the server and judge operations.

use super::{Author, Role, Scope, World, owner_field, roots};
use crate::id::{RowId, StaffId};
use crate::row::Row;
use crate::schema::Kind;
use crate::schema::fields::{customer, referral};
use crate::value::Value;

/// Whether `author` may see a customer who belongs to `owner` (`None` = the unassigned pool).
pub fn can_see<W: World>(world: &W, author: &Author, owner: Option<StaffId>) -> bool {
    if author.role != Role::Staff {
        return true;
    }
    match (author.scope, owner) {
        (Scope::All, _) | (_, None) => true,
        (Scope::Own, Some(owner)) => owner == author.staff,
        (Scope::Team, Some(owner)) => {
            owner == author.staff || (author.team.is_some() && world.team_of(owner) == author.team)
        }
    }
}

/// Whether `author` may change this row: whoever sees the customer it belongs to.
pub fn can_write<W: World>(world: &W, author: &Author, row: &Row) -> bool {
    if author.role != Role::Staff {
        return true;
    }
    // A record that was merged into another belongs to whoever has the survivor.
    let of_customer = |id: Option<RowId>| match id {
        None => true,
        Some(id) => world.row(roots::address(world, id)).is_none_or(|customer| can_see(world, author, owner(customer))),
    };
    if row.kind == Kind::Customer {
        let stands = world.aliases().root(row.id) == row.id;
        return if stands { can_see(world, author, owner(row)) } else { of_customer(Some(row.id)) };
    }
    let first = owner_field(row.kind).and_then(|f| row.reference(f));
    // An edge may be changed from either end.
    of_customer(first) || (row.kind.is_edge() && of_customer(row.reference(referral::FROM)))
}

/// Whether `author` may give this customer to the owner in `value`: managers to anybody; staff may take a customer from the pool,
/// and pass on or release their own.
pub(super) fn can_assign<W: World>(_world: &W, author: &Author, row: &Row, value: &Value) -> bool {
    if author.role != Role::Staff {
        return true;
    }
    match owner(row) {
        None => value.as_id() == Some(author.staff.row()),
        Some(owner) => owner == author.staff,
    }
}

/// The owner of a customer.
fn owner(row: &Row) -> Option<StaffId> {
    row.reference(customer::OWNER).map(|id| StaffId(id.0))
}
