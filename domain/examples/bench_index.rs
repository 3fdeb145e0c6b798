//! The customer index over 100,000 invented customers: building, each keystroke of a search, filters, sorts, and changes while a list
//! is open. `cargo xtask bench domain-index`; `cargo run --release -p domain --example bench_index 10000` for another number.

#[path = "bench_index/invent.rs"]
mod invent;

use domain::StaffId;
use domain::query::{Context, Entry, Filter, Index, OwnerChoice, Recency, Sort, SortKey, View};
use invent::{Names, Random, entry, table};
use std::time::Instant;

const ROUNDS: usize = 15;
/// How many rows a large pull changes.
const DIFFS: usize = 10_000;
/// Names, initials, full pinyin, phone numbers and their ends, places, a transposed pinyin, a tag.
const QUERIES: [&str; 10] =
    ["王小明", "wxm", "wangxiaoming", "zhangw", "13912345", "4472", "苏州 科技", "sarah chen", "wnagxiao", "标签12"];

fn milliseconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1000.0
}

fn print(metric: &str, unit: &str, value: f64) {
    println!(r#"{{"metric": "{metric}", "unit": "{unit}", "value": {value}}}"#);
}

/// Prints the median and the 95th percentile of some times.
fn percentiles(metric: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    for percent in [50, 95] {
        print(&format!("{metric}, p{percent}"), "ms", times[(times.len() - 1) * percent / 100]);
    }
}

fn rounds(index: &mut Index, mut work: impl FnMut(&mut Index)) -> Vec<f64> {
    (0..ROUNDS).map(|_| milliseconds(|| work(index))).collect()
}

/// Every prefix of every query, as if it were typed; the list was open before.
fn keystrokes(index: &mut Index, context: &Context) -> Vec<f64> {
    let mut times = Vec::new();
    for query in QUERIES {
        let characters: Vec<char> = query.chars().collect();
        for _ in 0..ROUNDS {
            index.select(&View::default(), context);
            for n in 1..=characters.len() {
                let view = View { query: characters[..n].iter().collect(), ..View::default() };
                times.push(milliseconds(|| drop(index.select(&view, context))));
            }
        }
    }
    times
}

fn main() {
    let customers: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let context = Context { today: 20_000, me: StaffId::from_bytes([7; 16]) };
    let (mut random, names, mut index) = (Random(42), Names::default(), Index::default());
    let entries: Vec<Entry> = (0..customers).map(|n| entry(n, &mut random, &mut index.terms, &names)).collect();
    let again = entries.clone();
    let name = |what: &str| format!("{what}, {customers} customers");

    print(&name("index: build"), "ms", milliseconds(|| entries.into_iter().for_each(|e| _ = index.upsert(e))));
    let pinyin = table();
    print(&name("index: pinyin keys"), "ms", milliseconds(|| index.set_pinyin(pinyin)));
    print(&name("index: size of the keys"), "kB", index.key_bytes() as f64 / 1000.0);
    print(&name("index: first list"), "ms", milliseconds(|| drop(index.select(&View::default(), &context))));
    let times = keystrokes(&mut index, &context);
    percentiles(&name("index: keystroke of a search"), times);

    let filter = Filter {
        tiers: vec!["vip".to_owned(), "active".to_owned()],
        owners: vec![OwnerChoice::Me, OwnerChoice::Unassigned],
        regions: vec!["江苏 苏州".to_owned()],
        last_contact: Recency::not_within(90),
        ..Filter::default()
    };
    let filtered = View { filter, ..View::default() };
    let mut times = Vec::new();
    for days in 0..ROUNDS {
        // Another filter each time: the last result is kept.
        let mut view = filtered.clone();
        view.filter.last_contact = Recency::not_within(60 + u32::try_from(days).unwrap_or(0));
        times.push(milliseconds(|| drop(index.select(&view, &context))));
    }
    percentiles(&name("index: filter"), times);
    let times = rounds(&mut index, |i| drop(i.summary(&View::default(), &context)));
    percentiles(&name("index: counts and sums of everybody"), times);
    for key in [SortKey::NetYear, SortKey::LastContact] {
        let view = View { sort: Sort::new(key, true), ..View::default() };
        let first = milliseconds(|| drop(index.select(&view, &context)));
        print(&name(&format!("index: sort by {key:?}, first time")), "ms", first);
        let times = rounds(&mut index, |i| drop(i.select(&view, &context)));
        percentiles(&name(&format!("index: sort by {key:?}, again")), times);
    }

    let mut times = Vec::new();
    for (n, mut entry) in again.iter().cloned().enumerate().take(ROUNDS) {
        entry.name = format!("王改{n}").into();
        times.push(milliseconds(|| {
            index.upsert(entry);
            index.select(&View::default(), &context);
        }));
    }
    percentiles(&name("index: change one and list again"), times);
    let changed: Vec<Entry> = again
        .into_iter()
        .rev()
        .take(DIFFS)
        .enumerate()
        .map(|(n, e)| Entry { name: format!("李改{n}").into(), ..e })
        .collect();
    let all = milliseconds(|| {
        for entry in changed {
            index.upsert(entry);
        }
        index.select(&View::default(), &context);
    });
    print(&name(&format!("index: change {DIFFS} and list again")), "ms", all);
}
