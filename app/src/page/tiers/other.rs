//! Another vocabulary over the same customers: how they spread, by which rules, and who they are.

use super::measure::{Measured, measured, unseen};
use super::names::{axis_name, indicator_name, rule_words, tier_name};
use crate::i18n::{format, insights, tiers as words};
use crate::page::customer::words::segment_word;
use crate::page::figure::{Cell, Figure, Head, Line, Twin};
use crate::page::insights::{Bar, Count, SEGMENTS, bars_drawing};
use crate::page::tier_rank::tier_rank;
use crate::store::store;
use crate::ui::{Avatar, AvatarSize, VirtualList};
use analytics::scheme::{Axis, Scheme, assign, template};
use domain::RowId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;

/// Colours of tiers, the best first; more tiers than colours share the last.
const RAMP: [&str; 4] = ["bar-1", "heat-4", "heat-3", "heat-2"];

/// Who is in each tier of an axis and what they brought in a year, the last place for those in none.
type Placed = Arc<Vec<Vec<(RowId, i64)>>>;

fn place(scheme: &Scheme, axis: &Axis, everybody: &[Measured]) -> Vec<Vec<(RowId, i64)>> {
    let today = store().today();
    let mut tiers = vec![Vec::new(); axis.tiers.len() + 1];
    for who in everybody {
        let found = assign(scheme, axis, &who.measures, None, None, today).tier;
        let at = found.filter(|at| *at < axis.tiers.len()).unwrap_or(axis.tiers.len());
        tiers[at].push((who.id, who.net_year));
    }
    for tier in &mut tiers {
        tier.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    tiers
}

/// The page's body for a template.
#[component]
pub(super) fn OtherScheme(key: &'static str) -> impl IntoView {
    let Some(scheme) = template(key) else { return ().into_any() };
    let everybody = Memo::new(|_| {
        let store = store();
        store.track_list();
        Arc::new(measured(&store))
    });
    let blind = {
        let scheme = scheme.clone();
        move || {
            let blind = everybody.with(|all| unseen(&scheme, all));
            let names: Vec<&str> = blind.iter().map(|indicator| indicator_name(*indicator)).collect();
            (!names.is_empty()).then(|| view! { <p class="note note-warn scheme-note">{words::no_data_yet(&names.join(words::list_comma()))}</p> })
        }
    };
    let axes = scheme.axes.clone().into_iter().map(|axis| {
        view! { <OneAxis scheme=scheme.clone() axis=axis everybody=everybody /> }
    });
    view! {
        {blind}
        <div class="panes scheme">{axes.collect_view()}</div>
    }
    .into_any()
}

/// One axis: the spread as a figure, the rules, and the people of the chosen tier.
#[component]
fn OneAxis(scheme: Scheme, axis: Axis, everybody: Memo<Arc<Vec<Measured>>>) -> impl IntoView {
    let (scheme, axis) = (StoredValue::new(scheme), StoredValue::new(axis));
    let placed: Memo<Placed> =
        Memo::new(move |_| scheme.with_value(|s| axis.with_value(|a| Arc::new(place(s, a, &everybody.get())))));
    // Until a bar is pressed: the first tier that has anybody.
    let pressed = RwSignal::new(None::<usize>);
    let chosen = Memo::new(move |_| {
        let first = placed.with(|tiers| tiers.iter().position(|tier| !tier.is_empty()));
        pressed.get().or(first).unwrap_or(0)
    });
    let id = axis.with_value(|a| match a.key.as_str() {
        "value" => "scheme-value",
        "potential" => "scheme-potential",
        "service" => "scheme-service",
        _ => "scheme",
    });
    let names = Memo::new(move |_| {
        scheme.with_value(|s| axis.with_value(|a| a.tiers.iter().map(|tier| name_of(&s.key, tier)).collect::<Vec<_>>()))
    });
    let currency = StoredValue::new(store().account.me.currency.clone());
    let counts = Memo::new(move |_| {
        placed.with(|tiers| {
            let count = |tier: &Vec<(RowId, i64)>| Count {
                people: tier.len(),
                net: tier.iter().fold(0, |sum, who| sum.saturating_add(who.1)),
            };
            tiers.iter().map(count).collect::<Vec<_>>()
        })
    });
    let finding = move || {
        counts.with(|counts| {
            let people: usize = counts.iter().map(|count| count.people).sum();
            let net: i64 = counts.iter().fold(0, |sum, count| sum.saturating_add(count.net));
            let first = counts.first().copied().unwrap_or_default();
            let share = |part: f64, of: f64| format::percent(if of > 0.0 { part / of } else { 0.0 }, 0);
            let name = names.with(|names| names.first().cloned().unwrap_or_default());
            let (of_people, of_net) = (share(first.people as f64, people as f64), share(first.net as f64, net as f64));
            words::headline(&name, &of_people, &of_net)
        })
    };
    let basis = move || axis.with_value(|a| axis_name(&a.key).to_owned() + words::headline_basis());
    let lines = move || {
        let none = counts.with(|counts| counts.last().copied().unwrap_or_default());
        let mut all: Vec<(String, Count)> = names.with(|names| names.iter().cloned().zip(counts.get()).collect());
        if none.people > 0 {
            all.push((words::unscored().to_owned(), none));
        }
        all
    };
    let drawing = move |width: f64| {
        let bars: Vec<Bar> = lines()
            .into_iter()
            .enumerate()
            .map(|(at, (name, count))| Bar {
                label: insights::stage_label(&name, count.people, &format::money(count.net, &currency.get_value())),
                name,
                to: at.to_string(),
                count,
                class: RAMP.get(at).copied().unwrap_or("heat-1"),
            })
            .collect();
        bars_drawing(&bars, &currency.get_value(), width)
    };
    let twin = move || Twin {
        head: vec![
            Head::words(words::title()),
            Head::number(insights::people()),
            Head::number(insights::revenue_year()),
        ],
        lines: lines()
            .into_iter()
            .map(|(name, count)| {
                let money = currency
                    .with_value(|c| Cell::number(format::money(count.net, c), format::money_plain(count.net, c)));
                let people = format::integer(i64::try_from(count.people).unwrap_or(i64::MAX));
                Line { to: String::new(), cells: vec![Cell::words(name), Cell::number(people, count.people), money] }
            })
            .collect(),
    };
    let key = scheme.with_value(|s| s.key.clone());
    let rules = axis.with_value(|a| {
        let rules = a.rules.iter().map(|rule| {
            let name = a.tiers.get(rule.tier).map(|tier| name_of(&key, tier)).unwrap_or_default();
            view! { <div class="rule"><b>{name}</b><span>{rule_words(rule)}</span></div> }
        });
        rules.collect_view()
    });
    view! {
        <Figure
            id=id
            finding=Signal::derive(finding)
            basis=Signal::derive(basis)
            drawing=Callback::new(drawing)
            twin=Signal::derive(twin)
            on_open=Callback::new(move |key: String| pressed.set(key.parse().ok()))
        />
        <section>
            <h2 class="pane-title">{words::rules()}</h2>
            <p class="label">{words::rules_detail()}</p>
            {rules}
        </section>
        <People placed=placed chosen=chosen names=names />
    }
}

/// The customers of the chosen tier, who brought most first.
#[component]
fn People(placed: Memo<Placed>, chosen: Memo<usize>, names: Memo<Vec<String>>) -> impl IntoView {
    let ids = Signal::derive(move || {
        placed.with(|tiers| {
            // The bar of those in no tier stands after the tiers that are shown.
            let tier = tiers.get(chosen.get()).map_or(&[][..], Vec::as_slice);
            Arc::<[RowId]>::from(tier.iter().map(|who| who.0).collect::<Vec<_>>())
        })
    });
    let title = move || {
        let name = names.with(|names| names.get(chosen.get()).cloned());
        let name = name.unwrap_or_else(|| words::unscored().to_owned());
        format!("{name} · {}", words::people(ids.with(|ids| ids.len())))
    };
    let navigate = StoredValue::new_local(use_navigate());
    let open = move |id: RowId| {
        let _ = navigate.try_with_value(|go| go(&format!("/customers/{id}"), NavigateOptions::default()));
    };
    let row = move |id: Signal<RowId>| {
        let shown = Memo::new(move |_| {
            store().track(id.get());
            store().with_index(|index| {
                let entry = index.get(id.get())?;
                Some((entry.name.to_string(), tier_rank(index.terms.tiers.text(entry.tier)), entry.net_year))
            })
        });
        let name = Signal::derive(move || shown.with(|s| s.as_ref().map(|s| s.0.clone()).unwrap_or_default()));
        let rank = Signal::derive(move || shown.with(|s| s.as_ref().map(|s| s.1).unwrap_or_default()));
        let money = move || shown.with(|s| s.as_ref().map(|s| format::money(s.2, &store().account.me.currency)));
        view! {
            <div class="row scheme-row">
                <Avatar name=name rank=rank size=AvatarSize::Small />
                <a class="cut customer-link row-main" href=move || format!("/customers/{}", id.get()) tabindex="-1">{move || name.get()}</a>
                <span class="row-end">{money}</span>
            </div>
        }
    };
    view! {
        <section class="scheme-people">
            <h2 class="pane-title" aria-live="polite">{title}</h2>
            <VirtualList keys=ids row_height=44.0 row=row label=Signal::derive(title) on_open=Callback::new(open) />
        </section>
    }
}

fn name_of(scheme: &str, tier: &str) -> String {
    let known = tier_name(scheme, tier);
    if known.is_empty() {
        let code = tier.replace('-', "_").replace('\'', "");
        let word = SEGMENTS.iter().find(|segment| **segment == code).map(|segment| segment_word(segment));
        return word.unwrap_or(tier).to_owned();
    }
    known.to_owned()
}
