//! The tiers of the default scheme: their order on the ramp and their words.

use crate::i18n::tiers as words;
use crate::ui::chip::Rank;

/// Codes of the tiers, from the most valuable to the least.
pub const TIERS: [&str; 4] = ["vip", "active", "potential", "dormant"];

/// The place of a tier on the ramp.
pub fn tier_rank(code: &str) -> Rank {
    match code {
        "vip" => Rank::First,
        "active" => Rank::Second,
        "potential" => Rank::Third,
        "dormant" => Rank::Fourth,
        _ => Rank::Unranked,
    }
}

/// A tier in words.
pub fn tier_words(code: &str) -> &'static str {
    match code {
        "vip" => words::vip(),
        "active" => words::active(),
        "potential" => words::potential(),
        "dormant" => words::dormant(),
        _ => words::unscored(),
    }
}
