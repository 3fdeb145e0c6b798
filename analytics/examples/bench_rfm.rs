//! Scores, lifecycle and tiers of 100,000 customers with a million purchases: `cargo xtask bench analytics-rfm`.

use analytics::lifecycle;
use analytics::purchase::{Order, Period, Refund, Summary, Window, summarise};
use analytics::rfm::ScoringBasis;
use analytics::tier::{Figures, Scheme, distribution};
use std::time::Instant;

const CUSTOMERS: usize = 100_000;
const PURCHASES: usize = 1_000_000;
/// The as-of day, days since 1970.
const TODAY: i32 = 20_779;

/// A linear congruential generator (Knuth, MMIX): the same base every time.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn print(metric: &str, unit: &str, value: f64) {
    println!(r#"{{"metric": "{metric}", "unit": "{unit}", "value": {value}}}"#);
}

fn timed<T>(metric: &str, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    print(metric, "ms", started.elapsed().as_secs_f64() * 1000.0);
    done
}

/// Few customers buy often and many seldom; one purchase in forty is a refund.
fn base(random: &mut Random) -> Vec<(Vec<Order>, Vec<Refund>)> {
    let mut all = vec![(Vec::new(), Vec::new()); CUSTOMERS];
    for n in 0..PURCHASES {
        let id = (n as u128).to_be_bytes();
        let who = random.below(CUSTOMERS as u64) * random.below(CUSTOMERS as u64) / CUSTOMERS as u64;
        let day = TODAY - i32::try_from(random.below(1_200)).unwrap_or(0);
        let minor = Some(i64::try_from(100 + random.below(90_000)).unwrap_or(0));
        let Some((orders, refunds)) = all.get_mut(usize::try_from(who).unwrap_or(0)) else { continue };
        if random.below(40) == 0 {
            refunds.push(Refund { id, order: orders.last().map(|o: &Order| o.id), day, amount_minor: minor });
        } else {
            orders.push(Order { id, day, total_minor: minor, paid: true });
        }
    }
    all
}

fn main() {
    let events = base(&mut Random(42));
    let period = Period { as_of_day: TODAY, window: Window::default() };
    let summaries: Vec<Summary> = timed("summarise 1M purchases of 100k customers", || {
        events.iter().map(|(orders, refunds)| summarise(orders, refunds, period)).collect()
    });
    let basis = timed("scoring basis of 100k customers", || {
        ScoringBasis::build(&summaries, period, &analytics::rfm::basis::OwnCuts::default())
    });
    let Ok(basis) = basis else { return eprintln!("the summaries are of another period") };
    let scheme = Scheme::default();
    let tiers: Vec<(Option<usize>, i64)> = timed("score, lifecycle and tier of 100k customers", || {
        let tier = |s: &Summary| (scheme.assign(&Figures::of(s, &basis)), s.net_window_minor);
        summaries.iter().map(tier).collect()
    });
    let totals = timed("distribution over tiers of 100k customers", || distribution(scheme.tiers.len(), tiers));
    let stages: usize = timed("lifecycle alone of 100k customers", || {
        summaries.iter().map(|s| lifecycle::lifecycle(s, basis.median_gap).stage as usize).sum()
    });
    eprintln!("{totals:?} {stages}");
}
