//! Graphs of people: who knows whom, who connects whom, what breaks, and what looks wrong.
//!
//! Nodes are indices 0 to n - 1. Everything works on the compressed rows of [`Csr`], is iterative (a chain of 100,000
//! people must not overflow a stack), draws its random numbers from a fixed seed and never looks at the order of a hash
//! map: the same set of edges gives the same bits on the server, in the page and in the worker.

pub mod betweenness;
pub mod community;
mod csr;
pub mod cut;
pub mod fraud;
pub mod household;
pub mod orphan;
pub mod pagerank;
pub mod path;
mod random;
pub mod reward;
pub mod view;
mod walk;

pub use csr::{Csr, Kind, Rejected, WEIGHTS};
pub(crate) use random::Random;
pub use walk::{Components, UNREACHED, components, distances, within};

/// "No node", as in [`crate::tree`].
pub use crate::tree::NONE;

/// A count or position as a node index. Graphs have fewer than [`NONE`] nodes and arcs, so nothing is cut off.
pub(crate) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
