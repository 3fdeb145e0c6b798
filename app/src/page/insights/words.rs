//! What to do about each segment.

use crate::i18n::insights as words;

/// What to do about a segment, by its place in [`super::read::SEGMENTS`].
pub fn do_word(at: usize) -> &'static str {
    match at {
        0 => words::do_champions(),
        1 => words::do_loyal(),
        2 => words::do_potential_loyalist(),
        3 => words::do_new(),
        4 => words::do_promising(),
        5 => words::do_needs_attention(),
        6 => words::do_about_to_sleep(),
        7 => words::do_at_risk(),
        8 => words::do_cant_lose(),
        9 => words::do_hibernating(),
        _ => words::do_lost(),
    }
}
