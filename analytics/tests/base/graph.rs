//! Graphs: against networkx and igraph, against slow and obvious implementations, and at sizes that overflow recursion.

mod betweenness;
mod community;
mod csr;
mod cut;
mod fraud;
mod household;
mod orphan;
mod pagerank;
mod path;
#[rustfmt::skip] // A table.
mod reference;
mod reward;
mod support;
mod view;
mod walk;
