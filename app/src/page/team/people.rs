//! The list of colleagues.

use super::Shown;
use crate::api;
use crate::api::account::Person;
use crate::i18n::{errors, settings as words};
use crate::page::settings::{role_words, scope_words};
use crate::page::sign_in::FormProblem;
use crate::store::store;
use crate::ui::{Avatar, Chip, Confirm, Icon, Menu, MenuItem, Tone};
use domain::schema::fields::team;
use domain::{Kind, RowId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Everybody, with what may be done to each.
#[component]
pub(super) fn People(people: Vec<Person>, editing: RwSignal<Option<Person>>, link: Shown) -> impl IntoView {
    let resetting = RwSignal::new(None::<Person>);
    let asked = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let reset = move |()| {
        let Some(person) = resetting.get_untracked() else { return };
        problem.set(None);
        spawn_local(async move {
            match api::account::reset(person.id.clone()).await {
                Ok(made) => link.set(Some((person.name, made))),
                Err(error) => problem.set(Some(errors::error_words(&error))),
            }
        });
    };
    let question = move || resetting.with(|p| p.as_ref().map(|p| words::reset_question(&p.name)).unwrap_or_default());
    let row = move |person: Person| {
        let name = person.name.clone();
        let rights = words::my_role(role_words(&person.role), &scope_line(&person));
        let state = if !person.active {
            Some((Tone::Late, words::inactive()))
        } else if person.login.is_none() {
            Some((Tone::Soon, words::invited()))
        } else {
            None
        };
        let second = person.login.clone().map_or_else(|| rights.clone(), |login| format!("{login} · {rights}"));
        let (for_rights, for_reset) = (person.clone(), person);
        let items = vec![
            MenuItem::new(words::rights_title(&name), move || editing.set(Some(for_rights.clone()))).icon(Icon::Shield),
            MenuItem::new(words::reset_password(), move || {
                resetting.set(Some(for_reset.clone()));
                asked.set(true);
            })
            .icon(Icon::Key),
        ];
        view! {
            <li class="row team-row">
                <Avatar name=name.clone() />
                <span class="row-main">
                    <span class="row-name">
                        <span class="wrap">{name.clone()}</span>
                    </span>
                    <span class="second wrap">{second}</span>
                </span>
                {state.map(|(tone, text)| view! { <Chip tone=tone>{text}</Chip> })}
                <Menu label=words::rights_title(&name) items=items />
            </li>
        }
    };
    view! {
        <FormProblem problem=problem />
        <ul class="team-list">{people.into_iter().map(row).collect_view()}</ul>
        <Confirm
            open=asked
            title=Signal::derive(question)
            detail=words::reset_detail()
            act=words::reset_make()
            on_confirm=reset
        />
    }
}

/// What a person may see, and their team.
fn scope_line(person: &Person) -> String {
    let team = person.team.as_deref().and_then(RowId::parse).and_then(|id| store().row(Kind::Team, id));
    match team {
        Some(row) => format!("{} · {}", scope_words(&person.scope), row.text(team::NAME)),
        None => scope_words(&person.scope).to_owned(),
    }
}
