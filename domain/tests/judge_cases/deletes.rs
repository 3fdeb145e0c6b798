//! The trash: who deletes, who is asked, and what is kept.

use super::{applied, brought, link, name};
use crate::world::{Rows, text, who};
use domain::op::{Body, Choice};
use domain::row::RowRef;
use domain::schema::Field;
use domain::schema::fields::{conflict, contact_point, customer};
use domain::{Kind, RowId, Value, Version};

#[test]
fn an_edit_of_what_was_deleted_meanwhile_is_kept_and_asked_about() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), Body::Delete { seen: base });
    let verdict = w.act(2, 20, who(1), name("B", base));
    let record = w.conflict(&verdict).address();
    assert_eq!(w.at(record).text(conflict::REASON), "delete");
    assert!(w.at(who(1)).is_deleted());
    assert_eq!(w.at(who(1)).text(customer::NAME), "B", "the value is there if it is restored");
    let now = w.now();
    w.act(1, 30, record, Body::Settle { choice: Choice::Restore, base: now });
    assert!(!w.at(who(1)).is_deleted());
    assert_eq!(w.at(who(1)).open_conflict(Field(0)), None);
}

#[test]
fn an_edit_of_a_value_and_a_row_that_both_changed_asks_about_both() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), name("A", base));
    let now = w.now();
    w.act(1, 11, who(1), Body::Delete { seen: now });
    w.act(2, 20, who(1), name("B", base));
    let row = w.at(who(1));
    assert!(row.open_conflict(Field(0)).is_some() && row.open_conflict(customer::NAME).is_some());
}

#[test]
fn a_delete_of_what_was_edited_meanwhile_goes_to_the_trash_and_is_asked_about() {
    let tag = Body::Add { field: customer::TAGS, value: text("vip") };
    for edit in [name("B", Version::new(1, 0)), tag] {
        let mut w = Rows::new();
        w.act(2, 20, who(1), edit);
        let verdict = w.act(1, 10, who(1), Body::Delete { seen: Version::new(1, 0) });
        assert_eq!(w.conflict(&verdict).text(conflict::REASON), "delete");
        assert!(w.at(who(1)).is_deleted());
        let record = w.conflict(&verdict).address();
        let now = w.now();
        w.act(2, 30, record, Body::Settle { choice: Choice::KeepDeleted, base: now });
        assert!(w.at(who(1)).is_deleted());
    }
}

#[test]
fn own_edits_around_an_own_delete_ask_nothing() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    for body in [name("A", base), Body::Delete { seen: base }, name("B", base), Body::Restore {}, name("C", base)] {
        assert!(applied(&w.act(1, 10, who(1), body)));
    }
    assert!(!w.at(who(1)).is_deleted());
}

#[test]
fn what_is_added_to_a_deleted_customer_is_kept_and_asked_about() {
    let mut w = Rows::new();
    w.act(1, 10, who(1), Body::Delete { seen: Version::new(1, 0) });
    let phone = RowRef::new(Kind::ContactPoint, RowId::derived("phone", &[]));
    let fields = vec![
        (contact_point::CUSTOMER, Value::Id(who(1).id)),
        (contact_point::CHANNEL, text("phone")),
        (contact_point::VALUE, text("13800138000")),
    ];
    let deeds = [
        (who(1), Body::Add { field: customer::TAGS, value: text("vip") }),
        (phone, Body::Create { fields }),
        (brought(1, 2), link(1, 2)),
    ];
    let mut asked = Vec::new();
    for (at, body) in deeds {
        let verdict = w.act(2, 20, at, body);
        asked.push(w.conflict(&verdict).id);
        assert!(w.rows.contains_key(&at));
    }
    asked.dedup();
    assert_eq!(asked.len(), 1, "one question");
    assert!(w.at(who(1)).is_deleted(), "nothing brings it back but a person who says so");
}
