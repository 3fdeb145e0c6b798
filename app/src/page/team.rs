//! Colleagues, their rights, teams. Accounts live on the server only, so this page needs the network.

mod invite;
mod link_shown;
mod people;
mod rights;
mod teams;

use crate::api;
use crate::api::ApiError;
use crate::api::account::{Link, Person};
use crate::i18n::{errors, settings as words};
use crate::layout::PageHead;
use crate::page::sign_in::RetryButton;
use crate::store::store;
use crate::ui::{Button, ButtonKind, Choice, Empty, Icon, Problem};
use domain::Kind;
use domain::schema::fields::team;
use invite::InviteSheet;
use leptos::prelude::*;
use leptos::task::spawn_local;
use link_shown::LinkSheet;
use people::People;
use rights::RightsSheet;
use teams::Teams;

/// What the page shows of the staff.
#[derive(Clone, PartialEq, Debug)]
enum Staff {
    Asking,
    Known(Vec<Person>),
    Failed(ApiError),
}

/// A link that is shown once: for whom, and the link.
type Shown = RwSignal<Option<(String, Link)>>;

/// The page at `/team`.
#[component]
pub fn TeamPage() -> impl IntoView {
    if !store().account.is_administrator() {
        return view! {
            <div class="page">
                <PageHead title=words::team_title() />
                <Empty title=errors::denied() detail=words::team_only_admin() />
            </div>
        }
        .into_any();
    }
    let staff = RwSignal::new(Staff::Asking);
    let load = move || {
        spawn_local(async move {
            let answer = api::account::people().await;
            let _ = staff.try_set(answer.map_or_else(Staff::Failed, Staff::Known));
        });
    };
    load();
    let inviting = RwSignal::new(false);
    let editing = RwSignal::new(None::<Person>);
    let link: Shown = RwSignal::new(None);
    let reload = Callback::new(move |()| load());
    let count = move || match staff.get() {
        Staff::Known(people) => Some(words::team_people(people.len())),
        _ => None,
    };
    let actions = move || {
        view! {
            <Button kind=ButtonKind::Primary icon=Icon::Plus class="page-action" on_click=move |_| inviting.set(true)>
                {words::invite()}
            </Button>
        }
        .into_any()
    };
    view! {
        <div class="page">
            <PageHead title=words::team_title() sub=Signal::derive(count) actions=actions />
            <div class="scroll">
                <div class="page-body page-narrow">
                    {move || match staff.get() {
                        Staff::Asking => ().into_any(),
                        Staff::Known(people) => view! { <People people=people editing=editing link=link /> }.into_any(),
                        Staff::Failed(error) => {
                            view! {
                                <Problem title=words::team_network() detail=errors::error_words(&error)>
                                    <RetryButton on_retry=reload />
                                </Problem>
                            }
                                .into_any()
                        }
                    }} <Teams />
                </div>
            </div>
        </div>
        <InviteSheet open=inviting link=link on_done=reload />
        {move || editing.get().map(|person| view! { <RightsSheet person=person editing=editing on_done=reload /> })}
        {move || link.get().map(|(name, made)| view! { <LinkSheet name=name link=made shown=link /> })}
    }
    .into_any()
}

/// The teams to choose from, with "none" first.
fn team_choices() -> Vec<Choice> {
    let none = Choice::new("", words::no_team());
    let teams =
        store().of_kind(Kind::Team).into_iter().map(|row| Choice::new(row.id.to_string(), row.text(team::NAME)));
    [none].into_iter().chain(teams).collect()
}

/// Roles to choose from.
fn role_choices() -> Vec<Choice> {
    ["staff", "manager", "administrator"]
        .map(|role| Choice::new(role, crate::page::settings::role_words(role)))
        .to_vec()
}

/// Scopes to choose from.
fn scope_choices() -> Vec<Choice> {
    ["own", "team", "all"].map(|scope| Choice::new(scope, crate::page::settings::scope_words(scope))).to_vec()
}
