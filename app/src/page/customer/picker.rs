//! Choosing a customer by typing a few letters.

use crate::i18n::{common, customers as list_words};
use crate::page::search_customers;
use crate::store::store;
use crate::ui::{Icon, IconButton, unique::unique_id};
use domain::RowId;
use leptos::{ev, prelude::*};

/// Answers shown at most.
const SHOWN: usize = 6;

/// A combobox over all customers. Arrow keys and Enter choose; what is chosen stands there with its name until it is taken away.
#[component]
pub fn CustomerPicker(
    /// Who is looked for.
    #[prop(into)]
    label: String,
    /// Who is chosen.
    value: RwSignal<Option<RowId>>,
    /// Somebody who is not offered.
    #[prop(optional, into)]
    except: Option<RowId>,
    /// Takes the keyboard when its view appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let marked = RwSignal::new(0_usize);
    let id = unique_id("picker");
    let list = format!("{id}-list");
    let found = Memo::new(move |_| {
        let text = typed.get();
        if text.trim().is_empty() {
            return Vec::new();
        }
        let mut found = search_customers(&text, SHOWN + 1);
        found.retain(|(id, ..)| Some(*id) != except);
        found.truncate(SHOWN);
        found
    });
    let choose = move |id: RowId| {
        value.set(Some(id));
        typed.set(String::new());
    };
    let keydown = move |event: ev::KeyboardEvent| {
        if event.is_composing() || found.with_untracked(Vec::is_empty) {
            return;
        }
        let last = found.with_untracked(Vec::len) - 1;
        match event.key().as_str() {
            "ArrowDown" => marked.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => marked.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                if let Some((id, ..)) = found.with_untracked(|f| f.get(marked.get_untracked()).cloned()) {
                    choose(id);
                }
            }
            "Escape" => typed.set(String::new()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let option_id = {
        let list = list.clone();
        move |at: usize| format!("{list}-{at}")
    };
    let active = {
        let option_id = option_id.clone();
        move || (!found.with(Vec::is_empty)).then(|| option_id(marked.get()))
    };
    let chosen_label = label.clone();
    let option = move |(at, (id, name, detail)): (usize, (RowId, String, String))| {
        view! {
            <li
                id=option_id(at)
                role="option"
                class="palette-option"
                aria-selected=move || if marked.get() == at { "true" } else { "false" }
                on:pointerdown=move |event| {
                    event.prevent_default();
                    choose(id);
                }
            >
                <span class="grow">
                    <b class="cut">{name}</b>
                    " "
                    <span class="palette-detail">{detail}</span>
                </span>
            </li>
        }
    };
    let named = label.clone();
    let field = move || {
        let option = option.clone();
        view! {
            <span class="field-line">
                <input
                    id=id.clone()
                    type="text"
                    role="combobox"
                    aria-label=named.clone()
                    aria-autocomplete="list"
                    aria-expanded=move || if found.with(Vec::is_empty) { "false" } else { "true" }
                    aria-controls=list.clone()
                    aria-activedescendant=active.clone()
                    autocomplete="off"
                    autofocus=autofocus
                    placeholder=list_words::search_hint_short()
                    prop:value=move || typed.get()
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        marked.set(0);
                    }
                    on:keydown=keydown
                />
            </span>
            <ul id=list.clone() role="listbox" class="picker-list" aria-label=label.clone()>
                {move || found.get().into_iter().enumerate().map(option.clone()).collect_view()}
            </ul>
        }
    };
    let chosen = move |id: RowId| {
        let name = store().customer_name(id).unwrap_or_else(|| common::unknown().to_owned());
        view! {
            <span class="picked">
                {Icon::Person.small()}
                <b class="grow cut">{name}</b>
                <IconButton icon=Icon::Cross label=common::remove() on_click=move |_| value.set(None) />
            </span>
        }
    };
    view! {
        <div class="field picker">
            <span class="label">{chosen_label}</span>
            {move || match value.get() {
                Some(id) => chosen(id).into_any(),
                None => field().into_any(),
            }}
        </div>
    }
}
