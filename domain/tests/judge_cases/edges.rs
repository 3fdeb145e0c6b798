//! Tags and links: adds win; one referrer; no circles.

use super::{applied, brought, link, rejected, set, values};
use crate::world::{Rows, text, who};
use domain::judge::{REFERRER, edge_id, is_live};
use domain::op::{Body, Choice, RejectCode, Verdict};
use domain::row::RowRef;
use domain::schema::fields::{conflict, customer, referral, relation};
use domain::{Kind, RowId, Value, Version};

#[test]
fn an_add_survives_a_delete_that_had_not_seen_it() {
    let mut w = Rows::new();
    let add = || Body::Add { field: customer::TAGS, value: text("vip") };
    let del = |seen| Body::Del { field: customer::TAGS, value: text("vip"), seen };
    w.act(1, 10, who(1), add());
    let seen = w.now();
    w.act(2, 20, who(1), add());
    w.act(3, 30, who(1), del(seen));
    assert_eq!(w.at(who(1)).set(customer::TAGS).count(), 1, "the second add was not seen");
    let now = w.now();
    w.act(3, 40, who(1), del(now));
    assert_eq!(w.at(who(1)).set(customer::TAGS).count(), 0);
    // Added and removed offline by one device: removed.
    w.act(1, 50, who(1), add());
    w.act(1, 51, who(1), del(Version::new(1, 0)));
    assert_eq!(w.at(who(1)).set(customer::TAGS).count(), 0);
    assert!(matches!(w.act(1, 52, who(1), del(w.now())), Verdict::Noop { .. }));
}

#[test]
fn a_second_referrer_is_for_a_person() {
    let mut w = Rows::new();
    assert!(applied(&w.act(1, 10, brought(1, 3), link(1, 3))));
    let told = vec![(referral::REMARK, text("at the fair"))];
    let verdict = w.act(2, 20, brought(2, 3), Body::Link { from: who(2).id, to: who(3).id, fields: told });
    let record = w.conflict(&verdict).address();
    assert_eq!(w.at(record).text(conflict::REASON), "referrer");
    assert_eq!(w.at(who(3)).open_conflict(REFERRER), Some(record.id));
    assert!(is_live(w.at(brought(1, 3))) && !is_live(w.at(brought(2, 3))), "the first stands");
    let now = w.now();
    let choice = Choice::Value(Value::Id(who(2).id));
    assert!(applied(&w.act(1, 30, record, Body::Settle { choice, base: now })));
    assert!(!is_live(w.at(brought(1, 3))) && is_live(w.at(brought(2, 3))));
    assert_eq!(w.at(brought(2, 3)).text(referral::REMARK), "at the fair", "what was typed with the claim is kept");
    let stranger = Choice::Value(Value::Id(RowId::derived("nobody", &[])));
    let verdict = w.act(1, 40, record, Body::Settle { choice: stranger, base: now });
    assert_eq!(rejected(&verdict), Some((RejectCode::Invalid, false)));
}

#[test]
fn a_cycle_of_two_legal_halves_is_held_with_its_path() {
    let mut w = Rows::new();
    assert!(applied(&w.act(1, 10, brought(1, 2), link(1, 2))));
    let verdict = w.act(2, 11, brought(2, 1), link(2, 1));
    assert_eq!(rejected(&verdict), Some((RejectCode::Cycle, true)));
    let Verdict::Rejected { detail, .. } = verdict else { return };
    assert!(detail.contains(&who(1).id.to_string()) && detail.contains(&who(2).id.to_string()), "{detail}");
    assert_eq!(rejected(&w.act(1, 12, brought(1, 1), link(1, 1))), Some((RejectCode::Cycle, true)));
}

#[test]
fn choosing_a_referrer_cannot_close_a_cycle() {
    let mut w = Rows::new();
    w.act(1, 10, brought(1, 3), link(1, 3));
    let record = {
        let v = w.act(2, 20, brought(2, 3), link(2, 3));
        w.conflict(&v).address()
    };
    // Meanwhile 3 brought 2: choosing 2 as the referrer of 3 would close the circle.
    assert!(applied(&w.act(1, 30, brought(3, 2), link(3, 2))));
    let now = w.now();
    let choice = Choice::Value(Value::Id(who(2).id));
    let verdict = w.act(1, 40, record, Body::Settle { choice, base: now });
    assert_eq!(rejected(&verdict), Some((RejectCode::Cycle, true)));
    assert!(is_live(w.at(brought(1, 3))));
}

#[test]
fn linking_again_is_idempotent_and_keeps_both_remarks() {
    let mut w = Rows::new();
    let at = RowRef::new(Kind::Relation, edge_id(Kind::Relation, "friend", who(1).id, who(2).id));
    let friend = |remark: &str| Body::Link {
        from: who(1).id,
        to: who(2).id,
        fields: vec![(relation::RELATION, text("friend")), (relation::REMARK, text(remark))],
    };
    assert!(applied(&w.act(1, 10, at, friend("school"))));
    let seen_first = w.now();
    let verdict = w.act(2, 20, at, friend("army"));
    assert_eq!(values(w.conflict(&verdict)), [text("school"), text("army")]);
    w.act(3, 30, at, Body::Unlink { seen: seen_first });
    assert!(is_live(w.at(at)), "the second link was not seen");
    w.act(3, 31, at, Body::Unlink { seen: w.now() });
    assert!(!is_live(w.at(at)));
    let verdict = w.act(1, 40, at, set(relation::RELATION, "family", w.now()));
    assert_eq!(rejected(&verdict).map(|r| r.0), Some(RejectCode::Invalid), "what relation it is, is its identity");
}
