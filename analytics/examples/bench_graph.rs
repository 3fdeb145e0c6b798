//! Graph analytics and layouts, alone or beside graphology:
//!
//! ```text
//! (cd FOLDER && npm install graphology graphology-layout-forceatlas2 graphology-metrics \
//!     graphology-communities-louvain)
//! cargo run --release -p analytics --example bench_graph -- FOLDER
//! ```
//!
//! Times are CPU times, medians of three; with graphology the runs take turns.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use analytics::graph::betweenness::betweenness;
use analytics::graph::community::{SEED, communities};
use analytics::graph::cut::cuts;
use analytics::graph::pagerank::{ALPHA, pagerank};
use analytics::graph::{Csr, Kind, components};
use analytics::layout::force::{Force, Settings, start};
use analytics::layout::stress;

fn print(metric: &str, unit: &str, value: f64) {
    println!(r#"{{"metric": "{metric}", "unit": "{unit}", "value": {value}}}"#);
}

/// Milliseconds of CPU time so far: the kernel's count, which other programs do not disturb; else the clock's.
fn worked(since: Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|first| first.parse::<f64>().ok());
    nanoseconds.map_or_else(|| since.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds / 1e6)
}

fn median(mut times: [f64; 3]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[1]
}

/// Prints the time of some work and returns it.
fn timed<T>(metric: &str, work: impl Fn() -> T) -> f64 {
    let clock = Instant::now();
    let once = || {
        // The kernel counts in ticks of 4 ms: short work is repeated.
        let (started, mut times) = (worked(clock), 0.0);
        while times < 1.0 || worked(clock) - started < 40.0 {
            let _ = work();
            times += 1.0;
        }
        (worked(clock) - started) / times
    };
    let ms = median([once(), once(), once()]);
    print(metric, "ms", ms);
    ms
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

fn step_ms(graph: &Csr, begin: &start::Positions, theta: f32, steps: u32) -> f64 {
    let clock = Instant::now();
    let mut force = Force::new(graph, Settings { theta, ..Settings::default() }, &begin.x, &begin.y);
    let began = worked(clock);
    (0..steps).for_each(|_| force.step());
    (worked(clock) - began) / f64::from(steps)
}

/// The answer of graphology: `None` without the folder it was installed in.
fn anchor(edges: &[(u32, u32)], people: u32, task: &str) -> Option<String> {
    let folder = std::env::args().nth(1)?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/bench_graph.js");
    let list: Vec<String> = edges.iter().map(|(a, b)| format!("[{a},{b}]")).collect();
    let task = format!(r#"{{"nodes":{people},"edges":[{}],{task}}}"#, list.join(","));
    let mut node =
        Command::new("node").args([script, &folder]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    node.stdin.take()?.write_all(task.as_bytes()).ok()?;
    let output = node.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok())?
}

/// The number or the list of numbers behind a key.
fn field(answer: &str, key: &str) -> Option<Vec<f64>> {
    let (_, value) = answer.split_once(&format!("\"{key}\":"))?;
    let value = match value.strip_prefix('[') {
        Some(list) => list.split(']').next()?,
        None => value.split([',', '}']).next()?,
    };
    value.split(',').map(|number| number.parse().ok()).collect()
}

fn number(answer: &str, key: &str) -> Option<f64> {
    field(answer, key)?.first().copied()
}

fn layouts(people: u32, name: &str, graph: &Csr, edges: &[(u32, u32)]) {
    let begin = start::by_distance(graph, 1);
    let steps = if people > 50_000 { 3 } else { 20 };
    for theta in [0.5, 1.2] {
        let (mut own, mut others) = ([0.0; 3], [None; 3]);
        for round in 0..3 {
            own[round] = step_ms(graph, &begin, theta, steps);
            others[round] = anchor(edges, people, &format!(r#""steps":{steps},"theta":{theta}"#))
                .and_then(|answer| number(&answer, "step_ms"));
        }
        print(&format!("ForceAtlas2 iteration of {name}, theta {theta}"), "ms", median(own));
        if let [Some(a), Some(b), Some(c)] = others {
            let other = median([a, b, c]);
            print(&format!("the same by graphology: {name}, theta {theta}"), "ms", other);
            print(&format!("times faster than graphology: {name}, theta {theta}"), "", other / median(own));
        }
    }
}

/// What somebody sees who waits that long, the beginning included.
fn quality(people: u32, name: &str, budget_ms: f64) {
    let edges = edges(people);
    let graph = Csr::build(Kind::Undirected, people, &edges, None);
    let started = Instant::now();
    let begin = start::by_distance(&graph, 1);
    let mut force = Force::new(&graph, Settings { theta: 1.2, ..Settings::default() }, &begin.x, &begin.y);
    let mut steps = 0;
    while started.elapsed().as_secs_f64() * 1e3 < budget_ms {
        force.step();
        steps += 1;
    }
    print(
        &format!("stress of {name} after {budget_ms} ms, {steps} steps"),
        "",
        stress(&graph, force.x(), force.y(), 200),
    );
    let Some(answer) = anchor(&edges, people, &format!(r#""budget_ms":{budget_ms}"#)) else { return };
    if let (Some(x), Some(y), Some(steps)) = (field(&answer, "x"), field(&answer, "y"), number(&answer, "steps")) {
        #[allow(clippy::cast_possible_truncation)] // Graphology's are single, too.
        let narrow = |values: Vec<f64>| values.into_iter().map(|value| value as f32).collect::<Vec<f32>>();
        let found = stress(&graph, &narrow(x), &narrow(y), 200);
        print(&format!("the same by graphology, {steps} steps"), "", found);
    }
}

fn main() {
    for (people, name) in [(10_000u32, "10k/20k"), (100_000, "100k/200k")] {
        let edges = edges(people);
        let values: Vec<i64> = (0..people).map(|n| i64::from(n % 977) * 100).collect();
        let graph = Csr::build(Kind::Undirected, people, &edges, None);
        let cheap = timed(&format!("rows of {name}"), || Csr::build(Kind::Undirected, people, &edges, None))
            + timed(&format!("components of {name}"), || components(&graph))
            + timed(&format!("page rank of {name}"), || pagerank(&graph, ALPHA))
            + timed(&format!("articulation points and bridges of {name}"), || cuts(&graph, &values));
        print(&format!("all cheap analytics of {name}"), "ms", cheap);
        timed(&format!("communities of {name}"), || communities(&graph, SEED));
        print(&format!("modularity of {name}"), "", communities(&graph, SEED).modularity);
        timed(&format!("sampled betweenness of {name}"), || betweenness(&graph));
        if let Some(answer) = anchor(&edges, people, r#""analytics":true"#) {
            for (key, metric) in [("pagerank_ms", "page rank"), ("louvain_ms", "communities (Louvain)")] {
                print(&format!("{metric} of {name} by graphology"), "ms", number(&answer, key).unwrap_or(f64::NAN));
            }
        }
        timed(&format!("start by distance of {name}"), || start::by_distance(&graph, 1));
        layouts(people, name, &graph, &edges);
    }
    quality(10_000, "10k/20k", 600.0);
    quality(25_000, "25k/50k", 1_500.0);
}
