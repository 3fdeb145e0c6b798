//! The search box of a page. The key `/` goes to it.

use leptos::{ev, html, prelude::*};

use super::{icon::Icon, shortcut::use_shortcut};
use crate::i18n::{common, nav};

/// A search field with a button that empties it. Esc empties it too, then leaves it.
#[component]
pub fn SearchBox(
    /// What was typed.
    value: RwSignal<String>,
    /// What can be searched for; also its name for screen readers.
    #[prop(into)]
    placeholder: String,
    /// 36 px high, for the head of a laptop page.
    #[prop(optional)]
    slim: bool,
    /// Called for Enter.
    #[prop(optional, into)]
    on_enter: Option<Callback<String>>,
    /// Called for the arrow down: the list below takes the keyboard.
    #[prop(optional, into)]
    on_down: Option<Callback<()>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let focus = move || {
        if let Some(input) = input.get_untracked() {
            // Fails only for an element that is no longer there.
            let _ = input.focus();
            input.select();
        }
    };
    use_shortcut("/", nav::shortcut_search(), focus);
    let keydown = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Escape" if !value.with_untracked(String::is_empty) => {
                event.prevent_default();
                event.stop_propagation();
                value.set(String::new());
            }
            "Escape" => {
                if let Some(input) = input.get_untracked() {
                    let _ = input.blur();
                }
            }
            "Enter" => {
                if let Some(on_enter) = on_enter {
                    on_enter.run(value.get_untracked());
                }
            }
            "ArrowDown" => {
                if let Some(on_down) = on_down {
                    event.prevent_default();
                    on_down.run(());
                }
            }
            _ => {}
        }
    };
    view! {
        <div class="search" class=("search-slim", slim) role="search">
            {Icon::Search.view()}
            <input
                node_ref=input
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=placeholder.clone()
                placeholder=placeholder
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
                on:keydown=keydown
            />
            <Show when=move || value.with(|value| !value.is_empty())>
                <button
                    type="button"
                    class="search-clear"
                    aria-label=common::clear_search()
                    on:click=move |_| {
                        value.set(String::new());
                        focus();
                    }
                >
                    {Icon::Cross.small()}
                </button>
            </Show>
        </div>
    }
}
