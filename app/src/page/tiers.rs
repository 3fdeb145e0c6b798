//! How customers spread over tiers: a chart whose table twin says the same, each tier leading to its list.

mod measure;
mod names;
mod other;

use super::tier_rank::{TIERS, tier_rank, tier_words};
use crate::i18n::{format, tiers as words};
use crate::layout::PageHead;
use crate::store::store;
use crate::ui::chip::TierChip;
use crate::ui::{Button, ButtonLink, Empty, FilterChip};
use analytics::chart::tier_bars::tier_bars;
use analytics::tier::TierTotal;
use domain::Kind;
use domain::schema::fields::basis;
use leptos::prelude::*;
use other::OtherScheme;

/// One tier's figures.
#[derive(Clone, PartialEq, Debug)]
struct Line {
    code: &'static str,
    customers: u64,
    net_minor: i64,
    /// Share of all customers and of all revenue, 0 to 1.
    shares: (f64, f64),
    /// Lengths of the bars, 0 to 1 of the axis.
    bars: (f64, f64),
}

/// Everything the page says.
#[derive(Clone, PartialEq, Debug, Default)]
struct Figures {
    lines: Vec<Line>,
    customers: usize,
    unscored: usize,
    day: Option<i32>,
}

/// Counts the customers of each tier from the list's index: the same customers as in the list, waiting edits included.
fn figures() -> Figures {
    let store = store();
    store.track_list();
    let mut totals = [TierTotal::default(); TIERS.len()];
    let (mut customers, mut unscored) = (0, 0);
    store.with_index(|index| {
        let codes: Vec<Option<usize>> =
            index.terms.tiers.iter().map(|(term, code)| (term.index(), TIERS.iter().position(|t| t == code))).fold(
                Vec::new(),
                |mut by_term, (at, tier)| {
                    if by_term.len() <= at {
                        by_term.resize(at + 1, None);
                    }
                    by_term[at] = tier;
                    by_term
                },
            );
        for (_, entry) in index.iter().filter(|(_, e)| !e.deleted) {
            customers += 1;
            match codes.get(entry.tier.index()).copied().flatten() {
                Some(tier) => {
                    totals[tier].customers += 1;
                    totals[tier].net_minor = totals[tier].net_minor.saturating_add(entry.net_year);
                }
                None => unscored += 1,
            }
        }
    });
    let chart = tier_bars(&totals, 1.0, 1.0);
    let lines = TIERS
        .iter()
        .zip(totals)
        .zip(chart.tiers)
        .map(|((code, total), bars)| Line {
            code,
            customers: total.customers,
            net_minor: total.net_minor,
            shares: (bars.customers.share, bars.revenue.share),
            bars: (bars.customers.bar.width, bars.revenue.bar.width),
        })
        .collect();
    let day = store.of_kind(Kind::Basis).first().and_then(|b| b.int(basis::DAY)).and_then(|d| i32::try_from(d).ok());
    Figures { lines, customers, unscored, day }
}

/// The page.
#[component]
pub fn TiersPage() -> impl IntoView {
    let figures = Memo::new(|_| figures());
    let currency = StoredValue::new(store().account.me.currency.clone());
    let sub = move || {
        figures.with(|f| {
            let day = f.day.map(|d| format!("{} · ", words::as_of(&format::date(d)))).unwrap_or_default();
            currency.with_value(|c| format!("{day}{}", words::basis(f.customers, c)))
        })
    };
    let headline = move || {
        figures.with(|f| {
            f.lines.first().map(|vip| {
                let (people, revenue) = (format::percent(vip.shares.0, 0), format::percent(vip.shares.1, 0));
                words::headline(tier_words(vip.code), &people, &revenue)
            })
        })
    };
    let as_table = RwSignal::new(false);
    let scheme = RwSignal::new(SCHEMES[0].0);
    let print = move |_| {
        let _ = window().print();
    };
    view! {
        <PageHead
            title=Signal::derive(|| words::title().to_owned())
            sub=Signal::derive(sub)
            actions=ViewFnOnce::from(move || {
                view! {
                    // Other schemes have it beside each figure.
                    <Show when=move || scheme.get() == SCHEMES[0].0>
                        <Button on_click=move |_| as_table.update(|t| *t = !*t)>
                            {move || if as_table.get() { words::as_chart() } else { words::table_twin() }}
                        </Button>
                    </Show>
                    <Button on_click=print>{words::print()}</Button>
                }
            })
        />
        <Tabs scheme=scheme />
        <div class="scroll">
            <Show
                when=move || figures.with(|f| f.customers > 0)
                fallback=|| {
                    view! {
                        <Empty title=words::empty() detail=words::empty_detail()>
                            <ButtonLink href="/import">{words::empty_action()}</ButtonLink>
                        </Empty>
                    }
                }
            >
                {move || {
                    let key = scheme.get();
                    (key != SCHEMES[0].0).then(|| view! { <OtherScheme key=key /> })
                }}
                <div class="panes" class=("panes-hidden", move || scheme.get() != SCHEMES[0].0)>
                    <section class="figure" aria-labelledby="tier-finding">
                        <div class="figure-head">
                            <div>
                                <h2 id="tier-finding">{headline}</h2>
                                <p class="basis">{words::headline_basis()}</p>
                            </div>
                        </div>
                        {move || {
                            let lines = figures.with(|f| f.lines.clone());
                            let currency = currency.get_value();
                            if as_table.get() { table(lines, &currency).into_any() } else { chart(lines, &currency).into_any() }
                        }}
                        {move || {
                            let n = figures.with(|f| f.unscored);
                            (n > 0).then(|| view! { <p class="label">{words::unscored_note(n)}</p> })
                        }}
                    </section>
                    <Rules />
                </div>
            </Show>
        </div>
    }
}

/// The vocabularies: template and name. The first is the one that the server keeps.
const SCHEMES: [(&str, fn() -> &'static str); 9] = [
    ("vip-active-potential-dormant", words::scheme_default),
    ("high-mid-low", words::scheme_high_mid_low),
    ("high-potential-general", words::scheme_high_potential_general),
    ("high-latent-general", words::scheme_high_latent_general),
    ("value-potential-service", words::scheme_three_axes),
    ("strategic-key-ordinary", words::scheme_strategic),
    ("key-suitable-general", words::scheme_key),
    ("high-latent-low", words::scheme_high_latent_low),
    ("rfm-11", words::scheme_segments),
];

/// The vocabularies to look through.
#[component]
fn Tabs(scheme: RwSignal<&'static str>) -> impl IntoView {
    let tabs = SCHEMES.into_iter().map(|(key, name)| {
        view! {
            <FilterChip pressed=Signal::derive(move || scheme.get() == key) on_click=move |_| scheme.set(key)>
                {name()}
            </FilterChip>
        }
    });
    view! { <div class="chips-scroll scheme-tabs" role="group" aria-label=words::schemes()>{tabs.collect_view()}</div> }
}

/// Two bars per tier with their figures beside them; a tier leads to its list.
fn chart(lines: Vec<Line>, currency: &str) -> impl IntoView + use<> {
    let currency = currency.to_owned();
    let rows = lines.into_iter().map(move |line| {
        let Line { code, customers, net_minor, shares, bars } = line;
        let rank = tier_rank(code);
        let people =
            format!("{} · {}", words::people(usize::try_from(customers).unwrap_or(0)), format::percent(shares.0, 0));
        let revenue = format!("{} · {}", format::money_short(net_minor, &currency), format::percent(shares.1, 0));
        // The figure stands beside the bar, so the longest bar leaves it room.
        let width = |part: f64| format!("calc({:.4} * (100% - 9.5em))", part.clamp(0.0, 1.0));
        let name = format!("{} {people} {revenue}", tier_words(code));
        view! {
            <a class="tier-line" href=format!("/customers?tier={code}") aria-label=name>
                <strong>{tier_words(code)}</strong>
                <span class="tier-bar" data-rank=rank.attribute()>
                    <i style:width=width(bars.0)></i>
                    <span>{people}</span>
                </span>
                <span class="tier-bar" data-rank=rank.attribute()>
                    <i style:width=width(bars.1)></i>
                    <span>{revenue}</span>
                </span>
            </a>
        }
    });
    view! {
        <div class="tier-chart" role="group" aria-labelledby="tier-finding">
            <div class="tier-line label" aria-hidden="true">
                <span></span>
                <span>{words::share_customers()}</span>
                <span>{words::share_revenue()}</span>
            </div>
            {rows.collect_view()}
        </div>
    }
}

/// The same figures as a table.
fn table(lines: Vec<Line>, currency: &str) -> impl IntoView + use<> {
    let currency = currency.to_owned();
    let rows = lines.into_iter().map(move |line| {
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("/customers?tier={}", line.code)>
                        <TierChip rank=tier_rank(line.code) label=tier_words(line.code).to_owned() />
                    </a>
                </th>
                <td class="num">{format::integer(i64::try_from(line.customers).unwrap_or(i64::MAX))}</td>
                <td class="num">{format::percent(line.shares.0, 1)}</td>
                <td class="num">{format::money(line.net_minor, &currency)}</td>
                <td class="num">{format::percent(line.shares.1, 1)}</td>
            </tr>
        }
    });
    view! {
        <div class="table-scroll">
            <table class="figures">
                <thead>
                    <tr>
                        <th scope="col">{words::title()}</th>
                        <th scope="col" class="num">{words::share_customers()}</th>
                        <th scope="col" class="num">{words::percent_of_customers()}</th>
                        <th scope="col" class="num">{words::share_revenue()}</th>
                        <th scope="col" class="num">{words::percent_of_revenue()}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The scheme's rules in words, in the order in which they are tried.
#[component]
fn Rules() -> impl IntoView {
    let rules = [
        ("vip", words::rule_vip()),
        ("dormant", words::rule_dormant()),
        ("potential", words::rule_potential()),
        ("active", words::everybody_else()),
    ];
    view! {
        <section aria-labelledby="tier-rules">
            <h2 id="tier-rules" class="pane-title">{words::rules()}</h2>
            <p class="label">{words::rules_detail()}</p>
            {rules
                .into_iter()
                .map(|(code, text)| {
                    view! {
                        <div class="rule">
                            <TierChip rank=tier_rank(code) label=tier_words(code).to_owned() />
                            <span>{text}</span>
                        </div>
                    }
                })
                .collect_view()}
            <p class="label">{words::scores_explained()}</p>
        </section>
    }
}
