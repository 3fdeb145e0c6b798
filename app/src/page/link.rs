//! A one-time link: an invitation, or a new password.

use crate::api;
use crate::api::ApiError;
use crate::api::account::{Me, UseLink};
use crate::i18n::{common, errors, sign_in as words};
use crate::page::account_rules::{login_problem, password_problem};
use crate::page::settings::device_name;
use crate::page::sign_in::{FormProblem, Ground, RetryButton};
use crate::ui::{Button, ButtonKind, ButtonLink, InputKind, Problem, TextField};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Whose link it is, as far as that is known.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Known {
    Asking,
    /// The person's name, and whether a login must be chosen.
    Good(String, bool),
    Bad(ApiError),
}

/// What opens at `/join#token`.
#[component]
pub fn LinkPage(
    /// The token in the address.
    #[prop(into)]
    token: String,
    /// Called with whoever is signed in by the link.
    #[prop(into)]
    on_signed_in: Callback<Me>,
) -> impl IntoView {
    let known = RwSignal::new(Known::Asking);
    let token = StoredValue::new(token);
    let ask = move || {
        known.set(Known::Asking);
        spawn_local(async move {
            let answer = api::account::link_info(token.get_value()).await;
            known.set(answer.map_or_else(Known::Bad, |(name, needs_login)| Known::Good(name, needs_login)));
        });
    };
    ask();
    let navigate = use_navigate();
    let done = move |me: Me| {
        // The address is used up and must not stay in the history.
        navigate("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
        on_signed_in.run(me);
    };
    let inside = move || match known.get() {
        Known::Asking => view! { <p class="second" role="status">{words::checking_link()}</p> }.into_any(),
        Known::Good(name, needs_login) => {
            let done = done.clone();
            view! { <LinkForm token=token.get_value() name=name needs_login=needs_login on_done=done /> }.into_any()
        }
        Known::Bad(ApiError::Network) => view! {
            <Problem title=errors::network() detail=words::offline()>
                <RetryButton on_retry=move |()| ask() />
            </Problem>
        }
        .into_any(),
        Known::Bad(error) => view! {
            <Problem title=words::link_bad_title() detail=errors::error_words(&error)>
                <ButtonLink href="/">{words::to_sign_in()}</ButtonLink>
            </Problem>
        }
        .into_any(),
    };
    view! {
        <Ground>
            <section class="welcome-form">{inside}</section>
        </Ground>
    }
}

/// Login (for an invitation) and password.
#[component]
fn LinkForm(token: String, name: String, needs_login: bool, on_done: impl Fn(Me) + Clone + 'static) -> impl IntoView {
    let login = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let login_error = move || if tried.get() { login.with(|text| login_problem(text)) } else { None };
    let password_error = move || if tried.get() { password.with(|text| password_problem(text)) } else { None };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let wrong = (needs_login && login.with_untracked(|text| login_problem(text)).is_some())
            || password.with_untracked(|text| password_problem(text)).is_some();
        if wrong || busy.get_untracked() {
            return;
        }
        let form = UseLink {
            token: token.clone(),
            login: login.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            device: device_name(),
        };
        let on_done = on_done.clone();
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let answer = api::account::use_link(form).await;
            busy.set(false);
            match answer {
                Ok(me) => on_done(me),
                Err(error) => problem.set(Some(errors::error_words(&error))),
            }
        });
    };
    let (title, detail, act) = if needs_login {
        (words::invited_title(&name), words::invited_detail(), words::join())
    } else {
        (words::reset_title(&name), words::reset_detail(), words::set_password())
    };
    view! {
        <form class="sign-in" novalidate on:submit=submit>
            <h1 class="wrap">{title}</h1>
            <p class="second">{detail}</p>
            {needs_login
                .then(|| {
                    view! {
                        <TextField
                            label=words::choose_login()
                            value=login
                            hint=words::login_hint()
                            autocomplete="username"
                            autofocus=true
                            error=Signal::derive(login_error)
                        />
                    }
                })}
            <TextField
                label=if needs_login { words::choose_password() } else { words::new_password() }
                value=password
                kind=InputKind::Password
                hint=words::password_rule()
                autocomplete="new-password"
                error=Signal::derive(password_error)
            />
            <FormProblem problem=problem />
            <Button kind=ButtonKind::Primary large=true submit=true disabled=busy>
                {move || if busy.get() { common::loading() } else { act }}
            </Button>
        </form>
    }
}
