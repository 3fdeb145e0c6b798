//! The eleven segments: a total, single-valued map of the 25 cells (R, FM).

use super::Scores;

/// The segment of a customer with at least one qualifying order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// Cells 55 54 45.
    Champions,
    /// Cells 53 44 35 34.
    Loyal,
    /// Cells 52 42 43 33.
    PotentialLoyalist,
    /// Cell 51, first order within two median gaps.
    New,
    /// Cells 41 31, and 51 with an older first order.
    Promising,
    /// Cells 32 23 22.
    NeedsAttention,
    /// Cell 21.
    AboutToSleep,
    /// Cells 25 24 13.
    AtRisk,
    /// Cells 15 14.
    CantLose,
    /// Cell 12.
    Hibernating,
    /// Cell 11.
    Lost,
}

impl Segment {
    /// All segments, best first.
    pub const ALL: [Self; 11] = [
        Self::Champions,
        Self::Loyal,
        Self::PotentialLoyalist,
        Self::New,
        Self::Promising,
        Self::NeedsAttention,
        Self::AboutToSleep,
        Self::AtRisk,
        Self::CantLose,
        Self::Hibernating,
        Self::Lost,
    ];

    /// The English name, as the reference data and exported files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Champions => "Champions",
            Self::Loyal => "Loyal",
            Self::PotentialLoyalist => "Potential loyalist",
            Self::New => "New",
            Self::Promising => "Promising",
            Self::NeedsAttention => "Needs attention",
            Self::AboutToSleep => "About to sleep",
            Self::AtRisk => "At risk",
            Self::CantLose => "Can't lose",
            Self::Hibernating => "Hibernating",
            Self::Lost => "Lost",
        }
    }

    /// The segment of a cell. `first_is_recent`: the first qualifying order lies within two median gaps of
    /// the as-of day. Scores outside 1 to 5 count as the nearest.
    pub fn of(scores: Scores, first_is_recent: bool) -> Self {
        match (scores.r.clamp(1, 5), scores.fm().clamp(1, 5)) {
            (5, 4 | 5) | (4, 5) => Self::Champions,
            (5, 3) | (4, 4) | (3, 4 | 5) => Self::Loyal,
            (5 | 4, 2) | (4 | 3, 3) => Self::PotentialLoyalist,
            (5, 1) if first_is_recent => Self::New,
            (3..=5, 1) => Self::Promising,
            (3, 2) | (2, 2 | 3) => Self::NeedsAttention,
            (2, 1) => Self::AboutToSleep,
            (2, 4 | 5) | (1, 3) => Self::AtRisk,
            (1, 4 | 5) => Self::CantLose,
            (1, 2) => Self::Hibernating,
            _ => Self::Lost,
        }
    }
}
