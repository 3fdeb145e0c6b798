//! Chart geometry as plain numbers: the page turns it into SVG.
//!
//! Coordinates are in the chart's own units with the origin at the top left, x to the right and y downwards.

pub mod drawing;
pub mod heat;
pub mod histogram;
pub mod pareto;
pub mod sankey;
pub mod scale;
pub mod spark;
pub mod tier_bars;
pub mod treemap;

/// A rectangle; width and height are never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}
