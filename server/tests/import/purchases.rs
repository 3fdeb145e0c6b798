//! Order tables of other shapes, and what is wrong with them.

use super::support::{Base, plan};
use domain::schema::fields::{customer, purchase};
use domain::{Kind, Value};
use server::import::{DateOrder, Directory, FileError, Note, Options, Reason, Target, write_failed_rows};

const HEAD: &str = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

fn options() -> Options {
    Options::new(Target::Purchases, "CNY", 480)
}

fn reasons(report: &server::import::Report) -> Vec<(u64, Reason, Option<&str>)> {
    let mut all: Vec<_> =
        report.left_out.values().flat_map(|l| &l.examples).map(|e| (e.line, e.reason, e.column.as_deref())).collect();
    all.sort_unstable_by_key(|e| e.0);
    all
}

#[test]
fn bad_rows_are_named_and_good_ones_proceed() {
    let file = format!(
        "{HEAD}1,A,Tea,2,2025-03-01,1.005,7,China\n\
         2,A,Tea,2,2025-02-30,1.00,7,China\n\
         3,A,Tea,two,2025-03-01,1.00,7,China\n\
         4,A,Tea,2,2025-03-01,99999999999999999999,7,China\n\
         5,A,Tea,9000000000,2025-03-01,900000000,7,China\n\
         6,A,Tea,2,2025-03-01,1.00,7,China,extra\n\
         1,B,Cup,1,2025-03-01,3.00,8,China\n\
         8,A,Tea,2,,1.00,7,China\n\
         9,A,Tea,2,2025-03-01,,7,China\n\
         1,B,Cup,-1,2025-03-01,3.00,7,China\n\
         11,A,\"Tea,1,2025-03-01,1.00,7,China\n\
         12,A,Tea,1,2025-03-01,1.00,,China\n"
    );
    let mut base = Base::default();
    let report = base.import(file.as_bytes(), &options()).expect("readable");
    assert_eq!(
        reasons(&report),
        [
            (3, Reason::BadDate, Some("InvoiceDate")),
            (4, Reason::BadNumber, Some("Quantity")),
            (5, Reason::OutOfRange, Some("UnitPrice")),
            (6, Reason::OutOfRange, Some("UnitPrice")),
            (7, Reason::Columns, None),
            (8, Reason::OtherCustomer, Some("CustomerID")),
            (9, Reason::Missing, Some("InvoiceDate")),
            (10, Reason::Missing, Some("UnitPrice")),
            (12, Reason::UnclosedQuote, None),
        ]
    );
    assert_eq!((report.rows_read, report.rows_taken), (12, 3));
    let example = &report.left_out[&Reason::BadDate].examples[0];
    assert_eq!(example.zh, "第 3 行“InvoiceDate”：“2025-02-30”，不是有效日期");
    assert_eq!(example.en, "line 3, InvoiceDate: \"2025-02-30\": this is not a possible date");
    // 2 x 1.005 = 2.01 exactly; minus 3.00; and one anonymous line of 1.00.
    let sum = &report.sums[0];
    assert_eq!((sum.exact.as_str(), sum.stored.as_str(), sum.difference.as_str()), ("0.01", "0.01", "0"));
    assert_eq!((report.refunds, report.anonymous_purchases, report.anonymous_lines), (1, 1, 1));
    let json = serde_json::to_string(&report).expect("serialisable");
    assert!(json.contains("\"bad_date\""), "{json}");
}

#[test]
fn lines_are_rounded_half_to_even_and_the_difference_is_told() {
    let file = format!(
        "{HEAD}1,A,Tea,1,2025-03-01,0.005,7,X\n1,B,Tea,1,2025-03-01,0.015,7,X\n1,C,Tea,1,2025-03-01,0.001,7,X\n"
    );
    let mut base = Base::default();
    let report = base.import(file.as_bytes(), &options()).expect("readable");
    let sum = &report.sums[0];
    assert_eq!((sum.exact.as_str(), sum.stored.as_str(), sum.difference.as_str()), ("0.021", "0.02", "-0.001"));
    let row = base.of(Kind::Purchase).next().expect("one order");
    let item = |i: usize| row.get(purchase::ITEMS).as_list()[i].as_list().to_vec();
    assert_eq!(item(1), [Value::text("B"), Value::text("Tea"), Value::Int(1000), Value::Int(15_000), Value::Int(2)]);
    assert_eq!((row.int(purchase::TOTAL), row.text(purchase::CURRENCY)), (Some(2), "CNY"));
}

#[test]
fn chinese_orders_in_gbk_with_amounts_names_and_refunds() {
    let text = "销售订单编号;客户名称;手机;下单日期;产品名称;数量;小计;原订单号\n\
                S1;沈佩琳;154 1362 0001;2025年3月1日 9时30分;改良旗袍;1;1.680,50;\n\
                S1;沈佩琳;154 1362 0001;2025年3月1日 9时30分;香云纱;2,5;700;\n\
                T1;沈佩琳;15413620001;2025/3/9;香云纱;-1;-280;S1\n\
                T2;;;2025/3/9;香云纱;-1;-280;S9\n";
    let bytes = encoding_rs::GB18030.encode(text).0;
    let mut base = Base::default();
    let report = base.import(&bytes, &options()).expect("readable");
    assert_eq!(report.rows_left_out(), 0, "{}", report.told(server::import::Language::En));
    assert_eq!((report.customers.new, report.contact_points.new, report.purchases.new, report.refunds), (1, 1, 3, 2));
    assert_eq!(report.notes.get(&Note::UnknownRefundedOrder), Some(&1));
    let order = |code: &str| base.of(Kind::Purchase).find(|r| r.text(purchase::CODE) == code).expect("there");
    assert_eq!(order("S1").int(purchase::TOTAL), Some(238_050));
    // 09:30 in China is 01:30 UTC.
    assert_eq!(order("S1").int(purchase::AT).map(|t| t % 86_400_000), Some(90 * 60_000));
    assert_eq!(order("T1").reference(purchase::REFUND_OF), Some(order("S1").id));
    assert_eq!(order("T2").reference(purchase::REFUND_OF), None);
    let again = base.import(&bytes, &options()).expect("readable");
    assert_eq!((again.customers.new, again.contact_points.all(), again.purchases.unchanged), (0, 0, 3));
}

#[test]
fn lines_without_an_order_number_stay_apart_and_twice_is_once() {
    let file = "date,customer code,product,amount\n2025-03-01,7,Tea,3\n2025-03-01,7,Tea,3\n2025-03-02,7,Tea,3\n";
    let mut base = Base::default();
    let first = base.import(file.as_bytes(), &options()).expect("readable");
    assert_eq!(first.purchases.new, 3);
    let again = base.import(file.as_bytes(), &options()).expect("readable");
    assert_eq!((again.purchases.new, again.purchases.unchanged), (0, 3));
}

#[test]
fn day_and_month_are_told_apart_over_the_whole_file() {
    let rows = |last: &str| format!("order,date,amount\n1,3/4/2025,1\n2,5/4/2025,1\n3,{last},1\n");
    let days = |file: &str| {
        let mut base = Base::default();
        let report = base.import(file.as_bytes(), &options()).expect("readable");
        let mut days: Vec<_> = base.of(Kind::Purchase).filter_map(|r| r.int(purchase::DAY)).collect();
        days.sort_unstable();
        (report.dates.map(|d| (d.order, d.ambiguous)), days[0])
    };
    // 2025-03-04 is day 20151, 2025-04-03 day 20181.
    assert_eq!(days(&rows("6/4/2025")), (Some((DateOrder::MonthFirst, true)), 20_151));
    assert_eq!(days(&rows("4/13/2025")), (Some((DateOrder::MonthFirst, false)), 20_151));
    assert_eq!(days(&rows("13/4/2025")), (Some((DateOrder::DayFirst, false)), 20_181));
    let mut base = Base::default();
    let mixed = base.import(rows("13/4/2025\n4,4/13/2025,1").replace(",1,1", ",1").as_bytes(), &options());
    assert_eq!(mixed.expect("readable").left_out[&Reason::BadDate].count, 1);
}

#[test]
fn a_persons_own_values_survive_the_same_file() {
    let file = format!("{HEAD}1,A,Tea,2,2025-03-01,1.00,17850.0,China\n");
    let mut base = Base::default();
    base.import(file.as_bytes(), &options()).expect("readable");
    let at = base.of(Kind::Customer).next().expect("one").address();
    assert_eq!(base.rows[&at].text(customer::CODE), "17850");
    if let Some(row) = base.rows.get_mut(&at) {
        row.put(customer::NAME, Value::text("沈佩琳"), domain::Stamp::default());
    }
    let again = base.import(file.as_bytes(), &options()).expect("readable");
    assert_eq!((again.customers.unchanged, base.rows[&at].text(customer::NAME)), (1, "沈佩琳"));
    // In the trash it stays there.
    if let Some(row) = base.rows.get_mut(&at) {
        row.deleted = Some(domain::Stamp::default());
    }
    let third = base.import(file.as_bytes(), &options()).expect("readable");
    assert_eq!((third.customers.in_trash, third.customers.new), (1, 0));
}

#[test]
fn a_changed_file_updates_its_orders() {
    let file = |n: u32| format!("{HEAD}1,A,Tea,{n},2025-03-01,1.00,7,China\n");
    let mut base = Base::default();
    base.import(file(1).as_bytes(), &options()).expect("readable");
    let report = base.import(file(2).as_bytes(), &options()).expect("readable");
    assert_eq!((report.purchases.updated, report.purchases.new), (1, 0));
    assert_eq!(base.of(Kind::Purchase).next().and_then(|r| r.int(purchase::TOTAL)), Some(200));
}

#[test]
fn missing_columns_and_wrong_options_say_what_to_do() {
    let fail = |file: &str, options: &Options| match plan(file.as_bytes(), options, &Directory::default()) {
        Err(FileError::Columns { en, zh }) => (en, zh),
        other => panic!("{:?}", other.err()),
    };
    let (en, zh) = fail("Wann,Wer,Preis\n1,2,3\n", &options());
    assert!(en.contains("--map \"Wann=date\"") && zh.contains("--map \"Wann=date\""), "{en} {zh}");
    let mut wrong = options();
    wrong.overrides = vec![("When".into(), "date".into())];
    assert!(fail("Wann,Wer,Preis\n", &wrong).0.contains("no column \"When\""));
    wrong.overrides = vec![("Wann".into(), "data".into())];
    assert!(fail("Wann,Wer,Preis\n", &wrong).0.contains("no field \"data\""));
    let mut right = options();
    right.overrides = [("Wann", "date"), ("Preis", "amount"), ("Wer", "customer")]
        .map(|(c, f)| (c.to_owned(), f.to_owned()))
        .to_vec();
    let report = Base::default().import(b"Wann,Wer,Preis\n2025-01-01,7,3.50\n", &right).expect("readable");
    assert_eq!(report.purchases.new, 1);
}

#[test]
fn failed_rows_can_be_corrected_and_imported_again() {
    let file = format!("{HEAD}1,A,\"Tea, green\",2,2025-02-30,1.00,7,China\n2,A,Tea,2,2025-03-01,1.00,7,China\n");
    let mut base = Base::default();
    let plan = plan(file.as_bytes(), &options(), &Directory::default()).expect("readable");
    let mut failed = Vec::new();
    write_failed_rows(&mut failed, &plan.header, &plan.failed, server::import::Language::Zh).expect("memory");
    assert_eq!(base.write(plan).purchases.new, 1);
    let corrected = String::from_utf8(failed).expect("UTF-8").replacen("2025-02-30", "2025-02-28", 1);
    let report = base.import(corrected.as_bytes(), &options()).expect("readable");
    assert_eq!((report.rows_read, report.purchases.new, report.rows_left_out()), (1, 1, 0));
}

#[test]
fn a_plan_can_go_to_another_thread_and_its_report_is_told_in_both_languages() {
    let file = format!("{HEAD}1,A,Tea,2,2025-03-01,1.005,,China\n2,A,Tea,2,2025-02-30,1.00,7,China\n");
    let plan = plan(file.as_bytes(), &options(), &Directory::default()).expect("readable");
    let report = std::thread::spawn(move || Base::default().write(plan)).join().expect("no panic");
    let zh = report.told(server::import::Language::Zh).to_string();
    let en = report.told(server::import::Language::En).to_string();
    for part in [
        "读到 2 行，采用 1 行，未导入 1 行",
        "购买 1: 1 新增",
        "精确合计 2.01",
        "1 × 不是有效日期",
        "第 3 行“InvoiceDate”",
    ] {
        assert!(zh.contains(part), "{part} in\n{zh}");
    }
    for part in
        ["2 rows read, 1 taken, 1 left out", "1 lines without a customer, in 1 anonymous", "line 3, InvoiceDate"]
    {
        assert!(en.contains(part), "{part} in\n{en}");
    }
}

#[test]
fn reading_can_be_stopped() {
    let file = format!("{HEAD}{}", "1,A,Tea,2,2025-03-01,1.00,7,China\n".repeat(5000));
    let input = server::import::Input::Bytes(file.into_bytes().into());
    let stopped =
        server::import::read(&input, &options(), &Directory::default(), &mut |_| std::ops::ControlFlow::Break(()));
    assert_eq!(stopped.err(), Some(FileError::Cancelled));
}

#[test]
fn an_order_takes_five_thousand_lines() {
    let file = format!("{HEAD}{}", "1,A,Tea,2,2025-03-01,1.00,7,China\n".repeat(5001));
    let report = Base::default().import(file.as_bytes(), &options()).expect("readable");
    assert_eq!((report.rows_taken, report.left_out[&Reason::TooManyLines].count), (5000, 1));
}
