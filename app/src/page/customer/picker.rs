//! Choosing a customer by typing a few letters.

use crate::i18n::{common, customers as list_words};
use crate::page::search_customers;
use crate::store::store;
use crate::ui::{Icon, IconButton, unique::unique_id};
use domain::RowId;
use leptos::{ev, prelude::*};

/// Answers shown at most.
const SHOWN: usize = 6;

/// One answer: id, name, and what tells it apart.
type Answer = (RowId, String, String);

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
    let chosen = move |id: RowId| {
        let name = move || {
            let store = store();
            store.track(id);
            store.customer_name(id).unwrap_or_else(|| common::unknown().to_owned())
        };
        view! {
            <span class="picked">
                {Icon::Person.small()}
                <b class="grow cut">{name}</b>
                <IconButton icon=Icon::Cross label=common::remove() on_click=move |_| value.set(None) />
            </span>
        }
    };
    let named = label.clone();
    view! {
        <div class="field picker">
            <span class="label">{label}</span>
            {move || match value.get() {
                Some(id) => chosen(id).into_any(),
                None => view! { <Search label=named.clone() value=value except=except autofocus=autofocus /> }.into_any(),
            }}
        </div>
    }
}

/// The field and its answers, while nobody is chosen.
#[component]
fn Search(label: String, value: RwSignal<Option<RowId>>, except: Option<RowId>, autofocus: bool) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let marked = RwSignal::new(0_usize);
    let list = unique_id("picker");
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
    let choose = move |id: RowId| value.set(Some(id));
    let keydown = move |event: ev::KeyboardEvent| {
        let Some(last) = found.with_untracked(Vec::len).checked_sub(1).filter(|_| !event.is_composing()) else {
            return;
        };
        match event.key().as_str() {
            "ArrowDown" => marked.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => marked.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                if let Some(id) = found.with_untracked(|f| f.get(marked.get_untracked()).map(|(id, ..)| *id)) {
                    choose(id);
                }
            }
            "Escape" => typed.set(String::new()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let any = move || !found.with(Vec::is_empty);
    let active = {
        let list = list.clone();
        move || any().then(|| format!("{list}-{}", marked.get()))
    };
    let option = {
        let list = list.clone();
        move |(at, (id, name, detail)): (usize, Answer)| {
            view! {
                <li
                    id=format!("{list}-{at}")
                    role="option"
                    class="palette-option"
                    aria-selected=move || if marked.get() == at { "true" } else { "false" }
                    on:pointerdown=move |event| {
                        // The field keeps the keyboard until somebody is chosen.
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
        }
    };
    view! {
        <span class="field-line">
            <input
                type="text"
                role="combobox"
                aria-label=label.clone()
                aria-autocomplete="list"
                aria-expanded=move || if any() { "true" } else { "false" }
                aria-controls=list.clone()
                aria-activedescendant=active
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
        <ul id=list role="listbox" class="picker-list" aria-label=label>
            {move || found.get().into_iter().enumerate().map(option.clone()).collect_view()}
        </ul>
    }
}
