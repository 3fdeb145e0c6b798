//! Properties of merging, over generated operations.

use crate::world::{Rows, text, who};
use domain::judge::{edge_id, is_live, sides};
use domain::op::{Body, Verdict};
use domain::row::RowRef;
use domain::schema::Field;
use domain::schema::fields::{conflict, customer, relation};
use domain::{Kind, Row, Value, Version};
use proptest::prelude::*;
use std::collections::BTreeSet;

const BASE: Version = Version { epoch: 1, seq: 0 };

/// One thing that one of three people does to one of two customers, all without having seen the others'.
#[derive(Clone, Debug)]
struct Deed {
    person: u8,
    clock: u64,
    customer: u8,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Set(Field, String),
    Add(&'static str),
    Del(&'static str),
    Delete,
    Befriend,
    Unfriend,
}

fn what() -> impl Strategy<Value = What> {
    let field = prop_oneof![Just(customer::NAME), Just(customer::REMARK)];
    let tag = prop_oneof![Just("vip"), Just("late")];
    prop_oneof![
        4 => (field, "[a-d]").prop_map(|(f, v)| What::Set(f, v)),
        2 => tag.clone().prop_map(What::Add),
        1 => tag.prop_map(What::Del),
        1 => Just(What::Delete),
        1 => Just(What::Befriend),
        1 => Just(What::Unfriend),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    (1u8..=3, 1u64..1_000, 1u8..=2, what()).prop_map(|(person, clock, customer, what)| Deed {
        person,
        clock,
        customer,
        what,
    })
}

fn friends() -> RowRef {
    RowRef::new(Kind::Relation, edge_id(Kind::Relation, "friend", who(1).id, who(2).id))
}

impl Deed {
    fn body(&self) -> (RowRef, Body) {
        let at = who(self.customer);
        let field = customer::TAGS;
        match &self.what {
            What::Set(field, value) => (at, Body::Set { field: *field, value: text(value), base: BASE }),
            What::Add(tag) => (at, Body::Add { field, value: text(tag) }),
            What::Del(tag) => (at, Body::Del { field, value: text(tag), seen: BASE }),
            What::Delete => (at, Body::Delete { seen: BASE }),
            What::Befriend => {
                let fields = vec![(relation::RELATION, text("friend"))];
                (friends(), Body::Link { from: who(1).id, to: who(2).id, fields })
            }
            What::Unfriend => (friends(), Body::Unlink { seen: BASE }),
        }
    }
}

fn play<'a>(deeds: impl IntoIterator<Item = &'a Deed>) -> (Rows, Vec<Verdict>) {
    let mut w = Rows::new();
    let verdicts = deeds
        .into_iter()
        .map(|d| {
            let (at, body) = d.body();
            w.act(d.person, d.clock, at, body)
        })
        .collect();
    (w, verdicts)
}

/// All values of a field that are current or on record.
fn kept(w: &Rows, at: RowRef, field: Field) -> BTreeSet<Value> {
    let about = |r: &&Row| {
        r.kind == Kind::Conflict
            && r.reference(conflict::TARGET) == Some(at.id)
            && r.int(conflict::FIELD) == Some(i64::from(field.0))
    };
    let on_record = w.rows.values().filter(about).flat_map(|r| sides(r).into_iter().map(|s| s.value));
    on_record.chain([w.at(at).get(field).clone()]).collect()
}

fn tags(w: &Rows, at: RowRef) -> Vec<Value> {
    w.at(at).set(customer::TAGS).cloned().collect()
}

/// Both orders in which the server may hear of two devices that each did something, keeping each device's own order.
fn both_orders(a: &[Deed], b: &[Deed]) -> [(Rows, Vec<Verdict>); 2] {
    [play(a.iter().chain(b)), play(b.iter().chain(a))]
}

fn by(person: u8, max: usize) -> impl Strategy<Value = Vec<Deed>> {
    let mine = move |mut d: Deed| {
        d.person = person;
        d
    };
    prop::collection::vec(deed().prop_map(mine), 1..=max)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Two concurrent edits of one field keep the same values in either order, and the same one shows.
    #[test]
    fn concurrent_edits_keep_the_same_values_in_both_orders(v in "[a-d]", u in "[a-d]", c in 1u64..9, d in 1u64..9) {
        let edit = |person, clock, value: &str| {
            Deed { person, clock, customer: 1, what: What::Set(customer::NAME, value.to_owned()) }
        };
        let (a, b) = (edit(1, c, &v), edit(2, d, &u));
        let [(x, _), (y, _)] = both_orders(&[a], &[b]);
        prop_assert_eq!(kept(&x, who(1), customer::NAME), kept(&y, who(1), customer::NAME));
        prop_assert_eq!(x.at(who(1)).get(customer::NAME), y.at(who(1)).get(customer::NAME));
        let expected: BTreeSet<Value> = [text(&v), text(&u)].into();
        prop_assert_eq!(kept(&x, who(1), customer::NAME), expected);
    }

    /// Sets and edges: what two devices did, in either order, gives the same elements (commutative), and a third device's
    /// work may come before, between or after (associative).
    #[test]
    fn sets_and_edges_do_not_depend_on_the_order(a in by(1, 4), b in by(2, 4), c in by(3, 3)) {
        let orders = [[&a, &b, &c], [&b, &a, &c], [&c, &b, &a], [&b, &c, &a]];
        let worlds: Vec<Rows> = orders.iter().map(|o| play(o.iter().copied().flatten()).0).collect();
        for w in &worlds[1..] {
            for at in [who(1), who(2)] {
                prop_assert_eq!(tags(&worlds[0], at), tags(w, at));
            }
            // An unlink of an edge that nobody has made yet is rejected, not remembered; so compare where links exist.
            let live = |w: &Rows| w.rows.get(&friends()).is_some_and(is_live);
            prop_assert_eq!(live(&worlds[0]), live(w));
        }
    }

    /// The values each device typed last are kept, whatever the others did and in whatever order.
    #[test]
    fn the_last_word_of_each_device_is_kept(a in by(1, 5), b in by(2, 5)) {
        for (w, _) in both_orders(&a, &b) {
            for at in [1, 2] {
                for field in [customer::NAME, customer::REMARK] {
                    for mine in [&a, &b] {
                        let last = mine.iter().rev().find_map(|d| match &d.what {
                            What::Set(f, v) if *f == field && d.customer == at => Some(text(v)),
                            _ => None,
                        });
                        if let Some(value) = last {
                            prop_assert!(kept(&w, who(at), field).contains(&value), "{value:?} is lost");
                        }
                    }
                }
            }
        }
    }

    /// One device alone never meets a conflict (I19), whatever it does in whatever order, with the base it had at the start.
    #[test]
    fn one_device_never_conflicts_with_itself(a in by(1, 12)) {
        let (w, verdicts) = play(&a);
        prop_assert!(!verdicts.iter().any(|v| matches!(v, Verdict::Conflict { .. })), "{verdicts:?}");
        prop_assert!(w.rows.keys().all(|at| at.kind != Kind::Conflict));
    }

    /// Applying every transaction twice, or a whole prefix again, changes nothing.
    #[test]
    fn applying_twice_is_applying_once(deeds in prop::collection::vec(deed(), 1..12), from in 0usize..12) {
        let mut w = Rows::new();
        let (mut once, mut log) = (w.clone(), Vec::new());
        for d in &deeds {
            let (at, body) = d.body();
            let op = w.op(d.person, d.clock, at, body);
            let head = w.head;
            let judged = w.judge(&crate::world::manager(d.person), &op);
            if w.head > head {
                let by = crate::world::manager(d.person).staff;
                let replica = domain::ReplicaId::from_bytes(by.bytes());
                log.push(domain::Txn { seq: w.head, actor: by, replica, n: op.n, hlc: op.hlc, changes: judged.changes });
            }
        }
        for t in &log {
            once.apply(t);
        }
        prop_assert_eq!(&once.rows, &w.rows);
        let mut twice = once.clone();
        for t in log.iter().skip(from) {
            twice.apply(t);
            twice.apply(t);
        }
        prop_assert_eq!(&twice.rows, &once.rows);
    }

    /// I14: clocks choose what shows, nothing else. The same deeds with other clocks: the same ones refused, the same values kept.
    #[test]
    fn clocks_choose_only_what_shows(mut a in by(1, 3), mut b in by(2, 3), error in 0u64..600_000_000) {
        // Distinct values: an edit to what happens to show is a no-op.
        for (i, d) in a.iter_mut().chain(&mut b).enumerate() {
            if let What::Set(_, v) = &mut d.what {
                *v = format!("{v}{i}");
            }
        }
        let late: Vec<Deed> = b.iter().map(|d| Deed { clock: d.clock + error, ..d.clone() }).collect();
        let [(x, vx), _] = both_orders(&a, &b);
        let [(y, vy), _] = both_orders(&a, &late);
        let refused = |all: &[Verdict]| all.iter().map(|v| matches!(v, Verdict::Rejected { .. })).collect::<Vec<_>>();
        prop_assert_eq!(refused(&vx), refused(&vy));
        for at in [who(1), who(2)] {
            for field in [customer::NAME, customer::REMARK] {
                prop_assert_eq!(kept(&x, at, field), kept(&y, at, field));
            }
            prop_assert_eq!(x.at(at).is_deleted(), y.at(at).is_deleted());
        }
    }
}
