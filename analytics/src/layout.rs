//! Positions: rooted trees in linear time ([`tidy`], [`radial`]), relations by forces ([`force`]). No recursion; what is
//! random comes from a seed.

pub mod force;
mod radial;
mod stress;
mod tidy;

pub use radial::radial;
pub use stress::stress;
pub use tidy::tidy;

/// Where the nodes of one tree go. All three have one entry per node, in preorder, the root first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    /// The nodes, as in [`crate::tree::Forest::subtree`].
    pub nodes: Vec<u32>,
    /// Horizontal position; the root is at 0.
    pub x: Vec<f32>,
    /// Vertical position; the root is at 0.
    pub y: Vec<f32>,
}
