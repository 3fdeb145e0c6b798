//! Itemsets, rules and suggestions against counting by hand.

use analytics::basket::{Recommender, Share, frequent, rules};
use proptest::prelude::*;

fn share(text: &str) -> Share {
    Share::parse(text).expect("a share")
}

#[test]
fn thresholds_are_exact() {
    // In binary floating point 0.1 * 30 is a hair above 3.
    assert_eq!(share("0.1").least_of(30), 3);
    assert_eq!(share("0.01").least_of(9_835), 99);
    assert_eq!(share("0").least_of(10), 1);
    assert!(share("0.6").reached_by(3, 5) && !share("0.6000001").reached_by(3, 5));
    assert!(share("1").reached_by(5, 5) && share(".5").reached_by(1, 2));
    for wrong in ["", ".", "1.1", "-0.1", "1e-2", "abc", "0.00000000000000001"] {
        assert_eq!(Share::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn rules_by_hand() {
    // The second basket names an item twice: once is enough.
    let baskets = vec![vec![1, 2], vec![2, 1, 1], vec![1, 3], vec![2]];
    let sets = frequent(&baskets, share("0.5")).expect("few");
    let found: Vec<(&[u32], usize)> = sets.iter().map(|set| (set.items.as_slice(), set.count)).collect();
    assert_eq!(found, [(&[1][..], 3), (&[2], 3), (&[1, 2], 2)]);
    let found = rules(&sets, share("0.6666"));
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].from.as_slice(), found[0].to, found[0].together, found[0].from_count), (&[1][..], 2, 2, 3));
    assert!((found[0].lift(4) - 2.0 / 3.0 * 4.0 / 3.0).abs() < 1e-12);
    assert!(rules(&sets, share("0.6667")).is_empty());
    assert!(frequent(&[], share("0.5")).expect("none").is_empty());
}

#[test]
fn suggestions_name_their_reason() {
    let mut baskets = vec![vec![1, 2]; 6];
    baskets.extend(vec![vec![1, 3]; 4]);
    baskets.extend(vec![vec![2, 4]; 5]);
    let learned = Recommender::learn(&baskets);
    let found = learned.suggest(&[1], |_| false, 9);
    // 3 was bought with 1 only four times: too seldom.
    assert_eq!(found.iter().map(|offer| offer.item).collect::<Vec<_>>(), [2]);
    let offer = found[0];
    assert_eq!((offer.because, offer.together, offer.of), (1, 6, 10));
    assert!((offer.confidence - 0.6).abs() < 1e-12 && (offer.lift - 0.6 / (11.0 / 15.0)).abs() < 1e-12);
    assert!((offer.score - 6.0 / (10.0f64.sqrt() * 11.0f64.sqrt().sqrt())).abs() < 1e-12);
    // Owned: left out unless bought again and again.
    assert_eq!(learned.suggest(&[1, 2], |_| false, 9)[0].item, 4);
    assert!(learned.suggest(&[1, 2], |item| item == 2, 9).iter().any(|offer| offer.item == 2));
    assert!(learned.suggest(&[77], |_| true, 9).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn itemsets_are_those_of_counting_and_row_order_does_not_matter(
        (baskets, shuffled) in prop::collection::vec(prop::collection::vec(0u32..6, 0..5), 1..25)
            .prop_flat_map(|baskets| (Just(baskets.clone()), Just(baskets).prop_shuffle())),
        percent in 5u32..60,
    ) {
        let support = share(&format!("0.{percent:02}"));
        let found = frequent(&baskets, support).expect("few");
        prop_assert_eq!(&found, &frequent(&shuffled, support).expect("few"));
        let least = support.least_of(baskets.len());
        let mut expected = 0;
        for mask in 1u32..64 {
            let items: Vec<u32> = (0..6).filter(|item| mask >> item & 1 == 1).collect();
            let count = baskets.iter().filter(|basket| items.iter().all(|item| basket.contains(item))).count();
            if count >= least {
                expected += 1;
                prop_assert!(found.iter().any(|set| set.items == items && set.count == count));
            }
        }
        prop_assert_eq!(found.len(), expected);
    }
}
