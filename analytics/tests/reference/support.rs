//! Reading the reference data.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;

use analytics::calendar::day_number;
use analytics::clv::{History, Purchase};
use flate2::read::GzDecoder;

/// The folder of the reference data, if it holds `part`; says "skipped" if not.
pub fn folder(part: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("JIPAN_DATA").map_or_else(|| PathBuf::from("../../shared/data"), PathBuf::from);
    let part = folder.join(part);
    if part.is_dir() {
        return Some(part);
    }
    println!("skipped: no reference data");
    None
}

/// The rows of a plain CSV file (no quotes) below its header.
pub fn table(path: PathBuf) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).expect("readable");
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

pub fn number(text: &str) -> f64 {
    text.trim().parse().expect("number")
}

/// Splits a line of CSV; no field of the data holds a line break.
pub fn fields(line: &str) -> Vec<String> {
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

/// The invoices of Online Retail by customer in thousandths of a pound, filtered as the data's README says.
pub fn online_retail() -> Option<Vec<History>> {
    let file = std::fs::File::open(folder("retail")?.join("online_retail.csv.gz")).expect("readable");
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("gzip of UTF-8");
    let mut orders: BTreeMap<(u32, String), Purchase> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let row = fields(line);
        let (Ok(quantity), Ok(customer)) = (row[3].parse::<i64>(), row[6].parse::<u32>()) else { continue };
        #[allow(clippy::cast_possible_truncation)] // Prices have three decimals at most.
        let mills = (number(&row[5]) * 1_000.0).round() as i64;
        if row[0].starts_with('C') || quantity <= 0 || mills <= 0 {
            continue;
        }
        let part = |range: std::ops::Range<usize>| row[4][range].parse::<i32>().expect("date");
        let day = day_number(part(0..4), part(5..7), part(8..10));
        let order = orders.entry((customer, row[0].clone())).or_insert(Purchase { day, minor: 0 });
        order.minor += quantity * mills;
    }
    let mut by_customer: BTreeMap<u32, History> = BTreeMap::new();
    for ((customer, _), purchase) in orders {
        by_customer.entry(customer).or_default().push(purchase);
    }
    Some(by_customer.into_values().collect())
}
