//! Each rule of the judge as a small story. Person 1 and person 2 each have a device of that number.

mod deletes;
mod edges;
mod merging;

use crate::world::{Rows, manager, text, who};
use domain::judge::{Side, edge_id, sides};
use domain::op::{Body, Choice, RejectCode, Verdict};
use domain::row::RowRef;
use domain::schema::Field;
use domain::schema::fields::{SALES_STAGES, conflict, customer, purchase};
use domain::{Author, Kind, Role, RowId, Scope, StaffId, Value, Version};

fn set(field: Field, value: &str, base: Version) -> Body {
    Body::Set { field, value: text(value), base }
}

fn name(value: &str, base: Version) -> Body {
    set(customer::NAME, value, base)
}

fn values(record: &domain::Row) -> Vec<Value> {
    sides(record).into_iter().map(|s| s.value).collect()
}

fn settle(value: &str, base: Version) -> Body {
    Body::Settle { choice: Choice::Value(text(value)), base }
}

fn brought(from: u8, to: u8) -> RowRef {
    RowRef::new(Kind::Referral, edge_id(Kind::Referral, "", who(from).id, who(to).id))
}

fn link(from: u8, to: u8) -> Body {
    Body::Link { from: who(from).id, to: who(to).id, fields: Vec::new() }
}

fn applied(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Applied { .. })
}

fn rejected(verdict: &Verdict) -> Option<(RejectCode, bool)> {
    if let Verdict::Rejected { code, hold, .. } = verdict { Some((*code, *hold)) } else { None }
}

#[test]
fn an_edit_by_somebody_who_has_seen_the_value_replaces_it_and_history_remembers() {
    let mut w = Rows::new();
    assert!(applied(&w.act(1, 10, who(1), name("Wang", Version::new(1, 0)))));
    let now = w.now();
    // An older clock does not matter: what was seen decides.
    assert!(applied(&w.act(2, 1, who(1), name("Wang Fang", now))));
    let row = w.at(who(1));
    assert_eq!(row.text(customer::NAME), "Wang Fang");
    let before: Vec<_> = row.history.iter().map(|h| h.from.clone()).collect();
    assert_eq!(before, [text("customer 1"), text("Wang")]);
}

#[test]
fn concurrent_edits_both_stay_and_the_later_clock_shows() {
    let base = Version::new(1, 0);
    for (second_clock, shown) in [(20, "B"), (5, "A")] {
        let mut w = Rows::new();
        w.act(1, 10, who(1), name("A", base));
        let verdict = w.act(2, second_clock, who(1), name("B", base));
        assert_eq!(values(w.conflict(&verdict)), [text("A"), text("B")]);
        let row = w.at(who(1));
        assert_eq!(row.text(customer::NAME), shown);
        assert_eq!(row.open_conflict(customer::NAME), Some(w.conflict(&verdict).id));
    }
}

#[test]
fn the_value_of_a_conflict_that_wins_reaches_devices() {
    // One change per row: the second of two would do nothing.
    let mut w = Rows::new();
    let mut device = w.clone();
    let base = Version::new(1, 0);
    for (person, clock, value) in [(1, 10, "A"), (2, 20, "B"), (3, 15, "C")] {
        let op = w.op(person, clock, who(1), name(value, base));
        let judged = w.judge(&manager(person), &op);
        let rows: Vec<_> = judged.changes.iter().map(domain::Change::address).collect();
        let mut distinct = rows.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(rows.len(), distinct.len());
        let replica = domain::ReplicaId::from_bytes([person; 16]);
        let actor = manager(person).staff;
        device.apply(&domain::Txn { seq: w.head, actor, replica, n: op.n, hlc: op.hlc, changes: judged.changes });
    }
    assert_eq!(device.rows, w.rows);
    assert_eq!(device.at(who(1)).text(customer::NAME), "B");
}

#[test]
fn equal_values_do_not_conflict_and_own_edits_never_do() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), name("A", base));
    assert!(matches!(w.act(2, 20, who(1), name("A", base)), Verdict::Noop { seq: 1 }));
    for value in ["B", "C", "D"] {
        assert!(applied(&w.act(1, 5, who(1), name(value, base))), "own edits, all offline, with an old base");
    }
    assert_eq!(w.at(who(1)).text(customer::NAME), "D");
}

#[test]
fn after_a_restore_old_values_were_seen_and_new_ones_not_by_who_was_away() {
    let mut w = Rows::new();
    w.act(1, 10, who(1), name("A", Version::new(1, 0)));
    // The restored server is in epoch 2; this device has its snapshot, in which the value of epoch 1 was.
    w.restores = 1;
    assert!(applied(&w.act(2, 20, who(1), name("B", Version::new(2, 1)))));
    // The place is larger, but of an epoch in which it never happened.
    let verdict = w.act(3, 30, who(1), name("C", Version::new(0, 100)));
    assert_eq!(values(w.conflict(&verdict)), [text("B"), text("C")]);
}

/// Two restores of one backup, the first under a clock that was far ahead: its epoch has the greater number.
#[test]
fn whoever_was_at_another_restore_has_not_seen_what_is_written_here() {
    let mut w = Rows::new();
    w.act(1, 10, who(1), name("A", Version::new(1, 0)));
    w.restores = 1;
    let elsewhere = Version::new(4_000_000_000, 7);
    assert!(applied(&w.act(2, 20, who(1), name("B", elsewhere))), "what is in the backup was seen");
    let verdict = w.act(3, 30, who(1), name("C", elsewhere));
    assert_eq!(values(w.conflict(&verdict)), [text("B"), text("C")]);
}

#[test]
fn three_people_make_one_conflict_and_a_device_that_changes_its_mind_one_side() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), name("A", base));
    let first = w.act(2, 20, who(1), name("B", base));
    let second = w.act(3, 15, who(1), name("B", base));
    assert!(matches!(second, Verdict::Noop { .. }), "what shows already: {second:?}");
    let third = w.act(3, 15, who(1), name("C", base));
    assert_eq!(w.conflict(&first).id, w.conflict(&third).id);
    assert_eq!(values(w.conflict(&third)), [text("A"), text("B"), text("C")]);
    let seen = w.now();
    assert!(applied(&w.act(2, 30, who(1), name("B2", seen))));
    assert_eq!(values(w.conflict(&first)), [text("A"), text("C"), text("B2")]);
    assert_eq!(w.at(who(1)).text(customer::NAME), "B2");
}

#[test]
fn a_side_that_two_devices_typed_survives_one_of_them_changing_its_mind() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), name("X", base));
    let verdict = w.act(2, 20, who(1), name("Y", base));
    w.act(3, 15, who(1), name("X", base));
    let seen = w.now();
    w.act(1, 30, who(1), name("Z", seen));
    assert_eq!(values(w.conflict(&verdict)), [text("Y"), text("X"), text("Z")]);
}

#[test]
fn settling_ends_a_conflict_for_whoever_has_seen_all_of_it() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), name("A", base));
    let verdict = w.act(2, 20, who(1), name("B", base));
    let record = w.conflict(&verdict).address();
    let now = w.now();
    assert!(applied(&w.act(1, 30, record, settle("A", now))));
    assert_eq!(w.at(who(1)).text(customer::NAME), "A");
    assert_eq!(w.at(who(1)).open_conflict(customer::NAME), None);
    assert_eq!(w.at(record).text(conflict::STATE), "settled");
    assert_eq!(values(w.at(record)), [text("A"), text("B")], "the other value stays on record");
    assert!(matches!(w.act(3, 40, record, settle("A", now)), Verdict::Noop { .. }), "the same choice, unseen");
}

#[test]
fn a_second_different_settlement_reopens() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), name("A", base));
    let record = {
        let v = w.act(2, 20, who(1), name("B", base));
        w.conflict(&v).address()
    };
    let now = w.now();
    w.act(1, 30, record, settle("A", now));
    let verdict = w.act(2, 31, record, settle("C", now));
    assert_eq!(w.conflict(&verdict).address(), record);
    assert_eq!(w.at(record).text(conflict::STATE), "open");
    assert_eq!(values(w.at(record)).last(), Some(&text("C")));
    assert_eq!(w.at(who(1)).text(customer::NAME), "A", "what shows does not jump");
    assert_eq!(w.at(who(1)).open_conflict(customer::NAME), Some(record.id));
}

#[test]
fn settling_does_not_overrule_what_was_not_seen() {
    // A third value on record.
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), name("A", base));
    let record = {
        let v = w.act(2, 20, who(1), name("B", base));
        w.conflict(&v).address()
    };
    let seen = w.now();
    w.act(3, 5, who(1), name("C", base));
    let verdict = w.act(1, 30, record, settle("A", seen));
    assert_eq!(values(w.conflict(&verdict)), [text("A"), text("B"), text("C"),]);
    assert_eq!(w.at(record).text(conflict::STATE), "open");
    // An edit after the settlement, by somebody who had seen it.
    let now = w.now();
    w.act(2, 40, record, settle("B", now));
    let settled = w.now();
    w.act(3, 50, who(1), name("D", settled));
    let verdict = w.act(1, 60, record, settle("A", settled));
    assert!(values(w.conflict(&verdict)).contains(&text("D")));
    assert_eq!(w.at(who(1)).text(customer::NAME), "D");
}

#[test]
fn choosing_again_what_was_chosen_brings_it_back() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), name("A", base));
    let record = {
        let v = w.act(2, 20, who(1), name("B", base));
        w.conflict(&v).address()
    };
    let now = w.now();
    w.act(1, 30, record, settle("A", now));
    let now = w.now();
    w.act(1, 40, who(1), name("E", now));
    let now = w.now();
    assert!(applied(&w.act(1, 50, record, settle("A", now))));
    assert_eq!(w.at(who(1)).text(customer::NAME), "A");
}

#[test]
fn a_choice_must_fit_its_conflict_even_when_it_would_reopen() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), set(customer::SALES_STAGE, SALES_STAGES[0], base));
    let record = {
        let v = w.act(2, 20, who(1), set(customer::SALES_STAGE, SALES_STAGES[1], base));
        w.conflict(&v).address()
    };
    let now = w.now();
    w.act(1, 30, record, settle(SALES_STAGES[0], now));
    for choice in [Choice::Restore, Choice::KeepDeleted, Choice::Value(text("no stage")), Choice::Value(Value::Int(1))]
    {
        let verdict = w.act(2, 40, record, Body::Settle { choice, base: now });
        assert_eq!(rejected(&verdict), Some((RejectCode::Invalid, false)));
    }
    assert_eq!(w.at(record).text(conflict::STATE), "settled");
}

#[test]
fn what_is_not_allowed_is_held_and_what_is_wrong_is_not() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    let boss = StaffId::from_bytes([9; 16]);
    w.act(1, 10, who(1), Body::Set { field: customer::OWNER, value: Value::Id(boss.row()), base });
    let staff = Author { staff: StaffId::from_bytes([4; 16]), role: Role::Staff, scope: Scope::Own, team: None };
    let op = w.op(4, 20, who(1), name("X", base));
    assert_eq!(rejected(&w.judge(&staff, &op).verdict), Some((RejectCode::Denied, true)));
    let pool = w.op(4, 21, who(2), name("X", base));
    assert!(applied(&w.judge(&staff, &pool).verdict), "customers without an owner are everybody's");
    let give = w.op(4, 22, who(2), Body::Set { field: customer::OWNER, value: Value::Id(boss.row()), base });
    assert_eq!(rejected(&w.judge(&staff, &give).verdict), Some((RejectCode::Denied, true)));
    let unknown = RowRef::new(Kind::Customer, RowId::derived("nobody", &[]));
    assert_eq!(rejected(&w.act(1, 30, unknown, name("X", base))), Some((RejectCode::Unknown, true)));
    for value in [Value::Null, text("  "), Value::Int(1), text(&"x".repeat(121))] {
        let verdict = w.act(1, 31, who(1), Body::Set { field: customer::NAME, value, base });
        assert_eq!(rejected(&verdict), Some((RejectCode::Invalid, false)));
    }
    let score = RowRef::new(Kind::Score, who(1).id);
    let verdict = w.act(1, 32, score, Body::Create { fields: Vec::new() });
    assert_eq!(rejected(&verdict), Some((RejectCode::Denied, false)), "derived rows are the server's");
}

#[test]
fn a_row_that_is_streamed_is_logged_whole() {
    let mut w = Rows::new();
    let at = RowRef::new(Kind::Purchase, RowId::derived("purchase", &[]));
    let fields = vec![
        (purchase::DAY, Value::Int(20_000)),
        (purchase::TOTAL, Value::Int(990)),
        (purchase::CURRENCY, text("CNY")),
    ];
    w.act(1, 10, at, Body::Create { fields });
    let op = w.op(1, 20, at, set(purchase::REMARK, "gift", w.now()));
    let judged = w.judge(&manager(1), &op);
    let [domain::Change::Enter(row)] = &judged.changes[..] else { panic!("{:?}", judged.changes) };
    assert_eq!(row, w.at(at));
    assert_eq!((row.int(purchase::TOTAL), row.text(purchase::REMARK)), (Some(990), "gift"));
}

#[test]
fn sides_say_who_typed_what_where() {
    let mut w = Rows::new();
    let base = Version::new(1, 0);
    w.act(1, 10, who(1), name("A", base));
    let verdict = w.act(2, 20, who(1), name("B", base));
    let all = sides(w.conflict(&verdict));
    let told: Vec<_> = all.iter().map(|s: &Side| (s.by, s.hlc.millis(), s.seq)).collect();
    assert_eq!(told, [(manager(1).staff, 10, 1), (manager(2).staff, 20, 2)]);
}
