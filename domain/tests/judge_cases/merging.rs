//! Merging customers: nothing is lost, later operations follow, and every merge can be undone.

use super::*;
use domain::judge::REFERRER;
use domain::schema::fields::contact_point;
use domain::{Merged, World};

fn merge(into: u8, take: &[(Field, Value)], base: Version) -> Body {
    Body::Merge { into: who(into).id, take: take.to_vec(), base }
}

fn op_of(world: &Rows, customer: u8) -> domain::OpId {
    Merged::of(world.at(who(customer))).expect("merged").by
}

fn refer(world: &mut Rows, person: u8, from: u8, to: u8) -> Verdict {
    let edge = RowRef::new(Kind::Referral, edge_id(Kind::Referral, "", who(from).id, who(to).id));
    world.act(person, 5, edge, Body::Link { from: who(from).id, to: who(to).id, fields: Vec::new() })
}

#[test]
fn the_record_stays_and_says_into_whom_it_went() {
    let mut world = Rows::new();
    let tag = |t: &str| Body::Add { field: customer::TAGS, value: text(t) };
    world.act(1, 1, who(1), tag("vip"));
    let base = world.now();
    let verdict = world.act(1, 2, who(1), merge(2, &[(customer::REMARK, text("both"))], base));
    assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
    assert_eq!(world.at(who(1)).text(customer::NAME), "customer 1", "the record is as it was");
    assert_eq!(world.at(who(2)).text(customer::REMARK), "both");
    assert!(world.at(who(2)).set(customer::TAGS).any(|t| *t == text("vip")), "the survivor has its tags");
    assert_eq!(world.aliases().root(who(1).id), who(2).id);
    assert!(matches!(world.act(1, 3, who(1), merge(2, &[], world.now())), Verdict::Noop { .. }));
    assert!(
        matches!(world.act(1, 3, who(2), merge(1, &[], world.now())), Verdict::Noop { .. }),
        "the other way round too"
    );
}

#[test]
fn undoing_puts_back_what_the_merge_wrote_and_nothing_else() {
    let mut world = Rows::new();
    world.act(1, 1, who(2), set(customer::REMARK, "old", world.now()));
    world.act(1, 1, who(1), Body::Add { field: customer::TAGS, value: text("vip") });
    let take = [(customer::REMARK, text("new")), (customer::REGION, text("苏州"))];
    world.act(1, 2, who(1), merge(2, &take, world.now()));
    world.act(2, 3, who(2), set(customer::REGION, "杭州", world.now()));
    let by = op_of(&world, 1);
    let verdict = world.act(2, 4, who(1), Body::Unmerge { merge: by });
    assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
    let two = world.at(who(2));
    assert_eq!(two.text(customer::REMARK), "old");
    assert_eq!(two.text(customer::REGION), "杭州", "changed since: it stays");
    assert_eq!(two.set(customer::TAGS).count(), 0);
    assert!(world.aliases().is_empty());
    assert!(matches!(world.act(1, 5, who(1), Body::Unmerge { merge: by }), Verdict::Noop { .. }));
}

#[test]
fn an_edit_that_did_not_know_of_the_merge_goes_to_the_survivor_and_loses_nothing() {
    let mut world = Rows::new();
    let before = world.now();
    world.act(1, 1, who(1), merge(2, &[], before));
    let verdict = world.act(2, 2, who(1), set(customer::NAME, "王芳", before));
    assert!(matches!(verdict, Verdict::Conflict { .. }), "{verdict:?}");
    let open = world.at(who(2)).open_conflict(customer::NAME).expect("on the survivor");
    let sides = sides(world.at(RowRef::new(Kind::Conflict, open)));
    assert_eq!(sides.len(), 2);
    assert!(matches!(world.act(2, 3, who(1), set(customer::REGION, "苏州", before)), Verdict::Applied { .. }));
    assert_eq!(
        world.at(who(2)).text(customer::REGION),
        "苏州",
        "where the survivor says nothing, it is simply written"
    );
    let phone = RowRef::new(Kind::ContactPoint, who(9).id);
    let fields = vec![
        (contact_point::CUSTOMER, Value::Id(who(1).id)),
        (contact_point::CHANNEL, text("phone")),
        (contact_point::VALUE, text("138")),
    ];
    assert!(matches!(world.act(2, 4, phone, Body::Create { fields }), Verdict::Applied { .. }));
}

#[test]
fn two_merges_of_the_same_people_in_opposite_directions_make_one_person() {
    let mut world = Rows::new();
    let before = world.now();
    world.act(1, 1, who(1), merge(2, &[], before));
    assert!(matches!(world.act(2, 2, who(2), merge(1, &[], before)), Verdict::Noop { .. }));
    world.act(2, 3, who(2), merge(3, &[], before));
    assert_eq!(world.aliases().root(who(1).id), who(3).id);
    assert_eq!(world.aliases().members(who(3).id).len(), 3);
}

#[test]
fn a_merge_that_would_make_somebody_bring_themselves_is_held_with_the_path() {
    let mut world = Rows::new();
    refer(&mut world, 1, 1, 2);
    refer(&mut world, 1, 2, 3);
    let verdict = world.act(1, 6, who(1), merge(3, &[], world.now()));
    let Verdict::Rejected { code: RejectCode::Cycle, hold: true, detail } = verdict else { panic!("{verdict:?}") };
    assert!([1, 2, 3].iter().all(|i| detail.contains(&who(*i).id.to_string())), "{detail}");
    let direct = world.act(1, 7, who(1), merge(2, &[], world.now()));
    assert!(
        matches!(direct, Verdict::Applied { .. }),
        "a referral straight from one to the other is only hidden: {direct:?}"
    );
    assert!(matches!(refer(&mut world, 1, 3, 1), Verdict::Rejected { code: RejectCode::Cycle, .. }));
}

#[test]
fn two_referrers_are_asked_about_and_undoing_the_merge_withdraws_the_question() {
    let mut world = Rows::new();
    let base = world.now();
    for i in 4..=5 {
        world.act(1, 1, who(i), Body::Create { fields: vec![(customer::NAME, text("more"))] });
    }
    refer(&mut world, 1, 4, 1);
    refer(&mut world, 1, 5, 2);
    let verdict = world.act(1, 6, who(1), merge(2, &[], base));
    assert!(matches!(verdict, Verdict::Conflict { .. }), "{verdict:?}");
    let id = world.at(who(2)).open_conflict(REFERRER).expect("open");
    let by = op_of(&world, 1);
    world.act(1, 7, who(1), Body::Unmerge { merge: by });
    assert_eq!(world.at(who(2)).open_conflict(REFERRER), None);
    assert_eq!(world.at(RowRef::new(Kind::Conflict, id)).text(conflict::STATE), "settled");
    let standing = |i: u8| world.referrer(who(i).id).map(|(_, from)| from);
    assert_eq!((standing(1), standing(2)), (Some(who(4).id), Some(who(5).id)));
}

#[test]
fn choosing_one_of_two_referrers_leaves_one() {
    let mut world = Rows::new();
    for i in 4..=5 {
        world.act(1, 1, who(i), Body::Create { fields: vec![(customer::NAME, text("more"))] });
    }
    refer(&mut world, 1, 4, 1);
    refer(&mut world, 1, 5, 2);
    world.act(1, 6, who(1), merge(2, &[], world.now()));
    let id = world.at(who(2)).open_conflict(REFERRER).expect("open");
    let body = Body::Settle { choice: Choice::Value(Value::Id(who(4).id)), base: world.now() };
    assert!(matches!(world.act(1, 7, RowRef::new(Kind::Conflict, id), body), Verdict::Applied { .. }));
    let standing: Vec<_> = [1, 2].iter().filter_map(|i| world.referrer(who(*i).id)).collect();
    assert_eq!(standing.iter().map(|(_, from)| *from).collect::<Vec<_>>(), [who(4).id]);
}

#[test]
fn parting_the_middle_of_a_chain_that_would_close_a_circle_is_refused() {
    let mut world = Rows::new();
    refer(&mut world, 1, 3, 1);
    refer(&mut world, 1, 1, 2);
    world.act(1, 2, who(1), merge(2, &[], world.now()));
    let first = op_of(&world, 1);
    world.act(1, 3, who(2), merge(3, &[], world.now()));
    let refused = world.act(1, 4, who(1), Body::Unmerge { merge: first });
    assert!(matches!(refused, Verdict::Rejected { code: RejectCode::Cycle, hold: true, .. }), "{refused:?}");
    let second = op_of(&world, 2);
    assert!(matches!(world.act(1, 5, who(2), Body::Unmerge { merge: second }), Verdict::Applied { .. }));
    assert!(matches!(world.act(1, 6, who(1), Body::Unmerge { merge: first }), Verdict::Applied { .. }));
}

#[test]
fn what_only_merging_writes_cannot_be_set() {
    let mut world = Rows::new();
    let forged = Value::List(vec![Value::Id(who(2).id), Value::Id(who(2).id), Value::List(Vec::new())]);
    for body in [
        Body::Set { field: customer::MERGED, value: forged.clone(), base: world.now() },
        Body::Add { field: customer::ABSORBED, value: text("x") },
        merge(2, &[(customer::MERGED, forged.clone())], world.now()),
        merge(2, &[(customer::NAME, Value::Null)], world.now()),
    ] {
        let verdict = world.act(1, 1, who(1), body);
        assert!(matches!(verdict, Verdict::Rejected { code: RejectCode::Invalid, hold: false, .. }), "{verdict:?}");
    }
    let fields = vec![(customer::NAME, text("x")), (customer::MERGED, forged)];
    let made = world.act(1, 2, who(7), Body::Create { fields });
    assert!(matches!(made, Verdict::Rejected { code: RejectCode::Invalid, .. }), "{made:?}");
    let unknown = world.act(1, 3, who(1), merge(8, &[], world.now()));
    assert!(matches!(unknown, Verdict::Rejected { code: RejectCode::Unknown, hold: true, .. }), "{unknown:?}");
}
