//! Searching through the whole index.

use super::super::fold::fold;
use super::super::{Index, Rank, View};
use super::model::{self, Model, models};
use super::{context, index_of, table, typed};
use crate::query::{CustomerKind, Entry};
use proptest::prelude::*;

fn searching(query: &str) -> View {
    View { query: query.to_owned(), ..View::default() }
}

/// Names as they are found, each with its rank.
fn found(index: &mut Index, query: &str) -> Vec<(String, Rank)> {
    let selection = index.select(&searching(query), &context());
    let rank = |slot: u32| index.rank(slot).expect("it was found");
    selection.slots.iter().map(|slot| (index.entry(*slot).expect("selected").name.to_string(), rank(*slot))).collect()
}

/// Customers with a name, a company, a phone, a tag and a code.
fn shop(customers: &[[&'static str; 5]], pinyin: bool) -> Index {
    let mut index = Index::default();
    for (n, [name, company, phone, tag, code]) in (1u8..).zip(customers) {
        let terms = &mut index.terms;
        let tags = Some(terms.tags.intern(*tag)).into_iter().filter(|_| !tag.is_empty()).collect();
        let unset = super::super::Term::UNSET;
        let entry = Entry {
            id: model::id(n),
            name: (*name).into(),
            company: (*company).into(),
            code: (*code).into(),
            phones: (*phone).into(),
            tags,
            owner: unset,
            region: unset,
            country: unset,
            tier: unset,
            lifecycle: unset,
            segment: unset,
            stage: unset,
            contact_channel: unset,
            currency: unset,
            last_contact: None,
            last_purchase: None,
            created: 0,
            net_year: 0,
            net_window: 0,
            orders: 0,
            rfm: 0,
            kind: CustomerKind::Person,
            deleted: false,
            open_conflict: false,
            unsent: false,
            overdue: false,
        };
        index.upsert(entry);
    }
    if pinyin {
        index.set_pinyin(table());
    }
    index
}

const SHOP: &[[&str; 5]] = &[
    ["王小明", "", "13862134472 05124472000", "", ""],
    ["汪小华", "华明", "13900001111", "老客户", "A-17"],
    ["单明", "Wang & Co", "", "", ""],
    ["小王", "", "", "", ""],
    ["Sarah Chen", "王氏", "", "王家", "王1"],
];

#[test]
fn the_best_answers_come_first() {
    let mut index = shop(SHOP, true);
    let mut names = |query: &str| found(&mut index, query);
    let is = |found: Vec<(String, Rank)>, wanted: &[(&str, Rank)]| {
        let found: Vec<(&str, Rank)> = found.iter().map(|(n, r)| (n.as_str(), *r)).collect();
        assert_eq!(found, wanted);
    };
    is(names("王"), &[("王小明", Rank::NamePrefix), ("小王", Rank::NameContains), ("Sarah Chen", Rank::Company)]);
    is(names("wx"), &[("汪小华", Rank::InitialsPrefix), ("王小明", Rank::InitialsPrefix)]);
    is(
        names("wang"),
        &[
            ("汪小华", Rank::PinyinPrefix),
            ("王小明", Rank::PinyinPrefix),
            ("小王", Rank::PinyinContains),
            // 氏 is not in this table; what can be spelled is found.
            ("Sarah Chen", Rank::Company),
            ("单明", Rank::Company),
        ],
    );
    is(names("WANGxm"), &[("王小明", Rank::PinyinMixed), ("汪小华", Rank::Near)]);
    is(names("shanming"), &[("单明", Rank::PinyinPrefix)]);
    is(names("danm"), &[("单明", Rank::PinyinPrefix)]);
    is(names("4472"), &[("王小明", Rank::PhoneSuffix)]);
    is(names("139 0000"), &[("汪小华", Rank::PhoneContains)]);
    is(names("老客"), &[("汪小华", Rank::Tag)]);
    is(names("ａ-17"), &[("汪小华", Rank::Code)]);
    is(names("小 138"), &[("王小明", Rank::PhoneContains)]);
    is(names("chen s"), &[("Sarah Chen", Rank::NameContains)]);
    is(names("wang 李"), &[]);
}

#[test]
fn slips_are_forgiven_only_when_little_is_found() {
    let mut index = shop(SHOP, true);
    assert_eq!(found(&mut index, "shanmnig"), [("单明".to_owned(), Rank::Near)]);
    assert!(index.select(&searching("shanmnig"), &context()).near);
    assert_eq!(found(&mut index, "sarha"), [("Sarah Chen".to_owned(), Rank::Near)]);
    assert!(found(&mut index, "xzm").is_empty(), "three letters are too few");
    assert_eq!(found(&mut index, "xaio").len(), 3);
    let crowd: Vec<[&str; 5]> = [["王小明", "", "", "", ""]; 5].into_iter().chain([["Wag", "", "", "", ""]]).collect();
    let mut index = shop(&crowd, true);
    assert_eq!(found(&mut index, "wang").len(), 5, "five are enough");
    assert!(!index.select(&searching("wang"), &context()).near);
    assert_eq!(found(&mut index, "wamg").len(), 6);
}

#[test]
fn without_pinyin_names_are_found_by_their_text() {
    let mut index = shop(SHOP, false);
    assert_eq!(found(&mut index, "王").len(), 3);
    assert_eq!(found(&mut index, "4472").len(), 1);
    assert!(found(&mut index, "wxm").is_empty());
    assert_eq!(found(&mut index, "sc"), [("Sarah Chen".to_owned(), Rank::InitialsPrefix)]);
    index.set_pinyin(table());
    assert_eq!(found(&mut index, "wxm").len(), 1);
    let headings: String = (0..5).map(|slot| index.heading(slot)).collect();
    assert_eq!(headings, "WWSXS");
}

/// Whether a customer has a word without Latin letters, as one would write it down.
fn has(m: &Model, word: &str) -> bool {
    let in_phone =
        word.len() >= 3 && word.bytes().all(|b| b.is_ascii_digit()) && m.phones.iter().any(|p| p.contains(word));
    let texts = [m.name.as_str(), m.company.as_str(), m.code.as_str()];
    in_phone || texts.iter().chain(&m.tags).any(|t| fold(t).contains(word))
}

proptest! {
    #[test]
    fn typing_with_slips_finds_what_the_whole_query_finds(
        all in models(50),
        name in "(wang|wagn|shan|xiao|xaio|sarah|sahra|chne|minh)(wang|xiao|ming|mnig|hua| chen| 王| 1)",
    ) {
        let mut narrowed = index_of(&all, true);
        for n in 1..=name.chars().count() {
            let typed: String = name.chars().take(n).collect();
            let found = narrowed.select(&searching(&typed), &context());
            let mut fresh = index_of(&all, true);
            let wanted = fresh.select(&searching(&typed), &context());
            prop_assert_eq!(narrowed.ids(&found), fresh.ids(&wanted), "{}", typed);
            prop_assert_eq!(found.near, wanted.near);
        }
    }

    #[test]
    fn typing_finds_what_the_whole_query_finds(all in models(50), query in typed(), other in typed()) {
        let mut narrowed = index_of(&all, true);
        let characters: Vec<char> = query.chars().collect();
        for n in 1..=characters.len() {
            let typed: String = characters[..n].iter().collect();
            let found = narrowed.select(&searching(&typed), &context());
            let mut fresh = index_of(&all, true);
            prop_assert_eq!(narrowed.ids(&found), fresh.ids(&fresh.clone().select(&searching(&typed), &context())));
            let ranks = |i: &mut Index| {
                i.select(&searching(&typed), &context()).slots.iter().map(|s| i.rank(*s)).collect::<Vec<_>>()
            };
            prop_assert_eq!(ranks(&mut narrowed), ranks(&mut fresh));
        }
        let mut fresh = index_of(&all, true);
        let (a, b) = (narrowed.select(&searching(&other), &context()), fresh.select(&searching(&other), &context()));
        prop_assert_eq!(narrowed.ids(&a), fresh.ids(&b));
    }

    #[test]
    fn words_without_letters_are_found_where_they_stand(
        all in models(50),
        words in proptest::collection::vec("[王小明单华]{1,2}|[0-3]{1,5}", 1..3),
    ) {
        // A query of digits only is one telephone number.
        prop_assume!(words.len() == 1 || words.iter().any(|w| !w.is_ascii()));
        let mut index = index_of(&all, true);
        let selection = index.select(&searching(&words.join(" ")), &context());
        let mut ids = index.ids(&selection);
        ids.sort_unstable();
        let live = all.iter().filter(|m| !m.flags[1]);
        let wanted: Vec<_> = live.filter(|m| words.iter().all(|w| has(m, w))).map(|m| model::id(m.n)).collect();
        prop_assert_eq!(ids, wanted);
    }
}
