//! What the writer tells `/metrics`.

use crate::http::metrics::{Counter, Gauge, Histogram, Metrics, SECONDS};

/// The writer's figures.
pub(super) struct Measured {
    pub queue: Gauge,
    pub batch: Histogram,
    pub commit: Histogram,
    pub operations: Counter,
    pub conflicts: Counter,
    pub rows: Counter,
}

impl Measured {
    /// Registers them.
    pub fn new(metrics: &Metrics) -> Self {
        const SIZES: &[f64] = &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
        Self {
            queue: metrics.gauge("jipan_writer_queue", "Commands waiting for the writer.", &[]),
            batch: metrics.histogram("jipan_writer_batch_operations", "Operations per commit.", &[], SIZES),
            commit: metrics.histogram("jipan_writer_commit_seconds", "Time of one commit.", &[], SECONDS),
            operations: metrics.counter("jipan_operations_total", "Operations judged.", &[]),
            conflicts: metrics.counter("jipan_conflicts_total", "Operations that opened or joined a conflict.", &[]),
            rows: metrics.counter("jipan_rows_written_total", "Rows written.", &[]),
        }
    }
}
