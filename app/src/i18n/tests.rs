//! Both languages say the same with the same arguments.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::*;

thread_local! {
    /// The language of one test thread, so that tests in parallel do not change each other's.
    pub(super) static OVERRIDE: Cell<Option<Lang>> = const { Cell::new(None) };
}

/// Runs `body` with the page in `lang`.
pub(crate) fn with_lang(lang: Lang, body: impl FnOnce()) {
    OVERRIDE.set(Some(lang));
    body();
    OVERRIDE.set(None);
}

const AREAS: &[(&str, &[(&str, &str, &[&str])])] = &[
    ("common", common::ALL),
    ("customer", customer::ALL),
    ("customers", customers::ALL),
    ("errors", errors::ALL),
    ("first_run", first_run::ALL),
    ("gate", gate::ALL),
    ("import", import::ALL),
    ("insights", insights::ALL),
    ("merge", merge::ALL),
    ("nav", nav::ALL),
    ("referral", referral::ALL),
    ("settings", settings::ALL),
    ("sign_in", sign_in::ALL),
    ("sync", sync::ALL),
    ("tiers", tiers::ALL),
    ("time", time::ALL),
    ("today", today::ALL),
];

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Punctuation of the Latin script, except the comma that groups digits.
fn has_half_width_punctuation(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    chars.iter().enumerate().any(|(at, c)| match c {
        ';' | '?' | '!' => true,
        ',' => !(is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))),
        _ => false,
    })
}

#[test]
fn both_languages_use_the_same_arguments() {
    for (area, texts) in AREAS {
        for (name, zh, en) in *texts {
            let in_chinese = placeholders(zh);
            let in_english: BTreeSet<_> = en.iter().flat_map(|text| placeholders(text)).collect();
            assert_eq!(in_chinese, in_english, "{area}::{name}");
        }
    }
}

#[test]
fn each_language_keeps_to_its_own_script_and_punctuation() {
    for (area, texts) in AREAS {
        for (name, zh, en) in *texts {
            assert!(!zh.trim().is_empty() && en.iter().all(|text| !text.trim().is_empty()), "{area}::{name} is empty");
            for text in *en {
                assert!(!text.chars().any(|c| is_han(c) || "，。；：？！（）".contains(c)), "{area}::{name}: {text}");
            }
            assert!(!has_half_width_punctuation(zh), "{area}::{name}: half-width punctuation in {zh}");
        }
    }
}

#[test]
fn a_plural_follows_its_count() {
    with_lang(Lang::En, || {
        assert_eq!(common::people(1), "1 customer");
        assert_eq!(common::people(0), "0 customers");
        assert_eq!(common::people(2_318), "2,318 customers");
    });
    with_lang(Lang::ZhCn, || assert_eq!(common::people(2_318), "2,318 位"));
}

#[test]
fn a_language_is_found_by_its_primary_subtag() {
    assert_eq!(Lang::best(["de-DE", "en-US", "zh-CN"]), Lang::En);
    assert_eq!(Lang::best(["zh_Hant_TW"]), Lang::ZhCn);
    assert_eq!(Lang::best(["fr"]), Lang::ZhCn);
    assert_eq!(Lang::best([]), Lang::ZhCn);
    for lang in Lang::ALL {
        assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
    }
}

#[test]
fn setting_the_language_changes_the_texts() {
    set(Lang::En);
    assert_eq!(common::save(), "Save");
    set(Lang::ZhCn);
    assert_eq!(common::save(), "存好");
}
