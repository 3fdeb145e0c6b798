//! Scores from columns equal scores from summaries.

use analytics::purchase::{Order, Summary, summarise};
use analytics::rfm::basis::OwnCuts;
use analytics::rfm::columns::Columns;
use analytics::rfm::{ScoringBasis, Values};
use proptest::prelude::*;

use crate::support::{order, period};

const AS_OF: i32 = 1_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn columns_and_summaries_agree(
        rows in prop::collection::vec((0u32..90, -900i32..1_010, -20i64..60), 0..400),
    ) {
        let customers: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let days: Vec<i32> = rows.iter().map(|row| row.1).collect();
        let minor: Vec<i64> = rows.iter().map(|row| row.2).collect();
        let columns = Columns { customers: &customers, days: &days, minor: &minor };
        let most = customers.iter().max().map_or(0, |most| most + 1);
        let base: Vec<Summary> = (0..most)
            .map(|customer| {
                let own = (0u32..).zip(&rows).filter(|(_, row)| row.0 == customer);
                let orders: Vec<Order> = own.map(|(n, row)| order(n, row.1, row.2)).collect();
                summarise(&orders, &[], period(AS_OF))
            })
            .collect();
        let expected = ScoringBasis::build(&base, period(AS_OF), &OwnCuts::default()).expect("one period");
        let (found, scores) = columns.scores(period(AS_OF));
        prop_assert_eq!(columns.median_gap(period(AS_OF)), expected.median_gap);
        prop_assert_eq!((&found.recency, &found.frequency, &found.money),
            (&expected.recency, &expected.frequency, &expected.money));
        prop_assert_eq!((found.scored, found.prospects), (expected.scored, expected.prospects));
        for (summary, scores) in base.iter().zip(scores) {
            prop_assert_eq!(scores, Values::of(summary).map(|values| expected.score(&values)));
        }
    }
}
