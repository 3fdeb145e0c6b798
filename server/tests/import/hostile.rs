//! Files made to break the import.

use super::support::Base;
use proptest::prelude::*;
use server::import::{Options, Target};

const TARGETS: [Target; 3] = [Target::Customers, Target::Purchases, Target::Relations];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        for target in TARGETS {
            let _ = Base::default().import(&bytes, &Options::new(target, "CNY", 480));
        }
    }

    #[test]
    fn every_row_is_taken_or_left_out_with_a_reason(
        rows in prop::collection::vec("([A-C]?,){2}[-0-9.]{0,24},[0-9/-]{0,12},[-0-9.e]{0,24},[a-c\"]{0,2}", 0..30),
    ) {
        let file = format!("InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n{}\n", rows.join("\n"));
        let mut base = Base::default();
        let report = base.import(file.as_bytes(), &Options::new(Target::Purchases, "CNY", 480)).expect("a header");
        prop_assert_eq!(report.rows_read, report.rows_taken + report.rows_left_out());
        let again = base.import(file.as_bytes(), &Options::new(Target::Purchases, "CNY", 480)).expect("a header");
        prop_assert_eq!((again.customers.new, again.purchases.new, again.purchases.updated), (0, 0, 0));
    }
}
