//! Scales: values to positions.

/// A straight line from a domain of values to a range of positions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    /// The values at the ends.
    pub domain: (f64, f64),
    /// The positions they go to; may run backwards.
    pub range: (f64, f64),
}

impl Linear {
    /// The position of a value. Values outside the domain land outside the range; in a domain without extent
    /// everything lands at the start of the range.
    pub fn position(&self, value: f64) -> f64 {
        let ((from, to), (start, end)) = (self.domain, self.range);
        let extent = to - from;
        if extent.abs() > 0.0 { start + (value - from) / extent * (end - start) } else { start }
    }

    /// The scale with its domain (lower end first) widened to the ticks around it.
    #[must_use]
    pub fn nice(self, count: usize) -> Self {
        match Ticks::around(self.domain, count) {
            Some(ticks) => Self { domain: (ticks.value(ticks.first), ticks.value(ticks.last)), ..self },
            None => self,
        }
    }

    /// About `count` round values (1, 2 or 5 times a power of ten apart) within the domain, ascending. Empty if
    /// the domain is not finite or has no extent.
    pub fn ticks(&self, count: usize) -> Vec<f64> {
        let (low, high) = ordered(self.domain);
        let Some(ticks) = Ticks::around(self.domain, count) else {
            return Vec::new();
        };
        (0..=ticks.steps())
            .map(|step| ticks.value(ticks.first + f64::from(step)))
            .filter(|value| (low..=high).contains(value))
            .collect()
    }
}

/// More ticks than this nobody can read.
const MOST_TICKS: usize = 100;

/// Round values as whole multiples of a step, so that no rounding adds up.
struct Ticks {
    first: f64,
    last: f64,
    /// The step if it is 1 or more, else its inverse, which is then whole.
    unit: f64,
    whole: bool,
}

impl Ticks {
    /// The multiples from the last at or below the domain to the first at or above it.
    fn around(domain: (f64, f64), count: usize) -> Option<Self> {
        let (low, high) = ordered(domain);
        let count = count.clamp(1, MOST_TICKS);
        let raw = (high - low) / count as f64;
        if !raw.is_finite() || raw <= 0.0 {
            return None;
        }
        let power = libm::floor(libm::log10(raw));
        let scale = libm::pow(10.0, libm::fabs(power));
        let lead = if power < 0.0 { raw * scale } else { raw / scale };
        // The nearest step by ratio: the limits are the geometric means of 1, 2, 5 and 10.
        let lead = if lead >= libm::sqrt(50.0) {
            10.0
        } else if lead >= libm::sqrt(10.0) {
            5.0
        } else if lead >= libm::sqrt(2.0) {
            2.0
        } else {
            1.0
        };
        let whole = power >= 0.0;
        let unit = if whole { lead * scale } else { scale / lead };
        if !unit.is_finite() {
            return None;
        }
        let of = |value: f64| if whole { value / unit } else { value * unit };
        let ticks = Self { first: libm::floor(of(low)), last: libm::ceil(of(high)), unit, whole };
        (ticks.first.is_finite() && ticks.last.is_finite() && ticks.first < ticks.last).then_some(ticks)
    }

    fn value(&self, multiple: f64) -> f64 {
        if self.whole { multiple * self.unit } else { multiple / self.unit }
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to a small whole number
    fn steps(&self) -> u32 {
        (self.last - self.first).clamp(0.0, 4.0 * MOST_TICKS as f64) as u32
    }
}

fn ordered((a, b): (f64, f64)) -> (f64, f64) {
    if a <= b { (a, b) } else { (b, a) }
}

/// Equal bands with gaps between them, for categories.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// How many bands.
    pub count: usize,
    /// Where the first starts and the last ends.
    pub range: (f64, f64),
    /// The gap between two bands as a share of the distance from one to the next, 0 (none) to below 1.
    pub padding: f64,
}

impl Band {
    /// Distance from the start of one band to the start of the next; 0 if there are no bands.
    pub fn step(&self) -> f64 {
        let gaps = self.count as f64 - self.padding();
        if self.count == 0 { 0.0 } else { (self.range.1 - self.range.0) / gaps }
    }

    /// Width of a band.
    pub fn width(&self) -> f64 {
        self.step() * (1.0 - self.padding())
    }

    /// Where band `index` starts.
    pub fn start(&self, index: usize) -> f64 {
        self.range.0 + self.step() * index as f64
    }

    fn padding(&self) -> f64 {
        if self.padding.is_finite() { self.padding.clamp(0.0, 0.99) } else { 0.0 }
    }
}
