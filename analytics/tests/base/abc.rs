//! ABC classes at their edges, and Gini against known values.

use analytics::abc::{Class, abc};
use proptest::prelude::*;

#[test]
fn the_share_before_a_customer_decides() {
    // Shares before: 0, 80 % (no longer below 80 %), 95 % (no longer below 95 %).
    let result = abc(&[(1, 80), (2, 15), (3, 5), (4, 0), (5, -7)]);
    assert_eq!(result.classes, [Class::A, Class::B, Class::C, Class::NoValue, Class::NoValue]);
    assert_eq!(result.total(Class::NoValue).value, -7);
    assert_eq!(result.customer_share(Class::A), Some(1.0 / 3.0));
    assert_eq!(result.value_share(Class::A), Some(0.8));
    // The one who crosses 80 % is still A.
    assert_eq!(abc(&[(1, 79), (2, 16), (3, 5)]).classes, [Class::A, Class::A, Class::C]);
}

#[test]
fn equal_values_rank_by_id() {
    let result = abc(&[(9, 10), (3, 10), (5, 10), (4, 10), (2, 10)]);
    assert_eq!(result.classes, [Class::B, Class::A, Class::A, Class::A, Class::A]);
}

#[test]
fn gini_of_known_distributions() {
    assert_eq!(abc(&[(1, 5), (2, 5), (3, 5)]).gini, Some(0.0));
    // 1, 2, 3, 4: (-3 - 2 + 3 + 12) / (4 * 10)
    assert_eq!(abc(&[(1, 1), (2, 2), (3, 3), (4, 4)]).gini, Some(0.25));
    assert_eq!(abc::<u32>(&[]).gini, None);
    assert_eq!(abc(&[(1, -4)]).value_share(Class::A), None);
    assert_eq!(abc(&[(1, i64::MAX), (2, i64::MAX)]).gini, Some(0.0));
}

proptest! {
    #[test]
    fn row_order_does_not_matter(
        (rows, shuffled) in prop::collection::btree_map(0u32..500, -5i64..40, 1..80)
            .prop_map(|rows| rows.into_iter().collect::<Vec<_>>())
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let (plain, mixed) = (abc(&rows), abc(&shuffled));
        prop_assert_eq!(plain.totals, mixed.totals);
        prop_assert_eq!(plain.gini, mixed.gini);
        for (row, class) in shuffled.iter().zip(&mixed.classes) {
            let at = rows.iter().position(|other| other == row).expect("same rows");
            prop_assert_eq!(plain.classes[at], *class);
        }
        prop_assert!(plain.gini.is_none_or(|gini| (0.0..1.0).contains(&gini)));
    }
}
