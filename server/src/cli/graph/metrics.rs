//! `jipan graph metrics`.

use analytics::graph::betweenness::betweenness;
use analytics::graph::community::{SEED, communities};
use analytics::graph::cut::cuts;
use analytics::graph::pagerank::{ALPHA, pagerank};
use analytics::graph::{Csr, Kind, components};
use serde::Serialize;

use super::edges::{self, Edges};
use super::{GraphError, MetricsArgs};

/// The answer. Nodes come in the order in which the file first names them.
#[derive(Debug, Serialize)]
pub(super) struct Metrics {
    nodes: Vec<Node>,
    /// Of the communities below; 0 without edges.
    modularity: f64,
    articulation: Vec<String>,
    bridges: Vec<[String; 2]>,
    /// Connected parts, directions ignored.
    components: usize,
}

#[derive(Debug, Serialize)]
struct Node {
    id: String,
    /// Edges at the node; a self-loop counts twice.
    degree: u32,
    pagerank: f64,
    betweenness: f64,
    /// The largest community is 0.
    community: u32,
}

pub(super) fn metrics(args: &MetricsArgs) -> Result<Metrics, GraphError> {
    Ok(of(&edges::read(&args.edges, args.weighted)?, args.directed, args.weighted))
}

fn of(edges: &Edges, directed: bool, weighted: bool) -> Metrics {
    let kind = if directed { Kind::Directed } else { Kind::Undirected };
    let graph = Csr::build(kind, edges.nodes(), &edges.ends, weighted.then_some(&edges.weights[..]));
    let communities = communities(&graph, SEED);
    let (ranks, between, degrees) = (pagerank(&graph, ALPHA), betweenness(&graph), graph.degrees());
    let cuts = cuts(&graph, &[]);
    let id = |node: u32| edges.ids.get(node as usize).cloned().unwrap_or_default();
    let nodes = (0..graph.nodes()).map(|node| {
        let at = node as usize;
        Node {
            id: id(node),
            degree: degrees[at],
            pagerank: ranks[at],
            betweenness: between[at],
            community: communities.of[at],
        }
    });
    Metrics {
        nodes: nodes.collect(),
        modularity: communities.modularity,
        articulation: cuts.points.iter().map(|point| id(point.node)).collect(),
        bridges: cuts.bridges.iter().map(|bridge| [id(bridge.ends.0), id(bridge.ends.1)]).collect(),
        components: components(&graph).len(),
    }
}
