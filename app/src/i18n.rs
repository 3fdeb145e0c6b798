//! The words of the screens in Chinese (first) and English, checked when the crate is compiled.
//!
//! The language is fixed for the life of a page: [`change`] stores the choice and reloads. So texts are plain functions, not signals, and
//! a key that is missing in one language does not compile. `docs/adr/0001-i18n.md` says why this is not `leptos_i18n`.
//!
//! One file per area of the product. Add a key with [`messages!`]; the second English form, if there is one, is the plural by the first
//! argument. Integers are grouped ("2,318").

use std::sync::atomic::{AtomicU8, Ordering};

mod macros;
pub mod preference;
mod shown;

pub mod common;
pub mod customer;
pub mod customers;
pub mod errors;
pub mod first_run;
pub mod format;
pub mod gate;
pub mod import;
pub mod insights;
pub mod merge;
pub mod nav;
pub mod referral;
pub mod settings;
pub mod sign_in;
pub mod sync;
pub mod tiers;
pub mod time;
pub mod today;

pub(crate) use macros::{message, messages};
pub use preference::{change, start};
pub use shown::{Count, Shown};

#[cfg(test)]
pub(crate) mod tests;

/// A language of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese, the first language.
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order a chooser shows them.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The BCP 47 tag, as `<html lang>` and `Intl` take it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language's own name, which is never translated.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::ZhCn => "中文",
            Self::En => "English",
        }
    }

    /// The language of a BCP 47 tag, by its primary subtag; `None` when the screens do not speak it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::ZhCn),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The first language of a person's list that the screens speak; Chinese when there is none.
    pub fn best<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::from_tag).unwrap_or(Self::ZhCn)
    }
}

static LANG: AtomicU8 = AtomicU8::new(0);

/// Sets the language of this page. Call it once, before the first view: texts already on the screen do not change.
pub fn set(lang: Lang) {
    LANG.store(u8::from(lang == Lang::En), Ordering::Relaxed);
    #[cfg(test)]
    tests::OVERRIDE.set(None);
}

/// The language of this page; Chinese until [`set`] or [`start`] was called.
pub fn lang() -> Lang {
    #[cfg(test)]
    if let Some(lang) = tests::OVERRIDE.get() {
        return lang;
    }
    if LANG.load(Ordering::Relaxed) == 0 { Lang::ZhCn } else { Lang::En }
}
