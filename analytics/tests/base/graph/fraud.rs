//! Fraud checks on planted cases: everything planted is found, with its evidence, and nothing else.

use analytics::graph::fraud::{Finding, Referral, Rules, findings};
use analytics::graph::household::{Claim, Shared};
use analytics::graph::{Csr, Kind, distances};
use proptest::prelude::*;

use super::support::BIG;

fn referral(referrer: u32, referred: u32, day: i32) -> Referral {
    Referral { referrer, referred, day }
}

fn has(person: u32, shared: Shared, key: u32) -> Claim {
    Claim { shared, key, person }
}

fn found(referrals: &[Referral], claims: &[Claim]) -> Vec<Finding> {
    findings(40, referrals, claims, Rules::default())
}

#[test]
fn honest_referrals_are_left_alone() {
    let referrals: Vec<Referral> = (1..30).map(|n: i32| referral(n.unsigned_abs() / 3, n.unsigned_abs(), n)).collect();
    assert_eq!(found(&referrals, &[has(5, Shared::Phone, 1), has(30, Shared::Phone, 1)]), []);
    assert_eq!(findings(0, &[referral(0, 0, 1)], &[has(0, Shared::Phone, 1)], Rules::default()), []);
}

#[test]
fn self_referral_open_and_hidden() {
    let hidden = referral(1, 2, 7);
    let claims = [
        has(1, Shared::Device, 4),
        has(2, Shared::Device, 4),
        has(1, Shared::Payment, 9),
        has(2, Shared::Payment, 9),
        has(3, Shared::Payment, 9),
    ];
    assert_eq!(
        found(&[referral(0, 0, 5), hidden, referral(4, 3, 8)], &claims),
        [
            Finding::SelfReferral { person: 0, day: 5 },
            Finding::SharedWithReferrer { referral: hidden, because: vec![(Shared::Device, 4), (Shared::Payment, 9)] },
        ]
    );
}

#[test]
fn a_closed_loop_is_shown_as_a_shortest_way_round() {
    // 3 -> 5 -> 4 -> 3, with a longer way over 6 and a tail 7.
    let referrals = [
        referral(3, 5, 1),
        referral(5, 4, 2),
        referral(4, 3, 3),
        referral(5, 6, 4),
        referral(6, 4, 5),
        referral(3, 7, 6),
    ];
    assert_eq!(
        found(&referrals, &[]),
        [Finding::Loop {
            steps: vec![referral(3, 5, 1), referral(5, 4, 2), referral(4, 3, 3)],
            joined: vec![],
            people: vec![3, 4, 5, 6],
        }]
    );
}

#[test]
fn a_loop_closed_by_a_shared_telephone() {
    // 1 brought 2, 2 brought 3, and 3 has the telephone of 0, who brought 1.
    let referrals = [referral(0, 1, 1), referral(1, 2, 2), referral(2, 3, 3)];
    let claims = [has(0, Shared::Phone, 8), has(3, Shared::Phone, 8)];
    assert_eq!(
        found(&referrals, &claims),
        [Finding::Loop { steps: referrals.to_vec(), joined: vec![(Shared::Phone, 8)], people: vec![0, 1, 2, 3] }]
    );
    // The telephone of an office proves nothing.
    let office: Vec<Claim> = [0, 3].into_iter().chain(20..30).map(|person| has(person, Shared::Phone, 8)).collect();
    assert_eq!(found(&referrals, &office), []);
    // Joined over a third person: 0 and 9 share a telephone, 9 and 3 a device.
    let claims =
        [has(0, Shared::Phone, 8), has(9, Shared::Phone, 8), has(9, Shared::Device, 2), has(3, Shared::Device, 2)];
    let Some(Finding::Loop { joined, .. }) = found(&referrals, &claims).pop() else { panic!("no loop") };
    assert_eq!(joined, [(Shared::Phone, 8), (Shared::Device, 2)]);
}

#[test]
fn bursts_are_the_longest_stretches_without_a_gap() {
    let day = |day, from: u32| (from..from + 3).map(move |referred| referral(0, referred, day));
    let referrals: Vec<Referral> = day(10, 1).chain(day(11, 4)).chain(day(12, 7)).chain(day(14, 10)).collect();
    assert_eq!(
        found(&referrals, &[]),
        [Finding::Burst { referrer: 0, referred: (1..10).collect(), from_day: 10, to_day: 12 }]
    );
    let rules = Rules { burst_referrals: 3, burst_days: 1, ..Rules::default() };
    assert_eq!(findings(40, &referrals, &[], rules).len(), 4);
    let ends = [referral(0, 1, i32::MIN), referral(0, 2, i32::MAX)];
    assert_eq!(findings(40, &ends, &[], Rules { burst_referrals: 0, burst_days: i32::MAX, ..rules }), []);
}

#[test]
fn several_brought_by_one_share_a_device() {
    let referrals = [referral(0, 1, 1), referral(0, 2, 50), referral(0, 3, 90), referral(9, 4, 91)];
    let claims = [1, 3, 4].map(|person| has(person, Shared::Device, 6));
    assert_eq!(
        found(&referrals, &claims),
        [Finding::SharedAmongReferred { referrer: 0, shared: Shared::Device, key: 6, people: vec![1, 3] }]
    );
}

#[test]
fn a_ring_of_100_000() {
    let ring: Vec<Referral> = (0..BIG).map(|node| referral(node, (node + 1) % BIG, 1)).collect();
    let found = findings(BIG, &ring, &[], Rules::default());
    let [Finding::Loop { steps, people, .. }] = &found[..] else { panic!("{} findings", found.len()) };
    assert_eq!((steps.len(), people.len()), (100_000, 100_000));
}

proptest! {
    #[test]
    fn loops_are_the_people_who_can_come_back(
        (pairs, shuffled) in prop::collection::vec((0u32..10, 0u32..10), 0..16)
            .prop_flat_map(|pairs| (Just(pairs.clone()), Just(pairs).prop_shuffle())),
    ) {
        let make = |pairs: &[(u32, u32)]| -> Vec<Referral> { pairs.iter().map(|&(a, b)| referral(a, b, 1)).collect() };
        let rules = Rules { burst_referrals: 99, ..Rules::default() };
        let found = findings(10, &make(&pairs), &[], rules);
        prop_assert_eq!(&found, &findings(10, &make(&shuffled), &[], rules));
        let graph = Csr::build(Kind::Directed, 10, &pairs, None);
        let reach = |from: u32| distances(&graph, &[from], 100);
        for person in 0..10u32 {
            let comes_back = (0..10u32).any(|other| {
                other != person && reach(person)[other as usize] < 100 && reach(other)[person as usize] < 100
            });
            let flagged = found.iter().any(|one| matches!(one, Finding::Loop { people, .. } if people.contains(&person)));
            prop_assert_eq!(flagged, comes_back);
        }
        for one in &found {
            if let Finding::Loop { steps, joined, .. } = one {
                prop_assert!(joined.is_empty());
                for (step, next) in steps.iter().zip(steps.iter().cycle().skip(1)) {
                    prop_assert!(step.referred == next.referrer && pairs.contains(&(step.referrer, step.referred)));
                }
            }
        }
    }
}

/// 3,000 people, half of them brought by somebody, one in forty by somebody of the same household with the same
/// telephone, which is no fraud; then frauds are planted.
#[test]
fn everything_planted_among_3_000_people_is_found() {
    let mut state = 11u64;
    let mut below = |n: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(n)).expect("small")
    };
    let day = |n: u32| i32::try_from(n).expect("small");
    let mut referrals: Vec<Referral> =
        (1..3_000).step_by(2).map(|new| referral(below(new), new, day(new / 2))).collect();
    let mut claims: Vec<Claim> = (0..3_000).map(|person| has(person, Shared::Phone, person)).collect();
    claims.extend(referrals.iter().step_by(40).map(|one| has(one.referred, Shared::Phone, one.referrer)));
    let honest = findings(3_000, &referrals, &claims, Rules::default());

    // Even people were brought by nobody so far. Ten of each kind, in stretches of a hundred people.
    let mut planted: Vec<Finding> = Vec::new();
    for case in 0..10u32 {
        let first = 1_000 + 100 * case;
        let own = referral(first + 2, first + 2, 7);
        planted.push(Finding::SelfReferral { person: own.referrer, day: own.day });
        let hidden = referral(first + 4, first + 6, 9);
        claims.extend([4, 6].map(|person| has(first + person, Shared::Device, case)));
        let because = vec![(Shared::Device, case)];
        planted.push(Finding::SharedWithReferrer { referral: hidden, because });
        let round = [(8, 12), (12, 14), (14, 8)].map(|(a, b)| referral(first + a, first + b, 11));
        referrals.extend([own, hidden].into_iter().chain(round));
        let fresh: Vec<u32> = (0..6).map(|new| first + 22 + 2 * new).filter(|new| new % 10 != 0).collect();
        referrals.extend(fresh.iter().map(|&new| referral(first + 16, new, 4_000)));
        planted.push(Finding::Burst { referrer: first + 16, referred: fresh, from_day: 4_000, to_day: 4_000 });
    }
    let found = findings(3_000, &referrals, &claims, Rules::default());
    for one in &planted {
        assert!(found.contains(one), "{one:?}");
    }
    for case in 0..10u32 {
        let ring = [8, 12, 14].map(|member| 1_000 + 100 * case + member);
        let caught =
            |one: &Finding| matches!(one, Finding::Loop { people, .. } if ring.iter().all(|one| people.contains(one)));
        assert!(found.iter().any(caught), "{ring:?}");
    }
    // What is reported besides: families who share a telephone, and what comes of it.
    let others = found.len() - planted.len() - 10;
    println!(
        "planted {}, found all; besides {others}, of which {} without any fraud",
        planted.len() + 10,
        honest.len()
    );
    assert!(others <= honest.len() + 5, "{others} {}", honest.len());
}
