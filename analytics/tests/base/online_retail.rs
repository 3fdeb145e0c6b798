//! Every customer of the Online Retail data against the reference scores, segments and ABC classes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::time::Instant;

use analytics::abc::{Class, abc};
use analytics::calendar::day_number;
use analytics::purchase::{Order, Summary, summarise};
use analytics::rfm::basis::OwnCuts;
use analytics::rfm::{CutRule, ScoringBasis, Segment, Values};
use flate2::read::GzDecoder;

use crate::support::{id, period};

/// Thousandths of a pound: prices have up to three decimals, so sums are exact.
const MILLS: i64 = 1_000;

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("JIPAN_DATA").map_or_else(|| PathBuf::from("../../shared/data"), PathBuf::from);
    (folder.join("rfm").is_dir() && folder.join("retail").is_dir()).then_some(folder)
}

/// Splits a line of CSV; quotes may hold commas and doubled quotes. No field of this file holds a line break.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().expect("never empty").push(other),
        }
    }
    fields
}

/// A decimal number in thousandths.
fn mills(text: &str) -> i64 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let negative = whole.starts_with('-');
    let fraction = format!("{fraction:0<3}");
    assert!(fraction[3..].bytes().all(|digit| digit == b'0'), "more than three decimals: {text}");
    let magnitude = whole.trim_start_matches('-').parse::<i64>().expect("number") * MILLS
        + fraction[..3].parse::<i64>().expect("number");
    if negative { -magnitude } else { magnitude }
}

fn date(text: &str) -> i32 {
    let part = |range: std::ops::Range<usize>| text[range].parse::<i32>().expect("date");
    day_number(part(0..4), part(5..7), part(8..10))
}

/// Orders per customer, filtered as the reference was: quantity and price above zero, customer present, no
/// cancellation.
fn orders(folder: &std::path::Path) -> BTreeMap<u32, Vec<Order>> {
    let file = fs::File::open(folder.join("retail/online_retail.csv.gz")).expect("readable");
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("gzip of UTF-8");
    let mut orders: BTreeMap<(u32, u32), (i32, i64)> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let row = fields(line);
        let [invoice, _, _, quantity, time, price, customer, _] = &row[..] else {
            panic!("unexpected row: {line}");
        };
        let quantity: i64 = quantity.parse().expect("quantity");
        let Ok(customer) = customer.parse::<u32>() else {
            continue;
        };
        let price = mills(price);
        if invoice.starts_with('C') || quantity <= 0 || price <= 0 {
            continue;
        }
        let invoice: u32 = invoice.parse().expect("invoice");
        let order = orders.entry((customer, invoice)).or_insert((date(time), 0));
        order.1 += quantity * price;
    }
    let mut by_customer: BTreeMap<u32, Vec<Order>> = BTreeMap::new();
    for ((customer, invoice), (day, total)) in orders {
        let order = Order { id: id(invoice), day, total_minor: Some(total), paid: true };
        by_customer.entry(customer).or_default().push(order);
    }
    by_customer
}

fn table(path: PathBuf) -> Vec<Vec<String>> {
    fs::read_to_string(path).expect("readable").lines().skip(1).map(fields).collect()
}

fn words(segment: Segment) -> &'static str {
    match segment {
        Segment::Champions => "Champions",
        Segment::Loyal => "Loyal",
        Segment::PotentialLoyalist => "Potential loyalist",
        Segment::New => "New",
        Segment::Promising => "Promising",
        Segment::NeedsAttention => "Needs attention",
        Segment::AboutToSleep => "About to sleep",
        Segment::AtRisk => "At risk",
        Segment::CantLose => "Can't lose",
        Segment::Hibernating => "Hibernating",
        Segment::Lost => "Lost",
    }
}

#[test]
fn scores_segments_and_classes_equal_the_reference() {
    let Some(folder) = folder() else {
        println!("skipped: no reference data");
        return;
    };
    let period = period(day_number(2011, 12, 10));
    let orders = orders(&folder);
    let started = Instant::now();
    let base: BTreeMap<u32, Summary> =
        orders.iter().map(|(&customer, orders)| (customer, summarise(orders, &[], period))).collect();
    let basis = ScoringBasis::build(base.values(), period, &OwnCuts::default()).expect("one period");
    println!("{} customers summarised and scored in {:?}", base.len(), started.elapsed());

    assert_eq!(base.len(), 4_338);
    assert_eq!(base.values().map(|summary| summary.orders_all).sum::<u32>(), 18_532);
    let gross: i64 = base.values().map(|summary| summary.net_all_minor).sum();
    // 8,911,407.90 to the penny; the exact sum of the lines has a further decimal.
    assert_eq!((gross + 5) / 10, 891_140_790, "{gross}");
    assert_eq!((basis.scored, basis.recency.rule), (4_338, CutRule::Rank));

    let reference = table(folder.join("rfm/online_retail_segments11_recommended.csv"));
    assert_eq!(reference.len(), 4_338);
    let mut differing = Vec::new();
    for row in &reference {
        let values = Values::of(&base[&row[0].parse().expect("customer")]).expect("has an order");
        let scores = basis.score(&values);
        let segment = words(basis.segment(&values, scores));
        let found = [scores.r, scores.f, scores.m, scores.fm()].map(|score| score.to_string());
        if found[..] != row[1..5] || segment != row[5] {
            differing.push(format!("{row:?}: {found:?} {segment} {values:?}"));
        }
    }
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing[..differing.len().min(10)].join("\n"));

    let rows: Vec<(u32, i64)> = base.iter().map(|(&id, summary)| (id, summary.net_all_minor)).collect();
    let classes = abc(&rows);
    let found: BTreeMap<u32, (i64, Class)> =
        rows.iter().zip(&classes.classes).map(|(&(id, value), &class)| (id, (value, class))).collect();
    for row in table(folder.join("rfm/abc_online_retail_customers_gross.csv")) {
        let (value, class) = found[&row[0].parse().expect("customer")];
        assert_eq!(value, mills(&row[1]), "{row:?}");
        assert_eq!(format!("{class:?}"), row[3], "{row:?}");
    }
    println!(
        "A: {:?} of customers, {:?} of value, Gini {:?}",
        classes.customer_share(Class::A),
        classes.value_share(Class::A),
        classes.gini
    );
}
