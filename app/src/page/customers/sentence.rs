//! Filters on the laptop: a sentence whose words can be changed.

use super::facet::Facet;
use super::filters::FacetChoices;
use super::saved::SaveView;
use super::state::{ListState, effective};
use crate::i18n::{common, customers as words, format::money};
use crate::ui::{Button, ButtonKind, Icon, Menu, MenuItem};
use domain::query::{Sort, SortKey, Summary};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

/// "看 我的团队 在 苏州 的客户，按 消费金额 从高到低", and what they add up to.
#[component]
pub(super) fn Sentence(state: ListState) -> impl IntoView {
    // The facet whose choices are open; one that was just added shows although nothing is chosen yet.
    let open = RwSignal::new(None::<Facet>);
    let shown = Memo::new(move |_| {
        let filter = state.view.with(|v| v.filter.clone());
        let is_shown = |f: &Facet| *f == Facet::Owner || !f.chosen(&filter).is_empty() || open.get() == Some(*f);
        Facet::ALL.into_iter().filter(is_shown).collect::<Vec<_>>()
    });
    let more = Signal::derive(move || {
        let shown = shown.get();
        let rest = Facet::ALL.into_iter().filter(|f| !shown.contains(f));
        // The menu gives the keyboard back to its button first.
        let item = |f: Facet| MenuItem::new(f.title(), move || request_animation_frame(move || open.set(Some(f))));
        rest.map(item).collect::<Vec<_>>()
    });
    view! {
        <div class="sentence">
            {words::sentence_show()}
            <For each=move || shown.get() key=|facet| facet.title() children=move |facet| view! { <Token facet=facet open=open state=state /> } />
            {words::sentence_customers()} <SortMenu state=state />
            <Menu label=words::add_condition() icon=Icon::Plus icon_only=false items=more />
        </div>
        <div class="list-summary">
            <b>{move || common::people(state.found.with(|f| f.ids.len()))}</b>
            <span class="second">
                {move || {
                    let sum = sums(&state.summary.get());
                    (!sum.is_empty()).then(|| words::sum(&sum))
                }}
            </span>
            <Show when=move || state.found.with(|f| f.near)>
                <span class="quiet">{words::near()}</span>
            </Show>
            <span class="to-end">
                <Show when=move || state.view.with(|v| !v.filter.is_empty())>
                    <Button kind=ButtonKind::Link on_click=move |_| state.change(|v| v.filter = domain::query::Filter::default())>
                        {words::clear_conditions()}
                    </Button>
                </Show>
                <SaveView state=state />
            </span>
        </div>
    }
}

/// One condition of the sentence, with its choices behind it.
#[component]
fn Token(facet: Facet, open: RwSignal<Option<Facet>>, state: ListState) -> impl IntoView {
    let wrap = NodeRef::<html::Span>::new();
    let button = NodeRef::<html::Button>::new();
    let is_open = move || open.get() == Some(facet);
    let label = move || {
        let chosen = state.view.with(|v| facet.chosen(&v.filter));
        match (chosen.is_empty(), facet) {
            (false, _) => chosen,
            (true, Facet::Owner) => words::everybodys().to_owned(),
            (true, _) => facet.title().to_owned(),
        }
    };
    let close = move || {
        if open.try_get_untracked() == Some(Some(facet)) {
            open.set(None);
        }
    };
    if cfg!(target_arch = "wasm32") {
        let outside = window_event_listener(ev::pointerdown, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            let inside = wrap.get_untracked().zip(target).is_some_and(|(wrap, target)| wrap.contains(Some(&target)));
            if !inside {
                close();
            }
        });
        on_cleanup(move || outside.remove());
    }
    let keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && is_open() {
            event.prevent_default();
            event.stop_propagation();
            close();
            if let Some(button) = button.get_untracked() {
                // Fails only for an element that is no longer there.
                let _ = button.focus();
            }
        }
    };
    view! {
        <span class="token-wrap" node_ref=wrap on:keydown=keydown>
            <button
                node_ref=button
                type="button"
                class="token"
                aria-haspopup="true"
                aria-expanded=move || if is_open() { "true" } else { "false" }
                aria-label=move || format!("{}: {}", facet.title(), label())
                on:click=move |_| open.update(|o| *o = if *o == Some(facet) { None } else { Some(facet) })
            >
                <span class="cut">{label}</span>
                {Icon::ChevronDown.view()}
            </button>
            <Show when=is_open>
                <div class="token-panel float">
                    <FacetChoices facet=facet state=state />
                    <div class="token-foot">
                        <Button
                            kind=ButtonKind::Link
                            on_click=move |_| {
                                state.change(|v| facet.clear(&mut v.filter));
                                close();
                            }
                        >
                            {common::remove()}
                        </Button>
                        <Button kind=ButtonKind::Quiet on_click=move |_| close()>
                            {common::done()}
                        </Button>
                    </div>
                </div>
            </Show>
        </span>
    }
}

/// The order of the list, in words; a menu of the others.
#[component]
pub(super) fn SortMenu(state: ListState) -> impl IntoView {
    let items = Signal::derive(move || {
        let now = state.view.with(effective).sort;
        let order = |key: SortKey, descending: bool| {
            let sort = Sort::new(key, descending);
            let item = MenuItem::new(sort_words(sort), move || state.change(|v| v.sort = sort));
            if now == sort { item.icon(Icon::Check) } else { item }
        };
        let mut orders = vec![
            order(SortKey::NetYear, true),
            order(SortKey::NetYear, false),
            order(SortKey::LastContact, false),
            order(SortKey::LastContact, true),
            order(SortKey::LastPurchase, true),
            order(SortKey::Name, false),
            order(SortKey::Created, true),
        ];
        if state.view.with(|v| !v.query.trim().is_empty()) {
            orders.insert(0, order(SortKey::Relevance, false));
        }
        orders
    });
    // A menu's words are fixed when it is made, so another order makes another menu.
    move || {
        let label = sort_words(state.view.with(effective).sort);
        view! { <Menu label=label icon=Icon::Sort icon_only=false items=items /> }
    }
}

/// "按消费金额，从高到低".
fn sort_words(sort: Sort) -> String {
    let (field, up, down) = match sort.key {
        SortKey::Relevance => return words::by_relevance().to_owned(),
        SortKey::Name => (words::field_name(), words::a_to_z(), words::z_to_a()),
        SortKey::LastContact => (words::field_last_contact(), words::oldest_first(), words::newest_first()),
        SortKey::NetYear => (words::field_spend(), common::ascending(), common::descending()),
        SortKey::LastPurchase => (words::column_last_purchase(), words::oldest_first(), words::newest_first()),
        SortKey::Created => (words::field_created(), words::oldest_first(), words::newest_first()),
    };
    words::sort_by(field, if sort.descending { down } else { up })
}

/// What customers spent in 365 days, each currency by itself; empty when nothing.
pub(super) fn sums(summary: &Summary) -> String {
    let one = |sum: &domain::query::Sum| {
        // More than an i64 of minor units is not shown as a figure a person could read.
        let minor = i64::try_from(sum.net_year).unwrap_or(if sum.net_year < 0 { i64::MIN } else { i64::MAX });
        (minor != 0).then(|| money(minor, &sum.currency))
    };
    summary.sums.iter().filter_map(one).collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::query::Sum;

    #[test]
    fn sums_of_different_currencies_are_not_added() {
        let sum = |currency: &str, net_year: i128| Sum { currency: currency.into(), net_year, net_window: 0 };
        let summary =
            Summary { sums: vec![sum("CNY", 924_731_000), sum("EUR", 0), sum("USD", -150)], ..Summary::default() };
        assert_eq!(sums(&summary), "¥9,247,310 + -$1.50");
        assert_eq!(sums(&Summary::default()), "");
    }

    #[test]
    fn every_order_has_its_words() {
        use crate::i18n::{Lang, tests::with_lang};
        with_lang(Lang::ZhCn, || {
            assert_eq!(sort_words(Sort::new(SortKey::NetYear, true)), "按消费金额，从高到低");
            assert_eq!(sort_words(Sort::new(SortKey::LastContact, false)), "按最近联系，从早到近");
        });
    }
}
