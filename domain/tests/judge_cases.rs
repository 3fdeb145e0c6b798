//! Each rule of the judge as a small story. Person 1 and person 2 each have a device of that number.

use crate::world::{Rows, manager, text, who};
use domain::judge::{REFERRER, Side, edge_id, is_live, sides};
use domain::op::{Body, Choice, RejectCode, Verdict};
use domain::row::RowRef;
use domain::schema::Field;
use domain::schema::fields::{SALES_STAGES, conflict, contact_point, customer, purchase, referral, relation};
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

fn referral(from: u8, to: u8) -> RowRef {
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
fn a_base_from_another_epoch_counts_as_not_seen() {
    let mut w = Rows::new();
    w.act(1, 10, who(1), name("A", Version::new(1, 0)));
    let verdict = w.act(2, 20, who(1), name("B", Version::new(2, 100)));
    assert_eq!(values(w.conflict(&verdict)), [text("A"), text("B")]);
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
    let record = { let v = w.act(2, 20, who(1), name("B", base)); w.conflict(&v).address() };
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
    let record = { let v = w.act(2, 20, who(1), name("B", base)); w.conflict(&v).address() };
    let seen = w.now();
    w.act(3, 5, who(1), name("C", base));
    let verdict = w.act(1, 30, record, settle("A", seen));
    assert_eq!(values(w.conflict(&verdict)), [text("A"), text("B"), text("C"), ]);
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
    let record = { let v = w.act(2, 20, who(1), name("B", base)); w.conflict(&v).address() };
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
    let record = { let v = w.act(2, 20, who(1), set(customer::SALES_STAGE, SALES_STAGES[1], base)); w.conflict(&v).address() };
    let now = w.now();
    w.act(1, 30, record, settle(SALES_STAGES[0], now));
    for choice in [Choice::Restore, Choice::KeepDeleted, Choice::Value(text("no stage")), Choice::Value(Value::Int(1))] {
        let verdict = w.act(2, 40, record, Body::Settle { choice, base: now });
        assert_eq!(rejected(&verdict), Some((RejectCode::Invalid, false)));
    }
    assert_eq!(w.at(record).text(conflict::STATE), "settled");
}

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
        (referral(1, 2), link(1, 2)),
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
    assert!(applied(&w.act(1, 10, referral(1, 3), link(1, 3))));
    let told = vec![(referral::REMARK, text("at the fair"))];
    let verdict = w.act(2, 20, referral(2, 3), Body::Link { from: who(2).id, to: who(3).id, fields: told });
    let record = w.conflict(&verdict).address();
    assert_eq!(w.at(record).text(conflict::REASON), "referrer");
    assert_eq!(w.at(who(3)).open_conflict(REFERRER), Some(record.id));
    assert!(is_live(w.at(referral(1, 3))) && !is_live(w.at(referral(2, 3))), "the first stands");
    let now = w.now();
    let choice = Choice::Value(Value::Id(who(2).id));
    assert!(applied(&w.act(1, 30, record, Body::Settle { choice, base: now })));
    assert!(!is_live(w.at(referral(1, 3))) && is_live(w.at(referral(2, 3))));
    assert_eq!(w.at(referral(2, 3)).text(referral::REMARK), "at the fair", "what was typed with the claim is kept");
    let stranger = Choice::Value(Value::Id(RowId::derived("nobody", &[])));
    let verdict = w.act(1, 40, record, Body::Settle { choice: stranger, base: now });
    assert_eq!(rejected(&verdict), Some((RejectCode::Invalid, false)));
}

#[test]
fn a_cycle_of_two_legal_halves_is_held_with_its_path() {
    let mut w = Rows::new();
    assert!(applied(&w.act(1, 10, referral(1, 2), link(1, 2))));
    let verdict = w.act(2, 11, referral(2, 1), link(2, 1));
    assert_eq!(rejected(&verdict), Some((RejectCode::Cycle, true)));
    let Verdict::Rejected { detail, .. } = verdict else { return };
    assert!(detail.contains(&who(1).id.to_string()) && detail.contains(&who(2).id.to_string()), "{detail}");
    assert_eq!(rejected(&w.act(1, 12, referral(1, 1), link(1, 1))), Some((RejectCode::Cycle, true)));
}

#[test]
fn choosing_a_referrer_cannot_close_a_cycle() {
    let mut w = Rows::new();
    w.act(1, 10, referral(1, 3), link(1, 3));
    let record = { let v = w.act(2, 20, referral(2, 3), link(2, 3)); w.conflict(&v).address() };
    // Meanwhile 3 brought 2: choosing 2 as the referrer of 3 would close the circle.
    assert!(applied(&w.act(1, 30, referral(3, 2), link(3, 2))));
    let now = w.now();
    let choice = Choice::Value(Value::Id(who(2).id));
    let verdict = w.act(1, 40, record, Body::Settle { choice, base: now });
    assert_eq!(rejected(&verdict), Some((RejectCode::Cycle, true)));
    assert!(is_live(w.at(referral(1, 3))));
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
