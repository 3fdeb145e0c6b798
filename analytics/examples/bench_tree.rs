//! Referral trees of 5,000 and 100,000 people, built and laid out: `cargo xtask bench analytics-tree`.

use analytics::layout;
use analytics::tree::Forest;
use std::time::Instant;

fn timed<T>(metric: &str, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    let ms = started.elapsed().as_secs_f64() * 1000.0;
    println!(r#"{{"metric": "{metric}", "unit": "ms", "value": {ms}}}"#);
    done
}

/// Everybody was brought by somebody who came before, mostly by one of the earlier ones: a few wide, many narrow branches.
fn links(people: u32) -> Vec<(u32, u32)> {
    let mut state = 42u64;
    let mut below = |n: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(n)).unwrap_or(0)
    };
    (1..people).map(|child| (below(child).min(below(child)), child)).collect()
}

fn main() {
    for (people, name) in [(5_000u32, "5k"), (100_000, "100k")] {
        let links = links(people);
        let revenue: Vec<i64> = (0..people).map(|n| i64::from(n % 977) * 100).collect();
        let forest = timed(&format!("forest of {name} people"), || Forest::build(&links, &revenue, 0.5));
        let tidy = timed(&format!("tidy layout of {name} people"), || layout::tidy(&forest, 0, 1.0, 1.0));
        let radial = timed(&format!("radial layout of {name} people"), || layout::radial(&forest, 0, 1.0));
        eprintln!("{} {}", tidy.nodes.len(), radial.nodes.len());
    }
}
