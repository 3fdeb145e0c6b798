//! The reference results through the command line; "skipped" where the data folder is absent.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;

use super::{analyze, files, reference_data};

fn records(path: &Path) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_path(path).expect("readable");
    reader.records().collect::<Result<_, _>>().expect("CSV")
}

fn number(text: &str) -> f64 {
    text.parse().expect("number")
}

/// The invoices of Online Retail as transactions, filtered as the data's README says; the rows in scrambled order.
fn retail() -> Option<String> {
    let file = std::fs::File::open(reference_data("retail")?.join("online_retail.csv.gz")).expect("readable");
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("gzip");
    let mut orders: BTreeMap<(String, String), (String, f64)> = BTreeMap::new();
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        let row = row.expect("CSV");
        let (quantity, price) = (number(&row[3]), number(&row[5]));
        if row[0].starts_with('C') || row[6].is_empty() || quantity <= 0.0 || price <= 0.0 {
            continue;
        }
        // Sums of binary fractions, as an analyst's script makes them: 310.44000000000005.
        let order = orders.entry((row[0].to_owned(), row[6].to_owned())).or_insert((row[4][..10].to_owned(), 0.0));
        order.1 += quantity * price;
    }
    let mut text = String::from("customer_id,order_id,date,amount\n");
    for ((invoice, customer), (date, amount)) in orders {
        writeln!(text, "{customer},{invoice},{date},{amount}").expect("a string");
    }
    Some(text)
}

#[test]
fn online_retail_is_scored_as_the_reference() {
    let Some(transactions) = retail() else { return };
    let folder = files(&[("o.csv", &transactions)]);
    let rfm = analyze(folder.path(), "rfm --transactions @o.csv --as-of 2011-12-10").expect("fine").rows();
    let found: BTreeMap<&str, &[String]> = rfm.iter().map(|row| (row[0].as_str(), &row[4..])).collect();
    let reference = reference_data("rfm").expect("as retail");
    let stored = records(&reference.join("online_retail_segments11_recommended.csv"));
    assert_eq!((stored.len(), found.len()), (4_338, 4_338));
    for row in &stored {
        assert_eq!(found[&row[0]], row.iter().skip(1).collect::<Vec<_>>(), "{row:?}");
    }

    let abc = analyze(folder.path(), "abc --transactions @o.csv").expect("fine").rows();
    let found: BTreeMap<&str, &[String]> = abc.iter().map(|row| (row[0].as_str(), &row[1..])).collect();
    let stored = records(&reference.join("abc_online_retail_customers_gross.csv"));
    assert_eq!((stored.len(), found.len()), (4_338, 4_338));
    for row in &stored {
        let [value, _, class] = found[&row[0]] else { panic!("{row:?}") };
        assert!((number(value) - number(&row[1])).abs() < 1e-6 && class == &row[3], "{row:?}");
    }
    for (at, (ours, theirs)) in abc.iter().zip(&stored).enumerate() {
        // Row by row: of equal values ours are by id.
        assert!((number(&ours[2]) - number(&theirs[2])).abs() < 2e-8, "row {at}: {ours:?} {theirs:?}");
    }

    let line = "clv --transactions @o.csv --calibration-end 2011-08-31 --horizon-weeks 14 --per-customer @out.csv";
    let clv = analyze(folder.path(), line).expect("fine").json();
    assert_eq!((clv["model"].as_str(), clv["fallback"].as_str()), (Some("nbd"), Some("nbd")));
    assert!((clv["log_likelihood"].as_f64().expect("number") + 21_755.348).abs() < 0.01, "{clv}");
    assert!(clv["notes"][0].as_str().expect("a note").contains("no churn signal in this data"), "{clv}");
    assert_eq!(records(&folder.path().join("out.csv")).len(), 3_317);
}

#[test]
fn cdnow_is_fitted_as_published() {
    let Some(reference) = reference_data("cdnow") else { return };
    let text = std::fs::read_to_string(reference.join("CDNOW_sample.txt")).expect("readable");
    let mut transactions = String::from("customer_id,order_id,date,amount\n");
    for (order, line) in text.lines().enumerate() {
        let row: Vec<&str> = line.split_whitespace().collect();
        let (year, month, day) = (&row[2][..4], &row[2][4..6], &row[2][6..]);
        writeln!(transactions, "{},{order},{year}-{month}-{day},{}", row[1], row[4]).expect("a string");
    }
    let folder = files(&[("o.csv", &transactions)]);
    let common = "clv --transactions @o.csv --calibration-end 1997-09-30 --horizon-weeks 39";
    let bg = analyze(folder.path(), &format!("{common} --model bgnbd --per-customer @out.csv")).expect("fine").json();
    let near = |value: &serde_json::Value, expected: f64, relative: f64| {
        let value = value.as_f64().expect("a number");
        assert!((value / expected - 1.0).abs() <= relative, "{value} instead of {expected}");
    };
    assert_eq!((bg["model"].as_str(), bg["customers"].as_u64()), (Some("bgnbd"), Some(2_357)));
    for (key, expected) in [("r", 0.242_594_5), ("alpha", 4.413_602), ("a", 0.792_922), ("b", 2.425_907)] {
        near(&bg["parameters"][key], expected, 5e-4);
    }
    near(&bg["log_likelihood"], -9_582.429_2, 1e-7);
    for (key, expected) in [("p", 6.249_572), ("q", 3.744_225), ("v", 15.443_521), ("log_likelihood", -4_055.917_7)] {
        near(&bg["gamma_gamma"][key], expected, 5e-4);
    }
    assert_eq!(bg["gamma_gamma"]["customers"], 946);
    assert!(bg["fallback"].is_null());
    let rows = records(&folder.path().join("out.csv"));
    assert_eq!((rows.len(), &rows[0][0], &rows[0][1]), (2_357, "0001", "2"));
    // E[X(39) | x = 2, t_x = 30.43, T = 38.86] = 1.226.
    assert!((number(&rows[0][4]) - 1.226).abs() < 5e-4, "{:?}", rows[0]);
    for row in &rows {
        let p: Vec<f64> = row.iter().skip(4).map(number).collect();
        assert!(p.iter().all(|value| value.is_finite() && *value >= 0.0) && p[1] <= 1.0 && p[2] <= p[1], "{row:?}");
    }
    let pareto = analyze(folder.path(), &format!("{common} --model pnbd")).expect("fine").json();
    for (key, expected) in [("r", 0.553_277), ("alpha", 10.577_683), ("s", 0.606_240), ("beta", 11.668_735)] {
        near(&pareto["parameters"][key], expected, 5e-4);
    }
    near(&pareto["log_likelihood"], -9_594.976_2, 1e-7);
}

#[test]
fn clusters_rules_and_forecasts_meet_their_references() {
    let Some(clusters) = reference_data("kmeans") else { return };
    for (file, plain, standard) in [("iris", 78.851_44, 139.820_50), ("wine", 2_370_689.687, 1_277.928_49)] {
        let text = std::fs::read_to_string(clusters.join(format!("{file}.csv"))).expect("readable");
        let without_class: String =
            text.lines().filter_map(|line| Some(format!("{}\n", line.rsplit_once(',')?.0))).collect();
        let folder = files(&[("t.csv", &without_class)]);
        for (option, best) in [("", plain), ("--standardize", standard)] {
            let found = analyze(folder.path(), &format!("kmeans --table @t.csv --k 3 {option}")).expect("fine").json();
            let ratio = found["inertia"].as_f64().expect("number") / best;
            assert!((0.999_999..=1.001).contains(&ratio), "{file} {option}: {ratio}");
        }
    }
    let line = "rules --baskets @groceries.basket --min-support 0.01 --min-confidence 0.5";
    let rules = analyze(&reference_data("basket").expect("as kmeans"), line).expect("fine").json();
    assert_eq!(rules, serde_json::json!({"itemsets": {"1": 88, "2": 213, "3": 32}, "rules": 15}));

    let series = std::fs::read_to_string(reference_data("forecast").expect("as kmeans").join("AirPassengers.csv"))
        .expect("readable");
    let lines: Vec<&str> = series.lines().collect();
    let folder = files(&[("s.csv", &lines[..121].join("\n"))]);
    let found = analyze(folder.path(), "forecast --series @s.csv --horizon 24 --season 12").expect("fine").json();
    let actual = lines[121..].iter().map(|line| number(line.rsplit(',').next().expect("a value")));
    let forecast = found["forecast"].as_array().expect("a list");
    assert_eq!(forecast.len(), 24);
    let off = forecast.iter().zip(actual).map(|(f, a)| (f.as_f64().expect("number") / a - 1.0).abs());
    let mape = 100.0 * off.sum::<f64>() / 24.0;
    println!("AirPassengers, 24 months: {} with MAPE {mape:.2}", found["method"]);
    assert!(mape <= 6.5, "{mape}");
}
