//! A native select: one of many.

use leptos::prelude::*;

use super::{icon::Icon, unique::unique_id};

/// An option of a [`Select`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// An option.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// One of many, with the device's own picker.
#[component]
pub fn Select(
    /// What is chosen.
    #[prop(into)]
    label: String,
    /// The options, in order.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The chosen value; one that is not among the options shows as nothing chosen.
    value: RwSignal<String>,
    /// Hides the label from the eye (a toolbar), not from screen readers.
    #[prop(optional)]
    bare: bool,
    /// Called after a person chose.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = unique_id("select");
    let option = move |choice: Choice| {
        let own = choice.value.clone();
        view! {
            <option value=choice.value prop:selected=move || value.with(|value| *value == own)>
                {choice.label}
            </option>
        }
    };
    view! {
        <div class="field" class=("field-bare", bare)>
            <label class="label" class=("visually-hidden", bare) for=id.clone()>
                {label}
            </label>
            <span class="select">
                <select
                    id=id
                    on:change=move |event| {
                        let chosen = event_target_value(&event);
                        value.set(chosen.clone());
                        if let Some(on_change) = on_change {
                            on_change.run(chosen);
                        }
                    }
                >
                    {move || choices.get().into_iter().map(option).collect_view()}
                </select>
                {Icon::ChevronDown.small()}
            </span>
        </div>
    }
}
