//! Links between customers: who brought whom, who is what to whom.

use super::{Around, Invalid};
use crate::store::Draft;
use domain::judge::edge_id;
use domain::op::Body;
use domain::row::RowRef;
use domain::schema::Misfit;
use domain::schema::fields::{referral, relation};
use domain::{Kind, RowId, Value};

/// `from` brought `to`, known since `day`.
///
/// # Errors
/// [`Invalid::Self_`] when both are the same customer.
pub fn refer(from: RowId, to: RowId, day: i32) -> Result<Draft, Invalid> {
    if from == to {
        return Err(Invalid::Self_);
    }
    let id = edge_id(Kind::Referral, "", from, to);
    let fields = vec![(referral::DAY, Value::Int(day.into()))];
    Ok(Draft::new(Kind::Referral, id, Body::Link { from, to, fields }))
}

/// `from` is `kind` (one of `RELATION_KINDS`) to `to`.
///
/// # Errors
/// [`Invalid`] when both are the same customer or there is no such relation.
pub fn relate(kind: &str, from: RowId, to: RowId) -> Result<Draft, Invalid> {
    if from == to {
        return Err(Invalid::Self_);
    }
    let value = Value::text(kind);
    Kind::Relation.field(relation::RELATION).ok_or(Misfit::Choice)?.check(&value)?;
    let id = edge_id(Kind::Relation, kind, from, to);
    Ok(Draft::new(Kind::Relation, id, Body::Link { from, to, fields: vec![(relation::RELATION, value)] }))
}

/// Makes `from` the one who brought `to`, in place of `standing` (the edge that says so at present, and who).
///
/// # Errors
/// [`Invalid::Cycle`] when `to` is above `from` in the tree; `referrer_of` tells who brought a customer.
pub fn set_referrer(
    from: RowId,
    to: RowId,
    standing: Option<(RowId, RowId)>,
    referrer_of: impl Fn(RowId) -> Option<RowId>,
    around: &Around,
) -> Result<Vec<Draft>, Invalid> {
    let link = refer(from, to, around.today)?;
    if standing.is_some_and(|(_, who)| who == from) {
        return Ok(Vec::new());
    }
    if is_above(to, from, referrer_of) {
        return Err(Invalid::Cycle);
    }
    let away = standing.map(|(edge, _)| unlink(RowRef::new(Kind::Referral, edge), around));
    Ok(away.into_iter().chain([link]).collect())
}

/// Removes a link.
pub fn unlink(edge: RowRef, around: &Around) -> Draft {
    Draft { row: edge, body: Body::Unlink { seen: around.base } }
}

/// Whether `above` is among those who, directly or through others, brought `below`. A cycle that is there already ends the walk.
fn is_above(above: RowId, below: RowId, referrer_of: impl Fn(RowId) -> Option<RowId>) -> bool {
    let mut seen = vec![below];
    let mut at = below;
    while let Some(up) = referrer_of(at) {
        if up == above {
            return true;
        }
        if seen.contains(&up) {
            return false;
        }
        seen.push(up);
        at = up;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tests::around;
    use super::*;

    fn id(n: u8) -> RowId {
        RowId::from_bytes([n; 16])
    }

    /// 1 brought 2, 2 brought 3; 8 and 9 brought each other.
    fn referrer_of(of: RowId) -> Option<RowId> {
        [(2, 1), (3, 2), (8, 9), (9, 8)].into_iter().find(|(to, _)| id(*to) == of).map(|(_, from)| id(from))
    }

    #[test]
    fn nobody_is_brought_by_whom_they_brought() {
        let set = |from, to, standing| set_referrer(id(from), id(to), standing, referrer_of, &around());
        assert_eq!(set(3, 1, None), Err(Invalid::Cycle));
        assert_eq!(set(1, 1, None), Err(Invalid::Self_));
        assert_eq!(set(8, 5, None).map(|d| d.len()), Ok(1), "a cycle elsewhere does not hang");
        assert_eq!(set(1, 5, None).map(|d| d.len()), Ok(1));
    }

    #[test]
    fn another_referrer_takes_the_place_of_the_first() {
        let standing = Some((edge_id(Kind::Referral, "", id(1), id(2)), id(1)));
        let drafts = set_referrer(id(5), id(2), standing, referrer_of, &around()).expect("no cycle");
        assert!(matches!(drafts[0].body, Body::Unlink { .. }) && matches!(drafts[1].body, Body::Link { .. }));
        assert_eq!(set_referrer(id(1), id(2), standing, referrer_of, &around()), Ok(Vec::new()), "it is so already");
    }

    #[test]
    fn a_relation_is_one_of_the_known_ones_and_its_id_follows_from_it() {
        let friend = relate("friend", id(1), id(2)).expect("known");
        assert_eq!(friend.row.id, edge_id(Kind::Relation, "friend", id(1), id(2)));
        assert!(relate("enemy", id(1), id(2)).is_err() && relate("", id(1), id(2)).is_err());
    }
}
