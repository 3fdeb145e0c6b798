//! A colleague's rights.

use super::{role_choices, scope_choices, team_choices};
use crate::api;
use crate::api::account::{Person, Rights};
use crate::i18n::{common, errors, settings as words};
use crate::page::sign_in::FormProblem;
use crate::ui::{Button, ButtonKind, Checkbox, Select, Sheet, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The sheet for one person; open while it is in the view.
#[component]
pub(super) fn RightsSheet(person: Person, editing: RwSignal<Option<Person>>, on_done: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(true);
    let role = RwSignal::new(person.role.clone());
    let scope = RwSignal::new(person.scope.clone());
    let team = RwSignal::new(person.team.clone().unwrap_or_default());
    let active = RwSignal::new(person.active);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let toasts = use_toasts();
    let title = words::rights_title(&person.name);
    let person = StoredValue::new(person);
    let save = move |_| {
        if busy.get_untracked() {
            return;
        }
        let form = Rights {
            id: person.with_value(|p| p.id.clone()),
            role: role.get_untracked(),
            scope: scope.get_untracked(),
            team: Some(team.get_untracked()).filter(|id| !id.is_empty()),
            active: active.get_untracked(),
        };
        busy.set(true);
        problem.set(None);
        let name = person.with_value(|p| p.name.clone());
        spawn_local(async move {
            let answer = api::account::change_rights(form).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    let _ = open.try_set(false);
                    toasts.say(words::rights_saved(&name));
                    on_done.run(());
                }
                Err(error) => {
                    let _ = problem.try_set(Some(errors::error_words(&error)));
                }
            }
        });
    };
    view! {
        <Sheet open=open title=title on_close=move |()| editing.set(None)>
            <Select label=words::role() choices=role_choices() value=role />
            <Select label=words::scope() choices=scope_choices() value=scope />
            <Select label=words::in_team() choices=Signal::derive(team_choices) value=team />
            <p class="rights-active">
                <Checkbox label=words::may_sign_in() checked=active on_change=move |on| active.set(on) />
            </p>
            <p class="label">{words::rights_detail()}</p>
            <FormProblem problem=problem />
            <div class="actions actions-end">
                <Button on_click=move |_| open.set(false)>{common::cancel()}</Button>
                <Button kind=ButtonKind::Primary disabled=busy on_click=save>
                    {common::save()}
                </Button>
            </div>
        </Sheet>
    }
}
