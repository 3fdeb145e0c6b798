//! A small registry of counters, gauges and histograms, rendered in Prometheus' text format.
//!
//! Names follow Prometheus' rules (`jipan_…_total`, base units). Labels must come from a small fixed set: never a
//! person, an id or a path typed by a client.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Upper bounds in seconds for the time of requests and writes.
pub const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// A number that only grows.
#[derive(Clone, Debug, Default)]
pub struct Counter(Arc<AtomicU64>);

impl Counter {
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    /// The current value.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that goes up and down.
#[derive(Clone, Debug, Default)]
pub struct Gauge(Arc<AtomicI64>);

impl Gauge {
    /// Sets the value.
    pub fn set(&self, n: i64) {
        self.0.store(n, Ordering::Relaxed);
    }

    /// Adds `n`, which may be negative.
    pub fn add(&self, n: i64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    /// The current value.
    pub fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How often a value fell below each bound.
#[derive(Clone, Debug)]
pub struct Histogram(Arc<Buckets>);

#[derive(Debug)]
struct Buckets {
    bounds: &'static [f64],
    /// One more than bounds: the last is "above all of them".
    counts: Vec<AtomicU64>,
    /// The bits of an `f64`.
    sum: AtomicU64,
}

impl Histogram {
    fn new(bounds: &'static [f64]) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self(Arc::new(Buckets { bounds, counts, sum: AtomicU64::new(0f64.to_bits()) }))
    }

    /// Records one value; not-a-number is ignored.
    pub fn observe(&self, value: f64) {
        if value.is_nan() {
            return;
        }
        let at = self.0.bounds.partition_point(|bound| *bound < value);
        self.0.counts[at].fetch_add(1, Ordering::Relaxed);
        let add = |bits| Some((f64::from_bits(bits) + value).to_bits());
        // The closure never answers None, so this never fails.
        let _ = self.0.sum.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// How many values were recorded.
    pub fn count(&self) -> u64 {
        self.0.counts.iter().map(|count| count.load(Ordering::Relaxed)).sum()
    }
}

#[derive(Clone)]
enum Series {
    Counter(Counter),
    Gauge(Gauge),
    Histogram(Histogram),
}

struct Family {
    kind: &'static str,
    help: &'static str,
    /// By rendered labels, `a="x",b="y"`.
    series: BTreeMap<String, Series>,
}

/// The registry. Asking twice for the same name and labels gives the same series.
#[derive(Default)]
pub struct Metrics {
    families: Mutex<BTreeMap<&'static str, Family>>,
}

impl Metrics {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    /// The counter `name` with these labels.
    pub fn counter(&self, name: &'static str, help: &'static str, labels: &[(&str, &str)]) -> Counter {
        match self.series(name, "counter", help, labels, || Series::Counter(Counter::default())) {
            Series::Counter(counter) => counter,
            _ => Counter::default(),
        }
    }

    /// The gauge `name` with these labels.
    pub fn gauge(&self, name: &'static str, help: &'static str, labels: &[(&str, &str)]) -> Gauge {
        match self.series(name, "gauge", help, labels, || Series::Gauge(Gauge::default())) {
            Series::Gauge(gauge) => gauge,
            _ => Gauge::default(),
        }
    }

    /// The histogram `name` with these labels and upper bounds (ascending).
    pub fn histogram(
        &self,
        name: &'static str,
        help: &'static str,
        labels: &[(&str, &str)],
        bounds: &'static [f64],
    ) -> Histogram {
        match self.series(name, "histogram", help, labels, || Series::Histogram(Histogram::new(bounds))) {
            Series::Histogram(histogram) => histogram,
            _ => Histogram::new(bounds),
        }
    }

    /// A name that is already taken by another kind gives a series nobody sees: a defect, but no reason to stop.
    fn series(
        &self,
        name: &'static str,
        kind: &'static str,
        help: &'static str,
        labels: &[(&str, &str)],
        new: impl FnOnce() -> Series,
    ) -> Series {
        let mut families = self.families.lock().unwrap_or_else(PoisonError::into_inner);
        let family = families.entry(name).or_insert_with(|| Family { kind, help, series: BTreeMap::new() });
        if family.kind != kind {
            return new();
        }
        family.series.entry(render_labels(labels)).or_insert_with(new).clone()
    }

    /// Everything in Prometheus' text format, version 0.0.4.
    pub fn render(&self) -> String {
        let families = self.families.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::new();
        for (name, family) in families.iter() {
            // Writing into a String cannot fail.
            let _ = writeln!(out, "# HELP {name} {}\n# TYPE {name} {}", family.help, family.kind);
            for (labels, series) in &family.series {
                match series {
                    Series::Counter(counter) => line(&mut out, name, "", labels, "", counter.get()),
                    Series::Gauge(gauge) => line(&mut out, name, "", labels, "", gauge.get()),
                    Series::Histogram(histogram) => render_histogram(&mut out, name, labels, &histogram.0),
                }
            }
        }
        out
    }
}

fn render_histogram(out: &mut String, name: &str, labels: &str, buckets: &Buckets) {
    let mut sum = 0;
    let bounds = buckets.bounds.iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
    for (bound, count) in bounds.zip(&buckets.counts) {
        sum += count.load(Ordering::Relaxed);
        line(out, name, "_bucket", labels, &format!("le=\"{bound}\""), sum);
    }
    line(out, name, "_sum", labels, "", f64::from_bits(buckets.sum.load(Ordering::Relaxed)));
    line(out, name, "_count", labels, "", sum);
}

fn line(out: &mut String, name: &str, suffix: &str, labels: &str, more: &str, value: impl std::fmt::Display) {
    let comma = if labels.is_empty() || more.is_empty() { "" } else { "," };
    let _ = match (labels, more) {
        ("", "") => writeln!(out, "{name}{suffix} {value}"),
        _ => writeln!(out, "{name}{suffix}{{{labels}{comma}{more}}} {value}"),
    };
}

fn render_labels(labels: &[(&str, &str)]) -> String {
    let escape = |value: &str| value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let pairs: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escape(value))).collect();
    pairs.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_what_prometheus_reads() {
        let metrics = Metrics::new();
        metrics.counter("b_total", "Things.", &[("kind", "x\"y")]).add(2);
        metrics.counter("b_total", "Things.", &[("kind", "x\"y")]).add(1);
        metrics.gauge("a", "Depth.", &[]).set(-4);
        let histogram = metrics.histogram("c_seconds", "Time.", &[("route", "/r")], &[0.1, 1.0]);
        for value in [0.05, 0.1, 0.5, 7.0, f64::NAN] {
            histogram.observe(value);
        }
        assert_eq!(
            metrics.render(),
            "# HELP a Depth.\n# TYPE a gauge\na -4\n\
             # HELP b_total Things.\n# TYPE b_total counter\nb_total{kind=\"x\\\"y\"} 3\n\
             # HELP c_seconds Time.\n# TYPE c_seconds histogram\n\
             c_seconds_bucket{route=\"/r\",le=\"0.1\"} 2\n\
             c_seconds_bucket{route=\"/r\",le=\"1\"} 3\n\
             c_seconds_bucket{route=\"/r\",le=\"+Inf\"} 4\n\
             c_seconds_sum{route=\"/r\"} 7.65\n\
             c_seconds_count{route=\"/r\"} 4\n"
        );
    }

    #[test]
    fn a_name_of_another_kind_is_not_mixed_in() {
        let metrics = Metrics::new();
        metrics.counter("n", "N.", &[]).add(1);
        metrics.gauge("n", "N.", &[]).set(9);
        assert_eq!(metrics.render(), "# HELP n N.\n# TYPE n counter\nn 1\n");
    }
}
