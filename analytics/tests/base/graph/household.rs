//! Households, companies and suggested ties.

use analytics::graph::household::{Claim, Evidence, Shared, Suggestion, circles, suggestions};
use analytics::graph::{components, household};
use proptest::prelude::*;

use super::support::{BIG, undirected};

fn claim(person: u32, shared: Shared, key: u32) -> Claim {
    Claim { shared, key, person }
}

#[test]
fn a_family_over_two_phones_and_an_address() {
    use Shared::{Address, Phone};
    let claims = [
        claim(4, Phone, 1),
        claim(1, Phone, 1),
        claim(1, Address, 1),
        claim(6, Address, 1),
        claim(6, Address, 1),
        claim(3, Phone, 2),
        claim(99, Phone, 2),
        // An office block.
        claim(0, Address, 9),
        claim(2, Address, 9),
        claim(3, Address, 9),
        claim(4, Address, 9),
    ];
    let found = circles(7, &claims, |_| 3);
    assert_eq!(found.circles.len(), 1);
    assert_eq!(found.circles[0].members, [1, 4, 6]);
    let evidence = |shared, key, people: &[u32]| Evidence { shared, key, people: people.to_vec() };
    assert_eq!(found.circles[0].evidence, [evidence(Phone, 1, &[1, 4]), evidence(Address, 1, &[1, 6])]);
    assert_eq!(found.too_common, [evidence(Address, 9, &[0, 2, 3, 4])]);
    assert_eq!(found.unknown, [claim(99, Phone, 2)]);
    // The same key of another kind is another thing.
    assert!(circles(2, &[claim(0, Phone, 5), claim(1, Address, 5)], |_| 9).circles.is_empty());
}

#[test]
fn suggestions_name_what_two_people_share() {
    use Shared::{Employer, MailDomain, Phone};
    let claims = [
        claim(0, Phone, 1),
        claim(1, Phone, 1),
        claim(0, Employer, 3),
        claim(1, Employer, 3),
        claim(2, Employer, 3),
        claim(3, Employer, 3),
        claim(0, MailDomain, 5),
        claim(3, MailDomain, 5),
    ];
    let found = circles(4, &claims, |_| 100);
    let suggestion = |b, because: &[(Shared, u32)]| Suggestion { ends: (0, b), because: because.to_vec() };
    assert_eq!(
        suggestions(0, &found, &[3], |_| 100),
        [suggestion(1, &[(Phone, 1), (Employer, 3)]), suggestion(2, &[(Employer, 3)])]
    );
    let strict = |shared| if shared == Employer { 3 } else { 2 };
    assert_eq!(suggestions(0, &found, &[], strict), [suggestion(1, &[(Phone, 1)]), suggestion(3, &[(MailDomain, 5)])]);
}

#[test]
fn a_chain_of_100_000_shared_phones() {
    let claims: Vec<Claim> = (0..BIG)
        .flat_map(|person| [claim(person, Shared::Phone, person), claim(person, Shared::Phone, person + 1)])
        .collect();
    let found = circles(BIG, &claims, |_| 5);
    assert_eq!((found.circles.len(), found.circles[0].members.len()), (1, 100_000));
    assert_eq!(circles(0, &[], |_| 5), household::Circles::default());
}

proptest! {
    #[test]
    fn circles_are_the_components_of_sharing(
        (claims, shuffled) in prop::collection::vec((0u32..12, any::<bool>(), 0u32..8), 0..40)
            .prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle())),
        most in 1usize..6,
    ) {
        let make = |list: &[(u32, bool, u32)]| -> Vec<Claim> {
            let kind = |phone| if phone { Shared::Phone } else { Shared::Address };
            list.iter().map(|&(person, phone, key)| claim(person, kind(phone), key)).collect()
        };
        let claims = make(&claims);
        let found = circles(12, &claims, |_| most);
        prop_assert_eq!(&found, &circles(12, &make(&shuffled), |_| most));
        // Everybody with everybody who has the same thing, unless too many have it.
        let same = |a: &Claim, b: &Claim| (a.shared, a.key) == (b.shared, b.key);
        let having = |one: &Claim| {
            let mut people: Vec<u32> = claims.iter().filter(|other| same(one, other)).map(|other| other.person).collect();
            people.sort_unstable();
            people.dedup();
            people.len()
        };
        let mut edges = Vec::new();
        for one in claims.iter().filter(|one| having(one) <= most) {
            edges.extend(claims.iter().filter(|other| same(one, other)).map(|other| (one.person, other.person)));
        }
        let parts = components(&undirected(12, &edges));
        let circle_of = |person: u32| found.circles.iter().position(|circle| circle.members.contains(&person));
        for a in 0..12u32 {
            for b in 0..a {
                let together = circle_of(a).is_some() && circle_of(a) == circle_of(b);
                prop_assert_eq!(together, parts.of[a as usize] == parts.of[b as usize]);
            }
        }
        for circle in &found.circles {
            prop_assert!(circle.members.iter().all(|one| circle.evidence.iter().any(|why| why.people.contains(one))));
            prop_assert!(circle.evidence.iter().all(|why| why.people.iter().all(|one| circle.members.contains(one))));
        }
    }
}
