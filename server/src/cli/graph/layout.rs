//! `jipan graph layout`.

use std::time::Instant;

use analytics::graph::{Csr, Kind};
use analytics::layout::force::{Force, Settings, start};
use serde::Serialize;

use super::{GraphError, LayoutArgs, edges};

/// The answer.
#[derive(Debug, Serialize)]
pub(super) struct Layout {
    /// Mean over all steps, milliseconds; 0 for no steps.
    ms_per_iteration: f64,
    /// x and y of each node, in the order in which the file first names them.
    positions: Vec<[f32; 2]>,
}

pub(super) fn layout(args: &LayoutArgs) -> Result<Layout, GraphError> {
    let edges = edges::read(&args.edges, false)?;
    let graph = Csr::build(Kind::Undirected, edges.nodes(), &edges.ends, None);
    let begin = start::by_distance(&graph, args.seed);
    let mut force = Force::new(&graph, Settings { theta: args.theta, ..Settings::default() }, &begin.x, &begin.y);
    let started = Instant::now();
    for _ in 0..args.iterations {
        force.step();
    }
    let all = started.elapsed().as_secs_f64() * 1000.0;
    Ok(Layout {
        ms_per_iteration: if args.iterations > 0 { all / f64::from(args.iterations) } else { 0.0 },
        positions: force.x().iter().zip(force.y()).map(|(&x, &y)| [x, y]).collect(),
    })
}
