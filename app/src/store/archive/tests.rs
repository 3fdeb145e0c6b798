use super::super::startup::open;
use super::super::{Account, Done};
use super::*;
use crate::local::{LocalDb, MemoryDb};
use domain::op::{Body, RejectCode, Verdict};
use domain::row::RowRef;
use domain::schema::fields::customer;
use domain::sync::engine::{Commit, Progress};
use domain::sync::wire::Manifest;
use domain::{Hlc, Kind, ReplicaId, RowId, Value, Version};
use std::cell::RefCell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A store in memory answers at once.
fn now<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("a store in memory waits for nothing"),
    }
}

fn pending(n: u32, verdict: Option<Verdict>) -> Pending {
    let row = RowRef::new(Kind::Customer, RowId::from_bytes([9; 16]));
    let body = Body::Set { field: customer::REMARK, value: Value::text(format!("{n}")), base: Version::default() };
    let id = OpId::v7(1_000 + u64::from(n), [1; 10]);
    let op = Op { n, id, schema: 1, txn: None, hlc: Hlc::new(u64::from(n), 0), row, body };
    Pending { op, at_ms: u64::from(n), verdict }
}

fn meta() -> Meta {
    let snapshot = Progress { manifest: Manifest { epoch: 7, seq: 5, ..Manifest::default() }, done: 0, swapped: false };
    Meta {
        replica: ReplicaId::v7(1, [3; 10]),
        epoch: 2,
        cursor: 40,
        ready: true,
        snapshot: Some(snapshot),
        scopes_version: 1,
    }
}

/// A store with 1 to 3 in the archive (2 was refused), 4 with a verdict and 5 without one in the queue; and what the engine is told.
fn filled() -> (Rc<Store>, Rc<RefCell<Vec<Note>>>) {
    let db = LocalDb::Memory(MemoryDb::default());
    let refused = Verdict::Rejected { code: RejectCode::Denied, hold: false, detail: String::new() };
    let mut write = Write::default();
    write.put(Table::Meta, META, codec::encode(&meta()));
    write.put(Table::Meta, COUNTER, 5_u32.to_le_bytes().to_vec());
    for (n, verdict) in [(1, Verdict::Applied { seq: 30 }), (2, refused), (3, Verdict::Applied { seq: 31 })] {
        let p = pending(n, Some(verdict));
        if n == 2 {
            write.put(Table::Quarantine, op_key(n), codec::encode(&p));
        }
        write.put(Table::Archive, op_key(n), codec::encode(&(u64::from(n), p)));
    }
    write.put(Table::Outbox, op_key(4), codec::encode(&pending(4, Some(Verdict::Applied { seq: 50 }))));
    write.put(Table::Outbox, op_key(5), codec::encode(&pending(5, None)));
    assert_eq!(now(db.write(write)), Ok(()));
    let Ok(opened) = now(open(Account::nobody(), db)) else { panic!("a store opens") };
    let store = opened.store;
    store.pruned_at.set(u64::MAX);
    let told = Rc::new(RefCell::new(Vec::new()));
    let sink = Rc::clone(&told);
    store.connect(Rc::new(move |note| sink.borrow_mut().push(note)));
    (store, told)
}

fn table(store: &Store, table: Table) -> Vec<Pending> {
    let Ok(all) = now(store.db.all(table, "")) else { panic!("it is read") };
    all.iter().filter_map(|bytes| kept(bytes).ok()).map(|(_, p)| p).collect()
}

#[test]
fn another_epoch_brings_the_archive_back_into_the_queue_without_verdicts() {
    let (store, told) = filled();
    let done = now(store.perform(Commit::Swap { confirmed: Vec::new() }, &meta()));
    assert_eq!(done, Done::Written);
    let expected: Vec<Pending> = (1..=5).map(|n| pending(n, None)).collect();
    assert_eq!(table(&store, Table::Outbox), expected);
    assert!(table(&store, Table::Archive).is_empty());
    let appended: Vec<u32> = told
        .borrow()
        .iter()
        .filter_map(|note| if let Note::Appended(all) = note { Some(all.iter().map(|p| p.op.n)) } else { None })
        .flatten()
        .collect();
    assert_eq!(appended, [1, 2, 3]);
    // The screen shows them again as waiting, in their order; and so does the next start.
    let shown: Vec<_> = store.waiting().iter().map(|s| (s.op.n, s.mark)).collect();
    assert_eq!(shown, (1..=5).map(|n| (n, Mark::Waiting)).collect::<Vec<_>>());
}

#[test]
fn a_snapshot_of_the_same_epoch_leaves_the_archive_alone() {
    let (store, told) = filled();
    let mut same = meta();
    same.epoch = 7;
    same.cursor = 1;
    assert_eq!(now(store.perform(Commit::Swap { confirmed: Vec::new() }, &same)), Done::Written);
    assert_eq!(table(&store, Table::Archive).len(), 3);
    assert_eq!(table(&store, Table::Outbox).len(), 2);
    assert!(told.borrow().iter().all(|note| matches!(note, Note::Written(_))));
}

#[test]
fn another_device_has_everything_under_numbers_from_one_on() {
    let (store, told) = filled();
    // 1 is older than the archive; its refusal is still to be read, and so is that of 2.
    let mut write = Write::default();
    write.delete(Table::Archive, op_key(1));
    write.put(Table::Quarantine, op_key(1), codec::encode(&pending(1, None)));
    assert_eq!(now(store.db.write(write)), Ok(()));
    let replica = ReplicaId::v7(9, [9; 10]);
    assert_eq!(now(store.perform(Commit::Renew { replica }, &meta())), Done::Written);
    let queue = table(&store, Table::Outbox);
    let ids: Vec<(u32, OpId)> = queue.iter().map(|p| (p.op.n, p.op.id)).collect();
    assert_eq!(ids, (1..=4).map(|n| (n, pending(n + 1, None).op.id)).collect::<Vec<_>>());
    assert!(queue.iter().all(|p| p.verdict.is_none()) && table(&store, Table::Archive).is_empty());
    assert!(matches!(&told.borrow()[..], [Note::Requeued(told), Note::Written(_)] if *told == queue));
    assert_eq!(store.account.replica.get(), replica);
    let kept: Result<Option<Meta>, _> =
        now(store.db.get(Table::Meta, META)).map(|b| b.and_then(|b| codec::decode(&b, "meta").ok()));
    assert!(kept.is_ok_and(|meta| meta.is_some_and(|meta| meta.replica == replica)));
    // The next edit goes on from there, and the refusal that nobody will judge again can be read and discarded.
    assert_eq!(now(store.db.append(1, &|_| Vec::new())), Ok(5));
    let refused = table(&store, Table::Quarantine);
    assert_eq!(refused.iter().map(|p| p.op.id).collect::<Vec<_>>(), [pending(1, None).op.id]);
    assert!(now(store.discard_refused(&refused[0].op)));
    assert!(table(&store, Table::Quarantine).is_empty());
    assert!(now(store.keep_refused(&refused[0])));
    assert_eq!(table(&store, Table::Quarantine).len(), 1);
}

#[test]
fn fourteen_days_are_kept_and_no_hole_is_made() {
    let (store, _) = filled();
    assert_eq!(now(store.prune_archive(KEEP_MS)), Ok(0));
    assert_eq!(now(store.prune_archive(KEEP_MS + 2)), Ok(1));
    // 2 came later than 3: as long as it is kept, so is 3.
    let mut write = Write::default();
    write.put(Table::Archive, op_key(2), codec::encode(&(100_u64, pending(2, None))));
    assert_eq!(now(store.db.write(write)), Ok(()));
    assert_eq!(now(store.prune_archive(KEEP_MS + 50)), Ok(0));
    assert_eq!(now(store.prune_archive(KEEP_MS + 101)), Ok(2));
}

#[test]
fn what_a_restored_server_accepts_is_no_longer_among_the_refused() {
    let (store, _) = filled();
    let confirmed = vec![pending(2, Some(Verdict::Applied { seq: 41 }))];
    let changes = Commit::Changes { epoch: 2, to: 41, txns: Vec::new(), confirmed };
    let there = Meta { snapshot: None, ..meta() };
    assert_eq!(now(store.perform(changes, &there)), Done::Written);
    assert!(table(&store, Table::Quarantine).is_empty());
}
