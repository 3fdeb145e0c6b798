//! Filters on the phone: a row of quick chips, and a sheet with all of them.

use super::facet::Facet;
use super::pick::Pick;
use super::state::ListState;
use crate::i18n::{common, customers as words, format::integer};
use crate::ui::{Button, ButtonKind, FilterChip, Sheet};
use domain::query::{Filter, OwnerChoice};
use leptos::prelude::*;

/// The chips above the phone's list: the usual questions, with counts, and whatever else is chosen.
#[component]
pub(super) fn QuickChips(state: ListState) -> impl IntoView {
    let nothing = Signal::derive(move || state.view.with(|v| v.filter.is_empty()));
    let chips = move || {
        let filter = state.view.with(|v| v.filter.clone());
        let summary = state.summary.get();
        let usual = [
            (Facet::Owner, Pick::Owner(OwnerChoice::Me)),
            (Facet::Tier, Pick::Tier("vip".into())),
            (Facet::Lifecycle, Pick::Lifecycle("at_risk".into())),
        ];
        let mut shown: Vec<(Pick, Option<u32>)> = Vec::new();
        for (facet, pick) in usual {
            let choices = facet.choices(&filter, &summary);
            let count = choices.into_iter().find(|(choice, _)| *choice == pick).and_then(|(_, n)| n);
            if pick.is_on(&filter) || count.is_some_and(|n| n > 0) {
                shown.push((pick, count));
            }
        }
        for facet in Facet::ALL {
            for (pick, count) in facet.choices(&filter, &summary) {
                if pick.is_on(&filter) && !shown.iter().any(|(p, _)| *p == pick) {
                    shown.push((pick, count));
                }
            }
        }
        shown.into_iter().map(|(pick, count)| view! { <PickChip pick=pick count=count state=state /> }).collect_view()
    };
    view! {
        <div class="chips-scroll" role="group" aria-label=common::filter()>
            <FilterChip pressed=nothing on_click=move |_| state.change(|v| v.filter = Filter::default())>
                {words::all()}
            </FilterChip>
            {chips}
        </div>
    }
}

/// A chip that chooses, with its count.
#[component]
pub(super) fn PickChip(pick: Pick, count: Option<u32>, state: ListState) -> impl IntoView {
    let named = pick.clone();
    let words = move || {
        let label = named.label();
        count.map_or_else(|| label.clone(), |n| format!("{label} {}", integer(n.into())))
    };
    let asked = pick.clone();
    let pressed = Signal::derive(move || state.view.with(|v| asked.is_on(&v.filter)));
    view! {
        <FilterChip pressed=pressed on_click=move |_| state.change(|v| pick.toggle(&mut v.filter))>
            <span class="cut">{words}</span>
        </FilterChip>
    }
}

/// The choices of one facet.
#[component]
pub(super) fn FacetChoices(facet: Facet, state: ListState) -> impl IntoView {
    let choices = move || {
        let filter = state.view.with(|v| v.filter.clone());
        let choices = state.summary.with(|summary| facet.choices(&filter, summary));
        if choices.is_empty() {
            return view! { <p class="quiet">{common::none()}</p> }.into_any();
        }
        choices
            .into_iter()
            .map(|(pick, count)| view! { <PickChip pick=pick count=count state=state /> })
            .collect_view()
            .into_any()
    };
    view! {
        <div class="chips" role="group" aria-label=facet.title()>
            {choices}
        </div>
    }
}

/// All filters.
#[component]
pub(super) fn FilterSheet(state: ListState, open: RwSignal<bool>) -> impl IntoView {
    let found = move || common::people(state.found.with(|f| f.ids.len()));
    view! {
        <Sheet open=open title=common::filter().to_owned()>
            {Facet::ALL
                .into_iter()
                .map(|facet| {
                    view! {
                        <section class="facet">
                            <h3 class="label">{facet.title()}</h3>
                            <FacetChoices facet=facet state=state />
                        </section>
                    }
                })
                .collect_view()}
            <div class="actions facet-actions">
                <Button on_click=move |_| state.change(|v| v.filter = Filter::default())>{words::clear_conditions()}</Button>
                <Button kind=ButtonKind::Primary on_click=move |_| open.set(false)>
                    {move || words::show_found(&found())}
                </Button>
            </div>
        </Sheet>
    }
}
