//! Which names are shown.

/// The window: what part of the drawing, how large on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// The drawing's coordinate at the left edge.
    pub left: f32,
    /// The drawing's coordinate at the top edge.
    pub top: f32,
    /// Css pixels for one unit of the drawing: above 0.
    pub zoom: f32,
    /// Css pixels.
    pub width: f32,
    /// Css pixels.
    pub height: f32,
}

impl Window {
    /// Where a place of the drawing is on the screen, css pixels; none if it is outside.
    #[must_use]
    pub fn on_screen(&self, x: f32, y: f32) -> Option<(f32, f32)> {
        let (x, y) = ((x - self.left) * self.zoom, (y - self.top) * self.zoom);
        let inside = (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y);
        inside.then_some((x, y))
    }
}

/// What a label needs on the screen, css pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// About the width of a name.
    pub width: f32,
    /// A line.
    pub height: f32,
}

/// A name that was already shown keeps its place unless another is this much more important: labels must not flicker
/// while the drawing moves.
const LOYALTY: f32 = 1.25;

/// Chooses at most `most` nodes whose names are shown: in each cell of the screen the most important one, then the most
/// important ones of all; ties go to the smaller node. `importance` is 0 or more (others, and nodes for which `shown` is
/// false, get no label); `before` are the nodes chosen last time, ascending. Result ascending. O(n).
#[must_use]
pub fn choose(window: Window, cell: Cell, nodes: Nodes, before: &[u32], most: usize) -> Vec<u32> {
    let columns = count(window.width / cell.width.max(1.0));
    let rows = count(window.height / cell.height.max(1.0));
    let mut best: Vec<Option<(f32, u32)>> = vec![None; columns * rows];
    for (node, ((&x, &y), &importance)) in (0u32..).zip(nodes.x.iter().zip(nodes.y).zip(nodes.importance)) {
        if !importance.is_finite() || importance < 0.0 || !nodes.shown.get(node as usize).copied().unwrap_or(true) {
            continue;
        }
        let Some((x, y)) = window.on_screen(x, y) else { continue };
        let place = |at: f32, size: f32, most: usize| count(at / size.max(1.0)).saturating_sub(1).min(most - 1);
        let slot = &mut best[place(y, cell.height, rows) * columns + place(x, cell.width, columns)];
        let loyal = if before.binary_search(&node).is_ok() { importance * LOYALTY } else { importance };
        if slot.is_none_or(|(other, _)| loyal > other) {
            *slot = Some((loyal, node));
        }
    }
    let mut chosen: Vec<(f32, u32)> = best.into_iter().flatten().collect();
    chosen.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    chosen.truncate(most);
    let mut nodes: Vec<u32> = chosen.into_iter().map(|(_, node)| node).collect();
    nodes.sort_unstable();
    nodes
}

/// What is known of the nodes, by index.
#[derive(Clone, Copy, Debug)]
pub struct Nodes<'a> {
    /// Horizontal positions.
    pub x: &'a [f32],
    /// Vertical positions.
    pub y: &'a [f32],
    /// Value, rank, betweenness …
    pub importance: &'a [f32],
    /// Which are drawn at all; missing entries are.
    pub shown: &'a [bool],
}

/// Whole cells, at least one, at most as many as fit on any screen.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Casts of floats saturate.
fn count(value: f32) -> usize {
    (value.min(4_096.0) as usize).saturating_add(1)
}
