//! Columns and keys as promised, on files small enough to reckon by hand.

use server::cli::analyze::{AnalyzeCommand, BaseData, Transaction};

use clap::Parser as _;

use super::{Cli, analyze, analyze_base, files};

const ORDERS: &str = "customer_id,order_id,date,amount
10,1,2024-01-05,30.00
9,2,2024-01-20,10.5
10,3,2024-02-05,20
9,4,2024-04-01,99
chén,5,2024-02-10,15.25
10,6,2024-02-28,-5
";

#[test]
fn rfm_has_a_row_per_customer_with_an_order() {
    let folder = files(&[("o.csv", ORDERS)]);
    let found = analyze(folder.path(), "rfm --transactions @o.csv --as-of 2024-03-01").expect("fine");
    assert_eq!(found.header(), "customer_id,recency_days,frequency,monetary,r,f,m,fm,segment");
    let rows = found.rows();
    // Numbers by value before other ids; M is net of the refund; G = 31 days, thresholds of a small base.
    assert_eq!(rows[0][..4], ["9", "41", "1", "10.500000"]);
    assert_eq!(rows[1][..4], ["10", "25", "2", "45.000000"]);
    assert_eq!(rows[2][..4], ["chén", "20", "1", "15.250000"]);
    assert_eq!(rows[1][4..], ["5", "2", "5", "4", "Champions"]);
    assert!(found.notes.contains("1 orders after the as-of day are left out"), "{}", found.notes);
    assert!(found.notes.contains("1 refunds that name no order"), "{}", found.notes);
    assert!(found.notes.contains("only 3 customers"), "{}", found.notes);
}

#[test]
fn abc_is_ranked_by_value() {
    let text =
        "customer_id,order_id,date,amount\na,1,2024-01-01,80\nb,2,2024-01-01,15\nc,3,2024-01-01,5\nd,4,2024-01-01,-3\n";
    let folder = files(&[("o.csv", text)]);
    let found = analyze(folder.path(), "abc --transactions @o.csv").expect("fine");
    assert_eq!(
        found.out,
        "customer_id,value,cum_share,class\na,80.000000,0.80000000,A\nb,15.000000,0.95000000,B\nc,5.000000,1.00000000,C\nd,-3.000000,1.00000000,no value\n"
    );
    assert!(found.notes.contains("class A: 33.3 % of the customers have 80.0 % of the value"), "{}", found.notes);
}

#[test]
fn cohorts_list_every_cell() {
    let folder = files(&[("o.csv", ORDERS)]);
    let found = analyze(folder.path(), "cohorts --transactions @o.csv --as-of 2024-03-31").expect("fine");
    assert_eq!(
        found.out,
        "cohort,size,month_index,customers,revenue
2024-01,2,0,2,40.500000
2024-01,2,1,1,15.000000
2024-01,2,2,0,0.000000
2024-02,1,0,1,15.250000
2024-02,1,1,0,0.000000
"
    );
    assert!(!found.notes.contains("not over"), "31 March ends the month: {}", found.notes);
}

#[test]
fn clv_of_a_handful_is_historic_only() {
    let folder = files(&[("o.csv", ORDERS)]);
    let line = "clv --transactions @o.csv --calibration-end 2024-03-01 --horizon-weeks 4 --per-customer @out.csv";
    let found = analyze(folder.path(), line).expect("fine").json();
    assert_eq!((found["model"].as_str(), found["customers"].as_u64()), (Some("historic"), Some(3)));
    assert!(found["notes"][0].as_str().is_some_and(|note| note.contains("historic value only")));
    assert!(found["log_likelihood"].is_null() && found["fallback"].is_null());
    let written = std::fs::read_to_string(folder.path().join("out.csv")).expect("written");
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[0], "customer_id,x,t_x,T,expected_purchases,p_alive,p_order_90d,expected_spend");
    // 31 and 56 days, exact sevenths; no number without a basis.
    assert_eq!(lines[2], "10,1,4.428571428571,8.000000000000,,,,");
}

#[test]
fn kmeans_keeps_the_order_of_rows() {
    let folder = files(&[("t.csv", "id,x,y\na,1,1\nb,90,90\nc,1,2\nd,2,1\ne,91,90\n")]);
    let found = analyze(folder.path(), "kmeans --table @t.csv --k 2").expect("fine").json();
    assert_eq!(found["sizes"], serde_json::json!([3, 2]));
    assert_eq!(found["labels"], serde_json::json!([0, 1, 0, 0, 1]));
    assert!((found["inertia"].as_f64().expect("a number") - (4.0 / 3.0 + 0.5)).abs() < 1e-9);
    let scaled = analyze(folder.path(), "kmeans --table @t.csv --k 2 --standardize --seed 9").expect("fine").json();
    assert!(scaled["inertia"].as_f64().expect("a number") < 0.01);
}

#[test]
fn rules_count_itemsets_by_size() {
    let folder = files(&[("b.txt", "tea, milk\nmilk,tea ,milk\ntea,sugar\n\nmilk\n")]);
    let found = analyze(folder.path(), "rules --baskets @b.txt --min-support 0.5 --min-confidence 0.6").expect("fine");
    assert_eq!(found.json(), serde_json::json!({"itemsets": {"1": 2, "2": 1}, "rules": 2}));
}

#[test]
fn forecast_names_its_method_and_errors() {
    let series = (0..36u8).map(|t| format!("m{t},{}", [10, 30, 20][usize::from(t % 3)])).collect::<Vec<_>>().join("\n");
    let folder = files(&[("s.csv", &format!("month,value\n{series}"))]);
    let found = analyze(folder.path(), "forecast --series @s.csv --horizon 4 --season 3").expect("fine").json();
    assert_eq!(found["method"], "seasonal-naive");
    assert_eq!(found["forecast"], serde_json::json!([10.0, 30.0, 20.0, 10.0]));
    for key in ["rmsse", "mape", "bias"] {
        assert_eq!(found["backtest"][key].as_f64(), Some(0.0), "{key}");
    }
    let folder = files(&[("s.csv", "value\n5\n")]);
    let found = analyze(folder.path(), "forecast --series @s.csv --horizon 2").expect("fine");
    assert_eq!(found.json()["forecast"], serde_json::json!([5.0, 5.0]));
    assert!(found.json()["backtest"]["mape"].is_null() && found.notes.contains("too short"));
}

fn row(customer: &str, order: &str, day: i32, units: i64) -> Transaction {
    Transaction {
        customer: customer.to_owned(),
        order: order.to_owned(),
        day,
        amount: units * 1_000_000,
        paid: true,
        refund_of: None,
    }
}

/// 19,724 = 2024-01-02.
fn base() -> BaseData {
    let refund = Transaction { refund_of: Some("o1".to_owned()), ..row("ann", "r1", 19_730, 40) };
    let unpaid = Transaction { paid: false, ..row("bob", "o3", 19_735, 70) };
    BaseData {
        transactions: vec![row("ann", "o1", 19_724, 100), refund, row("ann", "o2", 19_754, 50), unpaid],
        customers: ["zoe", "ann", "bob"].map(str::to_owned).to_vec(),
        baskets: vec![vec!["tea".to_owned(), "milk".to_owned()]; 3],
        schemes: Vec::new(),
    }
}

#[test]
fn the_base_is_read_instead_of_a_file() {
    let folder = files(&[]);
    let run = |line: &str| analyze_base(folder.path(), line, Some(&base())).expect("fine");
    let rfm = run("rfm --data ./d --as-of 2024-02-10");
    // 100 - 40 + 50; what is unpaid does not count.
    assert_eq!(rfm.rows()[0][..4], ["ann", "9", "2", "110.000000"]);
    assert_eq!(rfm.rows().len(), 1);
    assert!(rfm.notes.contains("1 unpaid orders are left out"), "{}", rfm.notes);
    assert_eq!(run("abc --data ./d").rows()[0], ["ann", "110.000000", "1.00000000", "A"]);
    let cohorts = run("cohorts --data ./d --as-of 2024-02-10").rows();
    assert_eq!(cohorts[0], ["2024-01", "1", "0", "1", "60.000000"]);
    let tiers = run("tiers --data ./d --scheme vip-active-potential-dormant --as-of 2024-02-10");
    assert_eq!(tiers.header(), "customer_id,tier,reason");
    let found: Vec<(String, String)> = tiers.rows().iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    // Everybody has a tier, those without an order too.
    let expected = [("ann", "active"), ("bob", "potential"), ("zoe", "potential")];
    assert_eq!(found, expected.map(|(id, tier)| (id.to_owned(), tier.to_owned())));
    assert_eq!(tiers.rows()[2][2], "orders 0 (at most 1)");
    assert!(tiers.rows()[0][2].starts_with("not vip: money score 4 (at least 5)"), "{:?}", tiers.rows()[0]);
    let rules = run("rules --data ./d --min-support 1 --min-confidence 1").json();
    assert_eq!(rules["rules"], 2);
    assert_eq!(run("forecast --data ./d --horizon 1").json()["forecast"], serde_json::json!([60.0]));
    assert_eq!(run("kmeans --data ./d --k 1").json()["sizes"], serde_json::json!([1]));
    let unknown = analyze_base(folder.path(), "tiers --data ./d --scheme gold --as-of 2024-02-10", Some(&base()));
    assert!(unknown.expect_err("unknown").message.contains("there are: vip-active-potential-dormant, high-mid-low"));
    assert!(analyze(folder.path(), "rfm --data ./d --as-of 2024-02-10").is_err(), "nobody read it");
}

#[test]
fn the_caller_learns_which_directory_to_read() {
    let command = |line: &str| -> AnalyzeCommand {
        Cli::try_parse_from(line.split_whitespace()).expect("an allowed line").command
    };
    let line = "x kmeans --data /srv/d --k 2";
    assert_eq!(command(line).data_directory(), Some(std::path::Path::new("/srv/d")));
    assert_eq!(command("x abc --transactions f.csv").data_directory(), None);
    for wrong in [
        "x rfm --as-of 2024-01-01",
        "x rfm --transactions f --data d --as-of 2024-01-01",
        "x rfm --transactions f --as-of 2024-02-30",
        "x kmeans --table f --k 0",
        "x clv --transactions f --calibration-end 2024-01-01 --horizon-weeks -1",
        "x rules --baskets f --min-support 2 --min-confidence 0.5",
        "x forecast --series f --horizon 0",
    ] {
        assert!(Cli::try_parse_from(wrong.split_whitespace()).is_err(), "{wrong}");
    }
}
