//! A segmented control: one of a few, all visible.

use leptos::prelude::*;

use super::unique::unique_id;

/// Radio buttons drawn as one bar.
#[component]
pub fn Segmented<T>(
    /// What is chosen here, for screen readers.
    #[prop(into)]
    label: String,
    /// The values and their words.
    options: Vec<(T, String)>,
    /// The chosen value.
    value: RwSignal<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let group = unique_id("segmented");
    let option = |(option, words): (T, String)| {
        let chosen = {
            let option = option.clone();
            move || value.with(|value| *value == option)
        };
        view! {
            <label class="segment">
                <input type="radio" name=group.clone() prop:checked=chosen on:change=move |_| value.set(option.clone()) />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <div class="segmented" role="radiogroup" aria-label=label>
            {options.into_iter().map(option).collect_view()}
        </div>
    }
}
