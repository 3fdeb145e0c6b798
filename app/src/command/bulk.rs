//! One thing done to many customers.

use super::{Around, Invalid, customer, field};
use crate::store::{Draft, Store, Undo};
use domain::row::RowRef;
use domain::schema::fields;
use domain::{Kind, RowId, StaffId, Value};
use std::rc::Rc;

/// So many operations go to the disk in one transaction.
const AT_ONCE: usize = 200;

/// Gives customers to a member of staff, or to the pool.
pub fn give(customers: &[RowId], owner: Option<StaffId>, around: &Around) -> Vec<Draft> {
    let value = owner.map_or(Value::Null, |o| Value::Id(o.row()));
    let set = |id: &RowId| field::set(RowRef::new(Kind::Customer, *id), fields::customer::OWNER, value.clone(), around);
    customers.iter().map(set).collect()
}

/// Gives customers a tag.
///
/// # Errors
/// [`Invalid`] when the tag is empty or too long.
pub fn tag(customers: &[RowId], tag: &str) -> Result<Vec<Draft>, Invalid> {
    customers.iter().map(|id| customer::add_tag(*id, tag)).collect()
}

/// Puts customers into the trash.
pub fn delete(customers: &[RowId], around: &Around) -> Vec<Draft> {
    customers.iter().map(|id| customer::delete(*id, around)).collect()
}

/// Does many things, in portions that the disk takes well. Answers with what takes all of it back.
pub fn act(store: &Rc<Store>, mut drafts: Vec<Draft>) -> Undo {
    let mut portions = Vec::new();
    while !drafts.is_empty() {
        let rest = drafts.split_off(drafts.len().min(AT_ONCE));
        portions.push(store.act(drafts));
        drafts = rest;
    }
    portions.into_iter().rev().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::around;
    use super::*;
    use domain::op::Body;

    #[test]
    fn every_customer_gets_the_same() {
        let ids: Vec<RowId> = (1..=3).map(|n| RowId::from_bytes([n; 16])).collect();
        let drafts = give(&ids, None, &around());
        assert_eq!(drafts.iter().map(|d| d.row.id).collect::<Vec<_>>(), ids);
        assert!(drafts.iter().all(|d| matches!(&d.body, Body::Set { value, .. } if value.is_null())));
        assert_eq!(tag(&ids, " 旗袍 ").map(|d| d.len()), Ok(3));
        assert!(tag(&ids, "").is_err());
    }
}
