//! The teams, and a new one.

use crate::api;
use crate::i18n::{common, errors, settings as words};
use crate::page::account_rules::name_problem;
use crate::page::sign_in::FormProblem;
use crate::store::store;
use crate::sync::runner;
use crate::ui::{Button, TextField, use_toasts};
use domain::Kind;
use domain::schema::fields::team;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section.
#[component]
pub(super) fn Teams() -> impl IntoView {
    let name = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let toasts = use_toasts();
    let names = || {
        // The directory tells when teams change.
        let _ = store().people();
        store().of_kind(Kind::Team).into_iter().map(|row| row.text(team::NAME).to_owned()).collect::<Vec<_>>()
    };
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let text = name.get_untracked().trim().to_owned();
        if busy.get_untracked() || name_problem(&text).is_some() {
            return;
        }
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let answer = api::account::create_team(text.clone()).await;
            busy.set(false);
            match answer {
                Ok(_) => {
                    name.set(String::new());
                    toasts.say(words::team_made(&text));
                    // The new team comes by sync.
                    if let Some(runner) = runner() {
                        runner.wake();
                    }
                }
                Err(error) => problem.set(Some(errors::error_words(&error))),
            }
        });
    };
    view! {
        <section class="settings-section">
            <h2>{words::teams()}</h2>
            <ul class="settings-list">
                {move || {
                    let names = names();
                    if names.is_empty() {
                        view! { <li class="second">{words::no_teams()}</li> }.into_any()
                    } else {
                        names.into_iter().map(|name| view! { <li class="wrap">{name}</li> }).collect_view().into_any()
                    }
                }}
            </ul>
            <form class="team-add" novalidate on:submit=add>
                <TextField label=words::team_name() value=name />
                <Button submit=true disabled=busy>
                    {common::add()}
                </Button>
            </form>
            <FormProblem problem=problem />
        </section>
    }
}
