//! The eight-group scheme: each axis split at the base's median.

/// One of eight groups, from (recency, frequency, money) being in the better half or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 重要价值: recent, frequent, high spend.
    ImportantValue,
    /// 重要唤回: not recent, frequent, high spend.
    ImportantRecall,
    /// 重要深耕: recent, seldom, high spend.
    ImportantDevelop,
    /// 重要挽留: not recent, seldom, high spend.
    ImportantRetain,
    /// 潜力: recent, frequent, low spend.
    Potential,
    /// 新: recent, seldom, low spend.
    New,
    /// 一般维持: not recent, frequent, low spend.
    Maintain,
    /// 流失: not recent, seldom, low spend.
    Lost,
}

impl Group {
    /// The group of a customer by which axes are in the better half: "better half" means strictly better than
    /// at least half of the scored customers, so that equal customers are never split.
    pub fn of(recent: bool, frequent: bool, high_spend: bool) -> Self {
        match (recent, frequent, high_spend) {
            (true, true, true) => Self::ImportantValue,
            (false, true, true) => Self::ImportantRecall,
            (true, false, true) => Self::ImportantDevelop,
            (false, false, true) => Self::ImportantRetain,
            (true, true, false) => Self::Potential,
            (true, false, false) => Self::New,
            (false, true, false) => Self::Maintain,
            (false, false, false) => Self::Lost,
        }
    }
}
