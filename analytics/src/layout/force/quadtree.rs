//! A quadtree over points sorted along a Z-shaped curve: every cell is a stretch of the list.

use crate::graph::index;

/// Cells with at most this many points are not divided.
const LEAF: usize = 8;
/// Bits of a coordinate: cells of level 16 are not divided.
const LEVELS: u32 = 16;

/// A cell. Cells come in preorder: the first child follows its parent, `next` is the cell after all descendants.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    pub from: u32,
    pub to: u32,
    pub next: u32,
    pub leaf: bool,
    /// Side of the square.
    pub side: f32,
    pub mass: f32,
    /// Centre of mass.
    pub x: f32,
    pub y: f32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Quadtree {
    pub cells: Vec<Cell>,
    /// The points in the order of the curve: which, where, how heavy.
    pub node: Vec<u32>,
    pub x: Vec<f32>,
    pub y: Vec<f32>,
    pub mass: Vec<f32>,
    keys: Vec<(u32, u32)>,
    spare: Vec<(u32, u32)>,
    /// Cells to be built: stretch, level, parent.
    open: Vec<(u32, u32, u32, u32)>,
    parents: Vec<u32>,
}

impl Quadtree {
    /// Sorts the points along the curve; returns the side of the square they are in.
    pub(super) fn sort(&mut self, x: &[f32], y: &[f32]) -> f32 {
        let low = |values: &[f32]| values.iter().copied().fold(f32::MAX, f32::min);
        let high = |values: &[f32]| values.iter().copied().fold(f32::MIN, f32::max);
        let (left, top) = (low(x), low(y));
        let side = (high(x) - left).max(high(y) - top).max(f32::MIN_POSITIVE);
        let scale = 65_535.0 / side;
        self.keys.clear();
        let keys = x.iter().zip(y).map(|(&x, &y)| spread(step(x, left, scale)) | (spread(step(y, top, scale)) << 1));
        self.keys.extend(keys.zip(0..));
        self.spare.resize(self.keys.len(), (0, 0));
        for shift in [0, 8, 16, 24] {
            let mut start = [0u32; 256];
            for &(key, _) in &self.keys {
                start[(key >> shift) as usize & 255] += 1;
            }
            let mut sum = 0;
            for slot in &mut start {
                sum += std::mem::replace(slot, sum);
            }
            for &entry in &self.keys {
                let slot = &mut start[(entry.0 >> shift) as usize & 255];
                self.spare[*slot as usize] = entry;
                *slot += 1;
            }
            std::mem::swap(&mut self.keys, &mut self.spare);
        }
        self.node.clear();
        self.node.extend(self.keys.iter().map(|&(_, node)| node));
        // The square the coordinates were counted in.
        side * (65_536.0 / 65_535.0)
    }

    /// Builds the cells of sorted points.
    pub(super) fn build(&mut self, x: &[f32], y: &[f32], mass: &[f32], side: f32) {
        let nodes = &self.node;
        let gather = |into: &mut Vec<f32>, from: &[f32]| {
            into.clear();
            into.extend(nodes.iter().map(|&node| from[node as usize]));
        };
        gather(&mut self.x, x);
        gather(&mut self.y, y);
        gather(&mut self.mass, mass);
        self.divide(side);
        self.sum_up();
    }

    fn divide(&mut self, side: f32) {
        self.cells.clear();
        self.parents.clear();
        self.open.clear();
        if !self.keys.is_empty() {
            self.open.push((0, index(self.keys.len()), 0, u32::MAX));
        }
        while let Some((from, to, level, parent)) = self.open.pop() {
            let at = index(self.cells.len());
            let leaf = (to - from) as usize <= LEAF || level >= LEVELS;
            let side = side / (1u32 << level) as f32;
            self.cells.push(Cell { from, to, next: at + 1, leaf, side, ..Cell::default() });
            self.parents.push(parent);
            if leaf {
                continue;
            }
            let shift = 2 * (LEVELS - 1 - level);
            let stretch = &self.keys[from as usize..to as usize];
            // Quarters from the last to the first: the stack turns them round.
            let mut end = to;
            for quarter in (0..4).rev() {
                let start = from + index(stretch.partition_point(|&(key, _)| (key >> shift) & 3 < quarter));
                if start < end {
                    self.open.push((start, end, level + 1, at));
                }
                end = start;
            }
        }
    }

    /// Masses and their centres, from the last cell to the first: children before parents.
    fn sum_up(&mut self) {
        for at in (0..self.cells.len()).rev() {
            let mut cell = self.cells[at];
            if cell.leaf {
                for point in cell.from as usize..cell.to as usize {
                    cell.mass += self.mass[point];
                    cell.x += self.mass[point] * self.x[point];
                    cell.y += self.mass[point] * self.y[point];
                }
            }
            if let Some(above) = self.cells.get_mut(self.parents[at] as usize) {
                above.mass += cell.mass;
                above.x += cell.x;
                above.y += cell.y;
                above.next = above.next.max(cell.next);
            }
            cell.x /= cell.mass;
            cell.y /= cell.mass;
            self.cells[at] = cell;
        }
    }
}

/// Which of the 65,536 steps of the square a coordinate is in.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 0 and 65,535.
fn step(value: f32, low: f32, scale: f32) -> u32 {
    ((value - low) * scale).min(65_535.0) as u32
}

/// Puts a zero between the bits.
fn spread(bits: u32) -> u32 {
    let bits = (bits | (bits << 8)) & 0x00FF_00FF;
    let bits = (bits | (bits << 4)) & 0x0F0F_0F0F;
    let bits = (bits | (bits << 2)) & 0x3333_3333;
    (bits | (bits << 1)) & 0x5555_5555
}
