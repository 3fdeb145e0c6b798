//! Properties of the whole: whatever changed and was asked before, the answer is that of a simple program over all customers.

mod model;
mod search;

use super::pinyin::{PinyinTable, encode};
use super::{Context, Filter, Index, OwnerChoice, Recency, Sort, SortKey, View};
use crate::codec;
use crate::id::StaffId;
use model::{Model, models, passes};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

const TODAY: i32 = 20_000;

fn context() -> Context {
    Context { today: TODAY, me: StaffId::from_bytes([1; 16]) }
}

fn table() -> PinyinTable {
    let given = [
        ('王', vec!["wang"]),
        ('汪', vec!["wang"]),
        ('小', vec!["xiao"]),
        ('明', vec!["ming", "meng"]),
        ('单', vec!["dan", "shan"]),
        ('华', vec!["hua"]),
    ];
    PinyinTable::decode(&encode(given).expect("well-formed")).expect("just made")
}

fn index_of(models: &[Model], pinyin: bool) -> Index {
    let mut index = Index::default();
    if pinyin {
        index.set_pinyin(table());
    }
    for model in models {
        let entry = model.entry(&mut index.terms);
        index.upsert(entry);
    }
    index
}

/// One text each time or several from a list.
fn some(texts: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    vec(proptest::sample::select(texts).prop_map(str::to_owned), 0..3)
}

fn recency() -> impl Strategy<Value = Recency> {
    let days = || proptest::option::of(0u32..6);
    (days(), days(), any::<bool>()).prop_map(|(at_least, at_most, never)| Recency { at_least, at_most, never })
}

fn bounds() -> impl Strategy<Value = super::Bounds> {
    let end = || proptest::option::of(-3i64..6);
    (end(), end()).prop_map(|(min, max)| super::Bounds { min, max })
}

fn filter() -> impl Strategy<Value = Filter> {
    let owner = prop_oneof![
        Just(OwnerChoice::Unassigned),
        Just(OwnerChoice::Me),
        (1u8..4).prop_map(|n| OwnerChoice::Staff(StaffId::from_bytes([n; 16]))),
    ];
    let flag = || proptest::option::weighted(0.2, any::<bool>());
    let lists = (
        some(&["", "vip", "active"]),
        some(&["", "new", "lost"]),
        some(&["lead", "won", "?&=+% 王"]),
        some(&["", "老客户", "vip"]),
        some(&["老客户", "vip"]),
        some(&["", "江苏", "江苏 苏州", "上海"]),
    );
    let cells = vec((1u8..=5, 1u8..=5).prop_map(|(r, fm)| r * 10 + fm), 0..9);
    let rest = (vec(owner, 0..3), recency(), recency(), bounds(), bounds(), bounds(), cells);
    let flags = (flag(), flag(), flag(), proptest::bool::weighted(0.2), flag());
    (lists, rest, flags, proptest::bool::ANY).prop_map(|(lists, rest, flags, sparse)| {
        let mut f = Filter {
            tiers: lists.0,
            lifecycles: lists.1,
            stages: lists.2,
            tags_any: lists.3,
            tags_all: lists.4,
            regions: lists.5,
            owners: rest.0,
            last_contact: rest.1,
            last_purchase: rest.2,
            net_year: rest.3,
            net_window: rest.4,
            orders: rest.5,
            cells: rest.6,
            open_conflict: flags.0,
            unsent: flags.1,
            overdue: flags.2,
            trash: flags.3,
            kind: flags.4.map(|c| if c { super::CustomerKind::Company } else { super::CustomerKind::Person }),
            ..Filter::default()
        };
        if sparse {
            // So many conditions let nobody pass; half of the filters have few.
            f = Filter { tiers: f.tiers, regions: f.regions, owners: f.owners, trash: f.trash, ..Filter::default() };
        }
        f
    })
}

fn sort() -> impl Strategy<Value = Sort> {
    let keys = [
        SortKey::Relevance,
        SortKey::Name,
        SortKey::LastContact,
        SortKey::NetYear,
        SortKey::LastPurchase,
        SortKey::Created,
    ];
    (proptest::sample::select(keys.to_vec()), any::<bool>()).prop_map(|(key, descending)| Sort { key, descending })
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        4 => "[王小明单]{1,2}( [wxms]{1,2})?",
        4 => "(wang|xiao|shan|ming|wnag|wxm|xm|hua){1,2}",
        2 => "[0-3]{1,5}",
        1 => ".{0,6}",
    ]
}

fn view() -> impl Strategy<Value = View> {
    (typed(), filter(), sort()).prop_map(|(query, filter, sort)| View { query, filter, sort })
}

proptest! {
    #[test]
    fn an_index_kept_up_to_date_answers_like_a_new_one(
        first in models(40),
        steps in vec((models(6), vec(0u8..60, 0..4), view()), 1..6),
        pinyin in any::<bool>(),
    ) {
        let mut kept = index_of(&first, pinyin);
        let mut truth: BTreeMap<u8, Model> = first.into_iter().map(|m| (m.n, m)).collect();
        for (changed, removed, view) in steps {
            for model in changed {
                let entry = model.entry(&mut kept.terms);
                kept.upsert(entry);
                truth.insert(model.n, model);
            }
            for n in removed {
                prop_assert_eq!(kept.remove(model::id(n)), truth.remove(&n).is_some());
            }
            let all: Vec<Model> = truth.values().cloned().collect();
            let mut fresh = index_of(&all, pinyin);
            prop_assert_eq!(kept.len(), all.len());
            let (a, b) = (kept.select(&view, &context()), fresh.select(&view, &context()));
            prop_assert_eq!(kept.ids(&a), fresh.ids(&b));
            prop_assert_eq!(a.near, b.near);
            prop_assert_eq!(kept.summary(&view, &context()), fresh.summary(&view, &context()));
        }
    }

    #[test]
    fn filters_and_counts_are_those_of_a_simple_program(all in models(50), filter in filter()) {
        let mut index = index_of(&all, true);
        let view = View { filter: filter.clone(), ..View::default() };
        let selection = index.select(&view, &context());
        let mut ids = index.ids(&selection);
        ids.sort_unstable();
        let passing: Vec<&Model> = all.iter().filter(|m| passes(m, &filter, &context())).collect();
        let mut wanted: Vec<_> = passing.iter().map(|m| model::id(m.n)).collect();
        wanted.sort_unstable();
        prop_assert_eq!(ids, wanted);

        let summary = index.summary(&view, &context());
        prop_assert_eq!(summary.count, passing.len());
        let net: i128 = summary.sums.iter().map(|s| s.net_year).sum();
        prop_assert_eq!(net, passing.iter().map(|m| i128::from(m.net)).sum::<i128>());
        // A facet counts what the list would show if only that value were chosen.
        for tier in ["", "vip", "active", "potential"] {
            let only = Filter { tiers: vec![tier.to_owned()], ..filter.clone() };
            let wanted = all.iter().filter(|m| passes(m, &only, &context())).count();
            let counted = summary.tiers.iter().find(|(t, _)| t == tier).map_or(0, |(_, n)| *n as usize);
            prop_assert_eq!(counted, wanted, "tier {}", tier);
        }
        let only = Filter { owners: vec![OwnerChoice::Unassigned], ..filter.clone() };
        let wanted = all.iter().filter(|m| passes(m, &only, &context())).count();
        let counted = summary.owners.iter().find(|(o, _)| o.is_none()).map_or(0, |(_, n)| *n as usize);
        prop_assert_eq!(counted, wanted);
        let only = Filter { regions: vec!["江苏".to_owned()], ..filter.clone() };
        let wanted = all.iter().filter(|m| passes(m, &only, &context())).count();
        let counted = summary.regions_within("").iter().find(|(r, _)| r == "江苏").map_or(0, |(_, n)| *n as usize);
        prop_assert_eq!(counted, wanted);
    }

    #[test]
    fn every_sort_is_a_total_order(all in models(25), sort in sort()) {
        let mut index = index_of(&all, true);
        let everyone = |trash| View { sort, filter: Filter { trash, ..Filter::default() }, ..View::default() };
        let slots: Vec<u32> = index.iter().map(|(slot, _)| slot).collect();
        for &a in &slots {
            for &b in &slots {
                let order = index.compare(sort, a, b);
                prop_assert_eq!(order, index.compare(sort, b, a).reverse());
                prop_assert_eq!(order.is_eq(), a == b);
                for &c in &slots {
                    if order.is_lt() && index.compare(sort, b, c).is_lt() {
                        prop_assert!(index.compare(sort, a, c).is_lt());
                    }
                }
            }
        }
        let (live, trash) = (index.select(&everyone(false), &context()), index.select(&everyone(true), &context()));
        prop_assert_eq!(live.slots.len() + trash.slots.len(), all.len());
        if sort.key != SortKey::Relevance {
            prop_assert!(live.slots.is_sorted_by(|a, b| index.compare(sort, *a, *b).is_lt()));
        }
    }

    #[test]
    fn views_survive_storage_and_addresses(view in view()) {
        let stored = codec::encode(&view);
        prop_assert_eq!(&codec::decode::<View>(&stored, "view").expect("just stored"), &view);
        prop_assert_eq!(&View::from_query_string(&view.to_query_string()), &view);
        prop_assert!(view.to_query_string().is_ascii());
    }

    #[test]
    fn any_address_is_read(text in "[?&=%+.,a-z0-9王-]{0,60}") {
        let view = View::from_query_string(&text);
        prop_assert_eq!(View::from_query_string(&view.to_query_string()), view);
    }
}
