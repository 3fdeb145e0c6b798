//! Where the records differ: one question for each field, the survivor's value chosen beforehand.

use super::Merging;
use crate::command::merge::{Choice, choices};
use crate::i18n::merge as words;
use crate::page::sync::words::{field_words, value_words};
use crate::store::store;
use crate::ui::Icon;
use domain::{Field, Kind, Value};
use leptos::prelude::*;

/// The questions, or that there are none.
#[component]
pub(super) fn Fields(state: Merging) -> impl IntoView {
    let asked = Memo::new(move |_| {
        let Some(survivor) = state.survivor.get() else { return Vec::new() };
        state.rows.with(|rows| choices(rows, survivor))
    });
    // Somebody else stays: their values are the ones that stay, unless chosen again.
    Effect::new(move |_| {
        state.survivor.track();
        state.chosen.update(std::collections::BTreeMap::clear);
    });
    view! {
        <section>
            <h2>{words::differs()}</h2>
            {move || {
                let asked = asked.get();
                if asked.is_empty() {
                    return view! { <p class="second">{words::nothing_differs()}</p> }.into_any();
                }
                asked.into_iter().map(|choice| view! { <Question state=state choice=choice /> }).collect_view().into_any()
            }}
        </section>
    }
}

#[component]
fn Question(state: Merging, choice: Choice) -> impl IntoView {
    let Choice { field, values, together } = choice;
    let first = values.first().map(|(value, _)| value.clone()).unwrap_or_default();
    let title = field_words(Kind::Customer, field, None);
    let label = title.clone();
    let names = |ids: &[domain::RowId]| {
        let store = store();
        ids.iter().filter_map(|id| store.customer_name(*id)).collect::<Vec<_>>().join("、")
    };
    let options = values.iter().map(|(value, whose)| {
        let said = value_words(Kind::Customer, field, value, None);
        (value.clone(), said, names(whose))
    });
    let all = together.map(|value| {
        let said = value_words(Kind::Customer, field, &value, None);
        (value, said, words::together().to_owned())
    });
    let option = |(value, said, whose): (Value, String, String)| {
        view! { <Answer state=state field=field value=value first=first.clone() said=said whose=whose /> }
    };
    view! {
        <div class="merge-question" role="radiogroup" aria-label=label>
            <h3>{title}</h3>
            {options.chain(all).map(option).collect_view()}
        </div>
    }
}

#[component]
fn Answer(state: Merging, field: Field, value: Value, first: Value, said: String, whose: String) -> impl IntoView {
    let own = StoredValue::new(value);
    let chosen = move || {
        let chosen = state.chosen.with(|c| c.get(&field).cloned()).unwrap_or_else(|| first.clone());
        own.with_value(|own| *own == chosen)
    };
    let choose = move |_| {
        state.chosen.update(|c| {
            c.insert(field, own.get_value());
        });
    };
    view! {
        <label class="option">
            <input type="radio" name=format!("merge-{}", field.0) prop:checked=chosen on:change=choose />
            <span class="tick" aria-hidden="true">
                {Icon::Check.small()}
            </span>
            <span class="grow">
                <span class="option-value wrap">{said}</span>
                <span class="label merge-line">{whose}</span>
            </span>
        </label>
    }
}
