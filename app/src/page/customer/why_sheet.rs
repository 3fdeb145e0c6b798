//! Why the customer has their tier, in bars and sentences.

use super::Page;
use super::why::{Axis, Ends, Why, why};
use super::words::{lifecycle_word, tier_word};
use crate::i18n::{customer as words, format, tiers};
use crate::store::store;
use crate::ui::Sheet;
use domain::Kind;
use domain::schema::fields::score;
use leptos::prelude::*;

/// What is known about the tier; `None` until the scoring basis is here.
pub(super) fn explained(page: Page) -> Option<Why> {
    let store = store();
    store.track(page.id);
    let basis = store.of_kind(Kind::Basis).into_iter().next()?;
    why(store.row(Kind::Score, page.id).as_ref(), &basis, store.today())
}

/// The sheet.
#[component]
pub(super) fn WhySheet(page: Page) -> impl IntoView {
    let found = Memo::new(move |_| if page.why.get() { explained(page) } else { None });
    let title = Signal::derive(move || {
        let tier = found.with(|w| w.as_ref().map_or("", |w| w.tier));
        tiers::why_title(&page.name(), tier_word(tier))
    });
    view! {
        <Sheet open=page.why title=title>
            {move || match found.get() {
                Some(why) => view! { <Explanation page=page why=why /> }.into_any(),
                None => view! { <p class="second">{words::no_basis()}</p> }.into_any(),
            }}
        </Sheet>
    }
}

#[component]
fn Explanation(page: Page, why: Why) -> impl IntoView {
    let (tier, missing) = (rule(why.tier), missing(&why));
    let stage = {
        let store = store();
        let code = store.row(Kind::Score, page.id).map(|r| r.text(score::LIFECYCLE).to_owned()).unwrap_or_default();
        (!lifecycle_word(&code).is_empty()).then(|| words::stage_is(lifecycle_word(&code)))
    };
    let rhythm = why.rhythm.map(words::usual_rhythm);
    let bars = why.axes.map(|axes| {
        let names = [words::recency(), words::frequency(), words::monetary()];
        let facts = facts(&axes, why.window);
        let row = |((name, axis), fact): ((&'static str, Axis), String)| {
            view! {
                <li>
                    <span>{name}</span>
                    <span class="meter" aria-hidden="true">
                        <i style:width=format!("{}%", u32::from(axis.score) * 20)></i>
                    </span>
                    <b>{words::points(axis.score)}</b>
                    <span class="label why-fact">{fact}</span>
                </li>
            }
        };
        view! { <ul class="why">{names.into_iter().zip(axes).zip(facts).map(row).collect_view()}</ul> }
    });
    let basis = if why.by_rank { words::points_by_rank() } else { words::points_by_threshold() };
    view! {
        <p>
            <b>{tier}</b>
        </p>
        {bars}
        <p class="second">{missing}</p>
        {why.ends.map(|ends| view! { <p class="second">{ends_words(ends)}</p> })}
        <p class="second">{[stage, rhythm].into_iter().flatten().collect::<Vec<_>>().join(" ")}</p>
        <p class="label">{basis}</p>
    }
}

/// The rule that matched, in words.
fn rule(tier: &str) -> &'static str {
    match tier {
        "vip" => words::rule_vip(),
        "dormant" => words::rule_dormant(),
        "potential" => words::rule_potential(),
        _ => words::rule_active(),
    }
}

/// What each score was made of, and what would make it one better.
fn facts(axes: &[Axis; 3], window: Option<i64>) -> [String; 3] {
    let currency = store().account.me.currency.clone();
    let money = |minor: i64| format::money(minor, &currency);
    let [recency, frequency, spend] = axes;
    let within = window.map_or_else(|| words::ever().to_owned(), words::last_months);
    let then = |fact: String, more: Option<String>| more.map_or(fact.clone(), |more| format!("{fact} · {more}"));
    [
        then(
            words::last_bought(&format::days_ago(recency.value)),
            recency.next.filter(|days| *days >= 0).map(|days| words::more_recent(days, recency.score + 1)),
        ),
        then(
            words::bought_times(&within, &words::orders(usize::try_from(frequency.value).unwrap_or(0))),
            frequency.next.map(|orders| words::more_orders(orders - frequency.value, frequency.score + 1)),
        ),
        then(
            words::spent(&within, &money(spend.value)),
            spend.next.map(|minor| words::more_money(&money(minor - spend.value), spend.score + 1)),
        ),
    ]
}

/// What is missing for the best tier.
fn missing(why: &Why) -> String {
    let Some([recency, _, spend]) = why.axes else { return words::missing_first_order().to_owned() };
    match (why.tier, spend.score < 5, recency.score < 3) {
        ("vip", _, _) => String::new(),
        (_, true, true) => words::missing_both().to_owned(),
        (_, true, false) => words::missing_money().to_owned(),
        (_, false, _) => words::missing_recency().to_owned(),
    }
}

/// What ends the tier if nothing is bought.
fn ends_words(ends: Ends) -> String {
    let becomes = tier_word(ends.becomes);
    match ends.recency {
        Some(score) => tiers::falls_in(ends.in_days, words::recency(), score, becomes),
        None => words::stage_ends(ends.in_days, becomes),
    }
}
