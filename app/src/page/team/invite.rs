//! Inviting a colleague: name, role, what they may see; then the link.

use super::{Shown, role_choices, scope_choices, team_choices};
use crate::api;
use crate::api::account::Invite;
use crate::i18n::{errors, settings as words};
use crate::page::account_rules::name_problem;
use crate::page::sign_in::FormProblem;
use crate::ui::{Button, ButtonKind, Select, Sheet, TextField};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The sheet with the form.
#[component]
pub(super) fn InviteSheet(open: RwSignal<bool>, link: Shown, on_done: Callback<()>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let role = RwSignal::new("staff".to_owned());
    let scope = RwSignal::new("own".to_owned());
    let team = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let name_error = move || if tried.get() { name.with(|text| name_problem(text)) } else { None };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if busy.get_untracked() || name.with_untracked(|text| name_problem(text)).is_some() {
            return;
        }
        let form = Invite {
            name: name.get_untracked().trim().to_owned(),
            role: role.get_untracked(),
            scope: scope.get_untracked(),
            team: Some(team.get_untracked()).filter(|id| !id.is_empty()),
        };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let invited = form.name.clone();
            let answer = api::account::invite(form).await;
            busy.set(false);
            match answer {
                Ok(made) => {
                    tried.set(false);
                    name.set(String::new());
                    open.set(false);
                    link.set(Some((invited, made)));
                    on_done.run(());
                }
                Err(error) => problem.set(Some(errors::error_words(&error))),
            }
        });
    };
    view! {
        <Sheet open=open title=words::invite()>
            <form novalidate on:submit=submit>
                <p class="second">{words::invite_detail()}</p>
                <TextField label=words::invite_name() value=name autofocus=true error=Signal::derive(name_error) />
                <Select label=words::role() choices=role_choices() value=role />
                <Select label=words::scope() choices=scope_choices() value=scope />
                <Select label=words::in_team() choices=Signal::derive(team_choices) value=team />
                <FormProblem problem=problem />
                <div class="actions actions-end">
                    <Button kind=ButtonKind::Primary submit=true disabled=busy>
                        {words::invite_make()}
                    </Button>
                </div>
            </form>
        </Sheet>
    }
}
