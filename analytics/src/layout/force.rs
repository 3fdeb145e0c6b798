//! Force-directed layout of relations: people who know each other attract, all others repel.
//!
//! Jacomy, Venturini, Heymann, Bastian: "`ForceAtlas2`, a Continuous Graph Layout Algorithm for Handy Network
//! Visualization" (2014): linear attraction, repulsion by degree, gravity and the adaptive speed of the paper; repulsion by
//! the method of Barnes and Hut (1986). Single precision, no transcendental functions: the same positions to the last bit
//! on the server, in the page and in the worker.

mod quadtree;
mod repulsion;
pub mod start;

use crate::graph::{Csr, Kind};
use repulsion::{Bodies, Repulsion};

/// How people attract and repel each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// A group of people counts as one if it looks smaller than this from where one stands: side over distance, 0 to 2,
    /// else clamped. 0 is exact and slow, 0.5 exact to half a per cent, 1.2 fast.
    pub theta: f32,
    /// How strongly all repel each other: above 0. Larger draws larger.
    pub scaling: f32,
    /// How strongly all are drawn to the middle: 0 or more. Keeps separate groups on the page.
    pub gravity: f32,
    /// How restless nodes may be for speed: above 0; the paper's value is 1.
    pub tolerance: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theta: 0.5, scaling: 2.0, gravity: 1.0, tolerance: 1.0 }
    }
}

impl Settings {
    fn valid(self) -> Self {
        let positive = |value: f32, else_: f32| if value.is_finite() && value > 0.0 { value } else { else_ };
        let fallback = Self::default();
        Self {
            theta: if self.theta.is_nan() { fallback.theta } else { self.theta.clamp(0.0, 2.0) },
            scaling: positive(self.scaling, fallback.scaling),
            gravity: if self.gravity.is_finite() && self.gravity >= 0.0 { self.gravity } else { fallback.gravity },
            tolerance: positive(self.tolerance, fallback.tolerance),
        }
    }
}

/// A layout in motion. Call [`Force::step`] as long as there is time; read [`Force::x`] and [`Force::y`] whenever you like.
#[derive(Clone, Debug)]
pub struct Force {
    settings: Settings,
    graph: Csr,
    mass: Vec<f32>,
    x: Vec<f32>,
    y: Vec<f32>,
    push_x: Vec<f32>,
    push_y: Vec<f32>,
    last_x: Vec<f32>,
    last_y: Vec<f32>,
    pinned: Vec<bool>,
    speed: f64,
    efficiency: f64,
    moved: f64,
    repulsion: Repulsion,
}

impl Force {
    /// A layout of `graph` (directions are ignored, weights attract in proportion) from positions such as those of
    /// [`start`]. Missing or infinite positions become the origin; settings out of range become the default.
    #[must_use]
    pub fn new(graph: &Csr, settings: Settings, x: &[f32], y: &[f32]) -> Self {
        let graph = if graph.kind() == Kind::Directed { graph.undirected() } else { graph.clone() };
        let nodes = graph.nodes() as usize;
        let filled = |given: &[f32]| -> Vec<f32> {
            (0..nodes).map(|at| given.get(at).copied().filter(|value| value.is_finite()).unwrap_or(0.0)).collect()
        };
        Self {
            settings: settings.valid(),
            mass: graph.degrees().into_iter().map(|degree| degree as f32 + 1.0).collect(),
            x: filled(x),
            y: filled(y),
            push_x: vec![0.0; nodes],
            push_y: vec![0.0; nodes],
            last_x: vec![0.0; nodes],
            last_y: vec![0.0; nodes],
            pinned: vec![false; nodes],
            speed: 1.0,
            efficiency: 1.0,
            moved: f64::INFINITY,
            repulsion: Repulsion::default(),
            graph,
        }
    }

    /// Nodes that stay where they are, by index; missing entries may move. They go on attracting and repelling.
    pub fn pin(&mut self, pinned: &[bool]) {
        for (slot, at) in self.pinned.iter_mut().zip(0..) {
            *slot = pinned.get(at).copied().unwrap_or(false);
        }
    }

    /// Horizontal positions by node.
    pub fn x(&self) -> &[f32] {
        &self.x
    }

    /// Vertical positions by node.
    pub fn y(&self) -> &[f32] {
        &self.y
    }

    /// Whether the last step moved the nodes, on average, by less than a ten-thousandth of the drawing's side: time to
    /// sleep.
    pub fn settled(&self) -> bool {
        let side = extent(&self.x).max(extent(&self.y));
        self.moved <= 1e-4 * f64::from(side)
    }

    /// One iteration. O(n log n).
    pub fn step(&mut self) {
        std::mem::swap(&mut self.push_x, &mut self.last_x);
        std::mem::swap(&mut self.push_y, &mut self.last_y);
        if self.mass.is_empty() {
            self.moved = 0.0;
            return;
        }
        let mut bodies = Bodies {
            x: &mut self.x,
            y: &mut self.y,
            mass: &self.mass,
            pinned: &self.pinned,
            push_x: &mut self.push_x,
            push_y: &mut self.push_y,
        };
        self.repulsion.forces(&mut bodies, &self.settings);
        self.attract();
        let speed = self.adapt();
        self.advance(speed);
    }

    /// Neighbours attract in proportion to distance and weight, the middle in proportion to mass alone.
    fn attract(&mut self) {
        let (start, target, weight) = self.graph.rows();
        for (at, row) in start.windows(2).enumerate() {
            let row = row[0] as usize..row[1] as usize;
            let (x, y) = (self.x[at], self.y[at]);
            let (mut pull_x, mut pull_y) = (0.0, 0.0);
            for arc in row {
                let other = target[arc] as usize;
                let strength = weight.map_or(1.0, |weight| narrow(weight[arc]));
                pull_x += strength * (self.x[other] - x);
                pull_y += strength * (self.y[other] - y);
            }
            let distance = (x * x + y * y).sqrt();
            let down = if distance > 0.0 { self.settings.gravity * self.mass[at] / distance } else { 0.0 };
            self.push_x[at] += pull_x - down * x;
            self.push_y[at] += pull_y - down * y;
        }
    }

    /// The speed for all: as fast as the swinging of the nodes against their progress allows (section "Adapting the local
    /// and the global speed" of the paper, with the limits of its implementation in Gephi).
    fn adapt(&mut self) -> f64 {
        let (mut swinging, mut traction) = (0.0, 0.0);
        for at in 0..self.mass.len() {
            if self.pinned[at] {
                continue;
            }
            let mass = f64::from(self.mass[at]);
            let (dx, dy) = (self.last_x[at] - self.push_x[at], self.last_y[at] - self.push_y[at]);
            let (sx, sy) = (self.last_x[at] + self.push_x[at], self.last_y[at] + self.push_y[at]);
            swinging += mass * f64::from((dx * dx + dy * dy).sqrt());
            traction += mass * 0.5 * f64::from((sx * sx + sy * sy).sqrt());
        }
        if !(swinging > 0.0 && swinging.is_finite() && traction.is_finite()) {
            return self.speed;
        }
        let nodes = self.mass.len() as f64;
        let tolerance = f64::from(self.settings.tolerance);
        let estimate = 0.05 * nodes.sqrt();
        let mut jitter = tolerance * estimate.sqrt().max((estimate * traction / (nodes * nodes)).min(10.0));
        let least = 0.05;
        if swinging / traction.max(f64::MIN_POSITIVE) > 2.0 {
            if self.efficiency > least {
                self.efficiency *= 0.5;
            }
            jitter = jitter.max(tolerance);
        }
        let target = jitter * self.efficiency * traction / swinging;
        if swinging > jitter * traction {
            if self.efficiency > least {
                self.efficiency *= 0.7;
            }
        } else if self.speed < 1000.0 {
            self.efficiency *= 1.3;
        }
        self.speed += (target - self.speed).min(0.5 * self.speed);
        self.speed
    }

    fn advance(&mut self, speed: f64) {
        let speed = narrow(speed);
        let mut moved = 0.0;
        for at in 0..self.mass.len() {
            if self.pinned[at] {
                continue;
            }
            let (dx, dy) = (self.last_x[at] - self.push_x[at], self.last_y[at] - self.push_y[at]);
            let swinging = self.mass[at] * (dx * dx + dy * dy).sqrt();
            let factor = speed / (1.0 + (speed * swinging).sqrt());
            let (x, y) = (self.x[at] + self.push_x[at] * factor, self.y[at] + self.push_y[at] * factor);
            if x.abs() < FARTHEST && y.abs() < FARTHEST {
                let (dx, dy) = (x - self.x[at], y - self.y[at]);
                moved += f64::from((dx * dx + dy * dy).sqrt());
                self.x[at] = x;
                self.y[at] = y;
            }
        }
        self.moved = moved / (self.mass.len() as f64).max(1.0);
    }
}

/// Squares of coordinates beyond this do not fit into single precision. No layout gets there, broken weights might.
const FARTHEST: f32 = 1e15;

fn extent(values: &[f32]) -> f32 {
    let (low, high) = values.iter().fold((f32::MAX, f32::MIN), |(low, high), &value| (low.min(value), high.max(value)));
    (high - low).max(0.0)
}

/// Forces and screens need no more than `f32`.
#[allow(clippy::cast_possible_truncation)]
fn narrow(value: f64) -> f32 {
    value as f32
}
