//! Graph analytics and layouts: `cargo run --release -p analytics --example bench_graph`.

use std::time::Instant;

use analytics::graph::betweenness::betweenness;
use analytics::graph::community::{SEED, communities};
use analytics::graph::cut::cuts;
use analytics::graph::pagerank::{ALPHA, pagerank};
use analytics::graph::{Csr, Kind, components};
use analytics::layout::force::{Force, Settings, start};

fn print(metric: &str, unit: &str, value: f64) {
    println!(r#"{{"metric": "{metric}", "unit": "{unit}", "value": {value}}}"#);
}

/// Milliseconds this program has worked: the kernel's count, which other programs beside it do not disturb; where there
/// is none, the clock's.
fn worked(since: Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|first| first.parse::<f64>().ok());
    nanoseconds.map_or_else(|| since.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds / 1e6)
}

/// The median of three runs.
fn timed<T>(metric: &str, work: impl Fn() -> T) -> T {
    let clock = Instant::now();
    let mut times = [0.0; 3];
    for time in &mut times {
        let started = worked(clock);
        let _ = work();
        *time = worked(clock) - started;
    }
    times.sort_by(f64::total_cmp);
    print(metric, "ms", times[1]);
    work()
}

/// Everybody was brought by somebody who came before; as many relations again between anybody.
fn edges(people: u32) -> Vec<(u32, u32)> {
    let mut state = 42u64;
    let mut below = |n: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(n)).unwrap_or(0)
    };
    let referrals: Vec<(u32, u32)> = (1..people).map(|child| (below(child), child)).collect();
    let relations = (0..=people).map(|_| (below(people), below(people))).collect();
    [referrals, relations].concat()
}

fn main() {
    let clock = Instant::now();
    for (people, name) in [(10_000u32, "10k/20k"), (100_000, "100k/200k")] {
        let edges = edges(people);
        let values: Vec<i64> = (0..people).map(|n| i64::from(n % 977) * 100).collect();
        let graph = timed(&format!("rows of {name}"), || Csr::build(Kind::Undirected, people, &edges, None));
        let parts = timed(&format!("components of {name}"), || components(&graph));
        let ranks = timed(&format!("page rank of {name}"), || pagerank(&graph, ALPHA));
        let cuts = timed(&format!("articulation points and bridges of {name}"), || cuts(&graph, &values));
        let circles = timed(&format!("communities of {name}"), || communities(&graph, SEED));
        print(&format!("modularity of {name}"), "", circles.modularity);
        let between = timed(&format!("sampled betweenness of {name}"), || betweenness(&graph));
        let start = timed(&format!("start by distance of {name}"), || start::by_distance(&graph, 1));
        for theta in [0.5, 1.2] {
            let settings = Settings { theta, ..Settings::default() };
            let steps = if people > 50_000 { 10 } else { 50 };
            let mut force = Force::new(&graph, settings, &start.x, &start.y);
            let began = worked(clock);
            for _ in 0..steps {
                force.step();
            }
            let per_step = (worked(clock) - began) / f64::from(steps);
            print(&format!("ForceAtlas2 iteration of {name}, theta {theta}"), "ms", per_step);
        }
        eprintln!("{} {} {} {}", parts.len(), ranks.len(), cuts.points.len(), between.len());
    }
}
