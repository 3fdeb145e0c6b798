use super::*;
use crate::i18n::{Lang, tests::with_lang};
use crate::local::{LocalDb, MemoryDb};
use crate::store::{Account, Done};
use domain::change::{Change, Txn};
use domain::op::{Body, Choice};
use domain::sync::engine::{Commit, Meta};
use domain::{Hlc, ReplicaId, StaffId, Stamp};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// The result of work over a store in memory, which never waits.
fn at_once<T>(work: impl Future<Output = T>) -> Option<T> {
    match std::pin::pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    }
}

fn id(n: u8) -> RowId {
    RowId::from_bytes([n; 16])
}

fn side(value: Value, by: u8, ms: u64, replica: u8, seq: i64) -> Value {
    let hlc = i64::try_from(Hlc::new(ms, 0).0).unwrap_or_default();
    Value::List(vec![value, Value::Id(id(by)), Value::Int(hlc), Value::Id(id(replica)), Value::Int(seq)])
}

/// A store with one customer, one phone and one conflict about `field` of `target`.
fn store_with(target: RowRef, field: Field, reason: &str, sides: Vec<Value>, before: Option<Value>) -> Rc<Store> {
    let store = Rc::new(Store::new(Account::new(crate::page::sync::tests::me()), LocalDb::Memory(MemoryDb::default())));
    store.account.replica.set(ReplicaId::from_bytes([9; 16]));
    let row = |kind, n, fields: Vec<(Field, Value)>| Change::Enter(Row::new(kind, id(n), Stamp::default(), fields));
    let changes = vec![
        row(Kind::Customer, 1, vec![(customer::NAME, Value::text("沈佩琳"))]),
        row(Kind::Customer, 3, vec![(customer::NAME, Value::text("林婉清"))]),
        row(Kind::Customer, 4, vec![(customer::NAME, Value::text("周慕远"))]),
        row(
            Kind::ContactPoint,
            2,
            vec![
                (contact_point::CUSTOMER, Value::Id(id(1))),
                (contact_point::CHANNEL, Value::text("phone")),
                (contact_point::VALUE, Value::text("13862134472")),
                (contact_point::LABEL, Value::text("店里")),
            ],
        ),
        row(
            Kind::Conflict,
            8,
            vec![
                (conflict::TARGET, Value::Id(target.id)),
                (conflict::TARGET_KIND, Value::Int(i64::from(u8::from(target.kind)))),
                (conflict::FIELD, Value::Int(i64::from(field.0))),
                (conflict::SIDES, Value::List(sides)),
                (conflict::STATE, Value::text("open")),
                (conflict::REASON, Value::text(reason)),
                (conflict::CUSTOMER, Value::Id(id(1))),
                (conflict::BEFORE, before.map_or(Value::Null, |v| Value::List(vec![v]))),
            ],
        ),
    ];
    let txn =
        Txn { seq: 1, actor: StaffId::default(), replica: ReplicaId::default(), n: 0, hlc: Hlc::default(), changes };
    let commit = Commit::Changes { epoch: 1, to: 1, txns: vec![txn], confirmed: Vec::new() };
    assert_eq!(at_once(store.perform(commit, &Meta::default())), Some(Done::Written));
    store
}

fn phone_conflict() -> Rc<Store> {
    let sides =
        vec![side(Value::text("13862134427"), 7, 1_000, 6, 10), side(Value::text("13862134472"), 5, 2_000, 9, 12)];
    let target = RowRef::new(Kind::ContactPoint, id(2));
    store_with(target, contact_point::VALUE, "field", sides, Some(Value::text("13862134400")))
}

#[test]
fn a_phone_that_two_people_changed_reads_as_in_the_design() {
    with_lang(Lang::ZhCn, || {
        let store = phone_conflict();
        let Some(reading) = read(&store, id(8)) else { panic!("the conflict is there") };
        assert_eq!(reading.title, "沈佩琳的电话，两个人都改了");
        assert_eq!(reading.was.as_deref(), Some("原来是 138 6213 4400"));
        let values: Vec<_> = reading.offers.iter().map(|o| o.marked.differs.as_str()).collect();
        assert_eq!(values, ["4472", "4427"], "newest first");
        assert!(reading.offers[0].lines[0].starts_with("我，这台设备"), "{:?}", reading.offers[0].lines);
        assert!(reading.offers[0].lines[0].ends_with("后到服务器"));
        assert!(reading.offers[1].lines[0].ends_with("先到服务器"));
        assert!(reading.can_type && reading.can_keep_both && !reading.settled);
        let pick = Pick::Offer(Value::text("13862134472"));
        assert_eq!(pick_words(&reading, &pick), "留下 4472");
    });
}

#[test]
fn keeping_both_makes_a_second_phone_of_the_same_customer() {
    let store = phone_conflict();
    let Some(reading) = read(&store, id(8)) else { panic!("the conflict is there") };
    let all = drafts(&store, &reading, &Pick::Both).unwrap_or_default();
    let settled = Body::Settle { choice: Choice::Value(Value::text("13862134472")), base: store.base() };
    assert_eq!(all[0].body, settled);
    assert!(matches!(&all[1].body, Body::Set { field, .. } if *field == contact_point::PREFERRED));
    let Body::Create { fields } = &all[2].body else { panic!("a contact point is made") };
    for expected in [
        (contact_point::CUSTOMER, Value::Id(id(1))),
        (contact_point::CHANNEL, Value::text("phone")),
        (contact_point::LABEL, Value::text("店里")),
        (contact_point::VALUE, Value::text("13862134427")),
    ] {
        assert!(fields.contains(&expected), "{expected:?}");
    }
    assert_eq!(all.len(), 3);
}

#[test]
fn only_what_fits_can_be_chosen() {
    let store = phone_conflict();
    let Some(reading) = read(&store, id(8)) else { panic!("the conflict is there") };
    let fits = |pick: Pick| drafts(&store, &reading, &pick).is_some();
    assert!(fits(Pick::Typed("138 0000 0000".into())));
    assert!(!fits(Pick::Typed("  ".into())) && !fits(Pick::Typed("9".repeat(241))));
    assert!(!fits(Pick::Offer(Value::text("somebody else's"))));
    assert!(!fits(Pick::Restore) && !fits(Pick::KeepDeleted));
}

#[test]
fn a_delete_against_an_edit_is_restored_or_stays_deleted() {
    let sides = vec![side(Value::Null, 7, 1_000, 6, 10), side(Value::text("真丝"), 5, 2_000, 9, 12)];
    let store = store_with(RowRef::new(Kind::Customer, id(1)), Field(0), "delete", sides, None);
    with_lang(Lang::ZhCn, || {
        let Some(reading) = read(&store, id(8)) else { panic!("the conflict is there") };
        assert_eq!(reading.title, "沈佩琳：一个人删了，一个人还在改");
        assert!(!reading.can_type && !reading.can_keep_both);
        let told: Vec<_> = reading.offers.iter().map(|o| o.marked.text()).collect();
        assert_eq!(told, ["改成“真丝”", "删了它"]);
        let choice = |pick| drafts(&store, &reading, &pick).map(|all| all[0].body.clone());
        let settle = |choice| Some(Body::Settle { choice, base: store.base() });
        assert_eq!(choice(Pick::Restore), settle(Choice::Restore));
        assert_eq!(choice(Pick::KeepDeleted), settle(Choice::KeepDeleted));
        assert_eq!(choice(Pick::Offer(Value::text("真丝"))), None);
    });
}

#[test]
fn two_referrers_are_people_to_choose_from() {
    let sides = vec![side(Value::Id(id(3)), 7, 1_000, 6, 10), side(Value::Id(id(4)), 7, 2_000, 6, 12)];
    let store = store_with(RowRef::new(Kind::Customer, id(1)), REFERRER, "referrer", sides, None);
    with_lang(Lang::ZhCn, || {
        let Some(reading) = read(&store, id(8)) else { panic!("the conflict is there") };
        let names: Vec<_> = reading.offers.iter().map(|o| o.marked.text()).collect();
        assert_eq!(names, ["周慕远", "林婉清"]);
        assert_eq!(pick_words(&reading, &Pick::Offer(Value::Id(id(3)))), "林婉清介绍的");
        assert!(drafts(&store, &reading, &Pick::Offer(Value::Id(id(3)))).is_some());
    });
}

#[test]
fn people_who_meant_the_same_share_a_choice() {
    let sides = vec![
        side(Value::text("13862134427"), 7, 1_000, 6, 10),
        side(Value::text("13862134427"), 5, 2_000, 4, 11),
        side(Value::Null, 5, 3_000, 9, 12),
    ];
    let target = RowRef::new(Kind::ContactPoint, id(2));
    let store = store_with(target, contact_point::VALUE, "field", sides, None);
    with_lang(Lang::ZhCn, || {
        let Some(reading) = read(&store, id(8)) else { panic!("the conflict is there") };
        assert_eq!(reading.offers.len(), 2);
        assert_eq!(reading.offers[0].marked.text(), "清空");
        assert_eq!(reading.offers[1].lines.len(), 2);
    });
}

#[test]
fn what_is_not_here_is_not_read() {
    let store = phone_conflict();
    assert_eq!(read(&store, id(200)), None);
}
