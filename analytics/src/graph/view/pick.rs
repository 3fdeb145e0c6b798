//! Who is under the finger.

use crate::graph::index;

/// Points in a uniform grid. Building is a counting sort, O(n); a pick looks at the few cells a finger covers.
#[derive(Clone, Debug, Default)]
pub struct PickGrid {
    left: f32,
    top: f32,
    /// Cells for one unit of length.
    scale: f32,
    columns: u32,
    rows: u32,
    /// Nodes of cell c: `node[start[c]..start[c + 1]]`.
    start: Vec<u32>,
    node: Vec<u32>,
    x: Vec<f32>,
    y: Vec<f32>,
}

/// About so many nodes share a cell.
const PER_CELL: usize = 2;
/// More cells than this are not made, whatever the number of nodes: 2,048 by 2,048.
const MOST: f32 = 2_048.0;

impl PickGrid {
    /// Builds the grid of the nodes for which `shown` is true (missing entries are shown) and that have a place; a place
    /// that is not finite is none.
    #[must_use]
    pub fn build(x: &[f32], y: &[f32], shown: &[bool]) -> Self {
        let nodes: Vec<u32> = (0..index(x.len().min(y.len())))
            .filter(|&node| shown.get(node as usize).copied().unwrap_or(true))
            .filter(|&node| x[node as usize].is_finite() && y[node as usize].is_finite())
            .collect();
        let range = |of: &[f32]| {
            let values = nodes.iter().map(|&node| of[node as usize]);
            values.fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(value), high.max(value)))
        };
        let ((left, right), (top, bottom)) = (range(x), range(y));
        let side = (right - left).max(bottom - top).max(f32::MIN_POSITIVE);
        let most = ((nodes.len() / PER_CELL) as f32).sqrt().ceil().clamp(1.0, MOST);
        let mut grid = Self { left, top, scale: most / side, ..Self::default() };
        if nodes.is_empty() {
            return grid;
        }
        grid.columns = floor((right - left) * grid.scale) + 1;
        grid.rows = floor((bottom - top) * grid.scale) + 1;
        let cells: Vec<u32> = nodes.iter().map(|&node| grid.cell(x[node as usize], y[node as usize])).collect();
        grid.start = vec![0; (grid.columns * grid.rows) as usize + 1];
        for &cell in &cells {
            grid.start[cell as usize + 1] += 1;
        }
        for at in 1..grid.start.len() {
            grid.start[at] += grid.start[at - 1];
        }
        let mut next = grid.start.clone();
        grid.node = vec![0; nodes.len()];
        for (&node, &cell) in nodes.iter().zip(&cells) {
            let slot = &mut next[cell as usize];
            grid.node[*slot as usize] = node;
            *slot += 1;
        }
        grid.x = grid.node.iter().map(|&node| x[node as usize]).collect();
        grid.y = grid.node.iter().map(|&node| y[node as usize]).collect();
        grid
    }

    fn cell(&self, x: f32, y: f32) -> u32 {
        floor((y - self.top) * self.scale).min(self.rows - 1) * self.columns
            + floor((x - self.left) * self.scale).min(self.columns - 1)
    }

    /// The nearest node at most `radius` away, in the units of the positions (24 css pixels over the zoom, for a finger);
    /// of equally near ones the smallest. None if there is none.
    #[must_use]
    pub fn nearest(&self, x: f32, y: f32, radius: f32) -> Option<u32> {
        let mut best: Option<(f32, u32)> = None;
        self.visit([x - radius, y - radius, x + radius, y + radius], |node, node_x, node_y| {
            let (dx, dy) = (node_x - x, node_y - y);
            let distance = dx * dx + dy * dy;
            let nearer = best.is_none_or(|(least, other)| distance < least || (distance <= least && node < other));
            if distance <= radius * radius && nearer {
                best = Some((distance, node));
            }
        });
        best.map(|(_, node)| node)
    }

    /// The nodes in a box `[left, top, right, bottom]`, ascending.
    #[must_use]
    pub fn within(&self, area: [f32; 4]) -> Vec<u32> {
        let mut found = Vec::new();
        self.visit(area, |node, x, y| {
            if x >= area[0] && x <= area[2] && y >= area[1] && y <= area[3] {
                found.push(node);
            }
        });
        found.sort_unstable();
        found
    }

    /// The nodes inside a lasso, ascending: a closed line through these points, even-odd where it crosses itself.
    #[must_use]
    pub fn lasso(&self, line: &[(f32, f32)]) -> Vec<u32> {
        let low = |of: fn(&(f32, f32)) -> f32| line.iter().map(of).fold(f32::MAX, f32::min);
        let high = |of: fn(&(f32, f32)) -> f32| line.iter().map(of).fold(f32::MIN, f32::max);
        let mut found = Vec::new();
        self.visit([low(|p| p.0), low(|p| p.1), high(|p| p.0), high(|p| p.1)], |node, x, y| {
            let edges = line.iter().zip(line.iter().cycle().skip(1));
            let crossed = edges.filter(|&(a, b)| {
                // Does the edge cross the ray to the right?
                (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0
            });
            if crossed.count() % 2 == 1 {
                found.push(node);
            }
        });
        found.sort_unstable();
        found
    }

    /// Visits all nodes in the cells a box touches.
    fn visit(&self, [left, top, right, bottom]: [f32; 4], mut visit: impl FnMut(u32, f32, f32)) {
        let finite = [left, top, right, bottom].iter().all(|value| value.is_finite());
        if self.node.is_empty() || !finite || right < self.left || bottom < self.top {
            return;
        }
        let column = |x: f32| floor((x - self.left) * self.scale).min(self.columns - 1);
        let row = |y: f32| floor((y - self.top) * self.scale).min(self.rows - 1);
        for row in row(top)..=row(bottom) {
            let cells = (row * self.columns + column(left)) as usize..=(row * self.columns + column(right)) as usize;
            // The cells of a row lie side by side.
            for at in self.start[*cells.start()] as usize..self.start[cells.end() + 1] as usize {
                visit(self.node[at], self.x[at], self.y[at]);
            }
        }
    }
}

/// Down to a whole number; negative ones become 0, too large ones the largest.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Casts of floats saturate.
fn floor(value: f32) -> u32 {
    value as u32
}
