//! One thing done to everybody who is selected.

use super::state::ListState;
use crate::command::merge::MOST;
use crate::command::{Around, bulk, customer::tags};
use crate::i18n::{common, customers as words, merge as merging};
use crate::page::customer::words::invalid_words;
use crate::store::{Draft, store};
use crate::ui::{Button, ButtonKind, Icon, IconButton, Sheet, TextField, Toasts, use_toasts};
use domain::{RowId, StaffId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::collections::HashSet;

/// The bar that rises when somebody is selected.
#[component]
pub(super) fn BulkBar(state: ListState) -> impl IntoView {
    let giving = RwSignal::new(false);
    let tagging = RwSignal::new(false);
    let any = Memo::new(move |_| state.selected.with(|s| !s.is_empty()));
    let clear = move || state.selected.set(HashSet::new());
    let toasts = use_toasts();
    let go = StoredValue::new_local(use_navigate());
    let merge = move || {
        let ids = ids(state).iter().map(RowId::to_string).collect::<Vec<_>>().join(",");
        let _ = go.try_with_value(|go| go(&format!("/merge?ids={ids}"), NavigateOptions::default()));
    };
    let trash = move |_| {
        let ids = ids(state);
        let drafts = bulk::delete(&ids, &Around::now());
        done(state, toasts, drafts, words::deleted(ids.len()));
    };
    view! {
        <Show when=move || any.get()>
            <div class="bulk" role="region" aria-label=words::bulk_label()>
                <b aria-live="polite">{move || common::selected(state.selected.with(HashSet::len))}</b>
                <span class="quiet"></span>
                <Button kind=ButtonKind::Primary on_click=move |_| giving.set(true)>
                    {words::change_owner()}
                </Button>
                <Button on_click=move |_| tagging.set(true)>{words::add_tag()}</Button>
                <Show when=move || (2..=MOST).contains(&state.selected.with(HashSet::len))>
                    <Button icon=Icon::Merge on_click=move |_| merge()>{merging::merge()}</Button>
                </Show>
                <IconButton icon=Icon::Trash label=common::delete() on_click=trash />
                <IconButton icon=Icon::Cross label=common::clear_selection() on_click=move |_| clear() />
            </div>
        </Show>
        <GiveSheet state=state open=giving />
        <TagSheet state=state open=tagging />
    }
}

fn ids(state: ListState) -> Vec<RowId> {
    let mut ids: Vec<RowId> = state.selected.with_untracked(|s| s.iter().copied().collect());
    ids.sort_unstable();
    ids
}

/// Does it, says so, and offers to take it back.
fn done(state: ListState, toasts: Toasts, drafts: Vec<Draft>, said: String) {
    let undo = bulk::act(&store(), drafts);
    state.selected.set(HashSet::new());
    toasts.undo(said, move || {
        bulk::act(&store(), undo.clone());
    });
}

/// Who is to be responsible.
#[component]
fn GiveSheet(state: ListState, open: RwSignal<bool>) -> impl IntoView {
    let toasts = use_toasts();
    let give = move |owner: Option<StaffId>, name: String| {
        let ids = ids(state);
        let drafts = bulk::give(&ids, owner, &Around::now());
        open.set(false);
        done(state, toasts, drafts, words::given_to(ids.len(), &name));
    };
    let people = move || {
        let mut people: Vec<(Option<StaffId>, String)> =
            store().people().into_iter().map(|p| (Some(p.id), p.name)).collect();
        people.push((None, common::unassigned().to_owned()));
        let option = |(owner, name): (Option<StaffId>, String)| {
            let said = name.clone();
            view! {
                <button type="button" class="option" on:click=move |_| give(owner, said.clone())>
                    {name}
                </button>
            }
        };
        people.into_iter().map(option).collect_view()
    };
    view! {
        <Sheet open=open title=words::change_owner().to_owned()>
            {people}
        </Sheet>
    }
}

/// Which tag.
#[component]
fn TagSheet(state: ListState, open: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let toasts = use_toasts();
    let save = move || {
        let ids = ids(state);
        let drafts: Result<Vec<Vec<Draft>>, _> =
            tags(&typed.get_untracked()).iter().map(|t| bulk::tag(&ids, t)).collect();
        match drafts {
            Ok(drafts) if !drafts.is_empty() => {
                open.set(false);
                done(state, toasts, drafts.concat(), words::tagged(ids.len(), typed.get_untracked().trim()));
                typed.set(String::new());
                problem.set(None);
            }
            Ok(_) => {}
            Err(why) => problem.set(Some(invalid_words(why))),
        }
    };
    view! {
        <Sheet open=open title=words::add_tag().to_owned()>
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <TextField label=common::tag() value=typed autofocus=true error=problem />
                <div class="actions actions-end">
                    <Button kind=ButtonKind::Primary submit=true>
                        {words::add_tag()}
                    </Button>
                </div>
            </form>
        </Sheet>
    }
}
