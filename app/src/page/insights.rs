//! Where value comes from and who is drifting away: figures over the customers of this device, so they are there without a network.

mod bars;
mod cohorts;
mod curve;
mod heat;
mod read;
mod words;

use super::customer::words::lifecycle_word;
use super::figure::{Cell, Figure, Head, Line, Twin, TwinTable};
use crate::i18n::{format, insights as text};
use crate::layout::PageHead;
use crate::store::store;
use crate::ui::{Button, ButtonLink, Empty, Icon};
use analytics::abc::Class;
use analytics::chart::drawing::Drawing;
pub(super) use bars::{Bar, drawing as bars_drawing};
use cohorts::Cohorts;
use domain::Kind;
use domain::query::{Filter, View};
use domain::schema::fields::basis;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
pub(super) use read::{Count, SEGMENTS, STAGES};
use read::{Value, value};
use std::sync::Arc;
use std::time::Duration;

/// The figures follow a change of the list this much later: a sync brings many at once.
const AFTER: Duration = Duration::from_millis(300);
/// Stages past a customer's own rhythm, by their places in [`STAGES`].
const PAST: [usize; 3] = [4, 5, 6];
/// At most so many places.
const PLACES: usize = 12;

/// The page.
#[component]
pub fn InsightsPage() -> impl IntoView {
    let found = RwSignal::new(Arc::new(value(&store())));
    let triangle = RwSignal::new(Arc::new(Cohorts::default()));
    let round = StoredValue::new(0_u32);
    let count = move || {
        round.update_value(|n| *n = n.wrapping_add(1));
        let mine = round.get_value();
        spawn_local(async move {
            let read = cohorts::read(&store(), || round.try_get_value() == Some(mine)).await;
            if let Some(read) = read {
                let _ = triangle.try_set(Arc::new(read));
            }
        });
    };
    count();
    let mut later = debounce(AFTER, move |()| {
        let _ = found.try_set(Arc::new(value(&store())));
        if round.try_get_value().is_some() {
            count();
        }
    });
    Effect::new(move |before: Option<()>| {
        store().track_list();
        if before.is_some() {
            later(());
        }
    });
    let sub = move || {
        let day = store().of_kind(Kind::Basis).first().and_then(|b| b.int(basis::DAY));
        let day = day.and_then(|d| i32::try_from(d).ok()).unwrap_or_else(|| store().today());
        text::sub(found.with(|f| f.people), &format::date(day))
    };
    let print = move |_| {
        let _ = window().print();
    };
    view! {
        <PageHead
            title=Signal::derive(|| text::title().to_owned())
            sub=Signal::derive(sub)
            actions=ViewFnOnce::from(move || view! { <Button icon=Icon::Printer on_click=print>{text::print()}</Button> })
        />
        <div class="scroll">
            <Show
                when=move || found.with(|f| f.people > f.unscored)
                fallback=|| {
                    view! {
                        <Empty title=text::empty() detail=text::empty_detail()>
                            <ButtonLink href="/customers">{crate::i18n::today::to_customers()}</ButtonLink>
                        </Empty>
                    }
                }
            >
                <div class="panes insights">
                    <Map found=found />
                    <Segments found=found />
                    <Few found=found />
                    <Back triangle=triangle />
                    <Stages found=found />
                    <Places found=found />
                </div>
            </Show>
        </div>
    }
}

type Found = RwSignal<Arc<Value>>;

/// What a chosen mark opens.
fn goes(to: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Callback<String> {
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |key: String| {
        if let Some(address) = to(&key) {
            let _ = navigate.try_with_value(|go| go(&address, NavigateOptions::default()));
        }
    })
}

fn currency() -> String {
    store().account.me.currency.clone()
}

/// The list of customers with a filter.
fn list(filter: Filter) -> String {
    format!("/customers?{}", View { filter, ..View::default() }.to_query_string())
}

#[component]
fn Map(found: Found) -> impl IntoView {
    let finding = move || {
        found.with(|f| {
            let leaving = f.segments[8];
            if leaving.people > 0 {
                return text::leaving(leaving.people, &format::money_short(leaving.per_head(), &currency()));
            }
            let all: i64 = f.window.iter().fold(0, |sum, net| sum.saturating_add(*net));
            let best = f.segments[0];
            let share = if all > 0 { best.net as f64 / all as f64 } else { 0.0 };
            text::nobody_leaving(best.people, &format::percent(share, 0))
        })
    };
    let basis = move || found.with(|f| text::map_basis(f.people - f.unscored, f.unscored));
    view! {
        <Figure
            id="rfm"
            finding=Signal::derive(finding)
            basis=Signal::derive(basis)
            drawing=Callback::new(move |width| found.with(|f| heat::drawing(f, width)))
            twin=Signal::derive(move || found.with(|f| heat::twin(f)))
            on_open=goes(|key| Some(format!("/customers?{key}")))
        />
    }
}

#[component]
fn Segments(found: Found) -> impl IntoView {
    let twin = Signal::derive(move || found.with(|f| heat::segments(f, &currency())));
    view! {
        <section class="figure segments" aria-label=text::segment()>
            <TwinTable twin=twin />
        </section>
    }
}

#[component]
fn Few(found: Found) -> impl IntoView {
    let finding = move || {
        let few = found.with(|f| curve::few(&f.window)).unwrap_or(0.0);
        text::pareto(&format::percent(few, 1), &format::percent(curve::MOST, 0))
    };
    let basis = move || {
        let abc = found.with(|f| curve::classes(&f.window));
        let people: usize = [Class::A, Class::B, Class::C].into_iter().map(|c| abc.total(c).customers).sum();
        text::pareto_basis(people, &format::ratio(abc.gini.unwrap_or(0.0), 2))
    };
    // A class is a range of revenue; those at its edge who earn the same as the next class come with it.
    let open = goes(move |key| {
        let class = match key.strip_prefix("class=")? {
            "A" => Class::A,
            "B" => Class::B,
            _ => Class::C,
        };
        let (least, most) = found.with_untracked(|f| curve::bounds(&f.window, class))?;
        let most = (class != Class::A).then_some(most);
        let net_window = domain::query::Bounds { min: Some(least), max: most };
        Some(list(Filter { net_window, ..Filter::default() }))
    });
    view! {
        <Figure
            id="pareto"
            finding=Signal::derive(finding)
            basis=Signal::derive(basis)
            drawing=Callback::new(move |width| found.with(|f| curve::drawing(&f.window, width)))
            twin=Signal::derive(move || found.with(|f| curve::twin(&f.window, &currency())))
            on_open=open
        />
    }
}

#[component]
fn Back(triangle: RwSignal<Arc<Cohorts>>) -> impl IntoView {
    let finding = move || {
        triangle.with(|c| match c.best() {
            Some(best) => text::cohorts(&format::month(c.day(best))),
            None => text::cohorts_plain().to_owned(),
        })
    };
    view! {
        <Figure
            id="cohorts"
            finding=Signal::derive(finding)
            basis=Signal::derive(|| text::cohorts_basis().to_owned())
            drawing=Callback::new(move |width| triangle.with(|c| cohorts::drawing(c, width)))
            twin=Signal::derive(move || triangle.with(|c| cohorts::twin(c)))
            on_open=Callback::new(|_: String| ())
        />
    }
}

#[component]
fn Stages(found: Found) -> impl IntoView {
    let finding = move || {
        found.with(|f| {
            let past = PAST.iter().map(|at| f.stages[*at]);
            let (people, net) = past.fold((0, 0_i64), |(n, sum), c| (n + c.people, sum.saturating_add(c.net)));
            if people == 0 {
                text::stages_fine().to_owned()
            } else {
                text::stages(people, &format::money_short(net, &currency()))
            }
        })
    };
    let drawing = move |width: f64| -> Drawing {
        let bars: Vec<Bar> = found.with(|f| {
            let bars = STAGES.iter().zip(f.stages).map(|(code, count)| {
                let name = lifecycle_word(code).to_owned();
                let label = text::stage_label(&name, count.people, &format::money(count.net, &currency()));
                let class = match *code {
                    "at_risk" | "dormant" | "lost" => "bar-late",
                    "cooling" => "bar-soon",
                    "prospect" => "bar-quiet",
                    _ => "bar-1",
                };
                Bar { name, label, to: format!("lifecycle={code}"), count, class }
            });
            bars.collect()
        });
        bars::drawing(&bars, &currency(), width)
    };
    let twin = move || {
        let lines = found.with(|f| {
            let line = |(code, count): (&&str, read::Count)| {
                count_line(lifecycle_word(code).to_owned(), format!("/customers?lifecycle={code}"), count)
            };
            STAGES.iter().zip(f.stages).map(line).collect()
        });
        Twin { head: count_head(text::stage()), lines }
    };
    view! {
        <Figure
            id="stages"
            finding=Signal::derive(finding)
            basis=Signal::derive(|| text::stages_basis().to_owned())
            drawing=Callback::new(drawing)
            twin=Signal::derive(twin)
            on_open=goes(|key| Some(format!("/customers?{key}")))
        />
    }
}

#[component]
fn Places(found: Found) -> impl IntoView {
    let finding = move || {
        found.with(|f| {
            let all: i64 = f.places.iter().fold(f.nowhere.net, |sum, (_, c)| sum.saturating_add(c.net));
            let (name, best) = f.places.first().cloned().unwrap_or_default();
            let share = if all > 0 { best.net as f64 / all as f64 } else { 0.0 };
            text::places(&name, &format::percent(share, 0))
        })
    };
    let drawing = move |width: f64| {
        let bars: Vec<Bar> = found.with(|f| {
            let bars = f.places.iter().take(PLACES).map(|(name, count)| Bar {
                label: text::stage_label(name, count.people, &format::money(count.net, &currency())),
                name: name.clone(),
                to: name.clone(),
                count: *count,
                class: "bar-1",
            });
            bars.collect()
        });
        bars::drawing(&bars, &currency(), width)
    };
    let twin = move || {
        let lines = found.with(|f| {
            let nowhere =
                (f.nowhere.people > 0).then(|| count_line(text::unknown_place().to_owned(), String::new(), f.nowhere));
            let places = f.places.iter().map(|(name, count)| count_line(name.clone(), place_list(name), *count));
            places.chain(nowhere).collect()
        });
        Twin { head: count_head(text::place()), lines }
    };
    view! {
        <Show when=move || found.with(|f| !f.places.is_empty())>
            <Figure
                id="places"
                finding=Signal::derive(finding)
                basis=Signal::derive(move || text::places_basis(found.with(|f| f.nowhere.people)))
                drawing=Callback::new(drawing)
                twin=Signal::derive(twin)
                on_open=goes(|name| Some(place_list(name)))
            />
        </Show>
    }
}

/// The list of a place: a region, or a country where regions are not used.
fn place_list(name: &str) -> String {
    let is_country = store().with_index(|index| index.terms.countries.find(name).is_some());
    let filter = if is_country {
        Filter { countries: vec![name.to_owned()], ..Filter::default() }
    } else {
        Filter { regions: vec![name.to_owned()], ..Filter::default() }
    };
    list(filter)
}

fn count_head(what: &str) -> Vec<Head> {
    vec![Head::words(what), Head::number(text::people()), Head::number(text::revenue())]
}

fn count_line(name: String, to: String, count: read::Count) -> Line {
    let money = Cell::number(format::money(count.net, &currency()), format::money_plain(count.net, &currency()));
    Line { to, cells: vec![Cell::words(name), heat::people(count.people), money] }
}
