//! The Online Retail file, checked to its sums.

use super::support::{Base, data};
use domain::Kind;
use domain::schema::fields::{customer, purchase};
use server::import::{Input, Language, Options, Target, read};
use std::ops::ControlFlow;
use std::time::Instant;

#[test]
fn online_retail_is_imported_to_its_sums_and_twice_is_once() {
    let Some(path) = data("retail/online_retail.csv.gz") else {
        return;
    };
    let mut options = Options::new(Target::Purchases, "GBP", 0);
    options.language = Language::En;
    let input = Input::File(path);
    let mut base = Base::default();
    let mut last = None;
    let started = Instant::now();
    let plan = read(&input, &options, &base.directory(), &mut |p| {
        last = Some(p);
        ControlFlow::Continue(())
    })
    .expect("the file is readable");
    let took = started.elapsed();
    let progress = last.expect("progress was told");
    assert_eq!((progress.bytes, progress.rows), (progress.bytes_total, 541_909));
    let report = base.write(plan);
    println!("{}\nread and checked in {took:.1?}", report.told(Language::En));

    assert_eq!((report.rows_read, report.rows_taken, report.rows_left_out()), (541_909, 541_909, 0));
    assert_eq!((report.customers.new, report.customers.all()), (4372, 4372));
    assert_eq!(report.anonymous_lines, 135_080);
    assert_eq!((report.purchases.new, report.purchases.all()), (25_900, 25_900));
    let [sum] = &report.sums[..] else { panic!("one currency") };
    assert_eq!((sum.currency.as_str(), sum.exact.as_str()), ("GBP", "9747747.934"));
    let stored: i64 = base.of(Kind::Purchase).filter_map(|r| r.int(purchase::TOTAL)).sum();
    assert_eq!(sum.stored.replace('.', ""), stored.to_string());
    assert!(sum.difference.trim_start_matches('-').starts_with("0.0"), "{}", sum.difference);
    let lines: usize = base.of(Kind::Purchase).map(|r| r.get(purchase::ITEMS).as_list().len()).sum();
    assert_eq!(lines, 541_909);
    let anonymous = base.of(Kind::Purchase).filter(|r| r.reference(purchase::CUSTOMER).is_none()).count() as u64;
    assert_eq!(anonymous, report.anonymous_purchases);
    let refunds = base.of(Kind::Purchase).filter(|r| r.text(purchase::CODE).starts_with('C'));
    assert!(refunds.inspect(|r| assert!(r.int(purchase::TOTAL) <= Some(0))).count() > 3000);
    let first = base.of(Kind::Customer).find(|r| r.text(customer::CODE) == "17850").expect("the first customer");
    assert_eq!((first.text(customer::NAME), first.text(customer::COUNTRY)), ("Customer 17850", "United Kingdom"));

    let again = read(&input, &options, &base.directory(), &mut |_| ControlFlow::Continue(())).expect("still readable");
    let again = base.write(again);
    for counts in [again.customers, again.purchases] {
        assert_eq!((counts.new, counts.updated, counts.unchanged), (0, 0, counts.all()));
    }
    assert_eq!(again.sums, report.sums);
}
