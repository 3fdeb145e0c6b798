//! Tags: taken away one by one, added by typing.

use super::Page;
use super::contacts::TagsMark;
use super::words::invalid_words;
use crate::command::{Around, customer as command};
use crate::i18n::{common, customers as list_words};
use crate::store::store;
use crate::ui::{Button, ButtonKind, Icon, unique::unique_id, use_toasts};
use domain::schema::fields::customer;
use leptos::{ev, html, prelude::*};

/// Tags that are offered while typing.
const OFFERED: usize = 40;

/// The customer's tags.
#[component]
pub(super) fn Tags(page: Page) -> impl IntoView {
    let tags = Memo::new(move |_| {
        page.row.with(|row| {
            let tags = row.iter().flat_map(|r| r.set(customer::TAGS)).filter_map(|t| t.as_text().map(str::to_owned));
            tags.collect::<Vec<_>>()
        })
    });
    let toasts = use_toasts();
    let remove = move |tag: String| {
        let undo = store().act(vec![command::remove_tag(page.id, &tag, &Around::now())]);
        toasts.undo(list_words::tag_removed(&tag), move || {
            store().act(undo.clone());
        });
    };
    let chip = move |tag: String| {
        let label = list_words::remove_tag(&tag);
        let text = tag.clone();
        view! {
            <span class="chip tag-chip">
                <span class="cut">{text}</span>
                <button type="button" class="tag-remove" aria-label=label on:click=move |_| remove(tag.clone())>
                    {Icon::Cross.small()}
                </button>
            </span>
        }
    };
    view! {
        <dt>{common::tags()}</dt>
        <dd class="dd-tags">
            <div class="chips">
                <For each=move || tags.get() key=String::clone children=chip />
                <AddTag page=page />
                <TagsMark page=page />
            </div>
        </dd>
    }
}

#[component]
fn AddTag(page: Page) -> impl IntoView {
    let open = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let input = NodeRef::<html::Input>::new();
    let list = unique_id("tags");
    input.on_load(|input| {
        request_animation_frame(move || {
            // Fails only for an element that is no longer there.
            let _ = input.focus();
        });
    });
    let close = move || {
        typed.set(String::new());
        problem.set(None);
        open.set(false);
    };
    let save = move || {
        let tags = command::tags(&typed.get_untracked());
        let drafts: Result<Vec<_>, _> = tags.iter().map(|tag| command::add_tag(page.id, tag)).collect();
        match drafts {
            Ok(drafts) => {
                store().act(drafts);
                close();
            }
            Err(why) => problem.set(Some(invalid_words(why))),
        }
    };
    let keydown = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                save();
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                close();
            }
            _ => {}
        }
    };
    let offered = || {
        let store = store();
        let texts: Vec<String> = store
            .with_index(|index| index.terms.tags.iter().skip(1).take(OFFERED).map(|(_, tag)| tag.clone()).collect());
        texts.into_iter().map(|tag| view! { <option value=tag></option> }).collect_view()
    };
    view! {
        <Show
            when=move || open.get()
            fallback=move || {
                view! {
                    <Button kind=ButtonKind::Link icon=Icon::Plus class="tag-add" on_click=move |_| open.set(true)>
                        {common::tag()}
                    </Button>
                }
            }
        >
            <span class="tag-input">
                <input
                    node_ref=input
                    class="editable-input"
                    aria-label=list_words::add_tag()
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    autocomplete="off"
                    list=list.clone()
                    prop:value=move || typed.get()
                    on:input:target=move |event| typed.set(event.target().value())
                    on:keydown=keydown
                    on:blur=move |_| save()
                />
                <datalist id=list.clone()>{offered()}</datalist>
                <span class="field-note" aria-live="polite">
                    {move || problem.get()}
                </span>
            </span>
        </Show>
    }
}
