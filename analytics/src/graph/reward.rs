//! Reward trees that grow towards a threshold of the law.
//!
//! China's standard for prosecuting 组织、领导传销活动罪 is quoted as three levels and thirty people. It has further
//! conditions (entry fees, pay by head count), so this is a flag for counsel, not an answer.

use crate::tree::Forest;

/// The threshold, and from where on to warn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Levels, the top being the first.
    pub levels: u32,
    /// People, the top included.
    pub people: u32,
    /// Warn at so many people if at most one level is missing.
    pub near_people: u32,
}

impl Default for Threshold {
    fn default() -> Self {
        Self { levels: 3, people: 30, near_people: 24 }
    }
}

/// How far a tree has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing to say.
    Below,
    /// Few people, or one level and few people, are missing.
    Near,
    /// Both levels and people are reached.
    Reached,
}

/// A tree to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RewardFlag {
    /// Its top.
    pub top: u32,
    /// Near or reached.
    pub stage: Stage,
    /// Its levels, the top being the first.
    pub levels: u32,
    /// Its people, the top included.
    pub people: u32,
}

/// How far the tree under a person has come, whoever stands above. [`Stage::Below`] for a person who does not exist.
pub fn stage(forest: &Forest, top: u32, threshold: Threshold) -> Stage {
    let at = top as usize;
    let (Some(&height), Some(&below)) = (forest.height.get(at), forest.descendants.get(at)) else {
        return Stage::Below;
    };
    let (levels, people) = (height + 1, below + 1);
    if levels >= threshold.levels && people >= threshold.people {
        Stage::Reached
    } else if levels.saturating_add(1) >= threshold.levels && people >= threshold.near_people {
        Stage::Near
    } else {
        Stage::Below
    }
}

/// The whole trees that are near the threshold or have reached it: those reached first, then the larger, then ascending.
#[must_use]
pub fn flags(forest: &Forest, threshold: Threshold) -> Vec<RewardFlag> {
    let mut flags: Vec<RewardFlag> = forest
        .roots
        .iter()
        .map(|&top| RewardFlag {
            top,
            stage: stage(forest, top, threshold),
            levels: forest.height[top as usize] + 1,
            people: forest.descendants[top as usize] + 1,
        })
        .filter(|flag| flag.stage > Stage::Below)
        .collect();
    flags.sort_by_key(|flag| (std::cmp::Reverse((flag.stage, flag.people)), flag.top));
    flags
}
